"""The proxy does what it is told to, no more and no less: what it makes of connections is what the suite proves."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.chaos.proxy import FaultProxy, Trouble, fault_proxy, half_of

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n12345678"
AT_MOST_S = 10.0


class Beyond:
    """A server that answers every line, and remembers what it heard."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            self.heard.append(line)
            writer.write(ANSWER)
        writer.close()


@pytest.fixture
async def beyond() -> AsyncIterator[tuple[Beyond, FaultProxy]]:
    server = Beyond()
    listening = await asyncio.start_server(server.answer, "127.0.0.1", 0)
    async with listening, fault_proxy(f"127.0.0.1:{listening.sockets[0].getsockname()[1]}") as proxy:
        yield server, proxy


async def ask(proxy: FaultProxy, line: bytes, *, wait_s: float = AT_MOST_S) -> bytes:
    """Return what is answered until the answer is whole or the connection ends."""
    reader, writer = await asyncio.open_connection(*proxy.address.split(":"))
    try:
        writer.write(line)
        async with asyncio.timeout(wait_s):
            read = b""
            while len(read) < len(ANSWER) and (part := await reader.read(100)):
                read += part
            return read
    finally:
        writer.close()


async def test_without_trouble_everything_passes(beyond: tuple[Beyond, FaultProxy]):
    server, proxy = beyond
    assert await ask(proxy, b"one\n") == ANSWER
    assert (server.heard, proxy.happened) == ([b"one\n"], 0)


async def test_a_dropped_reply_was_carried_out(beyond: tuple[Beyond, FaultProxy]):
    server, proxy = beyond
    proxy.order(Trouble.DROPPED_REPLY, times=1)
    assert await ask(proxy, b"one\n") == b""
    assert await ask(proxy, b"two\n") == ANSWER
    assert server.heard == [b"one\n", b"two\n"]


async def test_only_what_is_asked_for_is_troubled(beyond: tuple[Beyond, FaultProxy]):
    _, proxy = beyond
    proxy.order(Trouble.DROPPED_REPLY, asked=b"POST")
    assert await ask(proxy, b"GET\n") == ANSWER
    assert await ask(proxy, b"POST\n") == b""


async def test_half_a_body_comes_with_its_head(beyond: tuple[Beyond, FaultProxy]):
    server, proxy = beyond
    proxy.order(Trouble.HALF_BODY, times=1)
    assert await ask(proxy, b"one\n") == ANSWER[:-4]
    assert server.heard == [b"one\n"]


async def test_a_reset_breaks_what_is_open_and_lets_nothing_pass(beyond: tuple[Beyond, FaultProxy]):
    server, proxy = beyond
    reader, writer = await asyncio.open_connection(*proxy.address.split(":"))
    writer.write(b"one\n")
    assert await reader.readexactly(len(ANSWER)) == ANSWER
    proxy.order(Trouble.RESET)
    with pytest.raises(ConnectionResetError):
        await reader.read()
    writer.close()
    with pytest.raises(ConnectionResetError):
        await ask(proxy, b"two\n")
    assert server.heard == [b"one\n"]
    proxy.mend()
    assert await ask(proxy, b"three\n") == ANSWER


async def test_a_black_hole_swallows_and_never_gives_back(beyond: tuple[Beyond, FaultProxy]):
    server, proxy = beyond
    proxy.order(Trouble.BLACK_HOLE)
    asked = asyncio.create_task(ask(proxy, b"one\n"))
    with pytest.raises(TimeoutError):
        await ask(proxy, b"two\n", wait_s=0.05)
    proxy.mend()
    with pytest.raises(ConnectionResetError):
        await asked
    assert server.heard == []


async def test_latency_is_late_and_loses_nothing(beyond: tuple[Beyond, FaultProxy]):
    _, proxy = beyond
    proxy.order(Trouble.LATENCY, seconds=0.2)
    began_s = asyncio.get_running_loop().time()
    assert await ask(proxy, b"one\n") == ANSWER
    assert asyncio.get_running_loop().time() - began_s >= 0.2


async def test_who_is_not_there_is_a_reset():
    async with fault_proxy("127.0.0.1:9") as proxy:
        with pytest.raises(ConnectionResetError):
            await ask(proxy, b"one\n")


def test_half_of_what_is_no_http_is_half_of_it():
    assert half_of(b"$6\r\nfoobar\r\n") == b"$6\r\nfo"
