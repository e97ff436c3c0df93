"""The traps of the Ticketing Shop API, by their numbers in docs/shop-api.md: each where it shows, most over real HTTP."""

import base64
import json
import re
import ssl
import sys
from asyncio import StreamWriter, gather
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

import pytest
from starlette.applications import Starlette

from bot.conversation.cannot_read import CannotRead
from bot.conversation.effects import CheckoutOpened, Reserved
from bot.conversation.effects import Refused as WasRefused
from bot.conversation.facts import Context, Facts
from bot.conversation.hold import hold_of, with_checkout
from bot.conversation.messages import StepName
from bot.conversation.ports import Order
from bot.conversation.session import Details, Purchase, Session
from bot.domain import availability
from bot.domain.availability import Availability
from bot.domain.customer import Field, Mode
from bot.domain.customer.mobile import check_mobile
from bot.domain.discount import DiscountKind, kind_of
from bot.domain.labels import LANGUAGES
from bot.domain.pricing import cart_lines, subtotal, total
from bot.domain.shop import Barcode, Checkout, DiscountCode, Event, FreeReservation, TimeSlot, VoucherCode
from bot.domain.totals import totals
from bot.domain.zones import Zones
from bot.settings import Settings, SettingsError
from bot.simulator.clock import MovableClock
from bot.simulator.server import serve
from bot.simulator.shop import Shop
from bot.ticketshop import protocol, wire
from bot.ticketshop.client import TicketShopClient
from bot.ticketshop.connection import http_client, tls
from bot.ticketshop.errors import Misconfigured, Refused, Unknown
from bot.ticketshop.hosts import AllowedHosts
from bot.ticketshop.port import TicketShop
from bot.ticketshop.protocol import Protocol, decode
from bot.ticketshop.sender import Sender
from tests.conversation.dialogue import at_payment
from tests.scripted import ScriptedServer, response
from tests.ticketshop.conftest import Told
from tests.ticketshop.samples import (
    CODE,
    CUSTOMER,
    EVENT,
    KEY,
    LATER,
    METHOD,
    NOON,
    OPENED,
    ORDER,
    PRODUCT_TOKEN,
    RESERVED,
    RETURNS,
    TICKET,
    case,
    event_document,
    ticket,
)

PAGE = Path(__file__).parents[2] / "docs" / "shop-api.md"
LABELS = {"nl": "Kaartje", "en": "Ticket", "fr": "Billet", "de": "Karte"}


@dataclass
class Sandbox:
    """The simulator's shop, and the client and the port that ask it."""

    client: TicketShopClient
    port: TicketShop
    clock: MovableClock

    async def event(self, name: str) -> Event:
        [line] = [each for each in await self.client.events() if re.search(name, each.name)]
        return await self.client.event(line.uuid)

    async def museum_slot(self) -> tuple[Event, TimeSlot]:
        event = await self.event("^Museum Het Veerhuis$")
        today = self.clock.now().date()
        days = await self.client.month(event.uuid, today)
        on = next(day.on for day in days if availability.is_day_open(day) and day.on > today)
        return event, next(
            each
            for each in await self.client.day(event.uuid, on)
            if availability.is_slot_open(each, 1, self.clock.now())
        )


@pytest.fixture
async def sandbox(told: Told) -> AsyncIterator[Sandbox]:
    clock = MovableClock(NOON)
    everything = ("festival", "museum", "open-day", "dinner", "show", "workshop", "oddities")
    app = Starlette(routes=Shop(clock, PRODUCT_TOKEN, everything).routes())
    async with serve(app) as address, http_client(5.0) as http:
        client = TicketShopClient(Sender(f"{address}/ticketingapi/v2.0/ticketshop", PRODUCT_TOKEN, clock, http))
        yield Sandbox(client, TicketShop(client, clock, AllowedHosts((), loopback=True), (), told), clock)


def read_event(*tickets: object, **parts: Any) -> Event:
    """Return an event as the client reads it off the wire."""
    return wire.event(decode(Protocol().event(EVENT, None), json.dumps(event_document(*tickets, **parts)).encode()))


