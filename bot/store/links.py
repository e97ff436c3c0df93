"""Prefilled carts and access keys behind random ids, for links that a /start payload is too short or too public for."""

import re
import secrets
from datetime import datetime
from typing import Final, cast

from pydantic import ValidationError

from bot.conversation.links import StoredLink
from bot.conversation.ports import Clock
from bot.store.client import Client, answer_of
from bot.store.crypto import Cipher
from bot.store.entries import entry, unix_ms, valid_at
from bot.store.keys import Shards
from bot.store.retention import milliseconds

ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
LENGTH: Final = 20
"""20 of 36 characters are 103 random bits: nobody finds a link by trying."""
_IDENTIFIER: Final = re.compile(r"(\d{1,4})-([a-z0-9]{20})")


class RedisLinks:
    """Implements `bot.conversation.ports.Links`. An id begins with its shard: "0-k3…". Raises `StoreUnavailable`."""

    def __init__(self, client: Client, cipher: Cipher, clock: Clock, *, shards: int = 1) -> None:
        self._client = client
        self._cipher = cipher
        self._clock = clock
        self._shards = Shards(shards)

    async def save(self, link: StoredLink, until: datetime) -> str:
        """Store a link until a moment; return its id."""
        characters = (secrets.choice(ALPHABET) for _ in range(LENGTH))
        # The first shard is there whoever makes the link, and links are few.
        identifier = "".join(("0-", *characters))
        value = entry(unix_ms(until), self._cipher.encrypt(link.model_dump_json()))
        key, ttl_ms = self._shards.first.link(identifier), max(milliseconds(until - self._clock.now()), 1)
        await answer_of(lambda: self._client.set(key, value, px=ttl_ms))
        return identifier

    async def read(self, identifier: str) -> StoredLink | None:
        """Return what is stored under an id, or None when there is nothing, or nothing any more."""
        shaped = _IDENTIFIER.fullmatch(identifier)
        keys = self._shards.numbered(int(shaped[1])) if shaped is not None else None
        if keys is None:
            return None
        key = keys.link(identifier)
        stored = cast("bytes | None", await answer_of(lambda: self._client.get(key)))
        token = valid_at(self._clock.now(), stored)
        text = self._cipher.decrypt(token) if token is not None else None
        try:
            return StoredLink.model_validate_json(text) if text is not None else None
        except ValidationError:
            return None
