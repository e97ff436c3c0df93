"""What a code takes off a cart: trap 12 of the notes on the API, to the cent."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.discount import DiscountKind, FullPrice, LineDiscount, discount, kind_of
from bot.domain.money import ZERO
from bot.domain.pricing import CartLine
from bot.domain.shop import Code, DiscountCode, TicketDiscount, VoucherCode
from bot.domain.totals import Totals, totals
from bot.simulator.shop.codes import CODES
from bot.simulator.shop.money import euros, subtotal
from bot.ticketshop import wire
from tests.domain.samples import method, ticket_type, uuid


def line(number: int, amount: int, price: str = "10.00", fee: str = "0.50") -> CartLine:
    return CartLine(ticket_type(number, price, fixed_fee=Decimal(fee)), amount)


def per_ticket(number: int, off: str, most: int | None = None) -> TicketDiscount:
    return TicketDiscount(uuid(number), Decimal(off), most)


def code(*types: TicketDiscount, fixed: str = "0", percentage: str = "0", stock: int | None = None) -> DiscountCode:
    return DiscountCode("CODE", Decimal(fixed), Decimal(percentage), stock, types)


def figures(of: Totals) -> tuple[str, str, str]:
    return str(of.subtotal), str(of.off), str(of.payable)


@pytest.mark.parametrize(
    ("given_code", "kind"),
    [
        (code(), DiscountKind.UNKNOWN),
        (code(stock=0, fixed="5"), DiscountKind.USED_UP),
        (code(stock=1, fixed="5"), DiscountKind.ON_ORDER),
        (code(fixed="5", percentage="10"), DiscountKind.PERCENTAGE),
        (code(per_ticket(1, "2"), fixed="5", percentage="10"), DiscountKind.PER_TICKET),
        (code(per_ticket(1, "0"), per_ticket(2, "1")), DiscountKind.PER_TICKET),
        (code(per_ticket(1, "0")), DiscountKind.UNKNOWN),
    ],
)
def test_what_a_code_is_is_told_by_what_is_filled(given_code: DiscountCode, kind: DiscountKind):
    assert kind_of(given_code) is kind


@pytest.mark.parametrize(
    ("given_code", "cart", "off"),
    [
        # Seen: set 5, buy 8, and the first 5 are discounted.
        (code(per_ticket(1, "2.00", 5)), [line(1, 8)], "10.00"),
        (code(per_ticket(1, "2.00", 5)), [line(1, 3)], "6.00"),
        (code(per_ticket(1, "2.00")), [line(1, 8)], "16.00"),
        (code(per_ticket(1, "2.00", 0)), [line(1, 8)], "0.00"),
        (code(per_ticket(1, "2.00"), per_ticket(2, "1.00", 1)), [line(1, 1), line(2, 2), line(3, 1)], "3.00"),
        # Never more than the price: the fee of 0.50 stays.
        (code(per_ticket(1, "99.00")), [line(1, 2)], "20.00"),
        (code(percentage="100"), [line(1, 2)], "20.00"),
        (code(percentage="250"), [line(1, 2)], "20.00"),
        (code(fixed="99"), [line(1, 2)], "20.00"),
        (code(percentage="10"), [line(1, 2), line(2, 1, "5.00")], "2.50"),
        (code(fixed="5"), [line(1, 2), line(2, 1)], "5.00"),
        # A type that is listed twice counts once.
        (code(per_ticket(1, "2.00"), per_ticket(1, "3.00")), [line(1, 1)], "2.00"),
        # 12.25 less 10 % is 11.025, rounded half up.
        (code(percentage="10"), [line(1, 1, "12.25", "0.00")], "1.22"),
        # Three times 0.33 less 50 %: 0.495, and not three times 0.17.
        (code(percentage="50"), [line(number, 1, "0.33", "0.00") for number in (1, 2, 3)], "0.49"),
        (code(stock=0, percentage="50"), [line(1, 2)], "0.00"),
        (code(), [line(1, 2)], "0.00"),
    ],
)
def test_a_discount_code_takes_off(given_code: DiscountCode, cart: list[CartLine], off: str):
    counted = totals(cart, given_code)
    assert (counted.off, counted.subtotal - counted.off) == (Decimal(off), counted.payable)


def reasons(given_code: DiscountCode, *cart: CartLine) -> list[tuple[int, FullPrice | None]]:
    return [(each.tickets, each.full_price) for each in discount(given_code, cart).lines]


def test_each_line_says_how_many_are_discounted_and_why_the_others_are_not():
    cart = (line(1, 4), line(2, 2), line(3, 1, "0.00"), line(4, 1))
    types = code(per_ticket(1, "2", 3), per_ticket(2, "2"), per_ticket(3, "2"))
    assert reasons(types, *cart) == [
        (3, FullPrice.BEYOND_MAXIMUM),
        (2, None),
        (0, FullPrice.NO_PRICE),
        (0, FullPrice.OTHER_TICKET_TYPE),
    ]
    assert reasons(code(percentage="10"), *cart) == [(4, None), (2, None), (0, FullPrice.NO_PRICE), (1, None)]
    assert reasons(code(fixed="10"), *cart) == [(4, None), (2, None), (0, FullPrice.NO_PRICE), (1, None)]
    assert {reason for _, reason in reasons(code(stock=0, fixed="10"), *cart)} == {FullPrice.USED_UP}
    assert {reason for _, reason in reasons(code(), *cart)} == {FullPrice.SHOWN_ON_PAYMENT_PAGE}
    assert reasons(code(per_ticket(1, "0")), line(1, 1), line(2, 1)) == [
        (0, FullPrice.SHOWN_ON_PAYMENT_PAGE),
        (0, FullPrice.OTHER_TICKET_TYPE),
    ]
    assert reasons(code(per_ticket(1, "0"), per_ticket(2, "1")), line(1, 1)) == [(0, FullPrice.OTHER_TICKET_TYPE)]


def test_what_comes_off_is_on_its_line_and_an_amount_off_the_order_on_none():
    taken = discount(code(per_ticket(1, "2", 3)), (line(1, 4),))
    assert taken.lines == (LineDiscount(line(1, 4), 3, Decimal(6), FullPrice.BEYOND_MAXIMUM),)
    on_order = discount(code(fixed="5"), (line(1, 4),))
    assert (on_order.off, [each.off for each in on_order.lines]) == (Decimal(5), [ZERO])


@pytest.mark.parametrize(
    ("balance", "used", "left", "payable"),
    [
        ("5", "5.00", "0.00", "16.00"),
        ("21", "21.00", "0.00", "0.00"),
        ("420", "21.00", "399.00", "0.00"),
        ("0", "0.00", "0.00", "21.00"),
        ("5.009", "5.00", "0.00", "16.00"),
    ],
)
def test_a_voucher_pays_for_price_and_fee_and_keeps_what_is_left(balance: str, used: str, left: str, payable: str):
    counted = totals([line(1, 2)], VoucherCode("V", Decimal(balance)))
    assert counted.voucher is not None
    assert (str(counted.voucher.used), str(counted.voucher.left), str(counted.payable)) == (used, left, payable)
    assert (counted.off, counted.unknown_discount) == (ZERO, False)


def test_the_payment_fee_comes_last_and_is_rounded_once():
    bancontact = method("0.35", "2.6")
    assert totals([line(1, 1, "64.00", "0.00")]).total(bancontact) == Decimal("66.01")
    assert totals([line(1, 1, "74.00", "0.00")], VoucherCode("V", Decimal(10))).total(bancontact) == Decimal("66.01")
    # 10.01 less 50 % is 5.005, with 90 % on top 9.5095; rounded before the fee it would be 9.52.
    assert totals([line(1, 1, "10.01", "0.00")], code(percentage="50")).total(method("0", "90")) == Decimal("9.51")


def test_what_a_code_brings_to_nothing_has_no_payment_fee_and_is_not_free():
    nothing = totals([line(1, 2, fee="0.00")], code(percentage="100"))
    assert (nothing.total(method("0.35", "2.6")), nothing.fee(method("0.35", "2.6"))) == (ZERO, ZERO)
    assert (nothing.is_free, nothing.is_estimate) == (False, True)
    free = totals([line(1, 2, "0.00", "0.00")])
    assert (free.is_free, free.is_estimate) == (True, False)


def test_the_fee_is_what_a_method_adds():
    counted = totals([line(1, 2)])
    assert (figures(counted), str(counted.fee(method("0.35", "0")))) == (("21.00", "0.00", "21.00"), "0.35")


def test_an_unknown_discount_is_flagged():
    assert totals([line(1, 1)], code()).unknown_discount
    assert not totals([line(1, 1)], code(fixed="1")).unknown_discount
    assert not totals([line(1, 1)]).unknown_discount


# --- whatever the cart and the code ----------------------------------------------------------------------------------

CENTS = st.decimals(min_value=0, max_value=500, places=2)
AMOUNTS = st.integers(min_value=1, max_value=20)
CARTS = st.lists(st.tuples(CENTS, CENTS, AMOUNTS), max_size=4).map(
    lambda drawn: [line(number, each[2], str(each[0]), str(each[1])) for number, each in enumerate(drawn, 1)]
)
DISCOUNTS = st.builds(
    DiscountCode,
    st.just("CODE"),
    CENTS,
    st.decimals(min_value=0, max_value=120, places=1),
    st.none() | st.integers(0, 2),
    st.lists(
        st.builds(TicketDiscount, st.integers(1, 5).map(uuid), CENTS, st.none() | st.integers(0, 9)), max_size=3
    ).map(tuple),
)
CODES_OF_ANY_KIND: st.SearchStrategy[Code] = DISCOUNTS | st.builds(VoucherCode, st.just("V"), CENTS)
METHODS = st.builds(method, CENTS.map(str), st.decimals(min_value=0, max_value=25, places=2).map(str))


@given(CARTS, CODES_OF_ANY_KIND, METHODS)
def test_a_code_never_makes_it_dearer_nor_negative_and_all_is_in_cents(cart: list[CartLine], drawn: Code, by: Any):
    without, counted = totals(cart), totals(cart, drawn)
    assert ZERO <= counted.payable <= without.payable
    assert ZERO <= counted.total(by) <= without.total(by)
    assert counted.off >= ZERO
    used = counted.voucher.used if counted.voucher is not None else ZERO
    assert counted.subtotal - counted.off - used == counted.payable
    shown = (counted.subtotal, counted.off, counted.payable, counted.total(by), counted.fee(by), used)
    assert all(amount.as_tuple().exponent == -2 for amount in shown)


@given(CARTS, CENTS)
def test_a_voucher_loses_no_cent(cart: list[CartLine], balance: Decimal):
    counted = totals(cart, VoucherCode("V", balance))
    assert counted.voucher is not None
    assert counted.voucher.used + counted.voucher.left == balance
    assert counted.voucher.used + counted.payable == counted.subtotal
    assert counted.voucher.left == ZERO or counted.payable == ZERO


@given(CARTS, DISCOUNTS)
def test_fees_stay_and_no_line_gets_more_than_its_price(cart: list[CartLine], drawn: DiscountCode):
    taken = discount(drawn, tuple(cart))
    for each in taken.lines:
        assert ZERO <= each.off <= (each.line.ticket_type.price or ZERO) * each.tickets
        assert (each.tickets < each.line.amount) is (each.full_price is not None)
    assert totals(cart, drawn).exact >= sum((each.ticket_type.fixed_fee * each.amount for each in cart), ZERO)


@given(CARTS.filter(bool), CODES_OF_ANY_KIND, METHODS, st.integers(1, 5))
def test_more_tickets_never_cost_less(cart: list[CartLine], drawn: Code, by: Any, more: int):
    larger = [replace(cart[0], amount=cart[0].amount + more), *cart[1:]]
    assert totals(larger, drawn).total(by) >= totals(cart, drawn).total(by)


@given(CARTS, CENTS, CENTS)
def test_a_larger_code_never_takes_off_less(cart: list[CartLine], amount: Decimal, more: Decimal):
    for small, large in (
        (code(fixed=str(amount)), code(fixed=str(amount + more))),
        (code(percentage=str(amount)), code(percentage=str(amount + more))),
        (code(per_ticket(1, str(amount))), code(per_ticket(1, str(amount + more)))),
    ):
        assert totals(cart, large).payable <= totals(cart, small).payable


@given(st.sampled_from(sorted(CODES)), st.lists(AMOUNTS, min_size=2, max_size=2), CENTS, CENTS)
def test_the_sandbox_counts_the_same(name: str, amounts: list[int], price: Decimal, fee: Decimal):
    """Two hands wrote the rule down: the shop's sandbox and this; only what is used up is not its to count."""
    drawn = wire.code(json.loads(json.dumps(CODES[name].document), parse_float=Decimal), name)
    if drawn is None or (isinstance(drawn, DiscountCode) and drawn.stock == 0):
        return
    listed = [each.ticket_type for each in drawn.ticket_types] if isinstance(drawn, DiscountCode) else []
    uuids: list[UUID] = [*listed, uuid(1), uuid(2)][:2]
    cart = [
        CartLine(replace(ticket_type(1, str(price), fixed_fee=fee), uuid=each), amount)
        for each, amount in zip(uuids, amounts, strict=True)
    ]
    tickets = {str(each): {"price": str(price), "fixed_fee": str(fee)} for each in uuids}
    bought = {str(each): amount for each, amount in zip(uuids, amounts, strict=True)}
    whole = subtotal(CODES[name], tickets, bought)
    balance = euros(voucher["balance"]) if (voucher := CODES[name].voucher) is not None else ZERO
    assert totals(cart, drawn).exact == whole - min(balance, whole)
