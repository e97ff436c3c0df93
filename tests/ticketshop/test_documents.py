"""Documents shaped like the API's with fields null, missing, extra, of another type, deep: no uncaught error, no wrong price.

The documents are the text's own examples (`cases`), so that no field of them is forgotten: each is bent at one field in
every way, and at several at random.
"""

import dataclasses
import json
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation.cannot_read import CannotRead
from bot.conversation.effects import NotSent, Refused, Reserved, Unknown
from bot.domain import availability
from bot.domain.labels import Label
from bot.domain.pricing import cart_lines, subtotal
from bot.domain.shop import Checkout, DiscountCode, Event, FreeReservation, VoucherCode
from bot.domain.totals import totals
from bot.ticketshop import wire
from bot.ticketshop.port import TicketShop
from tests.scripted import ScriptedServer
from tests.ticketshop.samples import EVENT, LATER, METHOD, NOON, ORDER, RETURNS, TICKET, case
from tests.ticketshop.test_cases import ANSWERS

Path = tuple[str | int, ...]
MISSING = object()


def nested(depth: int) -> object:
    document: object = "deep"
    for level in range(depth):
        document = [document] if level % 2 else {"en": document}
    return document


ODD: list[Any] = [
    MISSING,
    *(None, True, False, 0, -1, 3, Decimal("-0.5"), Decimal("12.345"), Decimal("1E+999999"), 10**40),
    *("", " ", "x", "0.00", "12.50", "-1", "1_000", "١٢", "1e9", "NaN", "true", "ONLINE", "REQUIRED", str(TICKET)),
    *("0001-01-01T00:00:00+14:00", "9999-12-31", "\ud800", "a\x00b", "<b>&amp;", "x" * 5000),
    *([], [None], [[]], {}, {"nl": None}, {"en": ["x"]}, nested(200)),
]


