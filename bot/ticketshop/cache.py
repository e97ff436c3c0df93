"""Reads that are shared while they run, in this process and among all, and remembered after.

What was read counts for a short time, from the moment it was asked for on, whichever process read it. Beyond that it is the
last that is known, for a shop that does not answer.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar, cast

from pydantic import TypeAdapter

from bot.conversation.ports import Clock
from bot.ticketshop.sharing import NothingShared, SharedAnswers
from bot.ticketshop.tasks import Tasks

Value = TypeVar("Value")
Result = TypeVar("Result")
Name = tuple[object, ...]
MOST_REMEMBERED: Final = 1000
KEPT: Final = timedelta(hours=1)
"""How long something may be told as the last that is known."""
SHARED_S: Final = 0.5
"""How long what is shared may take to answer; then this process reads by itself."""
PATIENCE_S: Final = 2.0
"""How long the read of another process is waited for; it may have died."""
LOOK_EVERY_S: Final = 0.05


@dataclass(frozen=True, slots=True)
class Known:
    """What was read, and when that was begun."""

    value: object
    read_at: datetime


@dataclass(frozen=True, slots=True)
class _Wanted(Generic[Value]):
    name: Name
    kind: TypeAdapter[Value]
    read: Callable[[], Awaitable[Value]]
    lasts: timedelta

    @property
    def shared_name(self) -> str:
        return json.dumps(self.name, default=str)


class ReadCache:
    """What was read lately. Failures are shared while a read runs in this process, and never remembered."""

    def __init__(
        self,
        clock: Clock,
        shared: SharedAnswers | None = None,
        *,
        shared_s: float = SHARED_S,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._clock = clock
        self._shared = shared or NothingShared()
        self._shared_s = shared_s
        self._patience_s = patience_s
        self._known: dict[Name, Known] = {}
        self._running: dict[Name, asyncio.Task[object]] = {}
        self._tasks = Tasks()

    async def get(
        self,
        name: Name,
        kind: TypeAdapter[Value],
        read: Callable[[], Awaitable[Value]],
        lasts: timedelta,
        *,
        fresh: bool = False,
    ) -> Value:
        """Return what is known under a name, or read it; `fresh` reads in any case and refills."""
        if not fresh and (known := self._recent(name, lasts)) is not None:
            return cast("Value", known.value)
        running = self._running.get(name)
        if running is None or fresh:
            wanted = _Wanted(name, kind, read, lasts)
            running = self._tasks.start(self._run(wanted, fresh=fresh))
            self._running[name] = running
        # Shielded: one reader that gives up must not take the answer away from the others.
        return cast("Value", await asyncio.shield(running))

    async def aclose(self) -> None:
        """Cut the reads that still run for nobody."""
        await self._tasks.aclose()

    def last_known(self, name: Name) -> Known | None:
        """Return what was read last under a name, if that is not too long ago."""
        return self._recent(name, KEPT)

    def _recent(self, name: Name, lasts: timedelta) -> Known | None:
        known = self._known.get(name)
        return known if known is not None and self._clock.now() - known.read_at < lasts else None

    async def _run(self, wanted: _Wanted[Value], *, fresh: bool) -> object:
        try:
            return await (self._read(wanted) if fresh else self._read_once_for_all(wanted))
        finally:
            if self._running.get(wanted.name) is asyncio.current_task():
                del self._running[wanted.name]

    async def _read_once_for_all(self, wanted: _Wanted[Value]) -> object:
        """Take what another process read or reads; read where none does, or where that takes too long."""
        is_ours, name = False, wanted.shared_name
        patient_until_s = asyncio.get_running_loop().time() + self._patience_s
        while not is_ours and asyncio.get_running_loop().time() < patient_until_s:
            taken = await self._ask(self._shared.take(name, wanted.lasts))
            if taken is None:
                break
            is_ours, answer = taken
            if answer is not None:
                self._take_over(wanted, *answer)
            if (known := self._recent(wanted.name, wanted.lasts)) is not None:
                return known.value
            if not is_ours:
                await asyncio.sleep(LOOK_EVERY_S)
        try:
            return await self._read(wanted)
        except Exception:
            if is_ours:
                await self._ask(self._shared.let_go(name))
            raise

    async def _read(self, wanted: _Wanted[Value]) -> object:
        read_at = self._clock.now()
        value = await wanted.read()
        self._remember(wanted.name, Known(value, read_at))
        try:
            answer = wanted.kind.dump_json(value).decode()
        except ValueError:  # half a character, say: this process can show it, and others may read it themselves
            await self._ask(self._shared.let_go(wanted.shared_name))
        else:
            await self._ask(self._shared.give(wanted.shared_name, read_at, answer, KEPT))
        return value

    def _take_over(self, wanted: _Wanted[Value], read_at: datetime, answer: str) -> None:
        """Remember what another process read, by its clock; one of another version may have written what is not read here."""
        now = self._clock.now()
        if read_at - now >= wanted.lasts:
            return
        try:
            value = wanted.kind.validate_json(answer)
        except ValueError:
            return
        self._remember(wanted.name, Known(value, min(read_at, now)))

    def _remember(self, name: Name, known: Known) -> None:
        """Keep what was read last, not what a read brings late that a newer one has overtaken."""
        before = self._known.get(name)
        if before is not None and before.read_at > known.read_at:
            return
        self._known.pop(name, None)
        if len(self._known) >= MOST_REMEMBERED:
            self._known.pop(next(iter(self._known)))
        self._known[name] = known

    async def _ask(self, asking: Awaitable[Result]) -> Result | None:
        """Ask what is shared; None where it is away or slow, which is no trouble of its own."""
        try:
            async with asyncio.timeout(self._shared_s):
                return await asking
        except (ConnectionError, TimeoutError):
            return None
