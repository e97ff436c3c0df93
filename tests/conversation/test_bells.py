"""Promises 26 and 27, and manner 11: a warning before a hold ends, and its end, told once and never as if it was not paid."""

from datetime import timedelta

import pytest

from bot.conversation.effects import Unknown
from bot.conversation.messages import Action, Command, CommandName, SheetName, StepName, TimerName, TimeUp
from bot.conversation.session import Session
from bot.conversation.timers import read_time_up, time_up_envelope, timers_in, timers_of
from tests.conversation.dialogue import NOW, Dialogue, PlainShop, at_payment, at_review, uuid

WARNING, END = TimerName.WARNING, TimerName.END
NO_PAGE = Unknown(frees_at=NOW + timedelta(minutes=21))
UNASKED = "Paid already? Then ignore this."


def rings(dialogue: Dialogue, name: TimerName, which: int = 0) -> TimeUp:
    """Return what rings for one of the holds."""
    holds = [each.hold for each in dialogue.session.purchases if each.hold is not None]
    timer = next(each for each in timers_of(holds[which]) if each.name is name)
    rung = read_time_up(timer.id)
    assert rung is not None
    return rung


async def ring(dialogue: Dialogue, name: TimerName) -> Dialogue:
    """Move the clock to the moment of a timer, and let it ring."""
    rung = rings(dialogue, name)
    hold = next(each.hold for each in dialogue.session.purchases if each.hold is not None)
    [at] = [each.at for each in timers_of(hold) if each.id == rung.timer]
    dialogue.clock.move(at - dialogue.clock.now())
    return await dialogue.give(rung)


async def without_link() -> Dialogue:
    """Return a dialogue whose tickets are held while no payment page could be opened."""
    dialogue = await at_review()

    async def no_page(*_: object, **__: object) -> Unknown:
        return NO_PAGE

    dialogue.shop.open_checkout = no_page
    await dialogue.do(Action.ORDER)
    assert dialogue.session.purchase.hold is not None
    assert not dialogue.session.purchase.hold.link_shown
    return dialogue


async def test_before_a_link_was_shown_the_warning_says_how_long_there_is():
    dialogue = await ring(await without_link(), WARNING)
    assert dialogue.notice == "Your tickets are held until 10:20: 5 minutes left."
    assert "To payment" in dialogue.labels
    assert dialogue.turn is not None
    assert dialogue.turn.fresh


async def test_after_a_link_the_warning_may_be_ignored():
    dialogue = await ring(await at_payment(), WARNING)
    assert dialogue.notice == f"Your tickets are held until 10:20: 5 minutes left. {UNASKED}"
    assert {"Pay now", "I have paid"} <= set(dialogue.labels)


async def test_a_warning_that_comes_late_says_what_is_left():
    dialogue = await at_payment()
    dialogue.clock.move(timedelta(minutes=19, seconds=10))
    await dialogue.give(rings(dialogue, WARNING))
    assert dialogue.notice.startswith("Your tickets are held until 10:20: 1 minute left.")


async def test_the_end_after_a_link_asks_and_offers_the_same_only_to_who_has_not_paid():
    dialogue = await ring(await at_payment(), END)
    assert "Your reservation for order CM1 ended at 10:20." in dialogue.text
    assert "Did you pay? Then you need do nothing: your tickets come by e-mail to r***@example.com." in dialogue.text
    assert "not paid anything" not in dialogue.text
    assert dialogue.labels[:2] == ["I have paid", "Not paid: try again"]
    await dialogue.tap("Not paid: try again")
    assert dialogue.at is StepName.REVIEW
    assert dialogue.shop.heard == ["reserve", "checkout"]


async def test_the_end_without_a_link_offers_the_same_in_one_tap():
    dialogue = await ring(await without_link(), END)
    assert "You have not paid anything." in dialogue.text
    await dialogue.tap("Order the same again")
    assert dialogue.at is StepName.REVIEW


async def test_a_success_after_the_end_still_wins():
    dialogue = await ring(await at_payment(), END)
    await dialogue.come_back("success")
    assert dialogue.at is StepName.DONE


