"""Callback data: what goes out comes back, and nothing that comes in does harm (forged data, promise 52)."""

import random
import string
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.messages import Action, Press, StepName, Tap
from bot.domain.customer import Field
from bot.telegram import callback
from bot.telegram.callback import LARGEST_AMOUNT, LARGEST_VISIT, decode, encode
from tests.conversation.dialogue import at_tickets

THINGS = st.one_of(
    st.none(),
    st.uuids(),
    st.dates(date(2000, 1, 1), date(2200, 1, 1)),
    st.integers(15_778_080, 31_556_160).map(lambda minutes: datetime.fromtimestamp(minutes * 60, UTC)),
    st.sampled_from(list(Field)),
    st.sampled_from(list(StepName)),
    st.sampled_from(["nl", "en", "fr", "de"]),
)
PRESSES = st.builds(Press, st.sampled_from(list(Action)), THINGS, st.none() | st.integers(0, LARGEST_AMOUNT - 1))


@given(st.integers(0, LARGEST_VISIT - 1), PRESSES)
def test_what_goes_out_comes_back_within_64_bytes(visit: int, press: Press):
    data = encode(visit, press)
    assert len(data.encode()) <= 64
    assert decode(data) == Tap(visit, press)


@given(st.text(max_size=80) | st.binary(max_size=64).map(lambda data: data.decode("latin-1")) | st.none())
def test_reading_is_a_total_function(data: str | None):
    assert isinstance(decode(data), Tap)


def forged(number: int) -> list[str]:
    """Return data that looks like ours, to various degrees."""
    chance = random.Random(number)
    alphabet = string.ascii_letters + string.digits + "-_.é\x00"
    actions = [*(action.value for action in Action), "?", ""]
    made = []
    for _ in range(number):
        thing = chance.choice("umdfst?") + "".join(chance.choices(alphabet, k=chance.randint(0, 40)))
        visit = "".join(chance.choices(alphabet, k=chance.randint(0, 9)))
        made.append(f"{visit}.{chance.choice(actions)}.{thing}{chance.choice(['', '.1', '.zz', '.-1', '.' * 9])}")
    return made


def test_a_hundred_thousand_forged_taps_are_read_without_an_exception():
    for data in forged(100_000):
        assert isinstance(decode(data), Tap)


async def test_forged_taps_are_answered_and_change_nothing():
    dialogue = await at_tickets()
    cart = dialogue.session.purchase
    for data in forged(200):
        await dialogue.give(decode(data))
        assert dialogue.notice
    assert dialogue.session.purchase == cart
    assert dialogue.shop.heard == []


async def test_control_with_the_stamp_ignored_a_forged_tap_changes_the_cart(monkeypatch: pytest.MonkeyPatch):
    dialogue = await at_tickets()
    thing = callback.encode(0, Press(Action.SET, dialogue.shop.listed[0].ticket_types[0].uuid, 9))
    await dialogue.give(decode(thing))
    assert dialogue.session.purchase.quantities == {}
    await dialogue.give(Tap(dialogue.visit, decode(thing).press))
    assert dialogue.session.purchase.quantities != {}
