"""How the client behaves when Redis does not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from redis.exceptions import TimeoutError as RedisTimeoutError

from bot.simulator.clock import MovableClock
from bot.store.client import StoreUnavailable, make_client
from bot.store.crypto import Cipher
from bot.store.mailbox import RedisMailbox
from tests.store.samples import CHAT, update


@asynccontextmanager
async def black_hole(swallows: bytes = b"") -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that never answers to what holds those bytes, and "OK" to all else; gives its address and what it took."""
    taken: list[bytes] = []

    async def swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(4096):
            taken.append(data)
            if swallows not in data:
                writer.write(b"+OK\r\n" * data.count(b"*"))
        writer.close()

    server = await asyncio.start_server(swallow, "127.0.0.1", 0)
    async with server:
        yield f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}", taken


async def test_a_server_that_is_not_there_is_unavailable(cipher: Cipher, clock: MovableClock) -> None:
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    client = make_client(f"redis://127.0.0.1:{port}")
    with pytest.raises(StoreUnavailable):
        await RedisMailbox(client, cipher, clock).claim()
    await client.aclose()


async def test_a_server_that_swallows_everything_is_left_soon(cipher: Cipher, clock: MovableClock) -> None:
    async with black_hole() as (url, taken), asyncio.timeout(5.0):
        client = make_client(url, socket_timeout_s=0.1)
        mailbox = RedisMailbox(client, cipher, clock)
        with pytest.raises(StoreUnavailable):
            await mailbox.put(CHAT, update(1))
        with pytest.raises(StoreUnavailable):
            await mailbox.wait(1.0)
        await client.aclose()
    assert taken


async def test_a_command_without_an_answer_is_never_sent_twice() -> None:
    async with black_hole(swallows=b"INCR") as (url, taken), asyncio.timeout(5.0):
        client = make_client(url, socket_timeout_s=0.1)
        with pytest.raises(RedisTimeoutError):
            await client.incr("count")
        await client.aclose()
    assert b"".join(taken).count(b"INCR") == 1


async def test_a_full_pool_waits_for_a_connection(redis_url: str) -> None:
    client = make_client(redis_url, most_connections=2)
    answers = await asyncio.gather(*(client.ping() for _ in range(50)))
    assert all(answers)
    await client.aclose()
