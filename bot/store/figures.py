"""How much waits, for who watches the bot: numbers alone, of all chats together."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, cast

from redis.asyncio import Redis

from bot.conversation.messages import TimerName
from bot.conversation.ports import Clock
from bot.store.client import answer_of, as_unavailable
from bot.store.entries import unix_ms
from bot.store.keys import ShardKeys
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
    """Reads the figures of one shard, and tries whether it can be written to. Raises `StoreUnavailable`."""

    def __init__(self, client: Redis, clock: Clock, *, shard: int = 0) -> None:
        self._client = client
        self._clock = clock
        self._keys = ShardKeys(shard)

    async def read(self) -> Figures:
        """Return the figures as they are now."""
        keys, now_ms = self._keys, unix_ms(self._clock.now())
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
        await answer_of(lambda: self._client.set(self._keys.probe, "1", px=milliseconds(PROBE_LASTS)))
