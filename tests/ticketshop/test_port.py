"""The shop as the conversation has it: shared and remembered reads, writes that end in a value, an operator who is told."""

import asyncio
from datetime import timedelta

import pytest

from bot.conversation.effects import NotSent, Refused, Reserved, Unknown
from bot.conversation.ports import CannotRead
from bot.domain.shop import Checkout
from bot.simulator.clock import MovableClock
from bot.ticketshop.cache import MOST_REMEMBERED, ReadCache
from bot.ticketshop.client import TicketShopClient
from bot.ticketshop.hosts import AllowedHosts
from bot.ticketshop.port import TicketShop
from tests.scripted import ScriptedServer, response
from tests.ticketshop.conftest import Told
from tests.ticketshop.samples import EVENT, KEY, LATER, METHOD, NOON, OPENED, ORDER, RESERVED, RETURNS, event_document

LIST = [{"uuid": str(EVENT), "name": "Fair"}]


async def test_a_thousand_readers_at_once_ask_the_shop_once(shop: ScriptedServer, port: TicketShop):
    shop.delay_s = 0.05
    shop.answers(200, LIST)
    seen = await asyncio.gather(*(port.events() for _ in range(1000)))
    assert len(shop.asked) == 1
    assert {each[0].name for each in seen} == {"Fair"}


async def test_one_reader_that_gives_up_does_not_take_the_answer_from_the_others(
    shop: ScriptedServer, port: TicketShop
):
    shop.delay_s = 0.1
    shop.answers(200, LIST)
    first, second = asyncio.ensure_future(port.events()), asyncio.ensure_future(port.events())
    await asyncio.sleep(0.02)
    first.cancel()
    assert len(await second) == 1
    assert len(shop.asked) == 1


async def test_what_was_read_is_remembered_briefly(shop: ScriptedServer, port: TicketShop, clock: MovableClock):
    shop.answers(200, LIST)
    await port.events()
    clock.move(timedelta(seconds=29))
    await port.events()
    assert len(shop.asked) == 1
    clock.move(timedelta(seconds=2))
    await port.events()
    assert len(shop.asked) == 2


async def test_after_a_refusal_the_shop_is_read_past_what_is_remembered(shop: ScriptedServer, port: TicketShop):
    shop.answers(200, event_document())
    await port.event(EVENT)
    await port.event(EVENT, fresh=True)
    await port.event(EVENT)
    assert len(shop.asked) == 2


async def test_what_a_key_opened_is_not_shown_without_it(shop: ScriptedServer, port: TicketShop):
    shop.answers(200, LIST)
    shop.answers(200, [])
    assert len(await port.events(key=KEY)) == 1
    assert await port.events() == ()


async def test_a_failure_is_not_remembered(shop: ScriptedServer, port: TicketShop):
    shop.script += [response(500, b"")] * 3
    shop.answers(200, LIST)
    with pytest.raises(CannotRead, match="unavailable"):
        await port.events()
    assert len(await port.events()) == 1


async def test_what_is_remembered_is_bounded(clock: MovableClock):
    cache = ReadCache(clock)

    async def read() -> str:
        return "value"

    for number in range(MOST_REMEMBERED + 10):
        await cache.get(number, read, timedelta(minutes=1))
    assert len(cache._known) == MOST_REMEMBERED


@pytest.mark.parametrize("status", [400, 401, 403])
async def test_a_refused_list_is_that_of_the_settings(
    shop: ScriptedServer, client: TicketShopClient, clock: MovableClock, told: Told, status: int
):
    shop.answers(status, None)
    shop.answers(200, event_document())
    port = TicketShop(client, clock, AllowedHosts(()), (EVENT,), told)
    assert [(line.uuid, line.name, line.venue_name) for line in await port.events()] == [(EVENT, "Fair", "Hall")]
    shop.script.clear()
    shop.answers(status, None)
    with pytest.raises(CannotRead, match="refused"):
        await port.events(fresh=True)


async def test_without_events_in_the_settings_a_refused_list_is_refused(shop: ScriptedServer, port: TicketShop):
    shop.answers(403, None)
    with pytest.raises(CannotRead, match="refused"):
        await port.events()


async def test_the_operator_hears_of_a_wrong_path_and_the_customer_does_not(
    shop: ScriptedServer, port: TicketShop, told: Told
):
    shop.answers(404, None)
    with pytest.raises(CannotRead) as failed:
        await port.month(EVENT, NOON.date())
    assert failed.value.reason == "misconfigured"
    [(what, word)] = told.words
    assert what == "shop_misconfigured"
    assert "SHOP_PATH_MONTH" in word


async def test_writes_end_in_values(shop: ScriptedServer, port: TicketShop):
    shop.answers(201, RESERVED)
    reserved = await port.reserve(ORDER, language="nl", frees_at=LATER)
    assert isinstance(reserved, Reserved)
    for answer, expected in (
        (response(400, b'"no"'), Refused(info="no")),
        (response(500, b""), Unknown(frees_at=LATER)),
        (response(201, b"<p>"), Unknown(frees_at=LATER)),
    ):
        shop.script[:] = [answer]
        assert await port.reserve(ORDER, language="nl", frees_at=LATER) == expected
    shop.script.clear()
    shop.answers(201, OPENED)
    assert isinstance(await port.open_checkout(EVENT, "CM1", METHOD, RETURNS, frees_at=LATER), Checkout)
    shop.script[:] = [response(404, b"")]
    assert await port.open_checkout(EVENT, "CM1", METHOD, RETURNS, frees_at=LATER) == Refused()


async def test_a_shop_that_is_not_there_was_not_sent_anything(
    client: TicketShopClient, clock: MovableClock, told: Told
):
    nowhere = TicketShopClient("http://127.0.0.1:9", "token", clock, client.http, pause_s=0.001)
    port = TicketShop(nowhere, clock, AllowedHosts(()), (), told)
    assert await port.reserve(ORDER, language="nl", frees_at=LATER) == NotSent()
