"""Which connection a request goes over, at a shop that closes one that rests just as another request is sent."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

import httpx
import pytest

from bot.ticketshop.connection import http_client
from tests.scripted import response


async def answers_once(reader: StreamReader, writer: StreamWriter) -> None:
    """Answer the first request of a connection and let it rest; take the second one and close."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(response(200, b"{}", Connection="keep-alive"))
    await writer.drain()
    await reader.read(1)
    writer.transport.abort()


@pytest.fixture
async def address() -> AsyncIterator[str]:
    async with await asyncio.start_server(answers_once, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_a_write_goes_over_a_connection_of_its_own_and_cannot_be_lost_with_an_old_one(address: str):
    async with http_client(5.0) as client:
        for method in ("GET", "POST", "POST"):
            assert (await client.request(method, address)).status_code == 200


@pytest.mark.parametrize(
    ("make", "method"),
    [
        pytest.param(partial(httpx.AsyncClient, trust_env=False), "POST", id="control: a client as it comes"),
        pytest.param(partial(http_client, 5.0), "GET", id="a read, which is sent again"),
    ],
)
async def test_over_the_old_one_nobody_knows_whether_it_was_heard(
    address: str, make: Callable[[], AbstractAsyncContextManager[httpx.AsyncClient]], method: str
):
    async with make() as client:
        await client.get(address)
        with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
            await client.request(method, address)
