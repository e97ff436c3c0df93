"""A shop that does not answer, of which something is known: it can be looked at, and nothing is ordered on it."""

from datetime import timedelta

import pytest

from bot.conversation.cannot_read import CannotRead
from bot.conversation.messages import Action, StepName
from bot.conversation.writing import Writing
from tests.conversation.dialogue import FESTIVAL, NOW, Dialogue, PlainShop, at_museum_slot, at_review, at_tickets, uuid

AGO = timedelta(minutes=30)


def rests(shop: PlainShop) -> PlainShop:
    """Let a shop not answer any more; its list was read last at 09:30, an event at 09:35."""
    shop.fails = "unavailable"
    shop.list_known_at, shop.event_known_at = NOW - AGO, NOW - AGO + timedelta(minutes=5)
    return shop


async def test_known_events_are_listed_and_shown_with_when_they_were_read():
    dialogue = await Dialogue(rests(PlainShop())).start()
    assert "this is how it was at 09:30" in dialogue.notice
    assert [label for label in dialogue.labels if label in {"Festival", "Museum"}]
    await dialogue.do(Action.CHOOSE, FESTIVAL.uuid)
    assert dialogue.at is StepName.CARD
    dialogue.shop.fails = None
    await dialogue.do(Action.NEXT)
    assert dialogue.notice == ""


async def test_the_oldest_of_what_is_known_is_what_is_told():
    dialogue = Dialogue(rests(PlainShop()))
    dialogue.session = dialogue.session.model_copy(update={"list_key": "K"})
    await dialogue.start()
    assert "at 09:30" in dialogue.notice
    dialogue.shop.list_known_at = NOW - timedelta(minutes=10)
    await dialogue.do(Action.CHOOSE, FESTIVAL.uuid)
    assert "at 09:35" in dialogue.notice


@pytest.mark.parametrize("known", ["list_known_at", "event_known_at"])
async def test_what_is_not_known_rests(known):
    dialogue = await (Dialogue().start() if known == "list_known_at" else at_tickets())
    setattr(rests(dialogue.shop), known, None)
    await dialogue.say("?")
    assert "The shop is unavailable right now" in dialogue.text


async def test_each_turn_has_a_time_to_read_and_another_to_look_why_it_was_refused(monkeypatch):
    given = []
    dialogue = await at_review()

    def within(seconds):
        given.append(seconds)
        return dialogue.shop

    monkeypatch.setattr(dialogue.shop, "within", within)
    await dialogue.do(Action.ORDER)
    assert given == [6.0, 3.0]


async def test_nothing_is_ordered_on_what_is_known() -> None:
    dialogue = await at_review()
    rests(dialogue.shop)
    await dialogue.do(Action.ORDER)
    assert dialogue.shop.heard == []
    assert dialogue.notice.startswith("Nothing was booked just now. The shop does not answer at the moment")
    dialogue.shop.fails = None
    await dialogue.do(Action.ORDER)
    assert dialogue.shop.heard == ["reserve", "checkout"]


async def test_control_without_that_look_an_order_is_sent_at_a_price_that_nobody_knows(monkeypatch):
    async def no_reason(writing, effect):
        return None

    monkeypatch.setattr(Writing, "reason_not_to", no_reason)
    with pytest.raises(AssertionError):
        await test_nothing_is_ordered_on_what_is_known()


async def test_a_calendar_is_not_shown_as_it_was(monkeypatch):
    """Places go by the minute: what is left of a time slot is told by the shop itself or not at all."""

    async def month(*_, **__):
        raise CannotRead("unavailable")

    dialogue = await at_museum_slot()
    monkeypatch.setattr(rests(dialogue.shop), "month", month)
    await dialogue.say("?")
    assert "The shop is unavailable right now" in dialogue.text


async def test_tickets_can_be_chosen_while_the_shop_rests():
    dialogue = await at_tickets()
    rests(dialogue.shop)
    await dialogue.do(Action.SET, uuid("Adult"), 2)
    assert "2 × Adult" in dialogue.labels
    assert "The shop does not answer at the moment" in dialogue.notice
