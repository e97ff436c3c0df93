"""The sandbox keeps the shop's rules; asked by the client that asks the real one."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
import pytest
from starlette.applications import Starlette

from bot.conversation.ports import Order
from bot.domain import availability, shop
from bot.domain.availability import Availability
from bot.domain.customer import Field, Mode
from bot.domain.pricing import cart_lines, subtotal, total
from bot.domain.shop import Event, ReturnAddresses, TimeSlot
from bot.simulator.clock import MovableClock
from bot.simulator.server import serve
from bot.simulator.shop import Shop
from bot.ticketshop.client import TicketShopClient, http_client
from bot.ticketshop.errors import Refused
from tests.conversation.dialogue import NOW

TOKEN = "11111111-2222-4333-8444-555555555555"
EVENTS = ("festival", "museum", "open-day", "dinner", "show", "workshop", "oddities")
KEY = "KADE2026"
RETURNS = ReturnAddresses(*(f"https://t.me/bot?start={name}" for name in ("s", "f", "c", "e")))
ROBIN = {
    Field.FIRST_NAME: "Robin",
    Field.LAST_NAME: "de Vries",
    Field.EMAIL: "robin@example.com",
    Field.MOBILE: "+31612345678",
}


@dataclass
class Sandbox:
    client: TicketShopClient
    http: httpx.AsyncClient
    clock: MovableClock
    address: str

    async def event(self, name: str) -> Event:
        [line] = [each for each in await self.client.events() if re.search(name, each.name)]
        return await self.client.event(line.uuid)

    async def festival(self, amount: int = 1) -> Order:
        """Return an order of the first festival ticket that is on sale."""
        event = await self.event("Polderlicht")
        offer = next(each for each in availability.offers(event, None, self.clock.now()) if each.is_on_sale)
        return Order(event.uuid, {offer.ticket_type.uuid: amount}, ROBIN)

    async def museum_slot(self) -> tuple[Event, TimeSlot]:
        event = await self.event("^Museum Het Veerhuis$")
        days = await self.client.month(event.uuid, self.clock.now().date())
        on = next(day.on for day in days if availability.is_day_open(day) and day.on > self.clock.now().date())
        slots = await self.client.day(event.uuid, on)
        return event, next(each for each in slots if availability.is_slot_open(each, 1, self.clock.now()))

    async def museum(self, amount: int = 1) -> Order:
        event, slot = await self.museum_slot()
        return Order(event.uuid, {slot.ticket_types[0]: amount}, ROBIN, slot=slot.id)

    async def reserve(self, order: Order) -> shop.Reservation:
        return await self.client.reserve(order, "nl", self.clock.now())

    async def refusal(self, order: Order) -> str:
        with pytest.raises(Refused) as refused:
            await self.reserve(order)
        return refused.value.info

    async def open_checkout(self, order: Order, order_id: str) -> shop.Checkout:
        event = await self.client.event(order.event)
        return await self.client.open_checkout(order.event, order_id, event.payment_methods[0].uuid, RETURNS)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    clock = MovableClock(NOW)
    app = Starlette(routes=Shop(clock, TOKEN, EVENTS).routes())
    async with serve(app) as address, http_client(5.0) as http:
        client = TicketShopClient(f"{address}/ticketingapi/v2.0/ticketshop", TOKEN, clock, http)
        yield Sandbox(client, http, clock, address)


async def test_every_event_of_the_list_can_be_read(sandbox: Sandbox):
    lines = await sandbox.client.events(KEY)
    assert len(lines) == len(EVENTS) == 7
    for line in lines:
        event = await sandbox.client.event(line.uuid, KEY)
        assert event.name == line.name
        if "Rare" in event.name:
            continue
        assert event.payment_methods or all(each.price == 0 for each in event.ticket_types)
        assert all(
            each.name.in_language(language) for each in event.ticket_types for language in ("nl", "en", "fr", "de")
        )


async def test_another_token_is_refused(sandbox: Sandbox):
    stranger = replace(sandbox.client, product_token="another")
    with pytest.raises(Refused) as refused:
        await stranger.events()
    assert refused.value.status == 401


async def test_a_hold_ends_after_the_minutes_of_its_event(sandbox: Sandbox):
    order = await sandbox.festival()
    event = await sandbox.client.event(order.event)
    reserved = await sandbox.reserve(order)
    assert abs(reserved.due_at - sandbox.clock.now() - timedelta(minutes=event.minutes_to_order)) < timedelta(seconds=2)
    sandbox.clock.move(timedelta(minutes=event.minutes_to_order, seconds=1))
    with pytest.raises(Refused, match="400"):
        await sandbox.open_checkout(order, reserved.order_id)


@pytest.mark.parametrize(("name", "minutes"), [("Workshop", 10), ("Polderlicht", 20), ("Rare", 20)])
async def test_a_hold_lasts_as_many_minutes_as_its_event_says(sandbox: Sandbox, name: str, minutes: int):
    event = await sandbox.event(name)
    amount = next(each for each in event.ticket_types if each.status_id == "ONLINE" and each.name.in_language("en"))
    answer = await everything(sandbox, Order(event.uuid, {amount.uuid: 2}, ROBIN))
    due_at = datetime.fromisoformat(answer.json()["due_at"])
    assert abs(due_at - sandbox.clock.now() - timedelta(minutes=minutes)) < timedelta(seconds=2)


async def test_a_hold_takes_places_of_its_slot_and_gives_them_back(sandbox: Sandbox):
    event, slot = await sandbox.museum_slot()
    on = slot.start_at.date()
    order = await sandbox.museum(2)
    await sandbox.reserve(order)
    [held] = [each for each in await sandbox.client.day(event.uuid, on) if each.id == slot.id]
    assert held.stock == slot.stock - 2
    sandbox.clock.move(timedelta(minutes=event.minutes_to_order + 1))
    [freed] = [each for each in await sandbox.client.day(event.uuid, on) if each.id == slot.id]
    assert freed.stock == slot.stock


async def test_a_slot_never_holds_more_than_it_has(sandbox: Sandbox):
    _, slot = await sandbox.museum_slot()
    order = await sandbox.museum(1)
    for _ in range(slot.stock):
        await sandbox.reserve(order)
    assert "places" in await sandbox.refusal(order)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"quantities": {}}, "No tickets"),
        ({"quantities": {UUID(int=1): 1}}, "Unknown ticket type"),
        ({"customer": {}}, "first_name is required"),
        ({"customer": ROBIN | {Field.EMAIL: "robin"}}, "email is not valid"),
        ({"customer": ROBIN | {Field.MOBILE: "0612345678"}}, "mobile is not valid"),
        ({"slot": None}, "time slot is required"),
        ({"slot": "2026-12-02"}, "does not exist"),
        ({"slot": "tomorrow"}, "does not exist"),
        ({"event": UUID(int=1)}, "Event not found"),
    ],
)
async def test_what_the_shop_refuses_is_refused_with_a_reason(sandbox: Sandbox, change: dict[str, Any], words: str):
    assert words in await sandbox.refusal(replace(await sandbox.museum(), **change))


async def test_an_amount_outside_its_limits_is_refused(sandbox: Sandbox):
    order = await sandbox.festival()
    [uuid] = order.quantities
    ticket = (await sandbox.client.event(order.event)).ticket_type(uuid)
    assert ticket is not None
    assert ticket.max_order_amount is not None
    assert "amount" in await sandbox.refusal(replace(order, quantities={uuid: ticket.max_order_amount + 1}))


async def test_what_is_not_in_sale_is_refused(sandbox: Sandbox):
    event = await sandbox.event("Polderlicht")
    unsold = [each for each in availability.offers(event, None, sandbox.clock.now()) if not each.is_on_sale]
    assert unsold
    for offer in unsold:
        assert "not in sale" in await sandbox.refusal(Order(event.uuid, {offer.ticket_type.uuid: 1}, ROBIN))


async def test_an_update_replaces_a_reservation_within_its_own_stock(sandbox: Sandbox):
    event, slot = await sandbox.museum_slot()
    order = replace(await sandbox.museum(), quantities={slot.ticket_types[0]: 2})
    reserved = await sandbox.reserve(order)
    changed = replace(order, quantities={slot.ticket_types[0]: 3})
    updated = await sandbox.client.update(changed, reserved.order_id, reserved.customer_data_uuid, "nl", NOW)
    assert updated.order_id == reserved.order_id
    [held] = [each for each in await sandbox.client.day(event.uuid, slot.start_at.date()) if each.id == slot.id]
    assert held.stock == slot.stock - 3
    with pytest.raises(Refused):
        await sandbox.client.update(changed, "CMTICKETS000", None, "nl", NOW)


async def test_an_update_keeps_its_end_and_may_use_the_places_it_had(sandbox: Sandbox):
    order = await workshop(sandbox, 6, 0)
    reserved = (await everything(sandbox, order)).json()
    assert (await everything(sandbox, await workshop(sandbox, 0, 6))).status_code == 201
    sandbox.clock.move(timedelta(minutes=2))
    updated = await everything(sandbox, await workshop(sandbox, 4, 2), reserved["order_id"])
    assert updated.status_code == 200, updated.text
    assert (updated.json()["order_id"], updated.json()["due_at"]) == (reserved["order_id"], reserved["due_at"])


async def test_what_is_paid_keeps_its_places(sandbox: Sandbox):
    order = await sandbox.museum(2)
    opened = await sandbox.open_checkout(order, (await sandbox.reserve(order)).order_id)
    await sandbox.http.post(opened.redirect_url, data={"outcome": "success"})
    assert order.slot is not None
    on = datetime.fromisoformat(order.slot).date()
    for _ in range(2):
        [slot] = [each for each in await sandbox.client.day(order.event, on) if each.id == order.slot]
        sandbox.clock.move(timedelta(minutes=21))
    assert slot.stock == 14


async def test_a_checkout_needs_a_method_of_the_event_and_four_addresses(sandbox: Sandbox):
    order = await sandbox.festival()
    reserved = await sandbox.reserve(order)
    path = f"/events/{order.event}/reservations/{reserved.order_id}/checkout"
    method = (await sandbox.client.event(order.event)).payment_methods[0].uuid
    returns = {f"{name}_url": "https://t.me/bot" for name in ("success", "failed", "cancelled", "expired")}
    missing = [{name: url for name, url in returns.items() if name != left_out} for left_out in returns]
    wrong = [{"payment_method_uuid": str(method), "callback_urls": urls} for urls in missing]
    wrong += [{"payment_method_uuid": str(UUID(int=1)), "callback_urls": returns}]
    for body in wrong:
        answer = await sandbox.http.post(
            f"{sandbox.client.base_url}{path}", json=body, headers={"X-CM-PRODUCTTOKEN": TOKEN}
        )
        assert answer.status_code == 400, answer.text
    await sandbox.open_checkout(order, reserved.order_id)


async def test_free_tickets_are_complete_at_once_and_others_are_not_given_away(sandbox: Sandbox):
    event = next(
        each
        for each in [await sandbox.client.event(line.uuid) for line in await sandbox.client.events()]
        if all(ticket.price == 0 for ticket in each.ticket_types)
    )
    free = await sandbox.client.reserve_free(Order(event.uuid, {event.ticket_types[0].uuid: 2}, ROBIN), "nl")
    assert len(free.barcodes) == 2
    orders = (await sandbox.http.get(f"{sandbox.address}/simulator/shop/orders")).json()
    assert [order["state"] for order in orders] == ["paid"]
    with pytest.raises(Refused):
        await sandbox.client.reserve_free(await sandbox.festival(), "nl")


# --- codes, keys, hidden limits ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "euros"),
    [
        (None, "96.68"),
        ("FRIENDS", "86.68"),
        ("TENPERCENT", "87.83"),
        ("FIVEOFF", "91.68"),
        ("SURPRISE", "96.68"),
        ("VOUCHER25", "71.68"),
        ("VOUCHER500", "0.00"),
    ],
)
async def test_a_code_takes_off_what_it_is_worth(sandbox: Sandbox, code: str | None, euros: str):
    """Trap 12: three day tickets of 29.50 and a fee of 2.50, and iDEAL's 0.68."""
    event = await sandbox.event("Polderlicht")
    [day] = [each for each in event.ticket_types if each.name.in_language("en") == "Day ticket"]
    order = Order(event.uuid, {day.uuid: 3}, ROBIN, code=code)
    opened = await sandbox.open_checkout(order, (await sandbox.reserve(order)).order_id)
    assert f"€ {euros}".replace(".", ",") in (await sandbox.http.get(opened.redirect_url)).text


