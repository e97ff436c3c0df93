"""The updates that wait for the bot, and `getUpdates` (https://core.telegram.org/bots/api#getupdates)."""

import asyncio
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.simulator.clock import MovableClock
from bot.simulator.telegram.refused import Refused

KEPT = timedelta(hours=24)
TAP_KEPT = timedelta(seconds=150)
LONGEST_POLL_S = 50

_FURTHEST_AHEAD = 10
"""An offset further than this beyond the last update is taken for none: it comes from before a new numbering."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    number: int
    document: bytes
    gone_at: datetime


class UpdateQueue:
    """The queue of one bot. An update is forgotten only when a call asks for one after it, or when it is too old."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self._waiting: list[_Waiting] = []
        self._last = random.randrange(100_000_000, 900_000_000)  # noqa: S311 - a number to start at, not a secret
        self._wanted: frozenset[str] | None = None
        self._poll: asyncio.Future[bool] | None = None

    def __len__(self) -> int:
        self._drop_old()
        return len(self._waiting)

    def put(self, kind: str, content: dict[str, object]) -> None:
        """Add an update of a kind (`message`, `callback_query` …), unless the bot asked for other kinds only."""
        if self._wanted is not None and kind not in self._wanted:
            return
        number = self._last + 1
        document = json.dumps({"update_id": number, kind: content}).encode()
        self._add(number, document, TAP_KEPT if kind == "callback_query" else KEPT)

    def put_document(self, document: bytes, number: int | None = None) -> int:
        """Add an update as it stands, even a malformed one; return the number by which it is confirmed."""
        number = self._last + 1 if number is None else number
        self._add(number, document, KEPT)
        return number

    def clear(self) -> None:
        """Forget all that wait."""
        self._waiting = []

    @property
    def next_number(self) -> int:
        """The update_id that the next update will have."""
        return self._last + 1

    def _add(self, number: int, document: bytes, kept: timedelta) -> None:
        self._last = number
        self._waiting.append(_Waiting(number, document, self._clock.now() + kept))
        self._end_poll(conflict=False)

    async def get(self, offset: int, limit: int, timeout_s: float, wanted: Sequence[str] | None = None) -> list[bytes]:
        """Confirm what lies before `offset`, then return the updates after it, waiting for one up to `timeout_s`.

        Raises Refused (409) when another call of this kind arrives in the meantime.
        """
        self._end_poll(conflict=True)
        if wanted is not None:
            self._wanted = frozenset(wanted) or None
        self._drop_old()
        self._confirm(offset)
        if not self._waiting and timeout_s > 0:
            await self._wait(min(timeout_s, LONGEST_POLL_S))
        return [update.document for update in self._waiting[: limit if 0 < limit <= 100 else 100]]

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._waiting = self._waiting[offset:]
            return
        highest = max([self._last, *(update.number for update in self._waiting)])
        if 0 < offset <= highest + _FURTHEST_AHEAD:
            self._waiting = [update for update in self._waiting if update.number >= offset]

    async def _wait(self, timeout_s: float) -> None:
        poll: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._poll = poll
        try:
            conflict = await asyncio.wait_for(poll, timeout_s)
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None
        if conflict:
            raise Refused(
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", 409
            )

    def _end_poll(self, *, conflict: bool) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(conflict)

    def _drop_old(self) -> None:
        now = self._clock.now()
        self._waiting = [update for update in self._waiting if update.gone_at > now]
