"""Orders beside each other: one unfinished an event, another event at once, and not many in an hour."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation.effects import Refused, Unknown
from bot.conversation.messages import Action, Command, CommandName, Press, StepName
from bot.conversation.rivals import rival
from bot.conversation.session import Session
from tests.conversation.dialogue import (
    FESTIVAL,
    MUSEUM,
    NOW,
    Dialogue,
    PlainLimits,
    PlainShop,
    at_payment,
    at_review,
    uuid,
)

UNKNOWN = Unknown(frees_at=NOW + timedelta(minutes=21))


async def to_review(dialogue: Dialogue) -> Dialogue:
    """Go from the tickets of the festival to its review, where the details and the method may be asked again."""
    await dialogue.say("1 adult")
    await dialogue.tap("Continue")
    if dialogue.at is StepName.METHOD:
        await dialogue.tap("iDEAL")
    assert dialogue.at is StepName.REVIEW
    return dialogue


async def begun_over() -> Dialogue:
    dialogue = await at_payment()
    await dialogue.tap("Start over")
    assert "Your order CM1 stays held until 10:20." in dialogue.notice
    return await to_review(dialogue)


async def test_the_same_event_again_leads_to_what_is_held():
    dialogue = await at_payment()
    await dialogue.give(Command(CommandName.EVENTS))
    await dialogue.do(Action.CHOOSE, FESTIVAL.uuid)
    assert dialogue.at is StepName.PAYMENT
    for label in ("Pay now", "Change my order", "Start over"):
        assert label in dialogue.labels


async def test_a_second_order_of_an_event_is_named_before_it_can_be_placed():
    dialogue = await begun_over()
    assert "Tickets for this event are already held for you: order CM1, until 10:20." in dialogue.text
    assert "Order and pay" not in dialogue.labels
    await dialogue.do(Action.ORDER)
    assert dialogue.shop.heard == ["reserve", "checkout"]
    assert "already" in dialogue.notice
    await dialogue.tap("Order these as well as CM1")
    assert "This is a second order" in dialogue.text
    await dialogue.tap("Order and pay")
    assert dialogue.shop.heard == ["reserve", "checkout"] * 2
    assert "Order CM2" in dialogue.text


async def test_what_is_held_is_a_tap_away_from_the_second_order():
    dialogue = await begun_over()
    await dialogue.tap("Your held tickets: Festival")
    assert dialogue.at is StepName.PAYMENT
    assert "Pay now" in dialogue.labels


@pytest.mark.parametrize("ends", ["ended", "paid"])
async def test_once_the_first_is_over_the_second_is_an_order_like_any_other(ends):
    dialogue = await at_payment()
    if ends == "paid":
        await dialogue.come_back("success")
        await dialogue.tap("Buy more tickets")
    else:
        dialogue.clock.move(timedelta(minutes=21))
        await dialogue.say("?")
        await dialogue.tap("Start over")
    await to_review(dialogue)
    assert "Order and pay" in dialogue.labels
    await dialogue.tap("Order and pay")
    assert dialogue.shop.heard == ["reserve", "checkout"] * 2


async def ended_unpaid(outcome: str | None = None) -> Dialogue:
    """Return a customer who never came back from paying, or with this outcome, after the end of the hold."""
    dialogue = await at_payment(
        PlainShop(listed=[FESTIVAL, replace(FESTIVAL, uuid=uuid("Opera"), name="Opera"), MUSEUM])
    )
    if outcome is not None:
        await dialogue.come_back(outcome)
    dialogue.clock.move(timedelta(minutes=21))
    return await dialogue.say("?")


@pytest.mark.parametrize(
    ("event", "outcome", "is_said"), [("Festival", None, True), ("Festival", "failed", False), ("Opera", None, False)]
)
async def test_what_may_be_paid_already_is_said_before_the_same_event_is_ordered_again(event, outcome, is_said):
    dialogue = await ended_unpaid(outcome)
    await dialogue.give(Command(CommandName.EVENTS))
    await dialogue.do(Action.CHOOSE, uuid(event))
    await dialogue.tap("Start over" if dialogue.at is StepName.PAYMENT else "Get tickets")
    await to_review(dialogue)
    assert ("Did you pay for order CM1 of this event? Then you have these tickets already" in dialogue.text) is is_said
    assert "Order and pay" in dialogue.labels


async def test_who_has_said_that_it_is_not_paid_is_not_asked_again():
    dialogue = await ended_unpaid()
    await dialogue.tap("Not paid: try again")
    assert dialogue.at is StepName.REVIEW
    assert "Did you pay" not in dialogue.text


async def test_another_event_is_held_at_once_beside_the_first():
    shop = PlainShop(listed=[FESTIVAL, replace(FESTIVAL, uuid=uuid("Opera"), name="Opera"), MUSEUM])
    dialogue = await at_payment(shop)
    await dialogue.give(Command(CommandName.EVENTS))
    await dialogue.do(Action.CHOOSE, uuid("Opera"))
    await dialogue.do(Action.NEXT)
    await to_review(dialogue)
    await dialogue.tap("Order and pay")
    assert dialogue.shop.heard == ["reserve", "checkout"] * 2
    assert "Order CM2" in dialogue.text
    await dialogue.tap("Your held tickets: Festival")
    assert "Order CM1" in dialogue.text
    assert len(dialogue.details.held) == 2


async def test_an_order_without_an_answer_counts_until_it_frees_itself():
    dialogue = await at_review(PlainShop(answers=[UNKNOWN]))
    await dialogue.tap("Order and pay")
    assert "it releases them at 10:21" in dialogue.text
    assert "Order and pay" not in dialogue.labels
    await dialogue.do(Action.ORDER)
    assert dialogue.shop.heard == ["reserve"]
    await dialogue.tap("Cancel")
    await dialogue.do(Action.CHOOSE, FESTIVAL.uuid)
    await dialogue.do(Action.NEXT)
    await to_review(dialogue)
    assert "Order and pay" not in dialogue.labels
    dialogue.clock.move(timedelta(minutes=21))
    await dialogue.say("?")
    assert "Order and pay" in dialogue.labels
    assert dialogue.session.may_hold == {}


async def test_each_unanswered_order_is_named_before_the_next():
    dialogue = await at_review(PlainShop(answers=[UNKNOWN, UNKNOWN]))
    await dialogue.tap("Order and pay")
    await dialogue.tap("Order again anyway")
    await dialogue.tap("Order and pay")
    assert dialogue.shop.heard == ["reserve", "reserve"]
    assert "Order and pay" not in dialogue.labels


async def test_there_is_nothing_to_name_a_second_order_of_where_there_is_no_first():
    dialogue = await at_review()
    await dialogue.do(Action.ACCEPT)
    assert "did not understand" in dialogue.notice
    assert rival(replace(dialogue.context, session=Session())) is None


# --- promise 56: one person reserves a hundred times --------------------------------------------------------------------


async def orders_by_a_hundred_presses(limits: PlainLimits, *, naming: bool) -> Dialogue:
    dialogue = await at_review()
    dialogue.limits = limits
    for _ in range(100):
        if naming:
            await dialogue.do(Action.ACCEPT)
        await dialogue.press(Press(Action.ORDER))
        if dialogue.at is StepName.PAYMENT:
            await dialogue.do(Action.START_OVER)
            await to_review(dialogue)
    return dialogue


async def test_a_hundred_presses_hold_one_order_of_an_event():
    dialogue = await orders_by_a_hundred_presses(PlainLimits(reservations=100), naming=False)
    assert dialogue.shop.heard.count("reserve") == 1


async def test_control_an_order_that_looks_at_no_other_is_placed_again_and_again(monkeypatch):
    monkeypatch.setattr("bot.conversation.writing.rival", lambda context: None)
    dialogue = await orders_by_a_hundred_presses(PlainLimits(reservations=100), naming=False)
    assert dialogue.shop.heard.count("reserve") == 100


async def test_who_names_each_of_them_holds_no_more_than_the_limit():
    dialogue = await orders_by_a_hundred_presses(PlainLimits(reservations=3), naming=True)
    assert dialogue.shop.heard.count("reserve") == 3
    assert "many orders within an hour" in dialogue.notice


async def test_control_without_limits_a_hundred_are_held():
    dialogue = await orders_by_a_hundred_presses(PlainLimits(reservations=1000), naming=True)
    assert dialogue.shop.heard.count("reserve") == 100


async def test_an_order_that_the_shop_refused_is_not_counted_and_one_without_an_answer_is():
    dialogue = await at_review(PlainShop(answers=[Refused(), UNKNOWN]))
    await dialogue.tap("Order and pay")
    assert dialogue.limits.begun == 0
    await dialogue.tap("Order and pay")
    assert dialogue.limits.begun == 1