async def test_a_discount_never_comes_off_fees(sandbox: Sandbox):
    event = await sandbox.event("Rare")
    [good, *_] = [each for each in availability.offers(event, None, sandbox.clock.now()) if each.is_on_sale]
    order = Order(event.uuid, {good.ticket_type.uuid: 1}, ROBIN, code="ALLFREE")
    opened = await sandbox.open_checkout(order, (await sandbox.reserve(order)).order_id)
    assert "€ 1,18" in (await sandbox.http.get(opened.redirect_url)).text, "a fee of 0.50 and iDEAL's 0.68 are left"


async def test_codes_are_read_as_the_api_writes_them(sandbox: Sandbox):
    event = (await sandbox.festival()).event
    assert await sandbox.client.code(event, "VOUCHER25") == shop.VoucherCode("VOUCHER25", Decimal(25))
    friends = await sandbox.client.code(event, "FRIENDS")
    assert isinstance(friends, shop.DiscountCode)
    assert [each.max_order_amount for each in friends.ticket_types] == [2, 1]
    used_up = await sandbox.client.code(event, "USEDUP")
    assert isinstance(used_up, shop.DiscountCode)
    assert used_up.stock == 0


async def test_a_code_that_is_unknown_or_used_up_is_refused(sandbox: Sandbox):
    order = await sandbox.festival()
    with pytest.raises(Refused):
        await sandbox.client.code(order.event, "GUESSED")
    assert "Unknown code" in await sandbox.refusal(replace(order, code="GUESSED"))
    assert "used up" in await sandbox.refusal(replace(order, code="USEDUP"))


