"""Changing what is held: slot, tickets, details, how it is paid; and what is true when that fails."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.conversation.effects import NotSent, Refused, Unknown
from bot.conversation.flow import position
from bot.conversation.messages import Action, Command, CommandName, Press, StepName
from bot.domain.customer import Field
from bot.domain.labels import Label
from bot.domain.shop import CalendarDay, Category, Checkout, Code, DiscountCode, Issuer, PaymentMethod, VoucherCode
from tests.conversation.dialogue import (
    FESTIVAL,
    METHODS,
    MUSEUM,
    NOW,
    Dialogue,
    PlainShop,
    at_museum_slot,
    at_payment,
    at_review,
    slot,
    ticket,
    uuid,
)

DUE_AT = NOW + timedelta(minutes=20)
UNKNOWN = Unknown(frees_at=DUE_AT)
BANKS = (Issuer("INGBNL2A", "ING"), Issuer("RABONL2U", "Rabobank"), Issuer("no.button", "Odd"))
ENDED = timedelta(minutes=21)


async def changing(shop: PlainShop | None = None) -> Dialogue:
    dialogue = await at_payment(shop)
    await dialogue.tap("Change my order")
    assert dialogue.at is StepName.REVIEW
    return dialogue


async def with_three(dialogue: Dialogue) -> Dialogue:
    await dialogue.tap("Change tickets")
    await dialogue.say("3 adult")
    await dialogue.tap("Continue")
    assert dialogue.at is StepName.REVIEW
    return dialogue


async def at_museum_payment(shop: PlainShop | None = None) -> Dialogue:
    dialogue = await at_museum_slot(shop)
    await dialogue.tap("11:00")
    await dialogue.say("2 adult")
    await dialogue.tap("Continue")
    await dialogue.say("Robin")
    await dialogue.say("robin@example.com")
    await dialogue.tap("iDEAL")
    await dialogue.tap("Order and pay")
    assert dialogue.at is StepName.PAYMENT
    return dialogue


# --- the order button brings the shop to what the review shows ----------------------------------------------------------


async def test_nothing_changed_is_nothing_written_and_the_same_link() -> None:
    dialogue = await changing()
    assert "Your order CM1 is held until 10:20." in dialogue.text
    assert "Change event" not in dialogue.labels
    await dialogue.tap("Order and pay")
    assert dialogue.shop.heard == ["reserve", "checkout"]
    assert "still the same" in dialogue.notice
    assert "Pay now" in dialogue.labels


async def test_other_tickets_are_an_update_and_a_new_link() -> None:
    dialogue = await with_three(await changing())
    assert "It stays held as it was" in dialogue.text
    assert dialogue.shop.heard == ["reserve", "checkout"]
    await dialogue.tap("Order and pay")
    assert dialogue.shop.heard == ["reserve", "checkout", "update", "checkout"]
    assert dialogue.shop.orders[-1].quantities == {uuid("Adult"): 3}
    assert "Use only this link" in dialogue.notice
    assert "3 × Adult" in dialogue.text
    hold = dialogue.session.purchase.hold
    assert hold is not None
    assert (hold.order_id, hold.quantities) == ("CM1", {uuid("Adult"): 3})
    assert dialogue.turn is not None
    assert dialogue.turn.order is not None
    assert [each.amount for each in dialogue.turn.order.tickets] == [3]


async def test_another_name_is_an_update_too_and_only_once() -> None:
    dialogue = await changing()
    await dialogue.tap("Change details")
    await dialogue.tap("Change: First name")
    await dialogue.say("Sanne")
    assert dialogue.at is StepName.REVIEW
    await dialogue.tap("Order and pay")
    assert dialogue.shop.heard[-2:] == ["update", "checkout"]
    assert dialogue.shop.orders[-1].customer[Field.FIRST_NAME] == "Sanne"
    await dialogue.tap("Change my order")
    await dialogue.tap("Order and pay")
    assert dialogue.shop.heard[-2:] == ["update", "checkout"]
    assert dialogue.shop.heard.count("update") == 1


async def test_another_time_is_an_update_of_the_slot():
    dialogue = await at_museum_payment()
    await dialogue.tap("Change my order")
    await dialogue.tap("Change time")
    await dialogue.tap("10:00")
    assert dialogue.at is StepName.REVIEW
    await dialogue.tap("Order and pay")
    assert dialogue.shop.heard[-2:] == ["update", "checkout"]
    assert dialogue.shop.orders[-1].slot == slot(10).id


async def test_a_cart_of_nothing_cannot_be_ordered_but_the_order_can_be_kept():
    dialogue = await changing()
    await dialogue.tap("Change tickets")
    await dialogue.do(Action.SET, uuid("Adult"), 0)
    await dialogue.tap("Back to the review")
    assert dialogue.at is StepName.TICKETS
    await dialogue.tap("Keep my order as it is")
    assert dialogue.at is StepName.PAYMENT
    assert dialogue.session.purchase.quantities == {uuid("Adult"): 2}
    assert "Pay now" in dialogue.labels
    assert dialogue.shop.heard == ["reserve", "checkout"]


async def test_back_in_words_keeps_the_order_with_its_details():
    dialogue = await changing()
    await dialogue.tap("Change details")
    await dialogue.tap("Change: First name")
    await dialogue.say("Sanne")
    await dialogue.say("back")
    assert dialogue.at is StepName.PAYMENT
    assert dialogue.details.values[Field.FIRST_NAME] == "Robin"
    assert "Your order is as it was." in dialogue.notice
    await dialogue.say("back")
    assert "Change my order" in dialogue.notice


async def test_details_that_are_forgotten_meanwhile_are_asked_again_and_sent():
    shop = PlainShop(listed=[replace(FESTIVAL, minutes_to_order=60), MUSEUM], minutes=60)
    dialogue = await at_review(shop)
    shop.answers = []
    original = shop.open_checkout

    async def refuse(*arguments, **more):
        shop.open_checkout = original
        return NotSent()

    shop.open_checkout = refuse
    await dialogue.tap("Order and pay")
    dialogue.clock.move(timedelta(minutes=31))
    await dialogue.tap("Change my order")
    assert dialogue.at is StepName.CUSTOMER
    await dialogue.say("Robin")
    await dialogue.say("robin@example.com")
    assert dialogue.at is StepName.REVIEW
    await dialogue.tap("Order and pay")
    assert dialogue.shop.heard == ["reserve", "update", "checkout"]


async def test_a_hold_that_ends_while_it_is_changed_is_over():
    dialogue = await with_three(await changing())
    dialogue.clock.move(ENDED)
    await dialogue.tap("Order and pay")
    assert dialogue.shop.heard == ["reserve", "checkout"]
    assert "Your reservation for order CM1 ended at 10:20." in dialogue.text
    await dialogue.press(Press(Action.GOTO, StepName.REVIEW))
    assert dialogue.at is StepName.PAYMENT


@pytest.mark.parametrize("said", ["3 adult", "Continue"])
async def test_a_hold_that_ends_at_a_question_of_the_change_is_told_and_nothing_is_begun(said):
    dialogue = await changing()
    await dialogue.tap("Change tickets")
    await dialogue.say("3 adult")
    dialogue.clock.move(ENDED)
    await (dialogue.tap(said) if said in dialogue.labels else dialogue.say(said))
    assert dialogue.at is StepName.PAYMENT
    assert "Did you pay?" in dialogue.text
    assert len(dialogue.session.purchases) == 1
    await dialogue.tap("Not paid: try again")
    assert dialogue.session.purchase.quantities == {uuid("Adult"): 2}, "what was held, not what was being chosen"


@pytest.mark.parametrize("outcome", ["success", "failed"])
async def test_a_return_while_the_order_is_being_changed_is_heard(outcome):
    dialogue = await changing()
    await dialogue.tap("Change tickets")
    dialogue.shop.fails = "unavailable"
    await dialogue.come_back(outcome)
    assert dialogue.at is (StepName.DONE if outcome == "success" else StepName.PAYMENT)


# --- what a holder sees -------------------------------------------------------------------------------------------------


async def test_the_last_places_are_the_holders_own_to_keep_or_exchange():
    dialogue = await at_museum_payment(PlainShop(slots=[slot(10), slot(11, 2)]))
    dialogue.shop.slots = [slot(10), slot(11, 0, status="CLOSED")]
    await dialogue.tap("Change my order")
    assert dialogue.at is StepName.REVIEW
    await dialogue.tap("Change tickets")
    await dialogue.say("3 adult")
    assert "2" in dialogue.notice
    await dialogue.say("1 adult")
    await dialogue.tap("Continue")
    await dialogue.tap("Order and pay")
    assert dialogue.shop.orders[-1].quantities == {uuid("Adult"): 1}


async def test_a_day_that_is_full_with_what_is_held_is_open_to_its_holder():
    dialogue = await at_museum_payment()
    dialogue.shop.months[(2026, 12)] = [
        CalendarDay(day.on, None, "CLOSED", 0) for day in dialogue.shop.months[2026, 12]
    ]
    dialogue.shop.slots = [slot(11, 0)]
    await dialogue.tap("Change my order")
    assert dialogue.at is StepName.REVIEW


async def test_tickets_that_ran_out_stay_the_holders_and_not_one_more():
    dialogue = await at_payment()
    gone = Category(None, Label.same("T"), (ticket("Adult", status_id="SOLD_OUT"), ticket("Child")))
    dialogue.shop.listed[0] = replace(FESTIVAL, categories=(gone,))
    await dialogue.tap("Change my order")
    assert dialogue.at is StepName.REVIEW
    await dialogue.tap("Change tickets")
    await dialogue.say("3 adult")
    assert "at most 2 tickets" in dialogue.notice


# --- how it is paid -----------------------------------------------------------------------------------------------------


async def test_another_method_opens_its_page_with_one_tap() -> None:
    dialogue = await at_payment()
    await dialogue.tap("Pay another way")
    assert dialogue.labels[:2] == ["iDEAL: €64.68", "Bancontact: €66.01"]
    await dialogue.tap("iDEAL")
    assert dialogue.shop.heard == ["reserve", "checkout", "checkout"]
    assert "Use only this link" in dialogue.notice
    assert "Total (estimate): €64.68" in dialogue.text
    assert "Payment with iDEAL" in dialogue.text


async def test_the_same_method_is_the_same_link() -> None:
    dialogue = await at_payment()
    await dialogue.tap("Pay another way")
    await dialogue.tap("Bancontact")
    assert dialogue.shop.heard == ["reserve", "checkout"]
    assert "Pay now" in dialogue.labels


async def test_a_method_that_costs_another_sum_than_its_button_says_is_shown_first():
    dialogue = await at_payment()
    await dialogue.tap("Pay another way")
    dialogue.shop.listed[0] = replace(FESTIVAL, payment_methods=(replace(METHODS[0], fixed_fee=Decimal(1)), METHODS[1]))
    await dialogue.tap("iDEAL")
    assert dialogue.shop.heard == ["reserve", "checkout"]
    assert "The price has changed" in dialogue.notice
    await dialogue.tap("iDEAL: €65.00")
    assert dialogue.shop.heard == ["reserve", "checkout", "checkout"]


async def test_a_method_chosen_with_another_cart_leads_back_to_the_review():
    dialogue = await with_three(await changing())
    await dialogue.tap("Change payment method")
    await dialogue.tap("iDEAL")
    assert dialogue.at is StepName.REVIEW
    assert "€96.68" in dialogue.text
    await dialogue.tap("Order and pay")
    assert dialogue.shop.heard[-2:] == ["update", "checkout"]


async def test_one_method_alone_is_not_another_way():
    dialogue = await at_payment(PlainShop(listed=[replace(FESTIVAL, payment_methods=METHODS[:1]), MUSEUM]))
    assert "Pay another way" not in dialogue.labels


async def refused_second(dialogue: Dialogue, label: str) -> None:
    dialogue.shop.answers = [Refused()]
    await dialogue.tap(label)
    assert dialogue.shop.heard[-1] == "checkout"


async def test_a_second_page_that_is_refused_leads_back_to_the_first_of_the_same_amount():
    dialogue = await at_payment()
    await dialogue.come_back("cancelled")
    await refused_second(dialogue, "To payment")
    assert "This is the first one again" in dialogue.notice
    assert "Pay now" in dialogue.labels
    await dialogue.come_back("success", link=0)
    assert dialogue.at is StepName.DONE


@pytest.mark.parametrize("support", ["help@example.com", ""])
async def test_a_second_page_of_another_amount_that_is_refused_is_for_the_organiser(support):
    shop = PlainShop(listed=[replace(FESTIVAL, support_email=support), MUSEUM])
    dialogue = await at_payment(shop)
    await dialogue.tap("Pay another way")
    await refused_second(dialogue, "iDEAL")
    assert "did not open a payment page" in dialogue.notice
    assert ("ask help@example.com about order CM1" in dialogue.notice) is bool(support)
    assert "Pay now" not in dialogue.labels
    assert "To payment" in dialogue.labels


# --- the bank -----------------------------------------------------------------------------------------------------------


async def at_bank(shop: PlainShop | None = None) -> Dialogue:
    dialogue = await at_review(shop or PlainShop(listed=[replace(FESTIVAL, issuers=BANKS), MUSEUM]))
    dialogue.asks_bank = True
    await dialogue.tap("Change payment method")
    await dialogue.tap("iDEAL")
    return dialogue


async def test_the_bank_is_asked_where_the_organiser_wants_it_and_named_to_the_shop():
    dialogue = await at_bank()
    assert dialogue.at is StepName.BANK
    assert dialogue.labels[:3] == ["Choose on the iDEAL page", "ING", "Rabobank"]
    assert "Odd" not in dialogue.labels
    await dialogue.do(Action.CHOOSE, "no.button")
    assert "no longer offered" in dialogue.notice
    await dialogue.say("my bank")
    assert "did not understand" in dialogue.notice
    await dialogue.tap("Rabobank")
    assert dialogue.at is StepName.REVIEW
    assert "Change bank" in dialogue.labels
    await dialogue.tap("Order and pay")
    assert dialogue.shop.issuers == ["RABONL2U"]
    await dialogue.tap("Pay another way")
    await dialogue.tap("iDEAL")
    assert dialogue.shop.issuers == ["RABONL2U"]
    await dialogue.tap("Change my order")
    await dialogue.tap("Change bank")
    await dialogue.tap("ING")
    assert dialogue.shop.issuers == ["RABONL2U", "INGBNL2A"]
    assert "Use only this link" in dialogue.notice


async def test_the_bank_can_be_chosen_later_and_is_asked_of_nobody_else():
    dialogue = await at_bank()
    await dialogue.tap("Choose on the iDEAL page")
    await dialogue.tap("Order and pay")
    assert dialogue.shop.issuers == [None]
    unasked = await at_payment(PlainShop(listed=[replace(FESTIVAL, issuers=BANKS), MUSEUM]))
    assert unasked.shop.issuers == [None]
    none = await at_bank(PlainShop())
    assert none.at is StepName.REVIEW


async def test_with_a_hold_open_the_bank_opens_the_page():
    dialogue = await at_review(PlainShop(listed=[replace(FESTIVAL, issuers=BANKS), MUSEUM]))
    dialogue.asks_bank = True
    await dialogue.tap("Order and pay")
    await dialogue.tap("Pay another way")
    await dialogue.tap("iDEAL")
    assert dialogue.at is StepName.BANK
    assert "Total (estimate): €64.68" in dialogue.text
    await dialogue.tap("ING")
    assert dialogue.at is StepName.PAYMENT
    assert dialogue.shop.issuers == [None, "INGBNL2A"]


# --- a change that fails ------------------------------------------------------------------------------------------------


async def test_a_change_that_is_refused_leaves_the_hold_and_two_ways_on():
    dialogue = await with_three(await changing())
    dialogue.shop.answers = [Refused(info="no")]
    await dialogue.tap("Order and pay")
    assert "your reservation is unchanged. The shop does not say why." in dialogue.notice
    assert dialogue.at is StepName.REVIEW
    await dialogue.tap("Keep my order as it is")
    assert "Pay now" in dialogue.labels
    assert dialogue.shop.heard == ["reserve", "checkout", "update"]


async def test_a_change_that_is_refused_is_explained_by_what_the_shop_says_now():
    dialogue = await at_museum_payment()
    await dialogue.tap("Change my order")
    await dialogue.tap("Change time")
    await dialogue.tap("10:00")
    shop = dialogue.shop
    original = shop.update

    async def update(*arguments, **more):
        shop.slots = [slot(10, 1), slot(11), slot(12)]
        shop.answers = [Refused()]
        return await original(*arguments, **more)

    shop.update = update
    await dialogue.tap("Order and pay")
    assert "your reservation is unchanged. Only 1 place is left at 10:00." in dialogue.notice
    assert dialogue.at is StepName.SLOT
    await dialogue.tap("Keep my order as it is")
    assert dialogue.at is StepName.PAYMENT
    assert dialogue.session.purchase.slot == slot(11).id


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (NotSent(), "The shop is busy: your reservation is unchanged."),
        (Refused(misconfigured=True), "cannot be changed here"),
    ],
)
async def test_a_change_that_was_not_taken_leaves_the_hold(answer, words):
    dialogue = await with_three(await changing())
    dialogue.shop.answers = [answer]
    await dialogue.tap("Order and pay")
    assert words in dialogue.notice
    await dialogue.tap("Order and pay")
    assert dialogue.shop.heard == ["reserve", "checkout", "update", "update", "checkout"]


async def test_a_change_without_an_answer_takes_the_old_link_away_and_is_sent_again_by_the_next_press():
    dialogue = await with_three(await changing())
    dialogue.shop.answers = [UNKNOWN]
    await dialogue.tap("Order and pay")
    assert "we do not know whether it changed your order" in dialogue.notice
    assert dialogue.at is StepName.REVIEW
    assert "Pay now" not in dialogue.labels
    assert dialogue.shop.heard == ["reserve", "checkout", "update"]
    await dialogue.tap("Order and pay")
    assert dialogue.shop.heard == ["reserve", "checkout", "update", "update", "checkout"]
    assert [order.quantities for order in dialogue.shop.orders[-2:]] == [{uuid("Adult"): 3}] * 2
    assert "Use only this link" in dialogue.notice


async def test_after_a_change_without_an_answer_the_order_as_it_was_is_sent_as_well():
    dialogue = await with_three(await changing())
    dialogue.shop.answers = [UNKNOWN]
    await dialogue.tap("Order and pay")
    await dialogue.tap("Keep my order as it is")
    assert dialogue.at is StepName.REVIEW
    assert "Tap the order button once more" in dialogue.notice
    await dialogue.tap("Order and pay")
    assert dialogue.shop.heard == ["reserve", "checkout", "update", "update", "checkout"]
    assert dialogue.shop.orders[-1].quantities == {uuid("Adult"): 2}


async def test_a_change_that_a_crash_cut_is_unknown() -> None:
    dialogue = await with_three(await changing())
    await dialogue.tap("Order and pay")
    left = next(kept for kept in dialogue.kept if kept.intent is not None and kept.intent.effect.kind == "update")
    assert left.intent is not None
    assert left.intent.frees_at == DUE_AT
    dialogue.session = left
    await dialogue.say("?")
    assert "we do not know whether it changed your order" in dialogue.text
    assert dialogue.session.purchase.hold is not None
    assert dialogue.session.purchase.hold.link is None


async def test_a_shop_that_rests_does_not_lose_what_is_held_or_chosen():
    dialogue = await with_three(await changing())
    dialogue.shop.fails = "unavailable"
    await dialogue.tap("Order and pay")
    assert "The shop is unavailable right now" in dialogue.text
    assert "Your order CM1 is held until 10:20." in dialogue.text
    assert "Nothing was booked" not in dialogue.text
    dialogue.shop.fails = None
    await dialogue.tap("Try again")
    assert "3 × Adult" in dialogue.text
    dialogue.shop.fails = "locked"
    await dialogue.tap("Order and pay")
    await dialogue.tap("Keep my order as it is")
    assert dialogue.at is StepName.PAYMENT


async def test_a_shop_that_rests_cannot_begin_a_change():
    dialogue = await at_payment()
    dialogue.shop.fails = "unavailable"
    await dialogue.tap("Change my order")
    assert dialogue.at is StepName.PAYMENT
    assert "Your reservation stays as it is." in dialogue.notice


# --- a code -------------------------------------------------------------------------------------------------------------


async def held_with(code: Code) -> Dialogue:
    dialogue = await at_review(PlainShop(codes={code.code: code}))
    await dialogue.tap("I have a code")
    await dialogue.say(code.code)
    await dialogue.tap("Order and pay")
    assert dialogue.at is StepName.PAYMENT
    return dialogue


async def test_a_code_stays_with_its_hold_and_the_total_of_a_changed_one_is_the_payment_pages():
    dialogue = await held_with(DiscountCode("LAST", fixed_balance=Decimal(5), stock=1))
    dialogue.shop.codes["LAST"] = DiscountCode("LAST", fixed_balance=Decimal(5), stock=0)
    await dialogue.tap("Change my order")
    assert "You can change the code when this reservation ends, at 10:20." in dialogue.text
    assert "Change the code" not in dialogue.labels
    assert "takes €5.00 off" in dialogue.text
    await with_three(dialogue)
    assert "The payment page decides what your code takes off" in dialogue.text
    await dialogue.tap("Order and pay")
    assert dialogue.shop.heard == ["reserve", "checkout", "update", "checkout"]
    assert "The payment page decides what your code takes off" in dialogue.text


async def test_a_voucher_is_as_the_shop_says():
    dialogue = await held_with(VoucherCode("GIFT", Decimal(10)))
    await dialogue.tap("Change my order")
    assert "pays €10.00" in dialogue.text


async def test_an_event_without_codes_says_nothing_of_them():
    dialogue = await changing(PlainShop(listed=[replace(FESTIVAL, is_discount_enabled=False), MUSEUM]))
    assert "A code can be changed" not in dialogue.text


# --- paid, or not -------------------------------------------------------------------------------------------------------


async def test_i_have_paid_claims_nothing_and_can_be_taken_back():
    dialogue = await at_payment()
    await dialogue.tap("I have paid")
    assert "We cannot see your payment from here. If it succeeded" in dialogue.text
    assert "r***@example.com" in dialogue.text
    assert "Pay now" not in dialogue.labels
    await dialogue.tap("Not paid yet")
    assert "Pay now" in dialogue.labels
    await dialogue.tap("I have paid")
    await dialogue.come_back("failed")
    assert "the payment failed" in dialogue.text
    assert dialogue.shop.heard == ["reserve", "checkout"]


async def test_i_have_paid_without_an_address_or_support():
    shop = PlainShop(listed=[replace(FESTIVAL, customer_data={}, support_email=""), MUSEUM])
    dialogue = await at_payment(shop)
    await dialogue.tap("I have paid")
    assert "If it succeeded, your tickets come by e-mail." in dialogue.text
    assert "Ask" not in dialogue.text


async def test_nothing_can_be_said_to_be_paid_before_a_link_was_shown():
    dialogue = await at_review()
    dialogue.shop.answers = []

    async def refuse(*arguments, **more):
        return NotSent()

    dialogue.shop.open_checkout = refuse
    await dialogue.tap("Order and pay")
    assert "I have paid" not in dialogue.labels
    await dialogue.do(Action.ACCEPT)
    assert "did not understand" in dialogue.notice


async def test_at_the_end_only_who_has_not_paid_is_offered_the_same_again() -> None:
    dialogue = await at_museum_payment()
    dialogue.clock.move(ENDED)
    await dialogue.say("?")
    assert dialogue.labels[:2] == ["I have paid", "Not paid: try again"]
    await dialogue.tap("I have paid")
    assert "If it succeeded" in dialogue.text
    await dialogue.tap("Not paid: try again")
    assert dialogue.at is StepName.REVIEW
    assert "the same order once more" in dialogue.notice
    assert "11:00 to 11:30" in dialogue.text
    assert dialogue.session.purchase.hold is None
    await dialogue.tap("Order and pay")
    assert dialogue.shop.heard == ["reserve", "checkout"] * 2
    assert dialogue.shop.orders[0].quantities == dialogue.shop.orders[1].quantities


async def test_a_failed_payment_then_the_end_then_the_same_cart():
    dialogue = await at_payment()
    await dialogue.come_back("failed")
    dialogue.clock.move(ENDED)
    await dialogue.say("?")
    assert "the payment failed" in dialogue.text
    await dialogue.tap("Order the same again")
    await dialogue.tap("Order and pay")
    assert dialogue.at is StepName.PAYMENT
    assert dialogue.shop.heard == ["reserve", "checkout"] * 2


async def test_without_a_link_the_end_offers_the_same_cart_in_one_tap():
    dialogue = await at_review()

    async def fail(*arguments, **more):
        return NotSent()

    dialogue.shop.open_checkout = fail
    await dialogue.tap("Order and pay")
    dialogue.clock.move(ENDED)
    await dialogue.say("?")
    assert "You have not paid anything." in dialogue.text
    assert "I have paid" not in dialogue.labels
    await dialogue.tap("Order the same again")
    assert dialogue.at is StepName.REVIEW


async def test_a_checkout_moves_the_end_of_the_hold():
    dialogue = await at_review()
    later = NOW + timedelta(minutes=30)

    async def open_checkout(event, order_id, method, returns, **more):
        return Checkout(order_id, later, "OPEN", "https://pay.cm.com/x", 0.0)

    dialogue.shop.open_checkout = open_checkout
    await dialogue.tap("Order and pay")
    assert "held until 10:30" in dialogue.text


async def test_ways_to_pay_are_said_of_the_method_that_is_held():
    free_of_fee = PaymentMethod(uuid("Transfer"), "Transfer")
    dialogue = await at_payment(PlainShop(listed=[replace(FESTIVAL, payment_methods=(*METHODS, free_of_fee)), MUSEUM]))
    await dialogue.tap("Pay another way")
    await dialogue.give(Command(CommandName.BACK))
    assert dialogue.at is StepName.PAYMENT
    assert dialogue.shop.heard == ["reserve", "checkout"]


# --- what is held beside the current purchase ---------------------------------------------------------------------------


async def test_a_return_of_an_order_that_is_being_changed_rings_beside_another_event():
    dialogue = await with_three(await changing())
    await dialogue.tap("Change tickets")
    await dialogue.give(Command(CommandName.EVENTS))
    dialogue.shop.fails = "unavailable"
    await dialogue.come_back("failed")
    assert dialogue.turn is not None
    assert dialogue.turn.bell is not None
    held = dialogue.session.purchases[0]
    assert (held.at, held.is_changing) == (StepName.PAYMENT, False)
    assert dialogue.at is StepName.EVENT


async def test_a_bell_of_an_order_that_nobody_knows_the_cart_of_leads_to_the_review():
    dialogue = await with_three(await changing())
    dialogue.shop.answers = [UNKNOWN]
    await dialogue.tap("Order and pay")
    await dialogue.give(Command(CommandName.EVENTS))
    await dialogue.come_back("failed")
    assert dialogue.turn is not None
    assert dialogue.turn.bell is not None
    await dialogue.press(Press(Action.ORDER), visit=dialogue.turn.bell.visit)
    assert dialogue.at is StepName.REVIEW
    assert dialogue.shop.heard == ["reserve", "checkout", "update"]
    await dialogue.tap("Order and pay")
    assert dialogue.shop.heard[-2:] == ["update", "checkout"]


async def test_what_is_held_is_not_changed_into_free_tickets_alone():
    types = Category(None, Label.same("T"), (ticket("Adult"), ticket("Baby", "0.00", "0.00")))
    dialogue = await changing(PlainShop(listed=[replace(FESTIVAL, categories=(types,)), MUSEUM]))
    await dialogue.tap("Change tickets")
    await dialogue.say("1 baby 0 adult")
    await dialogue.tap("Continue")
    assert "Free tickets on their own need a new order" in dialogue.notice
    await dialogue.tap("Back to the review")
    assert dialogue.at is StepName.TICKETS
    await dialogue.tap("Keep my order as it is")
    assert dialogue.at is StepName.PAYMENT


async def test_the_payment_of_a_hold_that_is_not_sure_is_no_numbered_screen_of_its_change():
    dialogue = await at_payment()
    hold = dialogue.session.purchase.hold
    assert hold is not None
    unsure = dialogue.session.purchase.model_copy(update={"hold": hold.model_copy(update={"is_unsure": True})})
    facts = replace(dialogue.context.facts, event=FESTIVAL)
    context = replace(dialogue.context, session=dialogue.session.with_purchase(unsure), facts=facts)
    assert context.is_changing
    assert position(context) is None
