"""Reads that are shared while they run, and remembered briefly after."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import Final, TypeVar, cast

from bot.conversation.ports import Clock

Value = TypeVar("Value")
MOST_REMEMBERED: Final = 1000


class ReadCache:
    """What was read lately. Failures are shared while a read runs, and never remembered."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[Hashable, tuple[datetime, object]] = {}
        self._running: dict[Hashable, asyncio.Task[object]] = {}

    async def get(
        self, name: Hashable, read: Callable[[], Awaitable[Value]], lasts: timedelta, *, fresh: bool = False
    ) -> Value:
        """Return what is known under a name, or read it; `fresh` reads in any case and refills."""
        known = self._known.get(name)
        if not fresh and known is not None and self._clock.now() < known[0]:
            return cast("Value", known[1])
        running = self._running.get(name)
        if running is None or fresh:
            running = asyncio.create_task(self._read(name, read, lasts))
            self._running[name] = running
        # Shielded: one reader that gives up must not take the answer away from the others.
        return cast("Value", await asyncio.shield(running))

    async def _read(self, name: Hashable, read: Callable[[], Awaitable[object]], lasts: timedelta) -> object:
        try:
            value = await read()
            if self._running.get(name) is asyncio.current_task():
                self._remember(name, value, lasts)
            return value
        finally:
            if self._running.get(name) is asyncio.current_task():
                del self._running[name]

    def _remember(self, name: Hashable, value: object, lasts: timedelta) -> None:
        """Keep what was read last, not what a read brings late that a fresh one has overtaken."""
        self._known.pop(name, None)
        if len(self._known) >= MOST_REMEMBERED:
            self._known.pop(next(iter(self._known)))
        self._known[name] = (self._clock.now() + lasts, value)