async def test_a_locked_event_is_there_for_its_key_alone(sandbox: Sandbox):
    [dinner] = [line for line in await sandbox.client.events(KEY) if "Diner" in line.name]
    for key in (None, "GUESSED"):
        assert dinner.uuid not in {line.uuid for line in await sandbox.client.events(key)}
        with pytest.raises(Refused) as refused:
            await sandbox.client.event(dinner.uuid, key)
        assert refused.value.info == "This event is locked."
    event = await sandbox.client.event(dinner.uuid, KEY)
    assert "locked" in await sandbox.refusal(Order(dinner.uuid, {event.ticket_types[0].uuid: 1}, ROBIN))


async def workshop(sandbox: Sandbox, pairs: int, singles: int) -> Order:
    event = await sandbox.event("Workshop")
    pair, single = (each.uuid for each in event.ticket_types)
    amounts = {uuid: amount for uuid, amount in ((pair, pairs), (single, singles)) if amount}
    return Order(event.uuid, amounts, ROBIN)


async def everything(sandbox: Sandbox, order: Order, replaced: str | None = None) -> httpx.Response:
    """Reserve, or replace a reservation, with every customer field filled in: the client's order cannot hold all yet."""
    client = sandbox.client
    request = client.protocol.reserve(order, "nl")
    assert request.body is not None
    customer = dict.fromkeys(request.body["customer_data"], "x") | {
        "email": "robin@example.com",
        "mobile": "+31612345678",
        "uuid": None,
    }
    return await sandbox.http.request(
        "POST" if replaced is None else "PUT",
        f"{client.base_url}{request.path}{'' if replaced is None else f'/{replaced}'}",
        json=dict(request.body) | {"customer_data": customer},
        headers={"X-CM-PRODUCTTOKEN": TOKEN},
    )


