"""Envelopes that failed too often, set aside so that their chat goes on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter
from redis.asyncio import Redis

from bot.conversation.ports import Clock, Envelope
from bot.store.crypto import Cipher
from bot.store.history import read_history
from bot.store.keys import ShardKeys
from bot.store.retention import DEAD_LETTERS


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An envelope that failed too often, with its last error; None for one that no key could decrypt."""

    envelope: Envelope | None
    error: str
    failed_at: datetime


_JSON: Final = TypeAdapter(DeadLetter)


def dump(cipher: Cipher, letter: DeadLetter) -> bytes:
    """Return a dead letter, encrypted."""
    return cipher.encrypt(_JSON.dump_json(letter).decode())


class DeadLetters:
    """Reads the dead letters of the chats of one shard."""

    def __init__(self, client: Redis, cipher: Cipher, clock: Clock, *, shard: int = 0) -> None:
        self._client = client
        self._cipher = cipher
        self._clock = clock
        self._keys = ShardKeys(shard)

    async def read(self, chat: str) -> tuple[DeadLetter, ...]:
        """Return a chat's dead letters of the last seven days, oldest first; raise StoreUnavailable."""
        since = self._clock.now() - DEAD_LETTERS
        texts = await read_history(self._client, self._cipher, self._keys.chat(chat).dead_letters, since)
        return tuple(map(_JSON.validate_json, texts))
