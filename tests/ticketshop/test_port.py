"""The shop as the conversation has it: shared and remembered reads, writes that end in a value, an operator who is told."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from bot.conversation.cannot_read import CannotRead
from bot.conversation.effects import Refused, Reserved, Unknown
from bot.domain.shop import Checkout, DiscountCode, FreeReservation
from bot.simulator.clock import MovableClock
from bot.ticketshop import reads
from bot.ticketshop.client import TicketShopClient
from bot.ticketshop.hosts import AllowedHosts
from bot.ticketshop.port import TicketShop
from tests.scripted import ScriptedServer, response
from tests.ticketshop.conftest import Told
from tests.ticketshop.samples import (
    CUSTOMER,
    EVENT,
    KEY,
    LATER,
    METHOD,
    NOON,
    OPENED,
    ORDER,
    RESERVED,
    RETURNS,
    event_document,
)

OTHER = UUID(int=77)
LIST = [{"uuid": str(EVENT), "name": "Fair"}]


@pytest.fixture
def listing(client: TicketShopClient, clock: MovableClock, told: Told, monkeypatch: pytest.MonkeyPatch) -> TicketShop:
    """A shop whose events stand in the settings, read one after the other as the script is."""
    monkeypatch.setattr(reads, "AT_ONCE", 1)
    return TicketShop(client, clock, AllowedHosts(()), (EVENT, OTHER), told)


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
    with pytest.raises(CannotRead, match="locked"):
        await port.events()


async def test_a_failure_is_not_remembered(shop: ScriptedServer, port: TicketShop):
    shop.script += [response(500, b"")] * 3
    shop.answers(200, LIST)
    with pytest.raises(CannotRead, match="unavailable"):
        await port.events()
    assert len(await port.events()) == 1


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
    with pytest.raises(CannotRead, match="locked"):
        await port.events(fresh=True)


@pytest.mark.parametrize(("status", "document"), [(404, None), (405, None), (200, [])])
async def test_a_list_that_is_not_there_or_empty_is_that_of_the_settings_without_a_word(
    shop: ScriptedServer, listing: TicketShop, told: Told, status: int, document: object
):
    shop.answers(status, document)
    shop.answers(200, event_document())
    shop.answers(200, event_document(event={"uuid": str(OTHER), "name": "Other"}))
    assert [line.uuid for line in await listing.events()] == [EVENT, OTHER]
    assert told.words == []


async def test_a_list_that_does_not_answer_now_is_not_replaced(shop: ScriptedServer, listing: TicketShop):
    shop.answers(500, None)
    with pytest.raises(CannotRead, match="unavailable"):
        await listing.events()


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([response(400, b""), response(400, b"")], "locked"),
        ([response(400, b""), response(404, b"")], "locked"),
        ([response(404, b""), response(404, b"")], "refused"),
        ([response(302, b""), response(400, b"")], "misconfigured"),
        ([response(400, b""), *[response(500, b"")] * 3], "unavailable"),
    ],
)
async def test_when_no_event_of_the_settings_can_be_read_what_tells_most_is_the_reason(
    shop: ScriptedServer, listing: TicketShop, answers: list[bytes], reason: str
):
    shop.answers(403, None)
    shop.script += answers
    with pytest.raises(CannotRead, match=reason):
        await listing.events()


async def test_of_the_events_of_the_settings_those_that_can_be_read_are_sold(shop: ScriptedServer, listing: TicketShop):
    shop.answers(403, None)
    shop.answers(400, None)
    shop.answers(200, event_document(event={"uuid": str(OTHER)}))
    assert [line.name for line in await listing.events()] == ["?"]


@pytest.mark.parametrize("status", [404, 405])
async def test_a_shop_without_a_list_needs_settings(shop: ScriptedServer, port: TicketShop, told: Told, status: int):
    shop.answers(status, None)
    with pytest.raises(CannotRead, match="misconfigured"):
        await port.events()
    [(what, word)] = told.words
    assert what == "shop_misconfigured"
    assert "SHOP_EVENTS" in word


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
    assert await port.open_checkout(EVENT, "CM1", METHOD, RETURNS, frees_at=LATER) == Refused(misconfigured=True)


# --- codes, updates, free orders -------------------------------------------------------------------------------------


async def test_a_code_is_read_once_and_past_what_is_remembered_when_asked(
    shop: ScriptedServer, port: TicketShop, clock: MovableClock
):
    shop.answers(200, {"discount_code": {"code": "HALF", "percentage": 50, "stock": 1}})
    shop.answers(200, {"discount_code": {"code": "HALF", "percentage": 50, "stock": 0}})
    shop.answers(400, None)
    for fresh, left in ((False, 1), (False, 1), (True, 0)):
        code = await port.code(EVENT, "HALF", fresh=fresh)
        assert isinstance(code, DiscountCode)
        assert (code.percentage, code.stock) == (50, left)
    clock.move(timedelta(seconds=6))
    assert await port.code(EVENT, "HALF") is None
    assert len(shop.asked) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
async def test_a_code_that_is_unknown_or_refused_is_none(shop: ScriptedServer, port: TicketShop, status: int):
    shop.answers(status, {"message": "Unknown code."})
    assert await port.code(EVENT, "GUESSED", key=KEY) is None
    shop.script[:] = [response(200, b'{"discount_code": null, "voucher_code": null}')]
    assert await port.code(EVENT, "GUESSED", key=KEY) is None


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(response(500, b""), "unavailable"), (response(200, b'{"voucher_code": {"balance": "lots"}}'), "unavailable")],
)
async def test_a_code_nobody_can_read_now_is_neither_good_nor_bad(
    shop: ScriptedServer, port: TicketShop, answer: bytes, reason: str
):
    shop.script.append(answer)
    with pytest.raises(CannotRead, match=reason):
        await port.code(EVENT, "HALF")


async def test_what_cannot_be_a_code_or_a_key_is_not_asked_for(shop: ScriptedServer, port: TicketShop):
    """Half a character cannot be sent in an address; no code at all would be another call."""
    shop.answers(200, [])
    assert await port.code(EVENT, "") is None
    assert await port.code(EVENT, "x" * 2**16) is None
    with pytest.raises(CannotRead, match="locked"):
        await port.event(EVENT, key="\ud800")
    assert shop.asked == []


async def test_an_update_keeps_the_end_of_its_hold_unless_the_shop_moves_it(shop: ScriptedServer, port: TicketShop):
    async def update() -> object:
        return await port.update(ORDER, "CM123", customer_data_uuid=CUSTOMER, language="nl", due_at=LATER)

    shop.answers(200, RESERVED | {"due_at": None})
    shop.answers(200, RESERVED)
    kept, moved = await update(), await update()
    assert isinstance(kept, Reserved)
    assert isinstance(moved, Reserved)
    assert (kept.reservation.due_at, moved.reservation.due_at) == (LATER, NOON + timedelta(minutes=20))
    for answer, expected in (
        (response(400, b'"no"'), Refused(info="no")),
        (response(405, b""), Refused(misconfigured=True)),
        (response(502, b""), Unknown(frees_at=LATER)),
    ):
        shop.script[:] = [answer]
        assert await update() == expected


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://order.cmtickets.com/1/2/3", True),
        ("https://cmtickets.com.evil.example/", False),
        ("javascript:alert(1)", False),
    ],
)
async def test_free_tickets_are_given_with_a_link_that_may_be_shown(
    shop: ScriptedServer, port: TicketShop, told: Told, address: str, shown: bool
):
    barcodes = [{"barcode_id": "CMBR1", "type": "QRCODE"}]
    shop.answers(201, {"order_id": "CM1", "download_url": address, "barcodes": barcodes})
    free = await port.reserve_free(ORDER, language="nl", frees_at=LATER)
    assert isinstance(free, FreeReservation)
    assert free.download_url == (address if shown else "")
    assert [each.barcode_id for each in free.barcodes] == ["CMBR1"]
    assert [what for what, _ in told.words] == ([] if shown else ["ticket_address_refused"])


async def test_a_free_order_without_a_link_or_an_answer(shop: ScriptedServer, port: TicketShop, told: Told):
    shop.answers(201, {"order_id": "CM1"})
    assert await port.reserve_free(ORDER, language="nl", frees_at=LATER) == FreeReservation("CM1", "")
    for answer, expected in ((response(400, b""), Refused()), (response(201, b"{}"), Unknown(frees_at=LATER))):
        shop.script[:] = [answer]
        assert await port.reserve_free(ORDER, language="nl", frees_at=LATER) == expected
    assert "ticket_address_refused" not in dict(told.words)


# --- the operator ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [401, 403])
async def test_an_answer_that_may_mean_the_product_token_is_told_once_in_a_while(
    shop: ScriptedServer, port: TicketShop, told: Told, clock: MovableClock, status: int
):
    shop.answers(status, None)
    for _ in range(3):
        with pytest.raises(CannotRead):
            await port.events()
    [(what, word)] = told.words
    assert what == "shop_unauthorised"
    assert "SHOP_PRODUCT_TOKEN" in word
    clock.move(timedelta(minutes=10))
    with pytest.raises(CannotRead):
        await port.events()
    assert len(told.words) == 2


async def test_a_write_that_was_not_authorised_is_told(shop: ScriptedServer, port: TicketShop, told: Told):
    shop.answers(401, None)
    assert await port.reserve(ORDER, language="nl", frees_at=LATER) == Refused()
    assert [what for what, _ in told.words] == ["shop_unauthorised", "write_refused"]


async def test_a_customers_wrong_key_is_nothing_for_the_operator(shop: ScriptedServer, port: TicketShop, told: Told):
    shop.answers(403, None)
    for read in (port.events(key=KEY), port.event(EVENT, key=KEY)):
        with pytest.raises(CannotRead, match="locked"):
            await read
    assert told.words == []