@pytest.mark.parametrize(
    ("pairs", "singles", "status"),
    [(2, 0, 201), (0, 3, 201), (2, 4, 201), (1, 0, 400), (3, 0, 400), (4, 3, 400), (8, 0, 400)],
)
async def test_limits_that_are_not_shown_are_kept(sandbox: Sandbox, pairs: int, singles: int, status: int):
    """Trap 8: increments, and a maximum over several types."""
    answer = await everything(sandbox, await workshop(sandbox, pairs, singles))
    assert answer.status_code == status, answer.text


async def test_types_that_share_their_stock_take_it_from_each_other(sandbox: Sandbox):
    for order in (await workshop(sandbox, 6, 0), await workshop(sandbox, 0, 6)):
        assert (await everything(sandbox, order)).status_code == 201
    late = await everything(sandbox, await workshop(sandbox, 0, 1))
    assert late.status_code == 400, late.text
    assert late.json()["message"] == "Not enough tickets left."


async def test_an_event_can_ask_every_field(sandbox: Sandbox):
    event = await sandbox.event("Workshop")
    offered = {field for field, mode in event.customer_data.items() if mode is not Mode.REQUIRED}
    assert offered == {Field.ADDRESS_LINE_2, Field.STATE}
    assert event.customer_labels[Field.CUSTOM_1].in_language("de") == "Schuhgröße"
    assert "is required" in await sandbox.refusal(await workshop(sandbox, 0, 1))


async def test_a_sold_out_show_sells_nothing(sandbox: Sandbox):
    event = await sandbox.event("Lichtjes")
    offers = availability.offers(event, None, sandbox.clock.now())
    assert {offer.availability for offer in offers} == {
        Availability.SOLD_OUT,
        Availability.IN_RESERVATION,
        Availability.NOT_IN_SALE,
    }
    for offer in offers:
        assert "not in sale" in await sandbox.refusal(Order(event.uuid, {offer.ticket_type.uuid: 1}, ROBIN))


