"""The rules of a cart: no press, in any order, makes one that the rules refuse."""

from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.availability import Offer, offers
from bot.domain.cart import (
    CartFault,
    CartProblem,
    Dropped,
    Kept,
    fault,
    kept,
    most_of,
    next_fewer,
    next_more,
    places,
    with_amount,
)
from bot.domain.shop import Event, TimeSlot
from tests.domain.samples import NOON, event, slot, ticket_type, uuid

LIMITS = st.tuples(st.integers(1, 6), st.integers(0, 12))
PRESSES = st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=40)


def fair(*limits: tuple[int, int]) -> tuple[Offer, ...]:
    types = (
        ticket_type(number, min_order_amount=least, max_order_amount=most)
        for number, (least, most) in enumerate(limits, 1)
    )
    return offers(event(*types), None, NOON)


@given(st.lists(LIMITS, min_size=3, max_size=3), PRESSES)
def test_whatever_is_pressed_the_cart_keeps_the_rules(limits: list[tuple[int, int]], presses: list[tuple[int, bool]]):
    offered = fair(*limits)
    sold = event(*(offer.ticket_type for offer in offered))
    quantities: dict[UUID, int] = {}
    for number, more in presses:
        offer = offered[number - 1]
        amount = quantities.get(uuid(number), 0)
        wanted = next_more(offer, amount) if more else next_fewer(offer, amount)
        if wanted is not None:
            quantities = with_amount(quantities, uuid(number), wanted)
        assert fault(sold, offered, None, quantities) is None
        assert all(amount > 0 for amount in quantities.values())


@given(LIMITS)
def test_more_leads_over_every_allowed_amount_and_fewer_back_to_none(limits: tuple[int, int]):
    [offer] = fair(limits)
    least, most = limits
    up, amount = [], 0
    while (wanted := next_more(offer, amount)) is not None:
        up.append(amount := wanted)
    assert up == (list(range(least, most + 1)) if most >= least else [])
    while amount > 0:
        fewer = next_fewer(offer, amount)
        assert fewer == amount - 1 or (amount == least and fewer == 0)
        amount = fewer


@given(st.dictionaries(st.integers(1, 4).map(uuid), st.integers(1, 9)), st.integers(1, 4), st.integers(-2, 9))
def test_an_amount_is_what_was_set_and_the_others_stay(quantities: dict[UUID, int], number: int, amount: int):
    changed = with_amount(quantities, uuid(number), amount)
    assert changed.get(uuid(number), 0) == max(amount, 0)
    assert {key: value for key, value in changed.items() if key != uuid(number)} == {
        key: value for key, value in quantities.items() if key != uuid(number)
    }


def test_each_fault_names_the_ticket_type_and_what_would_be_right():
    offered = fair((2, 4), (1, 3))
    sold = event(*(offer.ticket_type for offer in offered))
    assert fault(sold, offered, None, {uuid(1): 1}) == CartFault(CartProblem.TOO_FEW, uuid(1), 2)
    assert fault(sold, offered, None, {uuid(1): 5}) == CartFault(CartProblem.TOO_MANY, uuid(1), 4)
    assert fault(sold, offered, None, {uuid(9): 1}) == CartFault(CartProblem.NOT_OFFERED, uuid(9))
    assert fault(sold, offered, None, {}) is None


def test_a_slot_is_shared_by_its_types_and_not_by_extras():
    adult, child, audio = (
        ticket_type(1, is_selectable_on_calendar=True),
        ticket_type(2, is_selectable_on_calendar=True),
        ticket_type(3),
    )
    museum = event(adult, child, audio, is_calendar_enabled=True)
    three_left = slot(3, 1, 2)
    offered = offers(museum, three_left, NOON)
    full = {uuid(1): 2, uuid(2): 1, uuid(3): 9}
    assert places(museum, full) == 3
    assert fault(museum, offered, three_left, full) is None
    assert fault(museum, offered, three_left, full | {uuid(2): 2}) == CartFault(CartProblem.SLOT_TOO_SMALL, uuid(1), 3)


# --- what is left of a cart ------------------------------------------------------------------------------------------

ADULT, CHILD, AUDIO = uuid(1), uuid(2), uuid(3)


def museum(*, least: int = 1, most: int | None = 8, **adult: Any) -> Event:
    return event(
        ticket_type(1, is_selectable_on_calendar=True, min_order_amount=least, max_order_amount=most, **adult),
        ticket_type(2, is_selectable_on_calendar=True, max_order_amount=8),
        ticket_type(3, max_order_amount=8),
        is_calendar_enabled=True,
    )


