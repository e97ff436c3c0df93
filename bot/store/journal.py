"""The journal of each chat: one line a turn, without personal values, for those who are asked what happened.

Its lines are appended by the commit of a turn, in the same atomic write.
"""

from bot.conversation.ports import Clock
from bot.store.client import Client
from bot.store.crypto import Cipher
from bot.store.history import read_history
from bot.store.keys import Shards
from bot.store.retention import JOURNAL


class Journal:
    """Reads the journals of the chats."""

    def __init__(self, client: Client, cipher: Cipher, clock: Clock, *, shards: int = 1) -> None:
        self._client = client
        self._cipher = cipher
        self._clock = clock
        self._shards = Shards(shards)

    async def read(self, chat: str) -> tuple[str, ...]:
        """Return a chat's lines, oldest first: the last hundred, of the last seven days; raise StoreUnavailable."""
        since = self._clock.now() - JOURNAL
        return await read_history(self._client, self._cipher, self._shards.chat(chat).journal, since)