@pytest.mark.parametrize("name", [WARNING, END])
async def test_who_has_paid_hears_nothing(name: TimerName):
    dialogue = await at_payment()
    rung = rings(dialogue, name)
    await dialogue.come_back("success")
    dialogue.clock.move(timedelta(minutes=21))
    assert (await dialogue.give(rung)).is_silent


@pytest.mark.parametrize("name", [WARNING, END])
async def test_who_says_to_have_paid_hears_nothing_unless_it_is_taken_back(name: TimerName):
    dialogue = await at_payment()
    rung = rings(dialogue, name)
    await dialogue.tap("I have paid")
    session = dialogue.session
    dialogue.clock.move(timedelta(minutes=16) if name is WARNING else timedelta(minutes=21))
    assert (await dialogue.give(rung)).is_silent
    assert dialogue.session == session
    hold = session.purchase.hold
    assert hold is not None
    slip = session.purchase.model_copy(update={"hold": hold.model_copy(update={"said_paid": False})})
    dialogue.session = session.with_purchase(slip)
    assert not (await dialogue.give(rung)).is_silent


@pytest.mark.parametrize("name", [WARNING, END])
async def test_a_timer_of_before_the_hold_was_moved_says_nothing(name: TimerName):
    dialogue = await at_payment()
    rung = rings(dialogue, name)
    hold = dialogue.session.purchase.hold
    assert hold is not None
    later = hold.model_copy(update={"due_at": hold.due_at + timedelta(minutes=10)})
    dialogue.session = dialogue.session.with_purchase(dialogue.session.purchase.model_copy(update={"hold": later}))
    dialogue.clock.move(timedelta(minutes=26) if name is WARNING else timedelta(minutes=31))
    assert (await dialogue.give(rung)).is_silent
    assert not (await dialogue.give(rings(dialogue, name))).is_silent


async def test_a_timer_of_an_order_that_is_gone_says_nothing():
    dialogue = await at_payment()
    rung = rings(dialogue, END)
    dialogue.session = Session(language="en", language_chosen=True)
    dialogue.clock.move(timedelta(minutes=21))
    assert (await dialogue.give(rung)).is_silent


async def test_a_warning_after_the_end_says_nothing_and_the_end_before_its_time_neither():
    dialogue = await at_payment()
    warning, end = rings(dialogue, WARNING), rings(dialogue, END)
    assert (await dialogue.give(end)).is_silent
    dialogue.clock.move(timedelta(minutes=21))
    assert (await dialogue.give(warning)).is_silent
    assert not (await dialogue.give(end)).is_silent


@pytest.mark.parametrize("skew", [timedelta(minutes=10), timedelta(minutes=-10)])
@pytest.mark.parametrize("minded", [True, False], ids=["minded", "control: the skew is not known"])
async def test_the_end_is_told_by_the_clock_of_the_shop(skew: timedelta, minded: bool):
    """Within five seconds, with our own clock ten minutes wrong."""
    dialogue = await at_payment()
    hold = dialogue.session.purchase.hold
    assert hold is not None
    by_shop = {"due_at": hold.due_at + skew, "clock_skew_s": skew.total_seconds() if minded else 0.0}
    purchase = dialogue.session.purchase.model_copy(update={"hold": hold.model_copy(update=by_shop)})
    dialogue.session = dialogue.session.with_purchase(purchase)
    rung, told = rings(dialogue, END), list[bool]()
    for moment in (hold.due_at - timedelta(seconds=5), hold.due_at + timedelta(seconds=5)):
        dialogue.clock.move(moment - dialogue.clock.now())
        told.append(not (await dialogue.give(rung)).is_silent)
    assert (told == [False, True]) is minded


async def test_no_bell_asks_the_shop_for_anything():
    dialogue = await ring(await ring(await at_payment(), WARNING), END)
    dialogue.clock.move(timedelta(days=1))
    await dialogue.give(rings(dialogue, END), age=timedelta(days=1))
    assert dialogue.shop.heard == ["reserve", "checkout"]


@pytest.mark.parametrize("name", [WARNING, END])
async def test_a_bell_needs_no_shop(name: TimerName):
    dialogue = await at_payment()
    dialogue.shop.fails = "unavailable"
    await ring(dialogue, name)
    assert "10:20" in dialogue.text
    assert "does not answer" not in dialogue.text