def customer(event: Event) -> dict[Field, str]:
    """Return an answer for each field that an event insists on."""
    known = {Field.EMAIL: "robin@example.com", Field.MOBILE: "+31612345678"}
    return {each: known.get(each, "Robin") for each, mode in event.customer_data.items() if mode is Mode.REQUIRED}


async def asked_with(shop: ScriptedServer, call: Awaitable[object]) -> tuple[str, dict[str, list[str]]]:
    """Return the path and the query that a refused call came with."""
    with pytest.raises(Refused):
        await call
    parts = urlsplit(shop.asked[-1].target)
    return parts.path, parse_qs(parts.query)


# --- 1 to 9: what is read --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["DISCOUNT123", CODE, "~~~", "???", ">>>>", "a/b+c=d&e#f", "50%", "é", " x "])
async def test_trap_01_a_code_is_base64_in_the_path_and_plain_in_the_query(
    shop: ScriptedServer, client: TicketShopClient, code: str
):
    shop.answers(400, None)
    path, query = await asked_with(shop, client.code(EVENT, code, KEY))
    *_, folder, segment = path.split("/")
    assert (folder, query) == ("codes", {"key": [KEY]})
    assert not set(segment) & set("/+=")
    assert base64.b64decode(unquote(segment), validate=True).decode() == code
    _, query = await asked_with(shop, client.reserve(replace(ORDER, code=code), "nl", LATER))
    assert query == {"code": [code]}


async def test_trap_01_the_sandbox_reads_it_so(sandbox: Sandbox):
    event = await sandbox.event("Polderlicht")
    code = await sandbox.client.code(event.uuid, "FRIENDS")
    assert code is not None
    assert code.code == "FRIENDS"


async def test_trap_02_a_code_goes_with_a_new_reservation_alone(shop: ScriptedServer, client: TicketShopClient):
    shop.answers(400, None)
    order = replace(ORDER, code=CODE)
    _, query = await asked_with(shop, client.reserve(order, "nl", LATER))
    assert query == {"code": [CODE]}
    for call in (
        client.update(order, "CM1", CUSTOMER, "nl", LATER),
        client.reserve_free(order, "nl"),
        client.open_checkout(EVENT, "CM1", METHOD, RETURNS),
    ):
        assert (await asked_with(shop, call))[1] == {}
        assert CODE not in json.dumps(shop.asked[-1].body)


async def test_trap_03_a_day_is_named_by_its_id_and_only_a_slot_of_the_day_is_sent(sandbox: Sandbox):
    event, slot = await sandbox.museum_slot()
    days = await sandbox.client.month(event.uuid, sandbox.clock.now().date())
    assert all(day.start_at is not None and day.start_at.date() == day.on - timedelta(days=1) for day in days)
    assert [day.on.day for day in days] == list(range(1, 31))
    order = Order(event.uuid, {slot.ticket_types[0]: 1}, customer(event))
    on = slot.start_at.date()
    for wrong in (None, on.isoformat(), f"{on}T00:00:00+00:00"):
        with pytest.raises(Refused, match="400"):
            await sandbox.client.reserve(replace(order, slot=wrong), "nl", LATER)
    assert (await sandbox.client.reserve(replace(order, slot=slot.id), "nl", LATER)).order_id


def test_trap_03_the_texts_own_month_is_read_so():
    first = wire.month(case("month"))[0]
    assert (first.on, first.start_at) == (date(2019, 5, 1), datetime(2019, 4, 30, 22, tzinfo=UTC))


@pytest.mark.parametrize(
    ("zone", "agrees"), [("Europe/Amsterdam", True), ("Europe/London", False), ("Europe/Helsinki", False)]
)
async def test_trap_04_a_calendar_in_another_time_zone_is_told_once(
    shop: ScriptedServer, client: TicketShopClient, clock: MovableClock, told: Told, zone: str, agrees: bool
):
    """March and October change between summer and winter time within the month."""
    port = TicketShop(client, clock, AllowedHosts(()), (), told, zones=Zones(of_events={EVENT: ZoneInfo(zone)}))
    shop.answers(200, [{"id": "2026-03-28", "start_at": "2026-03-27T23:00:00+00:00", "status_id": "OPEN", "stock": 1}])
    shop.answers(200, [{"id": "2026-03-30", "start_at": "2026-03-29T22:00:00+00:00", "status_id": "OPEN", "stock": 1}])
    for _ in range(2):
        assert await port.month(EVENT, date(2026, 3, 1), fresh=True)
    assert [what for what, _ in told.words] == ([] if agrees else ["time_zone_disagrees"])
    assert agrees or ("SHOP_TIMEZONE" in told.words[0][1] and str(EVENT) in told.words[0][1])


