"""Wakes the workers of this process: one blocking call a shard for all of them, however many wait."""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import suppress

from bot.store.client import Client, StoreUnavailable, as_unavailable, socket_timeout_s
from bot.store.keys import ShardKeys, Shards
from bot.store.scripts import Scripts


class Waking:
    """Takes the tokens of waiting workers, while there are any here, and wakes one with each."""

    def __init__(self, client: Client, scripts: Scripts, shards: Shards) -> None:
        self._client = client
        self._scripts = scripts
        self._shards = tuple(shards)
        # A command that blocks as long as the socket may be silent would end as an error.
        self._longest_s = socket_timeout_s(client) / 2
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._listeners: dict[int, asyncio.Task[None]] = {}
        self._woken: deque[int] = deque(maxlen=len(shards))
        self._next = 0

    def in_turn(self) -> Iterator[ShardKeys]:
        """Yield every shard, first the one where a chat became ready, else another one each time."""
        count = len(self._shards)
        first = self._woken.popleft() if self._woken else self._next
        self._next = (self._next + 1) % count
        return (self._shards[(first + step) % count] for step in range(count))

    async def wait(self, timeout_s: float) -> None:
        """Return when a chat became ready, or after a time; raise StoreUnavailable."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        for number in range(len(self._shards)):
            listener = self._listeners.get(number)
            if listener is None or listener.done():
                self._listeners[number] = asyncio.create_task(self._listen(number))
        try:
            async with asyncio.timeout(timeout_s):
                await waiter
        except TimeoutError:
            return
        finally:
            with suppress(ValueError):
                self._waiting.remove(waiter)

    async def aclose(self) -> None:
        """Listen no more: before what it listens with is closed. A token that is lost by it costs others a second at most."""
        for listener in self._listeners.values():
            listener.cancel()
        await asyncio.gather(*self._listeners.values(), return_exceptions=True)

    async def _listen(self, number: int) -> None:
        """Wake as long as anybody waits. Who comes while the last call still blocks is served by it."""
        key = self._shards[number].wake
        try:
            while self._waiting:
                with as_unavailable():
                    token = await self._client.blpop([key], timeout=self._longest_s)
                if token is not None and not self._wake(number):
                    await self._scripts.run("wake", [key], [])
        except StoreUnavailable as error:
            for waiter in self._waiting:
                if not waiter.done():
                    waiter.set_exception(error)

    def _wake(self, number: int) -> bool:
        """Wake who waits longest, for a shard; return whether anybody waited."""
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                self._woken.append(number)
                waiter.set_result(None)
                return True
        return False
