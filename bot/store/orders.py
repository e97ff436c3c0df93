"""The orders of each chat: a line for each, encrypted, with its own end; the way to free tickets in a list of its own.

They are appended by the commit of a turn, in the same atomic write. What is known of an order later stands behind what was
known before, and counts.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import cast

from pydantic import ValidationError

from bot.conversation.orders import OrderRecord
from bot.conversation.ports import Clock
from bot.store.client import Client, answer_of
from bot.store.crypto import Cipher
from bot.store.entries import entry, unix_ms, valid_at
from bot.store.keys import Shards


def lines_of(cipher: Cipher, order: OrderRecord | None) -> tuple[bytes, bytes]:
    """Return the line of an order without its tickets, and the line with them; each empty where there is none."""
    if order is None:
        return b"", b""
    bare = order.at(order.tickets_until)
    line = entry(unix_ms(order.until), cipher.encrypt(bare.model_dump_json()))
    return line, b"" if bare == order else entry(unix_ms(order.tickets_until), cipher.encrypt(order.model_dump_json()))


class RedisOrders:
    """Implements `bot.conversation.ports.Orders`. Raises `StoreUnavailable`."""

    def __init__(self, client: Client, cipher: Cipher, clock: Clock, *, shards: int = 1) -> None:
        self._client = client
        self._cipher = cipher
        self._clock = clock
        self._shards = Shards(shards)

    async def read(self, chat: str) -> tuple[OrderRecord, ...]:
        """Return a chat's orders as they count now, newest first."""
        keys, now = self._shards.chat(chat), self._clock.now()
        bare = cast("list[bytes]", await answer_of(lambda: self._client.lrange(keys.orders, 0, -1)))
        whole = cast("list[bytes]", await answer_of(lambda: self._client.lrange(keys.tickets, 0, -1)))
        known = {order.key: order for order in (*self._read(bare, now), *self._read(whole, now))}
        return tuple(sorted(known.values(), key=lambda order: order.placed_at, reverse=True))

    def _read(self, lines: list[bytes], now: datetime) -> Iterator[OrderRecord]:
        for line in lines:
            token = valid_at(now, line)
            text = self._cipher.decrypt(token) if token is not None else None
            if text is None:
                continue
            try:
                yield OrderRecord.model_validate_json(text)
            except ValidationError:
                continue
