"""How long one turn waits for the shop in all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.ticketshop.errors import Unavailable


class Patience:
    """A time that reads share, however many they are and whether at once or one after the other; None has no end."""

    def __init__(self, seconds: float | None = None) -> None:
        self._left_s = seconds
        self._waiting = 0
        self._since_s = 0.0

    @asynccontextmanager
    async def waiting(self) -> AsyncIterator[None]:
        """Wait for a read; raise Unavailable when the time of all of them is over. What is known needs none."""
        if self._left_s is None:
            yield
            return
        now_s = asyncio.get_running_loop().time
        if not self._waiting:
            self._since_s = now_s()
        self._waiting += 1
        try:
            async with asyncio.timeout_at(self._since_s + self._left_s):
                yield
        except TimeoutError:
            raise Unavailable("did not answer within the time of the turn") from None
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._left_s = max(self._left_s - (now_s() - self._since_s), 0.0)
