"""How a request ended is told in few words, whichever library says it."""

import asyncio
import socket
from contextlib import suppress
from datetime import timedelta

import httpx
import pytest
from telegram import Bot
from telegram.error import TelegramError

from bot.conversation.cannot_read import CannotRead
from bot.metrics import Ended, Metrics, result_of
from bot.rehearsal.stage import settings_for
from bot.settings import Settings
from bot.simulator.clock import MovableClock
from bot.store.crypto import new_key
from bot.telegram.request import TolerantRequest
from bot.ticketshop.connection import http_client
from bot.wiring.shop import ticket_shop
from tests.scripted import response, scripted_server


@pytest.mark.parametrize(
    ("ended", "words"),
    [
        (200, "2xx"),
        (302, "3xx"),
        (404, "4xx"),
        (429, "429"),
        (503, "5xx"),
        (999, "other"),
        (asyncio.CancelledError(), "cut"),
        (httpx.PoolTimeout(""), "not_sent"),
        (httpx.ReadTimeout(""), "timeout"),
        (httpx.RemoteProtocolError(""), "broken"),
    ],
)
def test_a_request_ends_in_one_of_few_ways(ended: Ended, words: str):
    assert result_of(ended) == words


def nobody_there() -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{found.getsockname()[1]}"


async def test_every_request_to_the_shop_is_heard_of():
    heard: list[Ended] = []
    async with scripted_server() as shop, http_client(0.2, heard.append) as client:
        shop.script.append(response(503, b""))
        assert (await client.get(shop.address)).status_code == 503
        shop.delay_s = 5.0
        with pytest.raises(httpx.ReadTimeout):
            await client.get(shop.address)
        with pytest.raises(httpx.ConnectError):
            await client.get(nobody_there())
    assert [*map(result_of, heard)] == ["5xx", "timeout", "not_sent"]


async def test_every_request_to_telegram_is_heard_of():
    heard: list[Ended] = []
    async with scripted_server() as telegram:
        telegram.script.append(response(429, b'{"ok": false, "parameters": {"retry_after": 1}}'))
        for address, read_s in ((telegram.address, 1.0), (telegram.address, 0.05), (nobody_there(), 1.0)):
            request = TolerantRequest(heard=heard.append, timeout_s=read_s)
            with pytest.raises(TelegramError):
                await Bot("123:x", base_url=f"{address}/bot", request=request).get_me()
            await request.shutdown()
            telegram.delay_s = 5.0
    assert [*map(result_of, heard)] == ["429", "timeout", "not_sent"]


def test_an_update_of_a_kind_that_nobody_knows_makes_no_label_of_its_own():
    metrics = Metrics()
    for kind in ("message", "callback_query", "malformed", "anna@example.com"):
        metrics.took_in(kind)
    exposed = metrics.exposed(None).decode()
    metrics.answered(403)
    assert 'ticketbot_updates_total{kind="other"} 1.0' in exposed
    assert 'ticketbot_webhook_answers_total{status="403"} 1.0' in metrics.exposed(None).decode()
    assert "anna" not in exposed


async def test_that_the_shop_is_left_alone_is_counted_and_told(redis_url: str):
    clock, metrics = MovableClock(), Metrics()
    told: list[str] = []
    async with scripted_server() as shop, http_client(1.0) as http:
        settings = Settings.load(settings_for(shop.address, redis_url, new_key()) | {"SHOP_API_URL": shop.address})
        async with ticket_shop(
            settings, clock, http, lambda what, _: told.append(what), left_alone=metrics.left_alone
        ) as asked:
            shop.script[:] = [response(500, b"")]
            while "shop_left_alone" not in told:
                assert len(shop.asked) < 10
                with suppress(CannotRead):
                    await asked.events()
            assert len(shop.asked) == 10
            assert 'ticketbot_shop_circuit{part="events"} 1.0' in metrics.exposed(None).decode()
            shop.script[:] = [response(403, b"")]
            clock.move(timedelta(seconds=10))
            with suppress(CannotRead):
                await asked.events()
            async with asyncio.timeout(10.0):
                while "shop_answers_again" not in told:  # noqa: ASYNC110 - nobody waits for a trial
                    await asyncio.sleep(0.01)
    assert 'ticketbot_shop_circuit{part="events"} 0.0' in metrics.exposed(None).decode()
    assert told.count("shop_left_alone") == told.count("shop_answers_again") == 1
