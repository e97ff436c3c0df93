"""How many requests may be at the shop at once: reads and writes each in a room of their own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final
from uuid import UUID
from weakref import WeakValueDictionary

READ_WAITS_S: Final = 2.0
WRITE_WAITS_S: Final = 5.0


class NoRoom(Exception):
    """Too many requests of this kind were at the shop for too long; this one was not sent."""


class Bulkheads:
    """The rooms of one process. Of that for reads one event takes at most half, however slow or sought after it is."""

    def __init__(
        self,
        reads: int = 32,
        writes: int = 32,
        *,
        read_waits_s: float = READ_WAITS_S,
        write_waits_s: float = WRITE_WAITS_S,
    ) -> None:
        self._reads = asyncio.Semaphore(reads)
        self._writes = asyncio.Semaphore(writes)
        self._most_of_an_event = max(reads // 2, 1)
        self._events: WeakValueDictionary[UUID | None, asyncio.Semaphore] = WeakValueDictionary()
        self._read_waits_s = read_waits_s
        self._write_waits_s = write_waits_s

    @asynccontextmanager
    async def read(self, event: UUID | None) -> AsyncIterator[None]:
        """Hold a place for a read of an event, or of the list of them; raise NoRoom."""
        of_event = self._events.get(event)
        if of_event is None:
            of_event = self._events[event] = asyncio.Semaphore(self._most_of_an_event)
        async with _places(self._read_waits_s, of_event, self._reads):
            yield

    @asynccontextmanager
    async def write(self) -> AsyncIterator[None]:
        """Hold a place for a write; raise NoRoom."""
        async with _places(self._write_waits_s, self._writes):
            yield


@asynccontextmanager
async def _places(waits_s: float, *rooms: asyncio.Semaphore) -> AsyncIterator[None]:
    async with AsyncExitStack() as held:
        try:
            async with asyncio.timeout(waits_s):
                for room in rooms:
                    await held.enter_async_context(room)
        except TimeoutError:
            raise NoRoom from None
        yield
