"""What is remembered of a chat, for who looks on and answers nothing: no lease is taken and nothing is written."""

from bot.conversation.ports import Clock
from bot.store.client import Client, as_unavailable
from bot.store.crypto import Cipher
from bot.store.keys import Shards
from bot.store.scripts import Scripts
from bot.store.waiting import Waiting, read_waiting


class RememberedChats:
    """Reads the chats as they count now."""

    def __init__(self, client: Client, cipher: Cipher, clock: Clock, *, shards: int = 1) -> None:
        self._client = client
        self._scripts = Scripts(client)
        self._cipher = cipher
        self._clock = clock
        self._shards = Shards(shards)

    async def read(self, chat: str) -> Waiting:
        """Return what is remembered of a chat and what waits for it; raise StoreUnavailable."""
        return await read_waiting(self._scripts, self._shards.chat(chat), self._cipher, self._clock.now())

    async def being_answered(self) -> int:
        """Return how many chats a worker has claimed now; raise StoreUnavailable."""
        with as_unavailable():
            return sum([await self._client.zcard(keys.leases) for keys in self._shards])