async def test_a_hold_that_is_hardly_longer_than_its_warning_has_none():
    dialogue = await at_payment(PlainShop(minutes=9))
    hold = dialogue.session.purchase.hold
    assert hold is not None
    assert [each.name for each in timers_of(hold)] == [END]


# --- beside something else -------------------------------------------------------------------------------------------


async def at_another_question() -> Dialogue:
    dialogue = await at_payment()
    await dialogue.give(Command(CommandName.EVENTS))
    await dialogue.tap("Museum")
    return await dialogue.tap("Get tickets")


@pytest.mark.parametrize("name", [WARNING, END])
async def test_beside_another_event_it_is_a_message_of_its_own(name: TimerName):
    dialogue = await at_another_question()
    before = dialogue.session.purchase
    await ring(dialogue, name)
    assert dialogue.turn is not None
    assert dialogue.turn.screen is None
    assert dialogue.session.purchase == before
    assert "Festival" in dialogue.bell_text
    assert ("5 minutes left" if name is WARNING else "Did you pay?") in dialogue.bell_text
    await dialogue.press(dialogue.bell.screen.rows[-1][0].press, visit=dialogue.bell.visit)
    assert dialogue.at is StepName.PAYMENT


async def test_a_warning_leaves_an_open_sheet_and_the_end_closes_it():
    dialogue = await at_payment()
    await dialogue.give(Command(CommandName.HELP))
    await ring(dialogue, WARNING)
    assert dialogue.session.sheet is SheetName.HELP
    assert UNASKED in dialogue.text
    await ring(dialogue, END)
    assert dialogue.session.sheet is None
    assert "Did you pay?" in dialogue.text


async def changing() -> Dialogue:
    """Return a dialogue that stands at the tickets of what is held."""
    dialogue = await at_payment()
    await dialogue.tap("Change my order")
    return await dialogue.do(Action.GOTO, StepName.TICKETS)


async def test_a_warning_stands_above_the_question_while_the_order_is_changed():
    dialogue = await ring(await changing(), WARNING)
    assert dialogue.at is StepName.TICKETS
    assert UNASKED in dialogue.notice
    await dialogue.tap("+ Child")
    assert dialogue.session.purchase.quantities[uuid("Child")] == 1


async def test_a_warning_is_told_even_where_the_question_cannot_be_read():
    dialogue = await changing()
    dialogue.shop.fails = "unavailable"
    await ring(dialogue, WARNING)
    assert "5 minutes left" in dialogue.text
    assert "The shop does not answer at the moment." in dialogue.text


async def test_the_end_ends_a_change():
    dialogue = await ring(await changing(), END)
    assert dialogue.at is StepName.PAYMENT
    assert "Did you pay?" in dialogue.text


async def test_a_write_that_nobody_saw_end_is_told_first_whatever_rings():
    dialogue = await at_payment()
    dialogue.session = dialogue.kept[-1]
    assert dialogue.session.intent is not None
    await dialogue.give(TimeUp("timer:CM9:end:2026-12-01T09:00:00+00:00", END))
    assert "did not answer" in dialogue.text
    assert dialogue.session.intent is None
    assert dialogue.shop.heard == ["reserve", "checkout"]


# --- what is kept ----------------------------------------------------------------------------------------------------


async def test_a_bell_is_no_reply_that_keeps_what_a_customer_gave_for_longer():
    dialogue = await without_link()
    until = dialogue.details.until
    assert until is not None
    await ring(dialogue, WARNING)
    assert dialogue.details.until == until
    await dialogue.say("?")
    assert dialogue.details.until is not None
    assert dialogue.details.until > until


@pytest.mark.parametrize("written", ["", "timer", "timer:CM1", "timer:CM1:another:2026", "update:7"])
def test_what_is_no_timer_says_nothing(written: str):
    assert read_time_up(written) is None


async def test_the_envelope_of_a_timer_says_which_it_is():
    dialogue = await at_payment()
    await dialogue.give(Command(CommandName.EVENTS))
    timers = list(timers_in(dialogue.session))
    assert [timer.name for timer in timers] == [TimerName.WARNING, TimerName.END]
    for timer in timers:
        envelope = time_up_envelope(timer.id, NOW)
        assert read_time_up(envelope.id) == TimeUp(timer.id, timer.name)
