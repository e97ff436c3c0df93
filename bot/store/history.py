"""Lists of dated, encrypted entries that end by age: the journal and the dead letters."""

from datetime import datetime
from typing import cast

from bot.store.client import Client, answer_of
from bot.store.crypto import Cipher
from bot.store.entries import split, unix_ms


async def read_history(client: Client, cipher: Cipher, key: str, since: datetime) -> tuple[str, ...]:
    """Return the texts of a list that are younger than `since` and can be decrypted, oldest first.

    Raises StoreUnavailable.
    """
    stored = cast("list[bytes]", await answer_of(lambda: client.lrange(key, 0, -1)))
    tokens = (token for at_ms, token in map(split, stored) if int(at_ms) > unix_ms(since))
    return tuple(text for text in map(cipher.decrypt, tokens) if text is not None)
