"""The API's documents: those of its own text, and any that are shaped like them."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import availability
from bot.domain.customer import Field, Mode
from bot.domain.pricing import cart_lines, subtotal
from bot.domain.shop import DiscountCode, Event, VoucherCode
from bot.ticketshop import wire
from bot.ticketshop.protocol import Protocol, decode
from tests.ticketshop.samples import (
    CUSTOMER,
    EVENT,
    LATER,
    METHOD,
    NOON,
    ORDER,
    RETURNS,
    TICKET,
    event_document,
    ticket,
)

CASES = Path(__file__).parent / "cases"
READERS: list[Callable[[Any], object]] = [
    wire.events,
    wire.event,
    wire.month,
    wire.day,
    lambda document: wire.code(document, "X"),
    lambda document: wire.reservation(document, LATER, 0.0),
    wire.free_reservation,
    lambda document: wire.checkout(document, 0.0),
]


def case(name: str) -> Any:
    """Return an example of the API's text, repaired as the notes say (trap 24), as the client decodes it."""
    return decode(Protocol().events(None), (CASES / f"{name}.json").read_bytes())


# --- the text's own examples -----------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("name", "request_"),
    [
        ("reserve-request", Protocol().reserve(ORDER, "nl")),
        ("update-request", Protocol().update(ORDER, "CM123", CUSTOMER, "nl")),
        ("free-request", Protocol().reserve_free(ORDER, "nl")),
        ("checkout-request", Protocol().checkout(EVENT, "CM123", METHOD, RETURNS, None)),
    ],
)
def test_what_is_sent_has_every_field_of_the_texts_example(name: str, request_: Any):
    assert missing(case(name), json.loads(json.dumps(request_.body))) == []


def missing(example: Any, sent: Any, path: str = "") -> list[str]:
    """Return the paths of an example's fields that are not in what is sent."""
    if not isinstance(example, dict):
        return []
    return [
        found
        for name, value in example.items()
        for found in ([f"{path}.{name}"] if name not in sent else missing(value, sent[name], f"{path}.{name}"))
    ]


# --- traps -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("price", [12.5, "12.5", "12.50"])
def test_money_comes_as_a_number_or_as_text(price: object):
    """Trap 10."""
    event = wire.event(json.loads(json.dumps(event_document(ticket(price))), parse_float=Decimal))
    assert subtotal(cart_lines(event, {TICKET: 2})) == Decimal("26.00")


@pytest.mark.parametrize(
    "price", [None, "", "free", -1, "-0.01", True, [], {}, "NaN", "Infinity", "1e400", 10**7, "12,50"]
)
def test_a_price_that_cannot_be_read_is_not_sold(price: object):
    """Trap 20."""
    event = wire.event(event_document(ticket(price)))
    assert not any(offer.is_on_sale for offer in availability.offers(event, None, NOON))


@pytest.mark.parametrize("fee", ["", "none", -1, True, []])
def test_a_fee_that_cannot_be_read_takes_the_price_away(fee: object):
    event = wire.event(event_document(ticket(fixed_fee=fee)))
    assert event.ticket_types[0].price is None
    assert wire.event(event_document(payment_methods=[{"uuid": str(METHOD), "fixed_fee": fee}])).payment_methods == ()


def test_entries_nobody_can_read_are_left_out():
    event = wire.event(event_document(ticket(), None, 4, {"uuid": "no"}, {"name": {}}))
    assert [each.uuid for each in event.ticket_types] == [TICKET]
    assert wire.events([None, {"uuid": 3}, {"uuid": str(EVENT)}])[0].uuid == EVENT


def test_a_mode_nobody_documented_is_required():
    """Trap 13: an order must not lack what the shop wants."""
    event = wire.event(event_document(customer_data={"email": "MANDATORY", "mobile": "OPTIONAL", "gender": None}))
    modes = event.customer_data
    assert (modes[Field.EMAIL], modes[Field.MOBILE], modes[Field.GENDER]) == (
        Mode.REQUIRED,
        Mode.OPTIONAL,
        Mode.NOT_IN_USE,
    )


