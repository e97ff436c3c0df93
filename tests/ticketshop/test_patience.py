"""How long one turn waits for the shop, and what is known of one that does not answer."""

import asyncio
from asyncio import StreamWriter
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from bot.conversation.cannot_read import CannotRead
from bot.simulator.clock import MovableClock
from bot.ticketshop.client import TicketShopClient
from bot.ticketshop.errors import Unavailable
from bot.ticketshop.hosts import AllowedHosts
from bot.ticketshop.patience import Patience
from bot.ticketshop.port import TicketShop
from tests.scripted import ScriptedServer, response
from tests.ticketshop.conftest import Told
from tests.ticketshop.samples import EVENT, KEY, NOON, event_document

LIST = [{"uuid": str(EVENT), "name": "Fair"}]
OTHER = UUID(int=77)


# --- the time of a turn ----------------------------------------------------------------------------------------------


async def wait(patience: Patience, seconds: float) -> str:
    try:
        async with patience.waiting():
            await asyncio.sleep(seconds)
    except Unavailable:
        return "cut"
    return "answered"


@pytest.mark.parametrize(
    ("seconds", "second"), [(1.0, "cut"), pytest.param(None, "answered", id="control: no time is shared")]
)
async def test_the_reads_of_a_turn_share_one_time(seconds: float | None, second: str):
    patience = Patience(seconds)
    assert await wait(patience, 0.1) == "answered"
    assert await wait(patience, 1.0) == second


async def test_reads_at_once_take_their_time_once_and_what_lies_between_takes_none():
    patience = Patience(1.0)
    assert set(await asyncio.gather(*(wait(patience, 0.1) for _ in range(20)))) == {"answered"}
    await asyncio.sleep(1.0)
    assert await wait(patience, 0.1) == "answered"


@pytest.fixture
def slow(client: TicketShopClient, clock: MovableClock, told: Told) -> TicketShop:
    """A shop whose reads may each take long."""
    return TicketShop(replace(client, sender=replace(client.sender, read_s=30.0)), clock, AllowedHosts(()), (), told)


async def test_what_is_known_needs_no_time_and_a_read_that_is_cut_is_there_for_the_next_turn(
    shop: ScriptedServer, slow: TicketShop
):
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def held_up(writer: StreamWriter) -> None:
        begun.set()
        await go_on.wait()
        writer.write(response(200, b'[{"uuid": "%s", "name": "Fair"}]' % str(EVENT).encode()))

    shop.script[:] = [held_up]
    with pytest.raises(CannotRead, match="unavailable"):
        await slow.within(0.1).events()
    go_on.set()
    [line] = await slow.within(10.0).events()
    assert line.name == "Fair"
    assert await slow.within(0.0).events() == (line,)
    assert len(shop.asked) == 1


# --- what is known of a shop that does not answer --------------------------------------------------------------------


async def failed(reading: object) -> CannotRead:
    with pytest.raises(CannotRead) as failed:
        await reading  # type: ignore[misc]
    return failed.value


async def test_of_a_shop_that_does_not_answer_the_list_and_its_events_are_known(
    shop: ScriptedServer, port: TicketShop, clock: MovableClock
):
    shop.answers(200, LIST)
    shop.answers(200, event_document())
    listed, event = await port.events(), await port.event(EVENT)
    shop.script[:] = [response(500, b"")]
    clock.move(timedelta(minutes=59))
    for reading, known in ((port.events(), listed), (port.event(EVENT), event)):
        problem = await failed(reading)
        assert problem.known is not None
        assert problem.known.read_at - NOON < timedelta(minutes=1)
        assert known in (problem.known.events, problem.known.event)
    assert (await failed(port.event(EVENT, key=KEY))).known is None
    clock.move(timedelta(minutes=1))
    assert (await failed(port.events())).known is None


@pytest.mark.parametrize("fault", [response(400, b""), response(404, b""), response(302, b"")])
async def test_a_no_is_no_reason_to_show_what_was(
    shop: ScriptedServer, port: TicketShop, clock: MovableClock, fault: bytes
):
    shop.answers(200, event_document())
    await port.event(EVENT)
    clock.move(timedelta(minutes=1))
    shop.script[:] = [fault]
    assert (await failed(port.event(EVENT))).known is None


async def test_after_a_refusal_only_what_is_so_now_counts(shop: ScriptedServer, port: TicketShop):
    shop.answers(200, LIST)
    shop.answers(200, event_document())
    await port.events()
    await port.event(EVENT)
    shop.script[:] = [response(500, b"")]
    assert (await failed(port.events(fresh=True))).known is None
    assert (await failed(port.event(EVENT, fresh=True))).known is None


@pytest.mark.parametrize("refuses_the_list", [True, False])
async def test_of_the_events_of_the_settings_those_that_are_known_are_known(
    shop: ScriptedServer, client: TicketShopClient, clock: MovableClock, told: Told, refuses_the_list: bool
):
    port = TicketShop(client, clock, AllowedHosts(()), (EVENT, OTHER), told)
    shop.answers(200, event_document())
    await port.event(EVENT)
    clock.move(timedelta(minutes=1))
    shop.script[:] = [response(403, b""), response(500, b"")] if refuses_the_list else [response(500, b"")]
    known = (await failed(port.events())).known
    assert known is not None
    assert [(line.uuid, line.name) for line in known.events] == [(EVENT, "Fair")]


@pytest.mark.parametrize("is_closed", [True, pytest.param(False, id="control: it is not closed")])
async def test_a_read_that_nobody_waits_for_ends_with_the_shop(shop: ScriptedServer, slow: TicketShop, is_closed: bool):
    """It would go on with connections that are closed by then."""
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def held_up(writer: StreamWriter) -> None:
        begun.set()
        await go_on.wait()
        writer.write(response(200, b"[]"))

    shop.script[:] = [held_up]
    with pytest.raises(CannotRead):
        await slow.within(0.1).events()
    running = [task for task in asyncio.all_tasks() if "ReadCache._run" in repr(task)]
    if is_closed:
        await slow.aclose()
    assert [task.cancelled() for task in running] == [is_closed]
    go_on.set()
    await slow.aclose()
