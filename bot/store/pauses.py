"""When nothing may be sent to anybody, as Telegram asked some worker: known in every shard, so that each answers by itself."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.store.client import Client, answer_of
from bot.store.entries import unix_ms
from bot.store.keys import Shards


@dataclass(frozen=True, slots=True)
class PausesOfAll:
    """The pauses of the whole bot. Raises `StoreUnavailable`."""

    client: Client
    shards: Shards

    async def left_s(self, chat: str, now: datetime) -> float:
        """Return for how long nothing may be sent to a chat because nothing may to anybody."""
        until_ms = await answer_of(lambda: self.client.get(self.shards.of(chat).paused))
        return max(0.0, (int(until_ms) - unix_ms(now)) / 1000) if until_ms is not None else 0.0

    async def tell_others(self, chat: str, until_ms: int, now: datetime) -> None:
        """Let the other shards know of a pause that the shard of a chat has."""
        lasts_ms = until_ms - unix_ms(now)
        for keys in self.shards:
            if keys is not self.shards.of(chat) and lasts_ms > 0:
                await answer_of(partial(self.client.set, keys.paused, until_ms, px=lasts_ms))
