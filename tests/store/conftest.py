from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from typing import Protocol

import pytest
from redis.asyncio import Redis

from bot.simulator.clock import MovableClock
from bot.store.client import make_client
from bot.store.crypto import Cipher, new_key
from bot.store.mailbox import RedisMailbox
from bot.store.scripts import Scripts
from tests.store.samples import NOON


class NewMailbox(Protocol):
    """Makes a mailbox on a client of its own, as another process would have it."""

    def __call__(
        self,
        *,
        cipher: Cipher | None = None,
        lease_s: float = 30.0,
        scripts: Mapping[str, str] | None = None,
        socket_timeout_s: float = 5.0,
    ) -> RedisMailbox: ...


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(NOON)


@pytest.fixture
def cipher() -> Cipher:
    return Cipher([new_key()])


@pytest.fixture
async def new_mailbox(redis: Redis, redis_url: str, clock: MovableClock, cipher: Cipher) -> AsyncIterator[NewMailbox]:
    default_cipher = cipher
    async with AsyncExitStack() as clients:

        def make(
            *,
            cipher: Cipher | None = None,
            lease_s: float = 30.0,
            scripts: Mapping[str, str] | None = None,
            socket_timeout_s: float = 5.0,
        ) -> RedisMailbox:
            client = make_client(redis_url, socket_timeout_s=socket_timeout_s)
            clients.push_async_callback(client.aclose)
            return RedisMailbox(
                client, cipher or default_cipher, clock, lease_s=lease_s, scripts=Scripts(client, scripts)
            )

        yield make


@pytest.fixture
def mailbox(new_mailbox: NewMailbox) -> RedisMailbox:
    return new_mailbox()