def test_one_mode_governs_the_whole_address():
    """Trap 13; a second line and a state are never insisted on by it: most addresses have none."""
    modes = wire.event(
        event_document(customer_data={"address_data": "REQUIRED", "zipcode": "NOT_IN_USE"})
    ).customer_data
    parts = {Field.COUNTRY, Field.STREET, Field.BUILDING_NUMBER, Field.ZIPCODE, Field.CITY}
    assert {field for field, mode in modes.items() if mode is Mode.REQUIRED} == parts
    assert {field for field, mode in modes.items() if mode is Mode.OPTIONAL} == {Field.ADDRESS_LINE_2, Field.STATE}
    assert wire.event(event_document(customer_data={"address_data": "OPTIONAL"})).customer_data[Field.STREET] is (
        Mode.OPTIONAL
    )


# --- documents shaped like the API's ---------------------------------------------------------------------------------

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.decimals(),
    st.text(max_size=8),
    st.sampled_from(
        ["ONLINE", "OPEN", "REQUIRED", "", "0.00", "1e9999", "0001-01-01T00:00:00+14:00", "9999-12-31", str(TICKET)]
    ),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.sampled_from(["nl", "en", "x"]), st.text(max_size=3), max_size=2),
)


@st.composite
def bent(draw: st.DrawFn, document: Any) -> Any:
    """Return a document in which fields are null, missing, extra, or of another type."""
    fate = draw(st.integers(0, 11))
    if fate == 0:
        return draw(ODD)
    if isinstance(document, dict):
        kept = {name: draw(bent(value)) for name, value in document.items() if draw(st.integers(0, 11))}
        return kept | ({draw(st.text(max_size=4)): draw(ODD)} if fate == 1 else {})
    if isinstance(document, list):
        return [draw(bent(value)) for value in document[:3]] + ([draw(ODD)] if fate == 1 else [])
    return document


DOCUMENTS = [
    event_document(),
    *(
        json.loads((CASES / f"{name}.json").read_text())
        for name in (
            "event-list",
            "month",
            "day",
            "discount-code",
            "voucher-code",
            "reserved",
            "free-reserved",
            "checkout",
        )
    ),
]


@given(st.sampled_from(DOCUMENTS).flatmap(bent))
def test_no_document_is_an_uncaught_error(document: Any):
    for read in READERS:
        try:
            value = read(document)
        except ValueError:  # a ValidationError is one: the client makes it Unavailable or Unknown
            continue
        if isinstance(value, Event):
            look_at(value)
        if isinstance(value, tuple) and value and hasattr(value[0], "start_at") and value[0].start_at is not None:
            assert value[0].start_at.astimezone(UTC).year


def look_at(event: Event) -> None:
    """Do with an event what every screen does, and see that its money is money."""
    availability.of_event(event, NOON)
    for offer in availability.offers(event, None, NOON):
        assert offer.ticket_type.price is None or 0 <= offer.ticket_type.price < 1_000_000
        assert not offer.is_on_sale or offer.ticket_type.price is not None
    for at in (event.start_at, event.end_at, event.online_from, event.online_till):
        assert at is None or at.astimezone(UTC).year
    sold = {each.uuid: 1 for each in event.ticket_types if each.price is not None}
    assert subtotal(cart_lines(event, sold)).as_tuple().exponent == -2


@given(price=st.one_of(ODD, st.floats(), st.text(alphabet="0123456789.,-e+ ", max_size=6)))
def test_no_price_is_ever_another_one(price: object):
    [known] = wire.event(event_document(ticket(price))).ticket_types
    if known.price is not None:
        assert known.price == Decimal(str(price))


@pytest.mark.parametrize("document", [None, 4, "x", [[]], {"a": 1}])
def test_a_document_that_is_no_such_thing_is_an_error_the_client_knows(document: object):
    for read in (wire.event, wire.free_reservation, READERS[5], READERS[7]):
        with pytest.raises(ValueError, match=r"validation error|number"):
            read(document)
