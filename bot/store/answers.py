"""What the processes of one bot read of the shop, shared while it is read and after.

An answer lies encrypted under a keyed hash of its name: an access key or a code, which may be in the name, is not to be found.
"""

from datetime import datetime, timedelta
from typing import Final, cast

from bot.conversation.ports import Clock
from bot.store.client import Client, answer_of
from bot.store.crypto import Cipher
from bot.store.entries import entry, moment, split, unix_ms
from bot.store.keys import ShardKeys
from bot.store.retention import milliseconds
from bot.store.scripts import Scripts

READING: Final = timedelta(seconds=7)
"""How long one process reads for all before another one may."""


class RedisAnswers:
    """Implements `bot.ticketshop.sharing.SharedAnswers` for the shop that `of` names. Raises `StoreUnavailable`.

    `reading` is longer than a read may take.
    """

    def __init__(
        self, client: Client, cipher: Cipher, clock: Clock, *, of: str, reading: timedelta = READING, shard: int = 0
    ) -> None:
        self._client = client
        self._scripts = Scripts(client)
        self._cipher = cipher
        self._clock = clock
        self._of = of
        self._reading = reading
        self._keys = ShardKeys(shard)

    async def take(self, name: str, lasts: timedelta) -> tuple[bool, tuple[datetime, str] | None]:
        """Return whether the caller is to read for all, and what was read last, with when."""
        arguments = [unix_ms(self._clock.now()), milliseconds(lasts), milliseconds(self._reading)]
        answer = await self._scripts.run_once("take", self._keys_of(name), arguments)
        is_callers, stored = cast("tuple[int, bytes | None]", answer)
        if stored is None:
            return bool(is_callers), None
        read_at_ms, token = split(stored)
        text = self._cipher.decrypt(token)
        return bool(is_callers), (moment(int(read_at_ms)), text) if text is not None else None

    async def give(self, name: str, read_at: datetime, answer: str, kept: timedelta) -> None:
        """Store what was read, unless something newer is there; nobody reads any more."""
        now_ms, at_ms = unix_ms(self._clock.now()), unix_ms(read_at)
        stored = entry(at_ms, self._cipher.encrypt(answer))
        await self._scripts.run_once("give", self._keys_of(name), [now_ms, at_ms, stored, milliseconds(kept)])

    async def let_go(self, name: str) -> None:
        """Say that nobody reads any more, though nothing was read."""
        await answer_of(lambda: self._client.delete(self._keys_of(name)[1]))

    def _keys_of(self, name: str) -> list[str]:
        hashed = self._cipher.hashed(f"{self._of} {name}")
        return [self._keys.answer(hashed), self._keys.reading(hashed)]
