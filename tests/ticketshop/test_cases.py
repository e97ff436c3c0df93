"""The examples of the API's own text, as a contract: what it sends is read, what it wants sent is sent."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest

from bot.domain.customer import Field, Mode
from bot.domain.shop import DiscountCode, VoucherCode
from bot.ticketshop import wire
from bot.ticketshop.protocol import Protocol, Request
from tests.ticketshop.samples import CASES, CUSTOMER, EVENT, LATER, METHOD, ORDER, RETURNS, case

ANSWERS = {
    "events": ("event-list",),
    "event": ("event",),
    "code": ("discount-code", "voucher-code"),
    "month": ("month",),
    "day": ("day",),
    "reserve": ("reserved",),
    "update": ("updated",),
    "reserve_free": ("free-reserved",),
    "checkout": ("checkout",),
}
"""The examples of what each of the nine calls answers."""
REQUESTS = {
    "reserve-request": Protocol().reserve(ORDER, "nl"),
    "update-request": Protocol().update(ORDER, "CM123", CUSTOMER, "nl"),
    "free-request": Protocol().reserve_free(ORDER, "nl"),
    "checkout-request": Protocol().checkout(EVENT, "CM123", METHOD, RETURNS),
}
"""What the client sends where the text has an example of a body."""
SENT_BESIDE = {"free-request": {"order_id", "due_at", "time_slot_id", "customer_data.uuid"}}
"""What is sent without standing in the text's example: a free order has the shape of any other (trap 16)."""


def test_every_example_of_the_text_is_a_case():
    assert {path.stem for path in CASES.iterdir()} == {
        *REQUESTS,
        *(name for names in ANSWERS.values() for name in names),
    }
    assert set(ANSWERS) == {name for name, call in vars(Protocol).items() if callable(call) and name[0] != "_"}


