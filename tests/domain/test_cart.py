"""The rules of a cart: no press, in any order, makes one that the rules refuse."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.availability import Offer, offers
from bot.domain.cart import CartFault, CartProblem, fault, next_fewer, next_more, places, with_amount
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
