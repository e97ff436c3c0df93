"""Single values of the API's JSON: what is read exactly, and what is taken as not given."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.domain import availability
from bot.domain.customer import Field, Mode
from bot.domain.shop import DiscountCode
from bot.ticketshop import wire
from bot.ticketshop.protocol import Protocol, decode
from bot.ticketshop.wire import values
from tests.ticketshop.samples import EVENT, LATER, METHOD, NOON, TICKET, event_document, ticket


def decoded(written: str) -> Any:
    return decode(Protocol().events(None), written.encode())


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("0", "0"),
        ("12.5", "12.5"),
        ('"12.50"', "12.50"),
        ('" 12.50 "', "12.50"),
        ("0.1234567890123456789012345678901234567890", "0.1234567890123456789012345678901234567890"),
        ("1.5e1", "15"),
        ("999999.99", "999999.99"),
        ("-0.0", "0.0"),
        ("-0", "0"),
    ],
)
def test_an_amount_is_read_exactly_as_it_is_written(written: str, amount: str):
    read = values.money(decoded(written))
    assert read == Decimal(amount)
    assert not str(read).startswith("-")


UNREADABLE = [
    *("null", "true", '""', '"free"', "-1", '"-0.01"', "[]", "{}", '"NaN"', '"Infinity"', '"1e2"', "1e400"),
    *("1000000", '"1000000.00"', '"12,50"', '"1_000"', '"€ 5"', '"+5"', '".5"', '"5."', '"0x10"', '"१२"', '"１２"'),
    *("1e99999999999999999999", "-1e99999999999999999999", "1e-99999999999999999999"),
]


@pytest.mark.parametrize("written", UNREADABLE)
def test_a_price_that_cannot_be_read_is_not_sold(written: str):
    event = wire.event(event_document(ticket(decoded(written))))
    assert event.ticket_types[0].price is None
    assert not any(offer.is_on_sale for offer in availability.offers(event, None, NOON))


@pytest.mark.parametrize("written", [each for each in UNREADABLE if each != "null"])
def test_a_fee_that_cannot_be_read_takes_away_what_it_is_of(written: str):
    fee = decoded(written)
    assert wire.event(event_document(ticket(fixed_fee=fee))).ticket_types[0].price is None
    for name in ("fixed_fee", "percentage_fee"):
        method = {"uuid": str(METHOD), name: fee}
        assert wire.event(event_document(payment_methods=[method])).payment_methods == ()


def test_a_fee_that_is_left_out_is_none():
    event = wire.event(event_document(ticket(fixed_fee=None), payment_methods=[{"uuid": str(METHOD)}]))
    assert (event.ticket_types[0].fixed_fee, event.payment_methods[0].fixed_fee) == (0, 0)


def test_a_ticket_that_is_listed_twice_is_sold_once_and_at_two_prices_not_at_all():
    for price, known in (("10.00", Decimal("10.00")), ("10.0", Decimal("10.00")), ("11.00", None), (None, None)):
        event = wire.event(event_document(ticket("10.00", display_order=1), ticket(price, display_order=2)))
        assert [each.price for each in event.ticket_types] == [known]


def test_a_method_that_is_listed_twice_is_offered_once_and_with_two_fees_not_at_all():
    for fee, offered in (("0.35", 1), ("0.36", 0), ("?", 0)):
        methods = [{"uuid": str(METHOD), "fixed_fee": each} for each in ("0.35", fee)]
        assert len(wire.event(event_document(payment_methods=methods)).payment_methods) == offered


def test_entries_nobody_can_read_are_left_out():
    event = wire.event(event_document(ticket(), None, 4, {"uuid": "no"}, {"name": {}}))
    assert [each.uuid for each in event.ticket_types] == [TICKET]
    assert [each.uuid for each in wire.events([None, {"uuid": 3}, {"uuid": str(EVENT)}])] == [EVENT]


@pytest.mark.parametrize(
    ("value", "known"),
    [
        (True, True),
        (False, False),
        (1, True),
        (0, False),
        ("true", True),
        (" False ", False),
        ("0", False),
        (2, None),
        ("yes", None),
        (None, None),
        (Decimal(1), None),
        ([], None),
    ],
)
def test_a_yes_or_no_may_be_written_in_several_ways(value: object, known: bool | None):
    assert values.flag(value) is known
    [read] = wire.event(event_document(ticket(is_visible=value, is_selectable_on_calendar=value))).ticket_types
    assert read.is_visible is (known is not False)
    assert read.is_selectable_on_calendar is (known is True)


@pytest.mark.parametrize(
    ("value", "number", "counted", "left"),
    [
        (8, 8, 8, 8),
        ("8", 8, 8, 8),
        (Decimal("8.0"), 8, 8, 8),
        ("8.0", 8, 8, 8),
        (-1, -1, None, 0),
        (Decimal("1E+9999999"), None, None, None),
        (10**12, None, None, None),
        ("1e3", None, None, None),
        (True, None, None, None),
        (None, None, None, None),
        ("many", None, None, None),
    ],
)
def test_a_whole_number(value: object, number: int | None, counted: int | None, left: int | None):
    assert (values.integer(value), values.count(value), values.stock(value)) == (number, counted, left)


def test_things_are_shown_in_their_order_also_before_nought():
    other = "00000000-0000-4000-8000-00000000000a"
    event = wire.event(event_document(ticket(display_order=0), ticket(uuid=other, display_order=-1)))
    assert [str(each.uuid) for each in event.ticket_types] == [other, str(TICKET)]


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("2026-11-02T12:00:00+00:00", NOON),
        ("2026-11-02T13:00:00+01:00", NOON),
        ("2026-11-02T12:00:00", NOON),
        ("2026-11-02", datetime(2026, 11, 2, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("soon", None),
        ("", None),
        (1793620800, None),
        (None, None),
    ],
)
def test_a_moment_is_aware_or_not_given(value: object, at: datetime | None):
    assert values.moment(value) == at


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (" Hall ", "Hall"),
        (12, "12"),
        (Decimal("1.50"), "1.50"),
        ("a\x00b\x9fc", "abc"),
        ("a\r\nb\tc", "a\nb c"),
        ("half \ud83d", "half \N{REPLACEMENT CHARACTER}"),
        ("\U0001f3ab", "\U0001f3ab"),
        (None, ""),
        (True, ""),
        ([], ""),
    ],
)
def test_words_can_be_stored_and_sent(value: object, words: str):
    assert values.words(value) == words
    assert values.label({"nl": value}).nl == words
    assert values.words(value).encode().decode() == words


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


def test_a_label_in_one_language_only_is_that_of_all():
    assert values.label("Kaartje").in_language("de") == "Kaartje"
    assert not values.label(["Kaartje"])


def test_a_code_is_named_as_the_shop_writes_it_else_as_it_was_asked_for():
    for written, known in (("HALF", "HALF"), (None, "half"), ([], "half")):
        code = wire.code({"discount_code": {"code": written}}, "half")
        assert isinstance(code, DiscountCode)
        assert code.code == known


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


@pytest.mark.parametrize("document", [None, 4, "x", True, [[]], [None], {}, {"a": 1}])
def test_a_document_that_is_no_such_thing_is_an_error_the_client_knows(document: Any):
    for read in READERS:
        try:
            value = read(document)
        except ValueError:
            continue
        assert value in {(), None}


def test_money_is_decimal_from_the_wire_on():
    """A binary number would lose cents; none gets past the decoder."""
    assert decoded("[0.1, 1e-1]") == [Decimal("0.1"), Decimal("0.1")]
    assert values.money(0.1) is None
    assert json.loads("0.1") == 0.1
