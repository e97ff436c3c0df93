"""Which process tries whether a shop that is left alone answers again: one at a time, and all learn of it."""

from datetime import datetime, timedelta
from typing import Final, cast

from bot.conversation.ports import Clock
from bot.store.client import Client, as_unavailable
from bot.store.crypto import Cipher
from bot.store.entries import entry, moment, unix_ms
from bot.store.keys import ShardKeys
from bot.store.retention import milliseconds
from bot.store.scripts import Scripts

ANSWERED: Final = b"answered"


class RedisTrials:
    """Implements `bot.ticketshop.sharing.SharedTrials` for the shop that `of` names. Raises `StoreUnavailable`."""

    def __init__(self, client: Client, cipher: Cipher, clock: Clock, *, of: str, shard: int = 0) -> None:
        self._client = client
        self._scripts = Scripts(client)
        self._cipher = cipher
        self._clock = clock
        self._of = of
        self._keys = ShardKeys(shard)

    async def claim(self, part: str, every: timedelta) -> tuple[bool, datetime | None]:
        """Return whether the caller is to try now; where another did lately, when the shop answered that, if it did."""
        arguments: list[str | bytes | int] = [unix_ms(self._clock.now()), milliseconds(every), ANSWERED]
        answer = await self._scripts.run_once("try", [self._key_of(part)], arguments)
        is_callers, answered_at_ms = cast("tuple[int, bytes | None]", answer)
        return bool(is_callers), moment(int(answered_at_ms)) if answered_at_ms is not None else None

    async def answered(self, part: str, every: timedelta) -> None:
        """Say that the shop answered just now."""
        with as_unavailable():
            stored = entry(unix_ms(self._clock.now()), ANSWERED)
            await self._client.set(self._key_of(part), stored, px=milliseconds(every))

    def _key_of(self, part: str) -> str:
        return self._keys.trial(self._cipher.hashed(f"{self._of} {part}"))
