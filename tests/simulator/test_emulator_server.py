"""The server that runs inside an event loop: its port, its end, and what it lets in."""

import asyncio
import time
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.simulator.guard import LoopbackOnly
from bot.simulator.server import serve
from tests.emulator import TLS


async def greet(_: Request) -> Response:
    return PlainTextResponse("hello")


async def wait(_: Request) -> Response:
    await asyncio.sleep(60)
    return PlainTextResponse("late")


APP = Starlette(
    routes=[
        Route("/", greet, methods=["GET", "POST"]),
        Route("/simulator/x", greet, methods=["GET", "POST"]),
        Route("/wait", wait),
    ],
    middleware=[Middleware(LoopbackOnly)],
)


async def test_it_serves_on_a_free_port_and_ends():
    async with httpx.AsyncClient(verify=TLS) as client:
        async with serve(APP) as address:
            assert urlsplit(address).hostname == "127.0.0.1"
            answer = await client.get(address)
            assert answer.text == "hello"
            assert "date" not in answer.headers, "the application dates its answers, by its own clock"
            assert "server" not in answer.headers
        with pytest.raises(httpx.ConnectError):
            await client.get(address)


async def test_a_taken_port_is_told():
    async with serve(APP) as address:
        port = urlsplit(address).port
        assert port is not None
        with pytest.raises(OSError, match="in use"):
            async with serve(APP, port=port):
                pass
    async with serve(APP, port=port) as again:
        assert again == address


async def test_requests_that_wait_do_not_hold_it_up():
    async with httpx.AsyncClient(verify=TLS, timeout=30) as client:
        async with serve(APP) as address:
            waiting = [asyncio.create_task(client.get(f"{address}/wait")) for _ in range(3)]
            await asyncio.sleep(0.2)
            begun = time.monotonic()
        assert time.monotonic() - begun < 5, "nobody waits for the minute to pass"
        assert [answer.status_code for answer in await asyncio.gather(*waiting)] == [503] * 3


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/", {"Host": "127.0.0.1:80"}, 200),
        ("GET", "/", {"Host": "localhost:1234"}, 200),
        ("GET", "/", {"Host": "[::1]:80"}, 200),
        ("GET", "/", {"Host": "rebound.example"}, 403),
        ("GET", "/", {"Host": "127.0.0.1.example"}, 403),
        ("GET", "/", {"Host": "[::1"}, 403),
        ("POST", "/simulator/x", {}, 200),
        ("POST", "/simulator/x", {"Host": "localhost:80", "Origin": "http://localhost:80"}, 200),
        ("POST", "/simulator/x", {"Host": "localhost:80", "Origin": "http://localhost:81"}, 403),
        ("POST", "/simulator/x", {"Origin": "https://rebound.example"}, 403),
        ("POST", "/simulator/x", {"Origin": "null"}, 403),
        ("GET", "/simulator/x", {"Origin": "https://rebound.example"}, 200),
        ("GET", "/simulator/x", {"Sec-Fetch-Site": "cross-site"}, 403),
        ("GET", "/simulator/x", {"Sec-Fetch-Site": "same-origin"}, 200),
        ("POST", "/", {"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 200),
    ],
)
async def test_other_hosts_and_origins_are_kept_out(method: str, path: str, headers: dict[str, str], status: int):
    async with serve(APP) as address, httpx.AsyncClient(verify=TLS) as client:
        answer = await client.request(method, address + path, headers=headers)
        assert answer.status_code == status