async def test_of_an_event_full_of_oddities_what_can_be_read_is_sold(sandbox: Sandbox):
    event = await sandbox.event("Rare")
    sold = [offer for offer in availability.offers(event, None, sandbox.clock.now()) if offer.is_on_sale]
    assert [offer.ticket_type.name.in_language("en") for offer in sold] == ["Nur <b>Deutsch</b> & Co", "1"]
    assert [(offer.least, offer.most) for offer in sold] == [(1, 10), (1, 4)]
    order = Order(event.uuid, {offer.ticket_type.uuid: 1 for offer in sold}, ROBIN)
    opened = await sandbox.open_checkout(order, (await sandbox.reserve(order)).order_id)
    page = (await sandbox.http.get(opened.redirect_url)).text
    assert "Nur &lt;b&gt;Deutsch&lt;/b&gt; &amp; Co" in page
    assert (
        f"€ {total(subtotal(cart_lines(event, order.quantities)), event.payment_methods[0])}".replace(".", ",") in page
    )


async def test_a_day_of_the_month_is_told_by_its_local_date(sandbox: Sandbox):
    """Trap 3: the start of a day is local midnight in UTC, on the date before."""
    event = await sandbox.event("^Museum Het Veerhuis$")
    answer = await sandbox.http.get(
        f"{sandbox.client.base_url}/events/{event.uuid}/calendar/2026/12", headers={"X-CM-PRODUCTTOKEN": TOKEN}
    )
    days = answer.json()
    assert [day["id"] for day in days] == [f"2026-12-{number:02}" for number in range(1, 32)]
    assert {datetime.fromisoformat(day["start_at"]).isoformat()[10:] for day in days} == {"T23:00:00+00:00"}
    assert datetime.fromisoformat(days[0]["start_at"]).date() == date(2026, 11, 30)


@pytest.mark.parametrize("on", [date(1999, 1, 1), date(2300, 1, 1)])
async def test_a_month_outside_the_calendar_is_refused(sandbox: Sandbox, on: date):
    event, _ = await sandbox.museum_slot()
    with pytest.raises(Refused):
        await sandbox.client.month(event.uuid, on)
    with pytest.raises(Refused):
        await sandbox.client.month((await sandbox.festival()).event, NOW.date())


# --- the payment page ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "letter"), [("success", "s"), ("failed", "f"), ("cancelled", "c"), ("expired", "e")]
)
async def test_the_payment_page_leads_to_each_return_address(sandbox: Sandbox, outcome: str, letter: str):
    order = await sandbox.festival()
    opened = await sandbox.open_checkout(order, (await sandbox.reserve(order)).order_id)
    answer = await sandbox.http.post(opened.redirect_url, data={"outcome": outcome})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"https://t.me/bot?start={letter}"


async def test_the_payment_page_shows_the_total_that_our_formula_gives(sandbox: Sandbox):
    order = await sandbox.festival(2)
    event = await sandbox.client.event(order.event)
    opened = await sandbox.open_checkout(order, (await sandbox.reserve(order)).order_id)
    page = (await sandbox.http.get(opened.redirect_url)).text
    expected = total(subtotal(cart_lines(event, order.quantities)), event.payment_methods[0])
    assert f"€ {expected}".replace(".", ",") in page
    assert 'lang="nl"' in page


async def test_what_is_paid_stays_paid_and_what_is_over_cannot_be_paid(sandbox: Sandbox):
    order = await sandbox.festival()
    first, second = await sandbox.reserve(order), await sandbox.reserve(order)
    paid, late = [await sandbox.open_checkout(order, each.order_id) for each in (first, second)]
    await sandbox.http.post(paid.redirect_url, data={"outcome": "success"})
    again = await sandbox.http.post(paid.redirect_url, data={"outcome": "failed"})
    assert again.headers["location"].endswith("=s")
    with pytest.raises(Refused):
        await sandbox.open_checkout(order, first.order_id)
    sandbox.clock.move(timedelta(hours=1))
    over = await sandbox.http.post(late.redirect_url, data={"outcome": "success"})
    assert over.headers["location"].endswith("=e")
    assert "betaald" in (await sandbox.http.get(paid.redirect_url)).text


async def test_a_page_nobody_opened_is_not_found(sandbox: Sandbox):
    assert (await sandbox.http.get(f"{sandbox.address}/pay/guessed")).status_code == 404
    assert (await sandbox.http.post(f"{sandbox.address}/pay/guessed", data={"outcome": "success"})).status_code == 404


async def test_the_journal_of_calls_holds_no_product_token(sandbox: Sandbox):
    await sandbox.reserve(await sandbox.festival())
    calls = (await sandbox.http.get(f"{sandbox.address}/simulator/shop/calls")).text
    assert "reservations" in calls
    assert TOKEN not in calls