def left(sold: Event, at: TimeSlot | None, quantities: dict[UUID, int]) -> Kept:
    return kept(sold, offers(sold, at, NOON), at, quantities)


def test_what_fits_stays():
    cart = {AUDIO: 8, CHILD: 2, ADULT: 2}
    assert left(museum(), slot(4, 1, 2), cart) == Kept(cart)
    assert list(left(museum(), slot(4, 1, 2), cart).quantities) == [AUDIO, CHILD, ADULT]


def test_a_smaller_slot_keeps_the_first_types_and_every_extra():
    cart = {ADULT: 2, CHILD: 2, AUDIO: 4}
    assert left(museum(), slot(3, 1, 2), cart) == Kept(
        {ADULT: 2, CHILD: 1, AUDIO: 4}, (Dropped(CHILD, 1, CartProblem.SLOT_TOO_SMALL),)
    )
    assert left(museum(), slot(1, 1, 2), cart) == Kept(
        {ADULT: 1, AUDIO: 4},
        (Dropped(ADULT, 1, CartProblem.SLOT_TOO_SMALL), Dropped(CHILD, 2, CartProblem.SLOT_TOO_SMALL)),
    )


def test_what_is_not_sold_any_more_goes_and_says_so():
    assert left(museum(), slot(9, 2), {ADULT: 2, CHILD: 1}).dropped == (Dropped(ADULT, 2, CartProblem.NOT_OFFERED),)
    assert left(museum(), None, {ADULT: 2, AUDIO: 1}) == Kept({AUDIO: 1}, (Dropped(ADULT, 2, CartProblem.NOT_OFFERED),))
    sold_out = museum(status_id="SOLD_OUT")
    assert left(sold_out, slot(9, 1, 2), {ADULT: 2}).dropped == (Dropped(ADULT, 2, CartProblem.NOT_OFFERED),)
    assert left(museum(), None, {uuid(9): 1}).dropped == (Dropped(uuid(9), 1, CartProblem.NOT_OFFERED),)


def test_new_limits_are_kept_to():
    assert left(museum(most=3), slot(9, 1, 2), {ADULT: 5}) == Kept(
        {ADULT: 3}, (Dropped(ADULT, 2, CartProblem.TOO_MANY),)
    )
    assert left(museum(least=4), slot(9, 1, 2), {ADULT: 3}) == Kept({}, (Dropped(ADULT, 3, CartProblem.TOO_FEW),))
    assert left(museum(most=None), slot(40, 1, 2), {ADULT: 30}) == Kept(
        {ADULT: 20}, (Dropped(ADULT, 10, CartProblem.SLOT_TOO_SMALL),)
    )


def test_what_others_take_of_a_slot_is_not_left():
    sold, five = museum(least=2), slot(5, 1, 2)
    adult, child, audio = offers(sold, five, NOON)
    assert most_of(sold, adult, five, {}) == 5
    assert most_of(sold, adult, five, {ADULT: 5}) == 5
    assert most_of(sold, adult, five, {CHILD: 2, AUDIO: 8}) == 3
    assert most_of(sold, adult, five, {CHILD: 4}) == 0
    assert most_of(sold, child, five, {ADULT: 5}) == 0
    assert most_of(sold, audio, five, {ADULT: 5}) == 8
    [full, *_] = offers(sold, slot(0, 1, 2), NOON)
    assert most_of(sold, full, slot(0, 1, 2), {}) == 0


@given(
    st.tuples(st.integers(1, 4), st.none() | st.integers(0, 9)),
    st.integers(0, 12),
    st.dictionaries(st.integers(1, 4).map(uuid), st.integers(1, 12)),
)
def test_what_is_kept_has_no_fault_is_no_more_than_it_was_and_stays_when_kept_again(
    limits: tuple[int, int | None], stock: int, quantities: dict[UUID, int]
):
    least, most = limits
    sold, at = museum(least=least, most=most), slot(stock, 1, 2)
    offered = offers(sold, at, NOON)
    cart = left(sold, at, quantities)
    assert fault(sold, offered, at, cart.quantities) is None
    assert {each.ticket_type: cart.quantities.get(each.ticket_type, 0) + each.lost for each in cart.dropped} | {
        uuid: amount for uuid, amount in cart.quantities.items() if amount == quantities[uuid]
    } == quantities
    assert left(sold, at, dict(cart.quantities)) == Kept(cart.quantities)
    assert (cart.dropped == ()) is (fault(sold, offered, at, quantities) is None)
