"""Wakes the workers of this process: one blocking call for all of them, however many wait."""

import asyncio
from collections import deque
from contextlib import suppress

from redis.asyncio import Redis

from bot.store.client import SOCKET_TIMEOUT_S, StoreUnavailable, as_unavailable
from bot.store.keys import ShardKeys
from bot.store.scripts import Scripts


class Waking:
    """Takes the tokens of waiting workers, while there are any here, and wakes one with each."""

    def __init__(self, client: Redis, scripts: Scripts, keys: ShardKeys) -> None:
        self._client = client
        self._scripts = scripts
        self._keys = keys
        # A command that blocks as long as the socket may be silent would end as an error.
        self._longest_s = (client.connection_pool.connection_kwargs.get("socket_timeout") or SOCKET_TIMEOUT_S) / 2
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._listener: asyncio.Task[None] | None = None

    async def wait(self, timeout_s: float) -> None:
        """Return when a chat became ready, or after a time; raise StoreUnavailable."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        if self._listener is None or self._listener.done():
            self._listener = asyncio.create_task(self._listen())
        try:
            async with asyncio.timeout(timeout_s):
                await waiter
        except TimeoutError:
            return
        finally:
            with suppress(ValueError):
                self._waiting.remove(waiter)

    async def _listen(self) -> None:
        """Wake as long as anybody waits. Who comes while the last call still blocks is served by it."""
        try:
            while self._waiting:
                with as_unavailable():
                    token = await self._client.blpop([self._keys.wake], timeout=self._longest_s)
                if token is not None and not self._woken():
                    await self._scripts.run("wake", [self._keys.wake], [])
        except StoreUnavailable as error:
            for waiter in self._waiting:
                if not waiter.done():
                    waiter.set_exception(error)

    def _woken(self) -> bool:
        """Wake who waits longest; return whether anybody did."""
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return True
        return False