def paths(document: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the way to everything in a document, the whole of it first."""
    yield path
    parts = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for name, part in parts:
        yield from paths(part, (*path, name))


def short(document: Any) -> Any:
    """Return a document with at most two entries in each of its lists: the others are no different."""
    if isinstance(document, dict):
        return {name: short(each) for name, each in document.items()}
    return [short(each) for each in document[:2]] if isinstance(document, list) else document


def bent(document: Any, path: Path, odd: Any) -> Any:
    """Return a document that has something odd, or nothing, at the end of a path."""
    if not path:
        return odd if odd is not MISSING else {}
    name, *rest = path
    if isinstance(document, dict):
        others = {each: part for each, part in document.items() if each != name}
        return others if odd is MISSING and not rest else others | {str(name): bent(document[name], tuple(rest), odd)}
    index = int(name)
    within = [] if odd is MISSING and not rest else [bent(document[index], tuple(rest), odd)]
    return [*document[:index], *within, *document[index + 1 :]]


READERS: dict[str, Callable[[Any], object]] = {
    "events": wire.events,
    "event": wire.event,
    "code": lambda document: wire.code(document, "X"),
    "month": wire.month,
    "day": wire.day,
    "reserve": lambda document: wire.reservation(document, LATER, 0.0),
    "update": lambda document: wire.reservation(document, LATER, 0.0),
    "reserve_free": wire.free_reservation,
    "checkout": lambda document: wire.checkout(document, 0.0),
}
EXAMPLES = [(call, name) for call, names in ANSWERS.items() for name in names]


@st.composite
def bent_documents(draw: st.DrawFn, names: tuple[str, ...]) -> Any:
    """Return an example that is odd in up to eight places, one behind the other."""
    document = short(case(draw(st.sampled_from(names))))
    for _ in range(draw(st.integers(1, 8))):
        path = draw(st.sampled_from(list(paths(document))))
        document = bent(document, path, draw(st.sampled_from(ODD)))
        if isinstance(document, dict) and draw(st.booleans()):
            document = document | {draw(st.text(max_size=4)): draw(st.sampled_from(ODD[1:]))}
        elif isinstance(document, list) and draw(st.booleans()):
            document = [*document, draw(st.sampled_from([*document, *ODD[1:]]))]
    return document


# --- what must hold of whatever is read ------------------------------------------------------------------------------


def look_at(call: str, document: Any) -> None:
    """Read a document, and see that all that is read can be stored, shown and counted with."""
    try:
        value = READERS[call](document)
    except ValueError:  # a ValidationError is one: the client makes it Unavailable or Unknown
        assert call != "event" or not is_event(document)
        return
    for each in leaves(value):
        if isinstance(each, str):
            assert each.encode().decode() == each
        if isinstance(each, datetime):
            assert each.astimezone(NOON.tzinfo).year
    match value:
        case Event():
            look_at_prices(value, document)
            look_at_offers(value)
        case DiscountCode() | VoucherCode():
            look_at_code(value, document)
        case _:
            pass


def leaves(value: object) -> Iterator[object]:
    if isinstance(value, Label):
        yield from (value.nl, value.en, value.fr, value.de)
    elif dataclasses.is_dataclass(value):
        for each in dataclasses.fields(value):
            yield from leaves(getattr(value, each.name))
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield name
            yield from leaves(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from leaves(part)
    else:
        yield value


def is_event(document: Any) -> bool:
    return isinstance(document, dict) and isinstance(document.get("event"), dict) and is_uuid(document["event"])


def is_uuid(entry: Any) -> bool:
    try:
        return isinstance(entry, dict) and bool(UUID(entry["uuid"]))
    except (ValueError, KeyError, AttributeError, TypeError):
        return False


def euros(value: Any) -> Decimal | None:
    """Read an amount by another hand than the client's."""
    if isinstance(value, str) and re.fullmatch(r"\s*\d+(\.\d+)?\s*", value, re.ASCII):
        value = Decimal(value)
    if type(value) not in {int, Decimal} or not Decimal(value).is_finite() or not 0 <= value < 1_000_000:
        return None
    return Decimal(value)


def optional(value: Any) -> Decimal | None:
    return Decimal(0) if value is None else euros(value)


def entries(parent: Any, name: str) -> list[Any]:
    found = parent.get(name) if isinstance(parent, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def look_at_prices(event: Event, document: Any) -> None:
    """Each price and fee is the one that the document has, or there is none; each that can be read is there."""
    prices: dict[UUID, set[tuple[Decimal | None, Decimal | None]]] = {}
    for category in entries(document, "categories"):
        for each in entries(category, "tickets"):
            if is_uuid(each):
                told = euros(each.get("price")), optional(each.get("fixed_fee"))
                prices.setdefault(UUID(each["uuid"]), set()).add(told)
    assert {each.uuid for each in event.ticket_types} == set(prices)
    for each in event.ticket_types:
        [(price, fee), *others] = prices[each.uuid]
        if others or price is None or fee is None:
            assert each.price is None
        else:
            assert (each.price, each.fixed_fee) == (price, fee)
    fees: dict[UUID, set[tuple[Decimal | None, Decimal | None]]] = {}
    for method in entries(document, "payment_methods"):
        if is_uuid(method):
            told = optional(method.get("fixed_fee")), optional(method.get("percentage_fee"))
            fees.setdefault(UUID(method["uuid"]), set()).add(told)
    for known in event.payment_methods:
        assert fees[known.uuid] == {(known.fixed_fee, known.percentage_fee)}
        assert re.fullmatch("[A-Z]{3}", known.currency_id)


def look_at_offers(event: Event) -> None:
    """Do with an event what every screen does."""
    availability.of_event(event, NOON)
    for offer in availability.offers(event, None, NOON):
        assert not offer.is_on_sale or (offer.ticket_type.price is not None and 1 <= offer.least <= offer.most)
    sold = {each.uuid: 2 for each in event.ticket_types if each.price is not None}
    lines = cart_lines(event, sold)
    assert len(lines) == len(sold)
    assert subtotal(lines).as_tuple().exponent == -2
    for method in event.payment_methods:
        assert totals(lines).total(method) >= subtotal(lines)


def look_at_code(code: DiscountCode | VoucherCode, document: Any) -> None:
    """Nothing is taken off that the document does not say."""
    if isinstance(code, VoucherCode):
        assert code.balance == euros(document["voucher_code"]["balance"])
        return
    told = document["discount_code"]
    taken = [code.percentage, code.fixed_balance, *(each.fixed_balance for each in code.ticket_types)]
    if not any(taken):
        return
    assert (code.percentage, code.fixed_balance) == (
        optional(told.get("percentage")),
        optional(told.get("fixed_balance")),
    )
    assert [(each.ticket_type, each.fixed_balance) for each in code.ticket_types] == [
        (UUID(each["uuid"]), optional(each.get("fixed_balance"))) for each in entries(told, "ticket_types")
    ]


# --- the documents ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("call", "name"), EXAMPLES)
def test_whatever_is_odd_about_one_field_of_an_example(call: str, name: str):
    document = short(case(name))
    ways = [(path, odd) for path in paths(document) for odd in ODD]
    assert len(ways) > len(ODD) * 3
    for path, odd in ways:
        look_at(call, bent(document, path, odd))


@pytest.mark.parametrize("call", ANSWERS)
def test_whatever_is_odd_about_many_fields_of_an_example(call: str):
    @given(bent_documents(ANSWERS[call]))
    @settings(max_examples=150, deadline=None)
    def look(document: Any) -> None:
        look_at(call, document)

    look()


@given(price=st.one_of(st.decimals(), st.integers(), st.text(alphabet="0123456789.,-e+_ ", max_size=8)))
def test_no_price_is_ever_another_one(price: Any):
    document = bent(case("event"), ("categories", 0, "tickets", 0, "price"), price)
    look_at("event", document)


# --- over a real connection ------------------------------------------------------------------------------------------

CALLS: dict[str, Callable[[TicketShop], Awaitable[object]]] = {
    "events": lambda port: port.events(fresh=True),
    "event": lambda port: port.event(EVENT, fresh=True),
    "code": lambda port: port.code(EVENT, "X", fresh=True),
    "month": lambda port: port.month(EVENT, NOON.date(), fresh=True),
    "day": lambda port: port.day(EVENT, NOON.date(), fresh=True),
    "reserve": lambda port: port.reserve(ORDER, language="nl", frees_at=LATER),
    "update": lambda port: port.update(ORDER, "CM1", customer_data_uuid=None, language="nl", due_at=LATER),
    "reserve_free": lambda port: port.reserve_free(ORDER, language="nl", frees_at=LATER),
    "checkout": lambda port: port.open_checkout(EVENT, "CM1", METHOD, RETURNS, frees_at=LATER),
}
READS = {"events", "event", "code", "month", "day"}
WRITTEN = (Reserved, FreeReservation, Checkout, Refused, NotSent, Unknown)


@given(
    answered=st.sampled_from(sorted(CALLS)).flatmap(
        lambda call: st.tuples(st.just(call), bent_documents(ANSWERS[call]))
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_conversation_gets_a_value_or_a_reason_whatever_the_shop_answers(
    shop: ScriptedServer, port: TicketShop, answered: tuple[str, Any]
):
    call, document = answered
    shop.script.clear()
    shop.asked.clear()
    shop.answers(200, document)
    try:
        value = await CALLS[call](port)
    except CannotRead as problem:
        value = problem.reason
    if call in READS:
        assert not isinstance(value, str) or value in {"unavailable", "locked"}
    else:
        assert isinstance(value, WRITTEN)
        assert len(shop.asked) == 1


def test_the_documents_are_those_of_all_nine_calls():
    assert set(READERS) == set(CALLS) == set(ANSWERS)
    assert len(READERS) == 9
    assert json.dumps(case("event"), default=str)