async def test_trap_04_a_day_that_does_not_say_when_it_begins_is_of_any_zone(
    shop: ScriptedServer, port: TicketShop, told: Told
):
    shop.answers(200, [{"id": "2026-03-28", "start_at": None}])
    assert await port.month(EVENT, date(2026, 3, 1))
    assert told.words == []


async def test_trap_04_the_zone_is_the_events_else_the_shops_else_amsterdam(sandbox: Sandbox, told: Told):
    assert Zones().of(EVENT).key == "Europe/Amsterdam"
    zones = Zones(ZoneInfo("Europe/Brussels"), {EVENT: ZoneInfo("Europe/London")})
    assert (zones.of(EVENT).key, zones.of(CUSTOMER).key) == ("Europe/London", "Europe/Brussels")
    event, _ = await sandbox.museum_slot()
    assert await sandbox.port.month(event.uuid, NOON.date())
    assert told.words == []


@pytest.mark.parametrize(
    ("status", "stock", "sells"),
    [
        ("OPEN", 1, True),
        ("OPEN", 0, False),
        ("OPEN", None, False),
        ("OPEN", -4, False),
        ("CLOSED", 9, False),
        ("open", 9, False),
        ("FULL", 9, False),
        ("", 9, False),
        (None, 9, False),
        (3, 9, False),
        ([], 9, False),
    ],
)
def test_trap_05_only_what_is_open_and_has_stock_is_sold(status: object, stock: object, sells: bool):
    later = (NOON + timedelta(days=1)).isoformat()
    entry = {"start_at": later, "status_id": status, "stock": stock}
    [day] = wire.month([entry | {"id": "2026-11-03"}])
    [slot] = wire.day([entry | {"id": later}])
    assert availability.is_day_open(day) is availability.is_slot_open(slot, 1, NOON) is sells


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("ONLINE", Availability.ON_SALE),
        ("SOLD_OUT", Availability.SOLD_OUT),
        ("IN_RESERVATION", Availability.IN_RESERVATION),
        ("NOT_IN_SALE", Availability.NOT_IN_SALE),
        ("DOOR_SALE", Availability.NOT_IN_SALE),
        ("RESOLD", Availability.NOT_IN_SALE),
        (None, Availability.NOT_IN_SALE),
        (7, Availability.NOT_IN_SALE),
    ],
)
def test_trap_06_a_status_says_whether_a_ticket_is_sold(status: object, state: Availability):
    event = read_event(ticket(ticket_status_type_id=status))
    assert availability.of_event(event, NOON) is state


def test_trap_06_the_status_is_not_all_there_is_a_window_too():
    before, after = (NOON + timedelta(hours=hours) for hours in (-1, 1))
    for window, state in (
        ({"online_from": after}, Availability.NOT_YET),
        ({"online_till": before}, Availability.NO_LONGER),
        ({"online_from": before, "online_till": after}, Availability.ON_SALE),
    ):
        [known] = read_event(ticket(**{name: at.isoformat() for name, at in window.items()})).ticket_types
        assert availability.of_ticket_type(known, NOON) is state


def test_trap_06_the_words_for_a_status_are_the_shops_own():
    statuses = wire.event(case("event")).ticket_statuses
    assert set(statuses) == {"NOT_IN_SALE", "DOOR_SALE", "IN_RESERVATION", "ONLINE", "SOLD_OUT"}
    assert [statuses["IN_RESERVATION"].in_language(each) for each in LANGUAGES] == [
        "Alles in reservering",
        "Everything in reservation",
        "Tout est réservé",
        "Alles ist reserviert",
    ]


