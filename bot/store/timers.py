"""The timers: what is due becomes an envelope in the mailbox of its chat.

They are set by the commits that store their holds (`timers.lua`), so that neither is there without the other.
"""

import asyncio
from typing import Final, cast

from bot.conversation.ports import Clock
from bot.conversation.timers import time_up_envelope
from bot.store import retention
from bot.store.client import Client, answer_of
from bot.store.crypto import Cipher
from bot.store.entries import entry, unix_ms
from bot.store.keys import ShardKeys, Shards
from bot.store.retention import milliseconds
from bot.store.scripts import Scripts
from bot.store.waiting import dump_envelope

AT_ONCE: Final = 100


class RedisTimers:
    """Implements `bot.sweep.Timers`. Raises `StoreUnavailable`; what was not moved then is moved the next time."""

    def __init__(
        self, client: Client, cipher: Cipher, clock: Clock, *, shards: int = 1, scripts: Scripts | None = None
    ) -> None:
        self._client = client
        self._cipher = cipher
        self._clock = clock
        self._shards = Shards(shards)
        self._scripts = Scripts(client) if scripts is None else scripts

    async def ring(self) -> int:
        """Move timers that are due, the oldest first; return how many this call moved. Any number may call at once."""
        rung = await asyncio.gather(*map(self._ring, self._shards), return_exceptions=True)
        for each in rung:
            # One shard that is away keeps no other from being rung.
            if isinstance(each, BaseException):
                raise each
        return sum(each for each in rung if isinstance(each, int))

    async def _ring(self, keys: ShardKeys) -> int:
        return sum([await self._move(timer) for timer in await self._due(keys, unix_ms(self._clock.now()))])

    async def _due(self, keys: ShardKeys, now_ms: int) -> list[str]:
        found = await answer_of(
            lambda: self._client.zrange(keys.timers, 0, now_ms, byscore=True, offset=0, num=AT_ONCE)
        )
        return [timer.decode() for timer in cast("list[bytes]", found)]

    async def _move(self, timer: str) -> int:
        chat, _, timer_id = timer.partition(" ")
        keys, of_chat, now = self._shards.of(chat), self._shards.chat(chat), self._clock.now()
        moved = await self._scripts.run(
            "ring",
            [of_chat.mailbox, keys.ready, keys.holders, keys.wake, keys.timers, of_chat.timers],
            [
                unix_ms(now),
                chat,
                entry(timer_id, dump_envelope(self._cipher, time_up_envelope(timer_id, now))),
                milliseconds(retention.MAILBOX),
                timer,
            ],
        )
        return cast("int", moved)
