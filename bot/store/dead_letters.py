"""Envelopes that failed too often, set aside so that their chat goes on; they are listed, and put back when they are mended."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from pydantic import TypeAdapter

from bot.conversation.ports import Clock, Envelope
from bot.store.client import Client, as_unavailable
from bot.store.crypto import Cipher
from bot.store.entries import entry, split, unix_ms
from bot.store.history import read_history
from bot.store.keys import ALL_DEAD_LETTERS, ShardKeys, Shards, of_dead_letters
from bot.store.retention import DEAD_LETTERS, MAILBOX, milliseconds
from bot.store.scripts import Scripts
from bot.store.waiting import dump_envelope

AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An envelope that failed too often, with its last error; None for one that no key could decrypt."""

    envelope: Envelope | None
    error: str
    failed_at: datetime


@dataclass(frozen=True, slots=True)
class SetAside:
    """A dead letter where it lies; None for one that itself cannot be decrypted."""

    shard: int
    chat: str
    stored: bytes
    failed_at_ms: int
    letter: DeadLetter | None

    @property
    def reference(self) -> str:
        """What it is called by: nothing that tells whose it is."""
        return hashlib.sha256(self.stored).hexdigest()[:10]

    @property
    def envelope(self) -> Envelope | None:
        """What can be put back, if anything can."""
        return self.letter.envelope if self.letter is not None else None


_JSON: Final = TypeAdapter(DeadLetter)


def dump(cipher: Cipher, letter: DeadLetter) -> bytes:
    """Return a dead letter, encrypted."""
    return cipher.encrypt(_JSON.dump_json(letter).decode())


class DeadLetters:
    """The dead letters of all chats. All methods raise StoreUnavailable."""

    def __init__(
        self, client: Client, cipher: Cipher, clock: Clock, *, shards: int = 1, scripts: Scripts | None = None
    ) -> None:
        self._client = client
        self._cipher = cipher
        self._clock = clock
        self._shards = Shards(shards)
        self._scripts = Scripts(client) if scripts is None else scripts

    async def read(self, chat: str) -> tuple[DeadLetter, ...]:
        """Return a chat's dead letters of the last seven days, oldest first."""
        since = self._clock.now() - DEAD_LETTERS
        texts = await read_history(self._client, self._cipher, self._shards.chat(chat).dead_letters, since)
        return tuple(map(_JSON.validate_json, texts))

    async def of_all(self) -> tuple[SetAside, ...]:
        """Return the dead letters of every chat of the last seven days, oldest first. It looks at every key there is."""
        found: dict[str, SetAside] = {}
        since_ms = unix_ms(self._clock.now() - DEAD_LETTERS)
        with as_unavailable():
            async for key in self._client.scan_iter(ALL_DEAD_LETTERS, count=AT_ONCE):
                shard, chat = of_dead_letters(key.decode())
                for stored in cast("list[bytes]", await self._client.lrange(key, 0, -1)):
                    at_ms, token = split(stored)
                    each = SetAside(shard, chat, stored, int(at_ms), self._letter(token))
                    if each.failed_at_ms > since_ms:
                        found[each.reference] = each
        return tuple(sorted(found.values(), key=lambda each: (each.failed_at_ms, each.reference)))

    async def replay(self, letter: SetAside) -> bool:
        """Put a letter back behind what waits for its chat; return False where it cannot be, or was put back already.

        What it said keeps its age: an old reply orders nothing.
        """
        if letter.envelope is None:
            return False
        keys, of_chat = ShardKeys(letter.shard), ShardKeys(letter.shard).chat(letter.chat)
        replayed = await self._scripts.run_once(
            "replay",
            [of_chat.mailbox, keys.ready, keys.holders, keys.wake, of_chat.dead_letters],
            [
                unix_ms(self._clock.now()),
                letter.chat,
                entry(letter.envelope.id, dump_envelope(self._cipher, letter.envelope)),
                milliseconds(MAILBOX),
                letter.stored,
            ],
        )
        return replayed == 1

    def _letter(self, token: bytes) -> DeadLetter | None:
        text = self._cipher.decrypt(token)
        return _JSON.validate_json(text) if text is not None else None