async def test_trap_07_a_slot_sells_its_own_types_and_those_that_need_none(sandbox: Sandbox):
    event, slot = await sandbox.museum_slot()
    offered = {each.ticket_type.uuid for each in availability.offers(event, slot, NOON)}
    unbound = {each.uuid for each in availability.visible(event) if not each.is_selectable_on_calendar}
    assert unbound
    assert offered == set(slot.ticket_types) | unbound
    other = replace(slot, ticket_types=())
    assert {each.ticket_type.uuid for each in availability.offers(event, other, NOON)} == unbound


async def test_trap_08_a_cart_that_looks_good_can_be_refused_and_the_shop_is_read_again(
    shop: ScriptedServer, port: TicketShop
):
    shop.answers(200, event_document(ticket(max_order_amount=8)))
    shop.answers(400, {"message": "The amount is not allowed."})
    shop.answers(200, event_document(ticket(ticket_status_type_id="SOLD_OUT")))
    [offer] = availability.offers(await port.event(EVENT), None, NOON)
    assert offer.least <= 2 <= offer.most
    assert isinstance(await port.reserve(ORDER, language="nl", frees_at=LATER), WasRefused)
    assert availability.of_event(await port.event(EVENT, fresh=True), NOON) is Availability.SOLD_OUT
    assert availability.of_event(await port.event(EVENT), NOON) is Availability.SOLD_OUT


@pytest.mark.parametrize(
    ("body", "info"),
    [
        (b'{"message": "Sold out"}', "Sold out"),
        (b'{"errors": {"email": ["is wrong", "is long"]}}', "is wrong is long"),
        (b'["a", ["b"], {"c": "d"}, 4, null]', "a b d"),
        (b'"plain"', "plain"),
        (b"plain words", "plain words"),
        (b"<html><b>Not</b> &amp; never</html>", "Not & never"),
        (b"", ""),
        (b"null", ""),
        (b"{", "{"),
        (b"\xff\xfe\x00", "\ufffd\ufffd"),
        (b"[" * 100_000, "[" * 300),
        (b'"' + b"x" * 10_000 + b'"', "x" * 300),
        ('"a\u202eb\\u0000c"'.encode(), "a b c"),
    ],
)
async def test_trap_09_an_info_message_of_any_shape_becomes_plain_bounded_words(
    shop: ScriptedServer, client: TicketShopClient, body: bytes, info: str
):
    shop.script.append(response(400, body))
    for call in (client.event(EVENT), client.reserve(ORDER, "nl", LATER)):
        with pytest.raises(Refused) as refused:
            await call
        assert refused.value.info == info


