"""What a cart costs: the one fee formula, exact to the cent."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.money import ZERO, Money, to_cents
from bot.domain.pricing import CartLine, cart_lines, is_free, priced, prices_now, subtotal, total, unit_price
from tests.domain.samples import HOUR, NOON, event, method, ticket_type, uuid

CENTS = st.decimals(min_value=0, max_value=9999, places=2)
PERCENT = st.decimals(min_value=0, max_value=25, places=2)
AMOUNTS = st.integers(min_value=1, max_value=50)
LINES = st.lists(
    st.builds(
        lambda price, fee, amount: CartLine(ticket_type(price=str(price), fixed_fee=fee), amount), CENTS, CENTS, AMOUNTS
    ),
    max_size=6,
)


def test_the_fee_is_a_surcharge_not_a_factor():
    """The formula in the API's text, read literally, gives 166.75 (its own example has 2.6 % and 0.35)."""
    assert total(Decimal("64.00"), method("0.35", "2.6")) == Decimal("66.01")


@pytest.mark.parametrize(
    ("amount", "cents"),
    [("0.005", "0.01"), ("0.004", "0.00"), ("66.014", "66.01"), ("66.015", "66.02"), ("0", "0.00"), ("1E+2", "100.00")],
)
def test_cents_are_rounded_half_up_and_written_with_two_decimals(amount: str, cents: str):
    assert str(to_cents(Decimal(amount))) == cents


def test_nothing_is_added_to_nothing():
    assert total(ZERO, method("0.35", "2.6")) == ZERO


def test_a_ticket_costs_its_price_and_its_fee():
    assert unit_price(ticket_type(price="12.50", fixed_fee=Decimal("0.68"))) == Decimal("13.18")


def test_what_has_no_price_cannot_be_priced():
    with pytest.raises(ValueError, match="no price"):
        unit_price(ticket_type(price=None))


def test_the_lines_of_a_cart_stand_in_the_events_order_and_leave_out_what_it_does_not_sell():
    sold = event(ticket_type(2), ticket_type(1))
    lines = cart_lines(sold, {uuid(1): 3, uuid(2): 1, uuid(3): 4})
    assert [(line.ticket_type.uuid, line.amount) for line in lines] == [(uuid(2), 1), (uuid(1), 3)]


def test_an_event_is_from_the_lowest_price_that_is_sold_now():
    """Fee included; what is sold out, hidden, without a price or not yet sold is no price to name."""
    sold = event(
        ticket_type(1, "12.00", fixed_fee=Decimal("0.50")),
        ticket_type(2, "12.25", fixed_fee=Decimal("0.20")),
        ticket_type(3, "5.00", status_id="SOLD_OUT"),
        ticket_type(4, "5.00", is_visible=False),
        ticket_type(5, None),
        ticket_type(6, "5.00", online_from=NOON + HOUR),
    )
    assert min(prices_now(sold, NOON)) == Decimal("12.45")
    assert min(prices_now(sold, NOON + HOUR)) == Decimal("5.00")
    assert prices_now(event(ticket_type(price=None)), NOON) == []
    assert min(prices_now(event(ticket_type(price="0.00")), NOON)) == ZERO


def test_a_museum_is_not_from_the_price_of_its_audio_guide():
    visit, guide = ticket_type(1, "15.00", is_selectable_on_calendar=True), ticket_type(2, "3.00")
    assert min(prices_now(event(visit, guide, is_calendar_enabled=True), NOON)) == Decimal("15.00")
    assert min(prices_now(event(guide, is_calendar_enabled=True), NOON)) == Decimal("3.00")


@pytest.mark.parametrize(
    ("price", "fee", "free"), [("0.00", "0.00", True), ("0.00", "0.50", False), ("0.01", "0.00", False)]
)
def test_free_is_what_has_neither_price_nor_fee(price: str, fee: str, free: bool):
    assert is_free([CartLine(ticket_type(price=price, fixed_fee=Decimal(fee)), 2)]) is free


def test_the_currency_is_that_of_the_payment_methods():
    assert priced(Decimal(5), event(methods=(method(currency="CHF"),))) == Money(Decimal(5), "CHF")
    assert priced(Decimal(5), event()) == Money(Decimal(5), "EUR")


@given(LINES)
def test_a_subtotal_is_the_exact_sum(lines: list[CartLine]):
    exact = sum((Fraction(unit_price(line.ticket_type)) * line.amount for line in lines), Fraction())
    assert Fraction(subtotal(lines)) == exact


@given(LINES, st.randoms())
def test_a_subtotal_does_not_depend_on_the_order(lines: list[CartLine], shuffling: Random):
    shuffled = list(lines)
    shuffling.shuffle(shuffled)
    assert subtotal(shuffled) == subtotal(lines)


@given(CENTS, CENTS, PERCENT)
def test_a_total_is_the_exact_one_rounded_once(amount: Decimal, fixed: Decimal, percentage: Decimal):
    assume(amount > 0)
    exact = Fraction(amount) * (1 + Fraction(percentage) / 100) + Fraction(fixed)
    assert abs(Fraction(total(amount, method(str(fixed), str(percentage)))) - exact) <= Fraction(1, 200)


@given(CENTS, CENTS, CENTS, PERCENT)
def test_more_never_costs_less_and_a_fee_never_gives_money(
    amount: Decimal, more: Decimal, fixed: Decimal, percentage: Decimal
):
    by = method(str(fixed), str(percentage))
    assert total(amount, by) <= total(amount + more, by)
    assert total(amount, by) >= amount
    assert total(amount, by).as_tuple().exponent == -2
