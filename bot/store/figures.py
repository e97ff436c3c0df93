"""How much waits, for who watches the bot: numbers alone, of all chats together."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, cast

from bot.conversation.messages import TimerName
from bot.conversation.ports import Clock
from bot.store.client import Client, answer_of, as_unavailable
from bot.store.entries import unix_ms
from bot.store.keys import ShardKeys, Shards
from bot.store.retention import milliseconds

PROBE_LASTS: Final = timedelta(seconds=1)
AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True)
class Figures:
    """How much waits at one moment.

    Chats that wait to be answered, and how long the first of them has; chats that are being answered; those that wait for a
    moment to come, as Telegram did not take a message; and holds that wait to be paid.
    """

    waiting: int
    oldest_s: float
    leased: int
    delayed: int
    holds: int


class RedisFigures:
    """Reads the figures of all shards together, and tries whether each can be written to. Raises `StoreUnavailable`."""

    def __init__(self, client: Client, clock: Clock, *, shards: int = 1) -> None:
        self._client = client
        self._clock = clock
        self._shards = Shards(shards)

    async def read(self) -> Figures:
        """Return the figures as they are now."""
        found = [await self._of(keys) for keys in self._shards]
        return Figures(
            waiting=sum(each.waiting for each in found),
            oldest_s=max(each.oldest_s for each in found),
            leased=sum(each.leased for each in found),
            delayed=sum(each.delayed for each in found),
            holds=sum(each.holds for each in found),
        )

    async def _of(self, keys: ShardKeys) -> Figures:
        now_ms = unix_ms(self._clock.now())
        with as_unavailable():
            oldest = await self._client.zrange(keys.ready, 0, 0, withscores=True)
            waiting = await self._client.zcount(keys.ready, "-inf", now_ms)
            delayed = await self._client.zcount(keys.ready, f"({now_ms}", "+inf")
            leased = await self._client.zcount(keys.leases, f"({now_ms}", "+inf")
            holds = [each async for each in self._client.zscan_iter(keys.timers, f"*:{TimerName.END}:*", count=AT_ONCE)]
        waits_s = [(now_ms - ready_at_ms) / 1000 for _, ready_at_ms in cast("list[tuple[bytes, float]]", oldest)]
        # A scan may find what is moved meanwhile twice.
        return Figures(waiting, max([0.0, *waits_s]), leased, delayed, len({timer for timer, _ in holds}))

    async def write(self) -> None:
        """Write something that is gone at once: a server that only reads, loads or is full does not take it."""
        await asyncio.gather(*map(self._write_to, self._shards))

    async def _write_to(self, keys: ShardKeys) -> None:
        await answer_of(lambda: self._client.set(keys.probe, "1", px=milliseconds(PROBE_LASTS)))
