"""The turn itself: writes and how they end, crashes, stale buttons, the ways out, the shop at rest."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import get_args

import pytest

from bot.conversation.cannot_read import CannotRead, CannotReadReason
from bot.conversation.effects import (
    CheckoutOpened,
    Intent,
    NotSent,
    OpenCheckout,
    Refused,
    Reserve,
    Reserved,
    Unknown,
    Update,
)
from bot.conversation.facts import Context, Facts
from bot.conversation.held import hold_in
from bot.conversation.messages import (
    Action,
    Command,
    CommandName,
    Odd,
    Oddity,
    PaymentOutcome,
    Press,
    Returned,
    SheetName,
    StepName,
    Tap,
)
from bot.conversation.outcome import Stay
from bot.conversation.ports import LeaseLost, NotConfirmed
from bot.conversation.progress import Progress
from bot.conversation.reader import FactsReader
from bot.conversation.session import Details, Hold, Profile, Purchase, Session
from bot.conversation.sheets.help import hint
from bot.conversation.steps.customer import CustomerStep
from bot.conversation.steps.done import DoneStep
from bot.conversation.steps.method import MethodStep
from bot.conversation.steps.payment import PaymentStep, outcome_of
from bot.conversation.steps.review import ReviewStep
from bot.conversation.steps.step import Answered
from bot.conversation.turn import Remembered
from bot.domain.customer import Field
from bot.domain.labels import Label
from bot.domain.shop import Category, Checkout, Issuer, Reservation
from bot.domain.zones import Zones
from bot.simulator.clock import MovableClock
from tests.conversation.dialogue import (
    FESTIVAL,
    METHODS,
    MUSEUM,
    NOW,
    ZONE,
    Dialogue,
    PlainShop,
    at_museum_slot,
    at_payment,
    at_review,
    at_tickets,
    slot,
    ticket,
    uuid,
)

HOLD = Hold(
    order_id="CM",
    event=FESTIVAL.uuid,
    method=METHODS[0].uuid,
    due_at=NOW,
    held_at=NOW,
    quantities={},
    event_name="x",
    zone="UTC",
    total=Decimal(1),
)
UNKNOWN = Unknown(frees_at=NOW + timedelta(minutes=21))


# --- writes -----------------------------------------------------------------------------------------------------------


async def test_the_intent_is_stored_before_each_write_and_gone_after_it():
    dialogue = await at_payment()
    assert [kept.intent.effect.kind for kept in dialogue.kept] == ["reserve", "checkout"]
    assert dialogue.kept[0].purchase.hold is None
    assert dialogue.kept[1].purchase.hold is not None
    assert dialogue.session.intent is None
    assert dialogue.kept[0].intent.frees_at == dialogue.kept[0].intent.sent_at + timedelta(minutes=21)


async def test_a_second_tap_on_the_order_button_is_stale_and_reserves_nothing():
    dialogue = await at_review()
    visit = dialogue.visit
    await dialogue.do(Action.ORDER)
    await dialogue.press(Press(Action.ORDER), visit=visit)
    assert dialogue.shop.heard == ["reserve", "checkout"]
    assert "from an earlier message" in dialogue.notice
    assert "Pay now" in dialogue.labels


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Refused(info="<b>no</b>"), "refused this order"),
        (NotSent(), "Nothing was booked"),
        (UNKNOWN, "we do not know whether it holds your tickets"),
    ],
)
async def test_a_reservation_that_fails_says_what_is_known_and_the_buttons_are_spent(answer, words):
    dialogue = await at_review(PlainShop(answers=[answer]))
    visit = dialogue.visit
    await dialogue.do(Action.ORDER)
    assert dialogue.at is StepName.REVIEW
    assert words in dialogue.notice
    assert "<b>no</b>" not in dialogue.text
    assert dialogue.visit != visit
    assert dialogue.shop.heard == ["reserve"]
    if isinstance(answer, Unknown):
        await dialogue.tap("Order again anyway")
    await dialogue.do(Action.ORDER)
    assert dialogue.at is StepName.PAYMENT


async def test_an_unknown_reservation_is_told_with_the_time_it_frees_itself_until_then():
    dialogue = await at_review(PlainShop(answers=[UNKNOWN]))
    await dialogue.do(Action.ORDER)
    assert "it releases them at 10:21" in dialogue.text
    dialogue.clock.move(timedelta(minutes=22))
    await dialogue.say("hm")
    assert "releases them" not in dialogue.text


async def test_a_refusal_is_explained_by_what_the_shop_says_now():
    shop = PlainShop(answers=[Refused()])
    dialogue = await at_review(shop)
    sold_out = (Category(None, Label.same("T"), (ticket("Adult", status_id="SOLD_OUT"), ticket("Child"))),)
    original = shop.reserve

    async def reserve(*arguments, **more):
        shop.listed[0] = replace(FESTIVAL, categories=sold_out)
        return await original(*arguments, **more)

    shop.reserve = reserve
    await dialogue.do(Action.ORDER)
    assert dialogue.at is StepName.TICKETS
    assert "“Adult” is not available" in dialogue.text


async def test_a_refusal_while_the_shop_cannot_be_read_again_keeps_what_was_known():
    dialogue = await at_review(PlainShop(answers=[Refused()], fails_when_fresh=True))
    await dialogue.do(Action.ORDER)
    assert dialogue.at is StepName.REVIEW
    assert "refused this order" in dialogue.notice


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Refused(), "did not open a payment page"),
        (NotSent(), "is busy. Your tickets are held until 10:20"),
        (UNKNOWN, "did not answer with a payment page"),
    ],
)
async def test_a_checkout_that_fails_keeps_the_hold_and_offers_the_way_to_pay(answer, words):
    dialogue = await at_review()
    shop = dialogue.shop

    async def fail_once(*arguments, **more):
        del shop.open_checkout
        shop.heard.append("checkout")
        return answer

    shop.open_checkout = fail_once
    await dialogue.do(Action.ORDER)
    assert words in dialogue.notice
    await dialogue.tap("To payment")
    assert "Pay now" in dialogue.labels
    assert shop.heard == ["reserve", "checkout", "checkout"]


async def test_the_payment_page_is_asked_for_once_while_its_link_is_good():
    dialogue = await at_payment()
    await dialogue.do(Action.ORDER)
    assert dialogue.shop.heard == ["reserve", "checkout"]
    assert "Pay now" in dialogue.labels


async def test_a_changed_price_is_shown_before_anything_is_ordered():
    dialogue = await at_review()
    dialogue.shop.listed[0] = replace(FESTIVAL, payment_methods=(replace(METHODS[1], fixed_fee=Decimal(1)),))
    await dialogue.do(Action.ORDER)
    assert dialogue.shop.heard == []
    assert "The price has changed" in dialogue.notice
    assert "€66.66" in dialogue.text
    await dialogue.do(Action.ORDER)
    assert dialogue.shop.heard == ["reserve", "checkout"]


async def test_what_changed_in_the_shop_is_shown_before_anything_is_ordered():
    dialogue = await at_museum_slot()
    await dialogue.tap("10:00")
    await dialogue.do(Action.SET, uuid("Adult"), 1)
    await dialogue.do(Action.NEXT)
    await dialogue.say("Robin")
    await dialogue.say("robin@example.com")
    await dialogue.do(Action.CHOOSE, uuid("iDEAL"))
    assert "Change day" in dialogue.labels
    dialogue.shop.slots = [slot(11), slot(12)]
    await dialogue.do(Action.ORDER)
    assert dialogue.shop.heard == []
    assert dialogue.at is StepName.SLOT
    assert "Something changed in the shop" in dialogue.notice


async def test_an_old_tap_and_a_short_turn_write_nothing():
    dialogue = await at_review()
    await dialogue.give(Tap(dialogue.visit, Press(Action.ORDER)), age=timedelta(minutes=11))
    assert "a while ago" in dialogue.notice
    dialogue.left_s = 17
    await dialogue.do(Action.ORDER)
    assert "Nothing was booked" in dialogue.notice
    assert dialogue.shop.heard == []


async def test_a_worker_that_lost_its_chat_writes_nothing():
    dialogue = await at_review()
    dialogue.keep_error = LeaseLost()
    with pytest.raises(LeaseLost):
        await dialogue.do(Action.ORDER)
    assert dialogue.shop.heard == []


async def test_what_no_replica_has_sends_nothing_and_says_so():
    dialogue = await at_review()
    dialogue.keep_error = NotConfirmed()
    await dialogue.do(Action.ORDER)
    assert dialogue.shop.heard == []
    assert "Nothing was booked" in dialogue.notice
    assert dialogue.session.intent is None
    dialogue.keep_error = None
    await dialogue.do(Action.ORDER)
    assert dialogue.shop.heard == ["reserve", "checkout"]


def left_behind(dialogue: Dialogue, effect, reply_id: str) -> None:
    intent = Intent(id="i", effect=effect, reply_id=reply_id, sent_at=NOW, frees_at=NOW + timedelta(minutes=21))
    dialogue.session = dialogue.session.model_copy(update={"intent": intent})


async def test_a_write_that_a_crash_cut_is_unknown_and_never_repeated_by_the_reply_that_caused_it():
    dialogue = await at_review()
    left_behind(dialogue, Reserve(), "order-tap")
    await dialogue.give(Tap(dialogue.visit, Press(Action.ORDER)), reply_id="order-tap")
    assert dialogue.shop.heard == []
    assert "we do not know" in dialogue.notice
    assert dialogue.session.intent is None


async def test_another_reply_is_answered_on_the_settled_session():
    dialogue = await at_review()
    left_behind(dialogue, Reserve(), "order-tap")
    visit = dialogue.visit
    await dialogue.give(Tap(visit, Press(Action.GOTO, StepName.TICKETS)), reply_id="another")
    assert dialogue.at is StepName.TICKETS
    assert dialogue.session.purchase.frees_at is not None


async def test_a_checkout_that_a_crash_cut_keeps_the_hold():
    dialogue = await at_payment()
    left_behind(dialogue, OpenCheckout(event=FESTIVAL.uuid, order_id="CM1", method=uuid("iDEAL")), "x")
    await dialogue.give(Tap(dialogue.visit, Press(Action.ORDER)), reply_id="x")
    assert "did not answer with a payment page" in dialogue.notice
    assert dialogue.session.purchase.hold is not None


async def test_a_crash_is_settled_even_while_the_shop_rests():
    dialogue = await at_review()
    left_behind(dialogue, Reserve(), "x")
    dialogue.shop.fails = "unavailable"
    await dialogue.give(Tap(dialogue.visit, Press(Action.ORDER)), reply_id="x")
    assert dialogue.session.intent is None
    assert "The shop is unavailable right now" in dialogue.text
    assert "we do not know" in dialogue.notice


# --- the way back from the payment page -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "words"),
    [("failed", "the payment failed"), ("cancelled", "you cancelled the payment"), ("expired", "its time is over")],
)
async def test_each_return_says_one_true_sentence_and_the_next_payment_page_is_a_new_one(outcome, words):
    dialogue = await at_payment()
    await dialogue.come_back(outcome)
    assert words in dialogue.text
    await dialogue.tap("To payment")
    assert "Use only this link" in dialogue.notice
    await dialogue.come_back("failed", link=0)
    assert "no longer valid" in dialogue.notice
    await dialogue.come_back("success")
    assert dialogue.at is StepName.DONE


async def test_success_is_final_and_says_no_more_than_is_known():
    dialogue = await at_payment()
    await dialogue.come_back("success")
    assert "reports success" in dialogue.text
    assert "r***@example.com" in dialogue.text
    assert "confirmed" not in dialogue.text
    await dialogue.come_back("failed")
    assert dialogue.at is StepName.DONE
    await dialogue.say("thanks")
    assert dialogue.at is StepName.DONE
    await dialogue.tap("Buy more tickets")
    assert dialogue.at is StepName.TICKETS


async def test_success_wins_after_the_end_of_the_hold_but_not_a_day_later():
    dialogue = await at_payment()
    dialogue.clock.move(timedelta(minutes=30))
    await dialogue.come_back("success")
    assert dialogue.at is StepName.DONE
    late = await at_payment()
    late.clock.move(timedelta(hours=30))
    await late.come_back("success")
    assert late.at is StepName.PAYMENT


async def test_a_guessed_or_foreign_return_changes_nothing():
    dialogue = await at_payment()
    await dialogue.give(Returned("0" * 64))
    assert "no longer valid" in dialogue.notice
    stranger = await at_tickets()
    await stranger.give(Returned("0" * 64))
    assert stranger.at is StepName.TICKETS


async def test_done_without_an_email_or_a_support_address():
    shop = PlainShop(listed=[replace(FESTIVAL, customer_data={}, support_email=""), MUSEUM])
    dialogue = await at_payment(shop)
    dialogue.clock.move(timedelta(minutes=30))
    await dialogue.say("?")
    assert "your tickets come by e-mail. We cannot see" in dialogue.text
    await dialogue.come_back("success")
    assert "Your tickets come by e-mail." in dialogue.text
    assert "Ask" not in dialogue.text


# --- the end of a hold ------------------------------------------------------------------------------------------------


async def test_after_the_end_with_a_link_shown_nothing_is_said_that_is_not_known():
    dialogue = await at_payment()
    dialogue.clock.move(timedelta(minutes=21))
    await dialogue.say("?")
    assert "Your reservation for order CM1 ended at 10:20." in dialogue.text
    assert "Did you pay? Then you need do nothing" in dialogue.text
    await dialogue.do(Action.ORDER)
    assert dialogue.shop.heard == ["reserve", "checkout"]


async def test_after_the_end_without_a_link_nothing_was_paid():
    dialogue = await at_review()

    async def refuse(*arguments, **more):
        return Refused()

    dialogue.shop.open_checkout = refuse
    await dialogue.do(Action.ORDER)
    dialogue.clock.move(timedelta(minutes=21))
    await dialogue.say("?")
    assert "You have not paid anything" in dialogue.text


@pytest.mark.parametrize("outcome", ["failed", "cancelled"])
async def test_after_the_end_and_a_failure_the_failure_is_what_is_known(outcome):
    dialogue = await at_payment()
    await dialogue.come_back(outcome)
    dialogue.clock.move(timedelta(minutes=21))
    await dialogue.say("?")
    assert "The payment page reports that" in dialogue.text
    assert "Did you pay?" not in dialogue.text


async def test_details_outlast_the_hold_by_a_day_once_a_link_was_shown():
    dialogue = await at_payment()
    assert dialogue.details.until == NOW + timedelta(minutes=20, hours=24)


async def test_an_outcome_may_change_what_is_remembered_of_a_customer():
    progress = Progress(Remembered(Session()), FactsReader(PlainShop(), MovableClock(NOW), Zones(ZONE)))
    assert not progress.profile
    progress.apply(Stay(profile=Profile(values={Field.FIRST_NAME: "Robin"})))
    assert progress.profile


# --- the ways out -----------------------------------------------------------------------------------------------------


async def every_step(step: StepName) -> Dialogue:
    match step:
        case StepName.EVENT:
            return await Dialogue().start()
        case StepName.CARD:
            dialogue = await Dialogue().start()
            return await dialogue.tap("Museum")
        case StepName.DAY:
            dialogue = await every_step(StepName.CARD)
            return await dialogue.do(Action.NEXT)
        case StepName.SLOT:
            return await at_museum_slot()
        case StepName.TICKETS:
            return await at_tickets()
        case StepName.CUSTOMER:
            dialogue = await at_tickets()
            await dialogue.do(Action.SET, uuid("Adult"), 1)
            return await dialogue.do(Action.NEXT)
        case StepName.METHOD:
            dialogue = await every_step(StepName.CUSTOMER)
            await dialogue.say("Robin")
            return await dialogue.say("robin@example.com")
        case StepName.BANK:
            banks = (Issuer("INGBNL2A", "ING"), Issuer("RABONL2U", "Rabobank"))
            dialogue = await every_step(StepName.METHOD)
            dialogue.asks_bank = True
            dialogue.shop.listed[0] = replace(FESTIVAL, issuers=banks)
            return await dialogue.do(Action.CHOOSE, uuid("iDEAL"))
        case StepName.REVIEW:
            return await at_review()
        case StepName.PAYMENT:
            return await at_payment()
        case StepName.DONE:
            dialogue = await at_payment()
            return await dialogue.come_back("success")


EVERY_STEP = pytest.mark.parametrize("step", list(StepName))


@EVERY_STEP
async def test_a_stale_or_unreadable_button_shows_where_one_is(step):
    dialogue = await every_step(step)
    before = dialogue.session
    for tap in (Tap(dialogue.visit + 1, Press(Action.NEXT)), Tap(dialogue.visit, None), Tap(None, None)):
        await dialogue.give(tap)
        assert dialogue.at is step
        assert "from an earlier message" in dialogue.notice
    assert dialogue.session.purchase.quantities == before.purchase.quantities


@EVERY_STEP
async def test_back_goes_one_question_back_and_never_behind_an_order(step):
    expected = {
        StepName.EVENT: StepName.EVENT,
        StepName.CARD: StepName.EVENT,
        StepName.DAY: StepName.CARD,
        StepName.SLOT: StepName.DAY,
        StepName.TICKETS: StepName.CARD,
        StepName.CUSTOMER: StepName.TICKETS,
        StepName.METHOD: StepName.CUSTOMER,
        StepName.BANK: StepName.METHOD,
        StepName.REVIEW: StepName.METHOD,
        StepName.PAYMENT: StepName.PAYMENT,
        StepName.DONE: StepName.DONE,
    }
    dialogue = await every_step(step)
    await dialogue.say("back")
    assert dialogue.at is expected[step]


@pytest.mark.parametrize("words", ["/export", "export my data"])
async def test_an_export_is_handed_over_and_changes_nothing(words):
    dialogue = await every_step(StepName.METHOD)
    before = dialogue.session
    await dialogue.say(words)
    assert dialogue.turn.exports
    assert dialogue.notice == "Everything we keep about you, as a file."
    assert dialogue.session == before
    await dialogue.say("?")
    assert not dialogue.turn.exports


@EVERY_STEP
async def test_cancel_leaves_and_says_what_becomes_of_a_hold(step):
    dialogue = await every_step(step)
    await dialogue.say("cancel")
    assert dialogue.at is StepName.EVENT
    assert dialogue.session.purchase.event is None
    words = {StepName.PAYMENT: "stays held until 10:20", StepName.DONE: ""}.get(step, "Cancelled. Nothing was booked.")
    assert words in dialogue.notice
    assert bool(words) is bool(dialogue.notice)


@EVERY_STEP
async def test_start_over_keeps_the_event_alone(step):
    dialogue = await every_step(step)
    event = dialogue.session.purchase.event
    await dialogue.give(Command(CommandName.START_OVER))
    assert dialogue.session.purchase.event == event
    assert dialogue.session.purchase.quantities == {}
    assert dialogue.session.purchase.hold is None
    assert ("stays held" in dialogue.notice) is (step is StepName.PAYMENT)
    assert dialogue.shop.heard == (["reserve", "checkout"] if step in {StepName.PAYMENT, StepName.DONE} else [])


@EVERY_STEP
@pytest.mark.parametrize("what", list(Oddity))
async def test_pictures_and_edits_get_a_kind_line(step, what):
    dialogue = await every_step(step)
    await dialogue.give(Odd(what))
    assert dialogue.at is step
    assert dialogue.notice


@EVERY_STEP
async def test_help_knows_the_step_and_closing_it_leads_back(step):
    dialogue = await every_step(step)
    await dialogue.give(Command(CommandName.HELP))
    assert dialogue.words_of(dialogue.buttons[-1]) == "Close"
    assert dialogue.session.sheet is SheetName.HELP
    await dialogue.say("and now?")
    assert "Close the help" in dialogue.notice
    await dialogue.tap("Close")
    assert (dialogue.session.sheet, dialogue.at) == (None, step)


def test_every_step_has_a_hint_of_its_own():
    assert len({hint(step).msgid for step in StepName}) == len(StepName)


@EVERY_STEP
async def test_the_language_is_chosen_and_kept(step):
    dialogue = await every_step(step)
    await dialogue.give(Command(CommandName.LANGUAGE))
    assert dialogue.labels == ["Nederlands", "English", "Français", "Deutsch", "Close"]
    await dialogue.say("Klingon")
    assert "Choose one of the languages" in dialogue.notice
    await dialogue.tap("Deutsch")
    assert (dialogue.session.language, dialogue.session.language_chosen) == ("de", True)
    assert dialogue.at is step


async def test_back_and_close_close_a_sheet():
    dialogue = await at_tickets()
    await dialogue.give(Command(CommandName.LANGUAGE))
    await dialogue.say("back")
    assert (dialogue.session.sheet, dialogue.at) == (None, StepName.TICKETS)
    await dialogue.give(Command(CommandName.LANGUAGE))
    await dialogue.tap("Close")
    assert (dialogue.session.sheet, dialogue.session.language) == (None, "en")


async def test_start_shows_an_open_hold_first_and_else_begins_anew():
    dialogue = await at_payment()
    await dialogue.start()
    assert dialogue.at is StepName.PAYMENT
    dialogue.clock.move(timedelta(minutes=21))
    await dialogue.start()
    assert dialogue.at is StepName.EVENT


async def test_a_button_of_another_purchase_makes_it_the_current_one():
    dialogue = await at_payment()
    visit = dialogue.visit
    await dialogue.give(Command(CommandName.EVENTS))
    assert dialogue.at is StepName.EVENT
    await dialogue.press(Press(Action.GOTO, StepName.PAYMENT), visit=visit)
    assert dialogue.at is StepName.PAYMENT


async def test_a_goto_that_leads_nowhere():
    dialogue = await at_review()
    await dialogue.do(Action.GOTO, StepName.DONE)
    assert "did not understand" in dialogue.notice
    await dialogue.do(Action.GOTO, StepName.REVIEW)
    assert dialogue.notice == ""


async def test_purchases_with_a_hold_stay_beside_a_new_one_up_to_eight():
    session = Session()
    for _ in range(10):
        session = session.begin(Purchase(hold=HOLD))
    assert len(session.purchases) == 8
    assert session.current == 7


# --- the shop at rest -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", sorted({*get_args(CannotReadReason)} - {"locked"}))
async def test_while_the_shop_rests_nothing_changes(reason):
    dialogue = await at_tickets()
    await dialogue.do(Action.SET, uuid("Adult"), 2)
    before = dialogue.session
    dialogue.shop.fails = reason
    await dialogue.do(Action.NEXT)
    assert dialogue.session == before
    assert "The shop is unavailable right now" in dialogue.text
    assert ("does not show this event" in dialogue.text) is (reason == "refused")
    assert dialogue.notice == ""
    await dialogue.tap("Try again")
    assert dialogue.notice == "Nothing has changed yet."
    dialogue.shop.fails = None
    await dialogue.tap("Try again")
    assert "2 × Adult" in dialogue.labels
    assert dialogue.notice == ""


@pytest.mark.parametrize(("label", "notice"), [("Other events", ""), ("Cancel", "Nothing was booked")])
async def test_an_event_that_is_gone_leaves_a_way_to_the_others(label, notice):
    dialogue = await at_tickets()
    dialogue.shop.listed = [MUSEUM, replace(MUSEUM, uuid=uuid("Opera"))]
    dialogue.shop.event_fails = "refused"
    await dialogue.do(Action.SET, uuid("Adult"), 2)
    assert "does not show this event" in dialogue.text
    await dialogue.tap(label)
    assert dialogue.at is StepName.EVENT
    assert notice in dialogue.notice


@pytest.mark.parametrize("reason", ["refused", "locked", "misconfigured"])
async def test_a_chosen_event_is_sold_while_the_list_is_not_shown(reason):
    dialogue = await at_tickets()
    dialogue.shop.list_fails = reason
    await dialogue.do(Action.SET, uuid("Adult"), 2)
    await dialogue.do(Action.NEXT)
    assert dialogue.at is StepName.CUSTOMER


async def test_an_only_answer_that_does_not_answer_the_question_is_asked_after_all(monkeypatch):
    monkeypatch.setattr(MethodStep, "only", lambda _, context: Answered(context.session, context.details))
    dialogue = await at_tickets()
    await dialogue.do(Action.SET, uuid("Adult"), 1)
    await dialogue.do(Action.NEXT)
    await dialogue.say("Robin")
    await dialogue.say("robin@example.com")
    assert dialogue.at is StepName.METHOD


async def test_a_hold_and_the_language_are_shown_while_the_shop_rests():
    dialogue = await at_payment()
    dialogue.shop.fails = "unavailable"
    await dialogue.say("?")
    assert "Pay now" in dialogue.labels
    await dialogue.give(Command(CommandName.LANGUAGE))
    await dialogue.tap("Deutsch")
    assert dialogue.session.language == "de"
    await dialogue.give(Command(CommandName.EVENTS))
    assert "Your reservation stays as it is." in dialogue.notice
    assert dialogue.session.purchase.hold is not None
    assert dialogue.at is StepName.PAYMENT


# --- small things -----------------------------------------------------------------------------------------------------


def context(session: Session) -> Context:
    return Context(session, Details(), Facts(NOW, Zones(ZONE)))


def test_what_was_not_read_is_a_loud_mistake():
    with pytest.raises(LookupError):
        _ = context(Session()).event
    with pytest.raises(LookupError):
        _ = Context(Session(), Details(), Facts(NOW, Zones(ZONE), event=FESTIVAL)).method
    with pytest.raises(LookupError):
        hold_in(context(Session()))


def test_a_hold_without_a_payment_page_knows_no_return():
    assert outcome_of(HOLD, "x") is None


def test_steps_that_write_nothing_stand_still_when_told_of_a_write():
    for step in (MethodStep(), CustomerStep()):
        assert step.settle(context(Session()), Reserve(), NotSent()).session is None


def test_a_write_of_another_step_is_a_loud_mistake():
    checkout = Checkout("CM", None, "OPEN", "https://pay.cm.com/")
    opened = CheckoutOpened(checkout=checkout, method=METHODS[0].uuid, return_hashes={})
    with pytest.raises(TypeError):
        ReviewStep().settle(context(Session()), Reserve(), opened)
    held = Session(purchases=(Purchase(hold=HOLD),))
    with pytest.raises(TypeError):
        ReviewStep().settle(context(held), Update(order_id="CM"), opened)
    with pytest.raises(TypeError):
        PaymentStep().settle(context(held), Reserve(), Reserved(reservation=Reservation("CM", NOW)))


def test_what_is_done_with_a_hold():
    held = Context(Session(purchases=(Purchase(hold=HOLD),)), Details(), Facts(NOW, Zones(ZONE), event=FESTIVAL))
    reported = HOLD.model_copy(update={"reported": PaymentOutcome.SUCCESS, "due_at": NOW + timedelta(minutes=1)})
    paid = context(Session(purchases=(Purchase(hold=reported),)))
    assert ReviewStep().done(held)
    assert not PaymentStep().done(held)
    assert PaymentStep().done(paid)
    assert not DoneStep().done(paid)
    sentences = [line.text.msgid for lines in PaymentStep().screen(paid).paragraphs for line in lines]
    assert "The payment page reports success." in sentences


async def test_cancelling_after_an_unanswered_order_does_not_say_that_nothing_was_booked():
    dialogue = await at_review(PlainShop(answers=[UNKNOWN]))
    await dialogue.do(Action.ORDER)
    await dialogue.do(Action.CANCEL)
    assert "it releases them at 10:21" in dialogue.notice


def test_a_problem_of_reading_names_its_reason():
    assert CannotRead("refused").reason == "refused"
