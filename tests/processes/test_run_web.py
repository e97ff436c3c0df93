"""`ticketbot run` with an HTTP of its own: updates come by a webhook, customers come back by the return page."""

import asyncio
import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.i18n.catalog import GettextCatalog
from bot.rehearsal.player import Player
from bot.rehearsal.stage import free_place
from bot.rehearsal.story import read_story
from bot.web.addresses import PageReturns
from tests.processes.conftest import PATIENCE_S, SHORT_DEADLINES, RunningBot, ended, start

STORY = Path(__file__).parents[1] / "stories" / "return-page.yaml"
SECRET = "Only_Telegram-knows"
TOKEN = re.compile(r"(?<![\w-])(?:0-)?[A-Za-z0-9_-]{43}(?![\w=-])")


@pytest.fixture
async def served(simulated: dict[str, str]) -> AsyncIterator[RunningBot]:
    """A bot that is reached at a place of its own, and says all it can."""
    place = free_place()
    web = {"LISTEN": place, "PUBLIC_URL": f"http://{place}", "TELEGRAM_WEBHOOK_SECRET": SECRET}
    bot = RunningBot(simulated | SHORT_DEADLINES | web | {"LOG_LEVEL": "debug"})
    await bot.start()
    yield bot
    await bot.stop()


async def test_it_sells_and_takes_back_and_logs_no_token(served: RunningBot, simulator: httpx.AsyncClient):
    """Promise 45: who reads the log cannot report a payment."""
    await Player(simulator, GettextCatalog(), patience_s=PATIENCE_S).play(read_story(STORY), "en")
    calls = (await simulator.get("/simulator/telegram/calls")).json()
    assert [call["method"] for call in calls if call["method"] in ("setWebhook", "getUpdates")] == ["setWebhook"]
    assert await served.stop(signal.SIGTERM) == 0
    lines = "".join(served.lines)
    assert "payment_return" in lines
    assert "Traceback" not in lines
    assert "/return/" not in lines
    assert SECRET not in lines
    assert TOKEN.findall(lines) == []


def test_control_a_token_in_a_log_would_be_found():
    address = PageReturns("https://x.example").make("user:1")[0].success_url
    assert TOKEN.findall(f"GET {address} 200")
    assert TOKEN.findall(f"token={address.partition('0-')[2]}")


async def test_a_place_that_is_taken_is_named(simulated: dict[str, str]):
    blocker = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
    place = f"127.0.0.1:{blocker.sockets[0].getsockname()[1]}"
    async with blocker:
        code, output = await ended(await start("run", **simulated, LISTEN=place, PUBLIC_URL=f"http://{place}"))
    assert code == 1
    assert f"LISTEN: {place} cannot be listened at" in output
    assert "Traceback" not in output


async def test_without_a_public_address_nothing_listens(simulated: dict[str, str]):
    place = free_place()
    bot = RunningBot(simulated | SHORT_DEADLINES | {"LISTEN": place})
    await bot.start()
    host, _, port = place.partition(":")
    with pytest.raises(ConnectionError):
        await asyncio.open_connection(host, int(port))
    assert await bot.stop() == 0