def test_trap_09_control_without_the_limit_all_of_it_would_be_shown(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(protocol, "LONGEST_INFO", 1_000_000)
    assert len(protocol.info_message(b'"' + b"x" * 10_000 + b'"')) == 10_000


# --- 10 to 14: money and the customer --------------------------------------------------------------------------------


@pytest.mark.parametrize("price", ["0.68", 0.68])
async def test_trap_10_money_is_decimal_euros_as_a_number_or_as_text(
    shop: ScriptedServer, client: TicketShopClient, price: object
):
    """Ten times 0.68 in binary floating point is not 6.80; as cents it would be 0.07."""
    shop.answers(200, event_document(ticket(price, fixed_fee=price)))
    event = await client.event(EVENT)
    assert event.ticket_types[0].price == Decimal("0.68")
    assert subtotal(cart_lines(event, {TICKET: 10})) == Decimal("13.60")


@pytest.mark.parametrize(
    ("written", "currency"),
    [("EUR", "EUR"), ("gbp", "GBP"), (None, "EUR"), ("", "EUR"), ("€", None), ("EURO", None), (978, None), ([], None)],
)
def test_trap_10_a_method_in_a_currency_nobody_can_read_is_not_offered(written: object, currency: str | None):
    methods = read_event(payment_methods=[{"uuid": str(METHOD), "currency_id": written}]).payment_methods
    assert [each.currency_id for each in methods] == ([currency] if currency else [])


@pytest.mark.parametrize(
    ("method", "euros"), [("Ideal", "64.68"), ("Bancontact", "66.01"), ("Sofort Banking", "66.02")]
)
def test_trap_11_a_percentage_is_a_surcharge_and_no_factor(method: str, euros: str):
    methods = {each.name: each for each in wire.event(case("event")).payment_methods}
    assert total(Decimal("64.00"), methods[method]) == Decimal(euros)
    assert total(Decimal(0), methods[method]) == Decimal("0.00")


def discount_document(**filled: object) -> dict[str, Any]:
    document: dict[str, Any] = case("discount-code")
    return document | {"discount_code": document["discount_code"] | {"ticket_types": []} | filled}


PER_TICKET = [{"uuid": str(TICKET), "fixed_balance": 5, "max_order_amount": 5}]


@pytest.mark.parametrize(
    ("filled", "kind", "payable"),
    [
        ({"ticket_types": PER_TICKET, "percentage": 10}, DiscountKind.PER_TICKET, "59.00"),
        ({"percentage": 10, "fixed_balance": 3}, DiscountKind.PERCENTAGE, "76.00"),
        ({"fixed_balance": "3.00"}, DiscountKind.ON_ORDER, "81.00"),
        ({"discount_type_id": "DISCOUNT_SURPRISE"}, DiscountKind.UNKNOWN, "84.00"),
        ({"percentage": "ten"}, DiscountKind.UNKNOWN, "84.00"),
        ({"percentage": 10, "ticket_types": [{"uuid": "none"}]}, DiscountKind.UNKNOWN, "84.00"),
        ({"ticket_types": [PER_TICKET[0] | {"max_order_amount": "five"}]}, DiscountKind.UNKNOWN, "84.00"),
        ({"percentage": 10, "stock": 0}, DiscountKind.USED_UP, "84.00"),
        ({"percentage": 10, "stock": "-1"}, DiscountKind.USED_UP, "84.00"),
    ],
)
def test_trap_12_what_is_filled_says_what_a_discount_takes_off(
    filled: dict[str, object], kind: DiscountKind, payable: str
):
    """Eight tickets of 10.00 and a fee of 0.50: of a set of five, five are discounted; fees stay."""
    code = wire.code(discount_document(**filled), "x")
    assert isinstance(code, DiscountCode)
    assert kind_of(code) is kind
    assert totals(cart_lines(read_event(), {TICKET: 8}), code).payable == Decimal(payable)


@pytest.mark.parametrize("balance", [None, "lots", -1, [], True])
def test_trap_12_a_voucher_is_worth_its_balance_or_nobody_knows(balance: object):
    voucher = wire.code(case("voucher-code"), "x")
    assert voucher == VoucherCode("VOUCHER123", Decimal(420))
    assert totals(cart_lines(read_event(), {TICKET: 8}), voucher).payable == 0
    with pytest.raises(ValueError, match="readable balance"):
        wire.code({"voucher_code": {"code": "V", "balance": balance}}, "x")


@pytest.mark.parametrize(
    ("written", "mode"),
    [
        ("REQUIRED", Mode.REQUIRED),
        ("OPTIONAL", Mode.OPTIONAL),
        ("NOT_IN_USE", Mode.NOT_IN_USE),
        (None, Mode.NOT_IN_USE),
        ("MANDATORY", Mode.REQUIRED),
    ],
)
def test_trap_13_a_field_is_asked_by_its_mode_and_an_unknown_mode_insists(written: object, mode: Mode):
    event = read_event(customer_data={each.mode_name: written for each in Field})
    asked = {
        each: known for each, known in event.customer_data.items() if each not in {Field.ADDRESS_LINE_2, Field.STATE}
    }
    assert set(asked.values()) == {mode}


async def test_trap_13_what_is_not_in_use_is_sent_as_null(shop: ScriptedServer, client: TicketShopClient):
    shop.answers(400, None)
    await asked_with(shop, client.reserve(ORDER, "nl", LATER))
    sent = shop.asked[0].body["customer_data"]
    assert {name for name, value in sent.items() if value is not None} == {"first_name", "last_name", "email"}
    assert set(sent) == set(case("reserve-request")["customer_data"])


def test_trap_13_a_mobile_number_is_sent_in_full_with_its_country():
    assert check_mobile("06 12345678", "NL") == "+31612345678"


def test_trap_14_nobody_is_asked_for_a_newsletter_or_an_invoice():
    """The event knows both, no request has a field for either."""
    document = case("event")
    document["event"] |= {"is_order_invoicing_enabled": True}
    event = wire.event(document)
    assert not [each.name for each in fields(event) if re.search("newsletter|invoic", each.name)]
    requests = [
        Protocol().reserve(ORDER, "nl"),
        Protocol().update(ORDER, "CM1", CUSTOMER, "nl"),
        Protocol().reserve_free(ORDER, "nl"),
        Protocol().checkout(EVENT, "CM1", METHOD, RETURNS),
    ]
    for request in requests:
        assert not re.search("newsletter|invoic", json.dumps(request.body) + json.dumps(dict(request.query)))


# --- 15 to 19: orders ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("minutes", "known"), [(20, 20), (45, 45), ("15", 15), (None, 20), (0, 20), ("soon", 20)])
def test_trap_15_the_minutes_to_order_are_the_events(minutes: object, known: int):
    part = {"uuid": str(EVENT), "minutes_to_order": minutes}
    assert read_event(event=part).minutes_to_order == known


async def test_trap_15_the_newest_end_counts_on_the_clock_of_the_shop(
    shop: ScriptedServer, port: TicketShop, clock: MovableClock
):
    """The checkout has an end of its own; the `Date` header says how far our clock is off."""
    ahead = format_datetime(NOON + timedelta(minutes=10), usegmt=True)
    shop.answers(201, RESERVED | {"due_at": "2026-11-02T12:30:00+00:00"}, Date=ahead)
    shop.answers(201, OPENED | {"due_at": "2026-11-02T12:40:00+00:00"}, Date=ahead)
    reserved = await port.reserve(ORDER, language="nl", frees_at=LATER)
    assert isinstance(reserved, Reserved)
    purchase = Purchase(event=EVENT, quantities=ORDER.quantities, method=METHOD)
    context = Context(Session().with_purchase(purchase), Details(), Facts(NOON, Zones(), event=read_event()))
    hold = hold_of(context, reserved.reservation)
    assert (hold.due_at, hold.clock_skew_s) == (NOON + timedelta(minutes=30), pytest.approx(600, abs=5))
    opened = await port.open_checkout(EVENT, "CM123", METHOD, RETURNS, frees_at=LATER)
    assert isinstance(opened, Checkout)
    paying = with_checkout(hold, CheckoutOpened(checkout=opened, method=METHOD, return_hashes={}))
    assert (paying.due_at, paying.clock_skew_s) == (NOON + timedelta(minutes=40), pytest.approx(600, abs=5))


async def test_trap_16_free_tickets_are_complete_at_once(sandbox: Sandbox):
    events = [await sandbox.client.event(line.uuid) for line in await sandbox.client.events()]
    event = next(each for each in events if all(known.price == 0 for known in each.ticket_types))
    order = Order(event.uuid, {event.ticket_types[0].uuid: 2}, customer(event))
    free = await sandbox.port.reserve_free(order, language="nl", frees_at=LATER)
    assert isinstance(free, FreeReservation)
    assert free.order_id
    assert free.download_url
    assert [each.type for each in free.barcodes] == ["QRCODE", "QRCODE"]
    assert len({each.barcode_id for each in free.barcodes}) == 2


def test_trap_16_a_barcode_is_kept_to_the_letter_and_of_any_type():
    barcodes = [{"barcode_id": "CM+1/a=", "type": "EAN13"}, {"barcode_id": 123, "type": None}, {"type": "QRCODE"}]
    read = wire.free_reservation({"order_id": 7, "barcodes": barcodes})
    assert (read.order_id, read.download_url) == ("7", "")
    assert [(each.barcode_id, each.type) for each in read.barcodes] == [("CM+1/a=", "EAN13"), ("123", "")]
    assert isinstance(read.barcodes[0], Barcode)


async def test_trap_16_a_free_order_carries_slot_and_key_and_is_never_repeated(
    shop: ScriptedServer, client: TicketShopClient
):
    async def reset(writer: StreamWriter) -> None:
        writer.transport.abort()

    shop.script.append(reset)
    with pytest.raises(Unknown):
        await client.reserve_free(replace(ORDER, key=KEY), "nl")
    [asked] = shop.asked
    assert asked.body["time_slot_id"] == ORDER.slot
    assert parse_qs(urlsplit(asked.target).query) == {"key": [KEY]}


async def test_trap_17_a_return_is_what_the_payment_page_reports_and_no_proof():
    dialogue = await at_payment()
    [addresses] = dialogue.shop.returns
    assert len({getattr(addresses, each.name) for each in fields(addresses)}) == 4
    await dialogue.come_back("success")
    assert dialogue.at is StepName.DONE
    assert "The payment page reports success" in dialogue.text
    assert "by e-mail" in dialogue.text
    assert not re.search(r"confirm|received|you paid|is paid", dialogue.text, re.IGNORECASE)


async def test_trap_18_no_bank_is_named_though_the_event_lists_them(shop: ScriptedServer, client: TicketShopClient):
    assert wire.event(case("event")).issuers
    shop.answers(400, None)
    await asked_with(shop, client.open_checkout(EVENT, "CM1", METHOD, RETURNS))
    body = shop.asked[0].body
    assert "ideal_issuer_id" in body
    assert body["ideal_issuer_id"] is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sends", [True, False])
async def test_trap_19_the_language_of_the_mail_goes_with_a_reservation_unless_switched_off(
    shop: ScriptedServer, client: TicketShopClient, language: Any, sends: bool
):
    shop.answers(400, None)
    asking = replace(client, protocol=Protocol(sends_language=sends))
    for call in (
        asking.reserve(ORDER, language, LATER),
        asking.update(ORDER, "CM1", CUSTOMER, language, LATER),
        asking.reserve_free(ORDER, language),
    ):
        await asked_with(shop, call)
        assert shop.asked[-1].headers.get("x-tf-preferredlanguageid") == (language.upper() if sends else None)
    await asked_with(shop, asking.event(EVENT))
    assert "x-tf-preferredlanguageid" not in shop.asked[-1].headers


# --- 20 to 24: the API itself ----------------------------------------------------------------------------------------


def test_trap_20_what_may_be_null_or_missing_may_be():
    bare = {"uuid": str(TICKET), "price": "10.00", "ticket_status_type_id": "ONLINE"}
    nulls = dict.fromkeys(ticket()) | bare
    for document in (bare, nulls, bare | {"invented_this_year": {"a": [1]}}):
        event = read_event(
            document, venue=None, event={"uuid": str(EVENT), "start_at": None}, categories_of_tomorrow=[]
        )
        assert availability.of_event(event, NOON) is Availability.ON_SALE
        assert event.ticket_types[0].name.in_language("nl")
        assert (event.name, event.venue.city, event.start_at) == ("?", "", None)
    [unpriced] = read_event(bare | {"price": None}).ticket_types
    assert availability.of_ticket_type(unpriced, NOON) is Availability.NOT_IN_SALE


@pytest.mark.parametrize("missing", [None, "", "  ", 0.5, []])
def test_trap_20_a_label_falls_back_to_english_then_dutch_then_any(missing: object):
    order = ["fr", "en", "nl", "de"]
    labels: dict[str, object] = dict(LABELS)
    for lost, next_best in pairwise(order):
        labels[lost] = missing if not isinstance(missing, float) else None
        [known] = read_event(ticket(name=labels)).ticket_types
        assert known.name.in_language("fr") == LABELS[next_best]


READS: list[tuple[Callable[[TicketShop], Awaitable[object]], object]] = [
    (lambda port: port.events(), [{"uuid": str(EVENT), "name": "Fair"}]),
    (lambda port: port.event(EVENT), event_document()),
    (lambda port: port.month(EVENT, NOON.date()), []),
    (lambda port: port.day(EVENT, NOON.date()), []),
    (lambda port: port.code(EVENT, CODE), {"voucher_code": {"code": CODE, "balance": 5}}),
]


@pytest.mark.parametrize(("read", "answer"), READS)
async def test_trap_21_reads_are_shared_while_they_run_and_remembered_briefly(
    shop: ScriptedServer, port: TicketShop, clock: MovableClock, read: Callable[[TicketShop], Any], answer: object
):
    shop.delay_s = 0.02
    shop.answers(200, answer)
    await gather(*(read(port) for _ in range(200)))
    await read(port)
    assert len(shop.asked) == 1
    clock.move(timedelta(seconds=31))
    await read(port)
    assert len(shop.asked) == 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_trap_22_the_product_token_goes_nowhere_else(shop: ScriptedServer, client: TicketShopClient, status: int):
    shop.answers(status, None, Location=f"{shop.address}/elsewhere")
    with pytest.raises(Misconfigured):
        await client.events()
    with pytest.raises(Unknown):
        await client.reserve(ORDER, "nl", LATER)
    assert [asked.target for asked in shop.asked if "elsewhere" in asked.target] == []
    assert PRODUCT_TOKEN not in repr(client)


async def test_trap_22_what_the_shop_remembers_of_one_customer_is_not_sent_for_another(
    shop: ScriptedServer, client: TicketShopClient
):
    shop.answers(200, [], **{"Set-Cookie": "session=robin; Path=/"})
    await client.events()
    await client.events()
    assert "cookie" not in shop.asked[-1].headers


def test_trap_22_connections_are_encrypted_as_of_today():
    context = tls()
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    with pytest.raises(SettingsError, match="SHOP_API_URL: must begin with https"):
        Settings.load({"SHOP_API_URL": "http://api.cm.com/ticketingapi/v2.0/ticketshop"})


@pytest.mark.parametrize("key", [None, KEY])
@pytest.mark.parametrize(("status", "document"), [(400, {"message": "no"}), (401, None), (403, "no"), (200, [])])
async def test_trap_23_a_lock_answers_in_any_of_four_ways(
    shop: ScriptedServer, port: TicketShop, status: int, document: object, key: str | None
):
    shop.answers(status, document)
    reads: list[Awaitable[object]] = [port.events(key=key)]
    if status != 200:
        reads.append(port.event(EVENT, key=key))
    for read in reads:
        with pytest.raises(CannotRead) as failed:
            await read
        assert failed.value.reason == "locked"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (response(500, b""), "unavailable"),
        (response(429, b""), "unavailable"),
        (response(200, b"<html>"), "unavailable"),
        (response(302, b""), "misconfigured"),
        (response(404, b""), "refused"),
    ],
)
async def test_trap_23_what_is_no_lock_is_not_taken_for_one(
    shop: ScriptedServer, port: TicketShop, answer: bytes, reason: str
):
    shop.script.append(answer)
    with pytest.raises(CannotRead) as failed:
        await port.event(EVENT)
    assert failed.value.reason == reason


