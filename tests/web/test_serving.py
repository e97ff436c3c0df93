"""Serving beside everything else: what is being answered when we stop is answered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

import bot.serving
from bot.rehearsal.stage import free_place
from bot.serving import Listening
from tests.emulator import TLS


class Slow:
    """An application that answers when it is told to."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.answers = asyncio.Event()
        self.app = Starlette(routes=[Route("/", self._answer)])

    async def _answer(self, _: Request) -> Response:
        self.asked.set()
        await self.answers.wait()
        return PlainTextResponse("at last")


@asynccontextmanager
async def asked(slow: Slow) -> AsyncIterator[tuple[asyncio.Task[None], asyncio.Task[httpx.Response]]]:
    """Serve it, a request under way."""
    place = free_place()
    with closing(Listening(place)) as listening:
        serving = asyncio.create_task(listening.run(slow.app))
        async with httpx.AsyncClient(base_url=f"http://{place}", verify=TLS, trust_env=False) as client:
            asking = asyncio.create_task(client.get("/"))
            await slow.asked.wait()
            yield serving, asking


async def test_a_request_that_runs_when_we_stop_is_answered():
    slow = Slow()
    async with asyncio.timeout(10.0), asked(slow) as (serving, asking):
        serving.cancel()
        slow.answers.set()
        assert (await asking).text == "at last"
        with pytest.raises(asyncio.CancelledError):
            await serving


async def test_one_that_never_ends_is_cut(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bot.serving, "GRACE_S", 0)
    async with asyncio.timeout(10.0), asked(Slow()) as (serving, asking):
        serving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await serving
        await asyncio.wait({asking})


def test_a_place_that_is_taken_is_told_at_once():
    place = free_place()
    with closing(Listening(place)), pytest.raises(OSError, match="in use"):
        Listening(place)
