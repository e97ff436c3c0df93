"""Work that goes on behind whoever began it, until it is done or all is closed."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


class Tasks:
    """Tasks whose failures are told to who waits for them, if anybody does."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Begin work of its own."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._done)
        return task

    async def wait(self) -> None:
        """Return when nothing runs any more."""
        while self._running:
            await asyncio.wait(self._running)

    async def aclose(self) -> None:
        """Cut what still runs."""
        for task in self._running:
            task.cancel()
        await self.wait()

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # looked at: nobody may be waiting for it
