"""The way to Telegram: what a request that goes wrong is called, and that it ends."""

import asyncio
import socket
import traceback
from asyncio import StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.telegram.line import Ended
from bot.telegram.request import NoAnswer, NotSent, TolerantRequest
from tests.scripted import Answering, response, scripted_server

TOKEN = "123456789:a-token-that-opens-nothing-000000000"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"


@asynccontextmanager
async def asking(heard: list[Ended], timeout_s: float = 0.5) -> AsyncIterator[TolerantRequest]:
    request = TolerantRequest(timeout_s=timeout_s, slack_s=0.5, heard=heard.append)
    await request.initialize()
    yield request
    await request.shutdown()


async def drips(writer: StreamWriter) -> None:
    """Send a byte now and then, never silent long enough to be given up for that."""
    writer.write(HEAD)
    while True:
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.write(b" ")


async def cuts(writer: StreamWriter) -> None:
    writer.write(HEAD)
    await writer.drain()


@pytest.mark.parametrize("answer", [drips, cuts, response(200, b"<html>")], ids=["drips", "half", "html"])
async def test_what_is_no_whole_answer_may_have_been_done(answer: Answering | bytes):
    heard: list[Ended] = []
    async with scripted_server() as server, asking(heard) as request:
        server.script.append(answer)
        with pytest.raises(NoAnswer, match="no answer to sendMessage") as raised:
            await request.do_request(f"{server.address}/bot{TOKEN}/sendMessage", "POST")
        assert len(server.asked) == 1
        assert len(heard) == 1
        assert TOKEN not in "".join(traceback.format_exception(raised.value))


async def test_where_nobody_listens_nothing_was_sent():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        host, port = taken.getsockname()
        async with asking([]) as request:
            with pytest.raises(NotSent) as raised:
                await request.do_request(f"http://{host}:{port}/bot{TOKEN}/sendMessage", "POST")
            assert TOKEN not in "".join(traceback.format_exception(raised.value))


async def test_more_requests_than_connections_wait_for_one():
    async with scripted_server() as server, asking([], timeout_s=10.0) as request:
        server.script.append(response(200, b'{"ok": true, "result": true}'))
        address = f"{server.address}/bot{TOKEN}/getMe"
        answers = await asyncio.gather(*(request.do_request(address, "POST") for _ in range(20)))
        assert {status for status, _ in answers} == {200}
