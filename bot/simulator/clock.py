"""The one clock of a rehearsal, which can be moved."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta


class MovableClock:
    """A clock that runs as the machine's does, from any start, and can be moved forward.

    It dates the emulator's messages, the sandbox's holds and Date header, and, in a rehearsal, the bot itself.
    """

    def __init__(self, start_at: datetime | None = None) -> None:
        self._offset = timedelta() if start_at is None else start_at - datetime.now(UTC)
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC) + self._offset

    def move(self, by: timedelta) -> None:
        """Move forward; raise ValueError for a move back, which nothing in a ticket shop is made for."""
        if by < timedelta():
            raise ValueError("the clock only moves forward")
        self._offset += by
        self._moved.set()
        self._moved = asyncio.Event()

    async def wait_until(self, moment: datetime) -> None:
        """Return when a moment has come, be it by waiting or by a move."""
        while (left := moment - self.now()) > timedelta():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._moved.wait(), left.total_seconds())