@pytest.mark.parametrize("path", sorted(CASES.iterdir()), ids=lambda path: path.stem)
def test_a_case_gives_each_thing_its_own_identifier(path: Any):
    """Trap 24: in the text they are all the same."""
    names = re.findall(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", path.read_text())
    assert UUID(int=0) not in {UUID(name) for name in names}
    assert path.stem == "day" or path.stem == "free-reserved" or len(set(names)) == len(names)


# --- what is sent ----------------------------------------------------------------------------------------------------


def fields_of(body: Any, path: str = "") -> Iterator[str]:
    for name, value in body.items():
        yield f"{path}{name}"
        if isinstance(value, dict):
            yield from fields_of(value, f"{path}{name}.")


@pytest.mark.parametrize("name", REQUESTS)
def test_what_is_sent_has_the_fields_of_the_texts_example(name: str):
    sent, wanted = set(fields_of(REQUESTS[name].body)), set(fields_of(case(name)))
    assert wanted <= sent
    extra = {each for each in sent - wanted if "building_number" not in each}
    assert extra == SENT_BESIDE.get(name, set())
    assert json.dumps(REQUESTS[name].body)


@pytest.mark.parametrize(
    ("request_", "method", "path"),
    [
        (Protocol().events("KEY123"), "GET", "/events"),
        (Protocol().event(EVENT, "KEY123"), "GET", f"/events/{EVENT}"),
        (Protocol().code(EVENT, "DISCOUNT123", "KEY123"), "GET", f"/events/{EVENT}/codes/RElTQ09VTlQxMjM="),
        (Protocol().month(EVENT, date(2020, 1, 31), "KEY123"), "GET", f"/events/{EVENT}/calendar/2020/01"),
        (Protocol().day(EVENT, date(2020, 1, 31), "KEY123"), "GET", f"/events/{EVENT}/calendar/2020/01/31"),
        (REQUESTS["reserve-request"], "POST", f"/events/{EVENT}/reservations"),
        (REQUESTS["update-request"], "PUT", f"/events/{EVENT}/reservations/CM123"),
        (REQUESTS["free-request"], "POST", f"/events/{EVENT}/reservations/generate"),
        (REQUESTS["checkout-request"], "POST", f"/events/{EVENT}/reservations/CM123/checkout"),
    ],
)
def test_a_call_is_asked_as_the_text_asks_it(request_: Request, method: str, path: str):
    assert (request_.method, unquote(request_.path)) == (method, path)
    assert dict(request_.query) == ({"key": "KEY123"} if method == "GET" else {})
    assert (request_.body is None) is (method == "GET")


# --- what is read ----------------------------------------------------------------------------------------------------


def test_the_event_list():
    first, second = wire.events(case("event-list"))
    assert (first.name, first.venue_name) == ("Flow Festival", "Amsterdam")
    assert first.start_at == datetime(2019, 12, 1, 11, 30, tzinfo=UTC)
    assert (second.name, second.start_at, second.venue_name) == ("Other Event", None, None)


def test_an_event():
    event = wire.event(case("event"))
    assert (event.name, event.minutes_to_order, event.is_calendar_enabled) == ("Flow Festival", 20, True)
    assert [method.name for method in event.payment_methods] == ["Ideal", "Bancontact", "Sofort Banking"]
    assert event.payment_methods[1].percentage_fee == Decimal("2.6")
    assert event.payment_methods[0].fixed_fee == Decimal("0.68")
    unnamed, regular = event.ticket_types
    assert (unnamed.name.in_language("nl"), unnamed.is_selectable_on_calendar) == ("?", False)
    assert (regular.name.in_language("nl"), regular.max_order_amount) == ("Regulier", 10)
    assert event.customer_data[Field.STREET] is Mode.REQUIRED
    assert event.customer_data[Field.CUSTOM_1] is Mode.NOT_IN_USE
    assert event.ticket_statuses["SOLD_OUT"].in_language("fr") == "Épuisé"
    assert event.venue.city == "Breda"


def test_a_month_is_read_by_its_ids():
    """Trap 3: the start of a day is local midnight written in UTC, on the date before."""
    days = wire.month(case("month"))
    assert days[0].on == date(2019, 5, 1)
    assert days[0].start_at == datetime(2019, 4, 30, 22, tzinfo=UTC)
    assert len(days) == len({day.on for day in days}) == len(case("month"))


def test_a_day_keeps_the_ids_of_its_slots_to_the_letter():
    slots = wire.day(case("day"))
    assert [slot.id for slot in slots] == [each["id"] for each in case("day")]
    assert slots[0].stock == 16
    assert len(slots[0].ticket_types) == 1


def test_codes():
    discount = wire.code(case("discount-code"), "DISCOUNT123")
    assert isinstance(discount, DiscountCode)
    assert (discount.stock, [each.fixed_balance for each in discount.ticket_types]) == (93, [Decimal(2), Decimal(5)])
    voucher = wire.code(case("voucher-code"), "VOUCHER123")
    assert isinstance(voucher, VoucherCode)
    assert voucher.balance == Decimal(420)
    assert wire.code({"discount_code": None, "voucher_code": None}, "X") is None


@pytest.mark.parametrize("name", ["reserved", "updated"])
def test_a_reservation(name: str):
    reserved = wire.reservation(case(name), LATER, 0.0)
    assert reserved.order_id == "CMTICKETS123XX"
    assert reserved.due_at == datetime(2018, 12, 24, 13, 34, 7, tzinfo=UTC)
    assert str(reserved.customer_data_uuid) == case(name)["customer_data"]["uuid"]


def test_a_free_reservation():
    free = wire.free_reservation(case("free-reserved"))
    assert free.download_url.startswith("https://order.cmtickets.com/")
    assert [barcode.type for barcode in free.barcodes] == ["QRCODE", "QRCODE"]


def test_a_checkout():
    opened = wire.checkout(case("checkout"), 0.0)
    assert (opened.status, opened.redirect_url) == ("OPEN", "https://cm.com/payment")