async def test_trap_23_a_key_opens_what_it_is_for_and_is_kept_apart(sandbox: Sandbox):
    [dinner] = [line for line in await sandbox.port.events(key="KADE2026") if "Diner" in line.name]
    assert (await sandbox.port.event(dinner.uuid, key="KADE2026")).name == dinner.name
    for key in (None, "GUESSED"):
        with pytest.raises(CannotRead, match="locked"):
            await sandbox.port.event(dinner.uuid, key=key)
        assert dinner.uuid not in {line.uuid for line in await sandbox.port.events(key=key)}
    with pytest.raises(CannotRead, match="locked"):
        await sandbox.port.event(CUSTOMER, key="KADE2026")


def test_trap_24_the_decoder_is_strict_and_the_cases_are_repaired():
    month = json.dumps(case("month"), default=str)
    trailing = month.removesuffix("]").encode() + b",]"
    for broken in (trailing, b"{'a': 1}", b'{"a": NaN}', b"[1] [2]", b"", b"\xff"):
        with pytest.raises(Exception, match="not JSON"):
            decode(Protocol().events(None), broken)
    assert decode(Protocol().events(None), month.encode()) == case("month")


# --- all of them -----------------------------------------------------------------------------------------------------


def numbers(words: str, pattern: str) -> set[int]:
    return {int(number) for number in re.findall(pattern, words, re.MULTILINE)}


def test_every_trap_of_the_page_has_a_test_that_names_it():
    tested = numbers("\n".join(vars(sys.modules[__name__])), r"^test_trap_(\d\d)_")
    assert tested == set(range(1, 25))
    assert numbers(PAGE.read_text(), r"^\| (\d+) \|") == tested
