"""How to pay and the review: all at a glance, everything changeable, and the words of the law."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.conversation import screens
from bot.conversation.facts import Context, Facts
from bot.conversation.messages import Action, Command, CommandName, Press, StepName
from bot.conversation.session import Purchase, Session
from bot.conversation.steps.review import ReviewStep
from bot.domain.customer import Field
from bot.domain.labels import LANGUAGES, Label, Language
from bot.domain.shop import Category, Code, DiscountCode, PaymentMethod, VoucherCode
from tests.conversation.dialogue import (
    CATALOG,
    FESTIVAL,
    METHODS,
    MUSEUM,
    NOW,
    Dialogue,
    PlainShop,
    at_museum_slot,
    at_payment,
    at_review,
    at_tickets,
    ticket,
    uuid,
)

GIFT = VoucherCode("GIFT", Decimal(500))


def shop_with(*codes: Code, **changed: object) -> PlainShop:
    event = replace(FESTIVAL, **changed)  # type: ignore[arg-type]
    return PlainShop(listed=[event, MUSEUM], codes={each.code: each for each in codes})


async def with_code(dialogue: Dialogue, code: str) -> Dialogue:
    await dialogue.tap("I have a code")
    return await dialogue.say(code)


async def at_museum_review() -> Dialogue:
    dialogue = await at_museum_slot()
    await dialogue.tap("11:00")
    await dialogue.do(Action.SET, uuid("Adult"), 2)
    await dialogue.do(Action.NEXT)
    await dialogue.say("Robin")
    await dialogue.say("robin@example.com")
    return await dialogue.do(Action.CHOOSE, uuid("Bancontact"))


# --- how to pay -------------------------------------------------------------------------------------------------------


async def test_methods_stand_side_by_side_in_the_shops_order_with_what_each_costs():
    cash = PaymentMethod(uuid("Transfer"), "Transfer", description="<p>Takes <b>two</b> days.</p>")
    dialogue = await at_review(shop_with(payment_methods=(METHODS[1], cash, METHODS[0])))
    await dialogue.tap("Change payment method")
    assert dialogue.labels[:3] == ["Bancontact: €66.01", "Transfer: €64.00", "iDEAL: €64.68"]
    assert "Tickets: €64.00" in dialogue.text
    assert "Chosen now: Bancontact" in dialogue.text
    assert "Bancontact: €2.01 fee\nTransfer: no fee\n<i>Takes two days.</i>\niDEAL: €0.68 fee" in dialogue.text


async def test_a_code_counts_in_the_totals_of_the_methods():
    dialogue = await with_code(await at_tickets(shop_with(DiscountCode("FIVE", fixed_balance=Decimal(5)))), "FIVE")
    await dialogue.say("2 adult")
    await dialogue.tap("Continue")
    await dialogue.say("Robin")
    await dialogue.say("robin@example.com")
    assert dialogue.labels[:2] == ["iDEAL: €59.68", "Bancontact: €60.88"]
    assert "Chosen now" not in dialogue.text


async def test_a_shop_without_a_method_is_asked_again_in_one_tap():
    shop = shop_with(payment_methods=())
    dialogue = await at_tickets(shop)
    await dialogue.say("2 adult")
    await dialogue.tap("Continue")
    await dialogue.say("Robin")
    await dialogue.say("robin@example.com")
    assert "no way to pay" in dialogue.text
    await dialogue.tap("Try again")
    assert dialogue.at is StepName.METHOD
    shop.listed[0] = FESTIVAL
    await dialogue.tap("Try again")
    assert dialogue.labels[:2] == ["iDEAL: €64.68", "Bancontact: €66.01"]


async def test_a_voucher_for_all_leaves_no_method_to_choose_and_no_fee_but_a_checkout():
    dialogue = await with_code(await at_tickets(shop_with(GIFT)), "GIFT")
    await dialogue.say("2 adult")
    await dialogue.tap("Continue")
    await dialogue.say("Robin")
    await dialogue.say("robin@example.com")
    assert dialogue.at is StepName.REVIEW
    assert "Nothing is left to pay: your code covers it all." in dialogue.text
    assert "Total (estimate): €0.00" in dialogue.text
    assert "Payment with" not in dialogue.text
    assert "Change payment method" not in dialogue.labels
    await dialogue.tap("Order and pay")
    assert dialogue.shop.heard == ["reserve", "checkout"]
    assert dialogue.session.purchase.hold is not None
    assert dialogue.session.purchase.hold.method == METHODS[0].uuid


async def test_without_the_voucher_the_method_is_asked_after_all():
    dialogue = await with_code(await at_tickets(shop_with(GIFT)), "GIFT")
    await dialogue.say("2 adult")
    await dialogue.tap("Continue")
    await dialogue.say("Robin")
    await dialogue.say("robin@example.com")
    await dialogue.tap("Change the code")
    await dialogue.tap("Remove the code")
    assert dialogue.at is StepName.METHOD


async def test_a_voucher_for_all_at_a_shop_without_a_method_is_told_so():
    dialogue = await with_code(await at_tickets(shop_with(GIFT, payment_methods=())), "GIFT")
    await dialogue.say("2 adult")
    await dialogue.tap("Continue")
    await dialogue.say("Robin")
    await dialogue.say("robin@example.com")
    assert "no way to pay" in dialogue.text


# --- all at a glance --------------------------------------------------------------------------------------------------


async def test_the_review_holds_everything_that_is_ordered():
    dialogue = await at_museum_review()
    for words in (
        "First name: Robin",
        "E-mail: robin@example.com",
        "Your tickets go to robin@example.com.",
        "<b>Museum</b>",
        "2 December 2026, 11:00 to 11:30",
        "Hall, Breda",
        "2 × Adult: €64.00",
        "Ticket fees of €5.00 are included.",
        "Payment with Bancontact: €2.01 fee",
        "<b>Total (estimate): €66.01</b>",
        "The payment page shows the final amount.",
        "Seller: Festival B.V.",
        "The seller’s terms apply.",
        "Tickets with a fixed date cannot be returned within 14 days.",
    ):
        assert words in dialogue.text


async def test_what_the_law_wants_is_the_last_to_be_read_and_the_button_stands_alone():
    dialogue = await at_review(shop_with(privacy_policy_url="https://example.com/privacy"))
    assert dialogue.turn is not None
    read = dialogue.text
    order = ("Robin", "Festival</b>", "2 × Adult", "Total (estimate)", "Seller", "14 days", "that you must pay for.")
    places = [read.index(words) for words in order]
    assert places == sorted(places)
    assert read.endswith("With the button below you place an order that you must pay for.")
    links, button, *_ = dialogue.screen.rows
    assert [dialogue.words_of(each) for each in links] == ["Terms", "Privacy"]
    assert [dialogue.words_of(each) for each in button] == ["Order and pay"]


async def test_a_seller_without_a_name_and_terms_that_are_no_address_are_left_out():
    dialogue = await at_review(shop_with(organiser_entity="", terms_and_conditions_url="javascript:alert(1)"))
    assert "Seller" not in dialogue.text
    assert "terms apply" not in dialogue.text
    assert dialogue.labels[0] == "Order and pay"


async def test_tickets_without_fees_and_a_method_without_one_say_so():
    types = (ticket("Adult", fee="0.00"),)
    dialogue = await at_review(
        shop_with(
            categories=(Category(None, Label.same("Tickets"), types),),
            payment_methods=(replace(METHODS[0], fixed_fee=Decimal(0)),),
        )
    )
    assert "Ticket fees" not in dialogue.text
    assert "Payment with iDEAL: no fee" in dialogue.text


async def test_a_code_can_be_given_and_changed_on_the_review():
    dialogue = await at_review(shop_with(DiscountCode("FIVE", fixed_balance=Decimal(5))))
    await with_code(dialogue, "FIVE")
    assert dialogue.at is StepName.REVIEW
    assert "takes €5.00 off" in dialogue.text
    assert "Total (estimate): €60.88" in dialogue.text
    assert "Change the code" in dialogue.labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_free_tickets_are_ordered_in_other_words(language: Language):
    event = replace(
        FESTIVAL,
        categories=(Category(None, Label.same("Tickets"), (ticket("Baby", "0.00", "0.00"),)),),
        customer_data={},
    )
    purchase = Purchase(event=event.uuid, quantities={uuid("Baby"): 1}, at=StepName.REVIEW)
    dialogue = Dialogue()
    shown = ReviewStep().screen(
        Context(Session(purchases=(purchase,)), dialogue.details, Facts(NOW, dialogue.zones, event=event))
    )
    words = {
        "nl": "Gratis bestellen",
        "en": "Get free tickets",
        "fr": "Commander gratuitement",
        "de": "Kostenlos bestellen",
    }
    assert [[CATALOG.words(each.label, language) for each in row] for row in shown.rows][1] == [words[language]]
    read = [CATALOG.words(line.text, "en") for lines in shown.paragraphs for line in lines]
    assert "Total: €0.00" in read
    assert "With the button below you place an order. It is free." in read
    assert not any("estimate" in line or "must pay" in line for line in read)


# --- change anything and come back ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "at"),
    [
        ("Change event", StepName.EVENT),
        ("Change day", StepName.DAY),
        ("Change time", StepName.SLOT),
        ("Change tickets", StepName.TICKETS),
        ("Change details", StepName.CUSTOMER),
        ("Change payment method", StepName.METHOD),
    ],
)
async def test_everything_can_be_changed_and_left_as_it_was(label: str, at: StepName):
    dialogue = await at_museum_review()
    before = dialogue.session.purchase
    await dialogue.tap(label)
    assert dialogue.at is at
    await dialogue.tap("Back to the review")
    assert dialogue.at is StepName.REVIEW
    after = dialogue.session.purchase
    assert after.model_copy(update={"visit": 0}) == before.model_copy(update={"visit": 0})


async def test_back_in_words_leads_to_the_review_as_well():
    dialogue = await at_review()
    await dialogue.tap("Change tickets")
    await dialogue.give(Command(CommandName.BACK))
    assert dialogue.at is StepName.REVIEW
    await dialogue.give(Command(CommandName.BACK))
    assert dialogue.at is StepName.METHOD


async def test_a_cart_that_cannot_be_ordered_does_not_come_back():
    dialogue = await at_review()
    await dialogue.tap("Change tickets")
    await dialogue.do(Action.SET, uuid("Adult"), 0)
    await dialogue.tap("Back to the review")
    assert dialogue.at is StepName.TICKETS


async def test_the_only_event_is_not_offered_to_be_changed():
    dialogue = Dialogue(PlainShop(listed=[FESTIVAL]))
    await dialogue.start()
    await dialogue.do(Action.NEXT)
    await dialogue.say("2 adult")
    await dialogue.tap("Continue")
    await dialogue.say("Robin")
    await dialogue.say("robin@example.com")
    await dialogue.tap("iDEAL")
    assert "Change event" not in dialogue.labels


async def test_a_press_for_a_step_that_is_not_changed_here_is_not_understood():
    dialogue = await at_review()
    await dialogue.press(Press(Action.GOTO, StepName.PAYMENT))
    assert dialogue.at is StepName.REVIEW


async def test_details_can_be_remembered_from_the_review():
    dialogue = await at_review()
    await dialogue.tap("Remember my details")
    assert dialogue.at is StepName.REVIEW
    await dialogue.tap("Order and pay")
    assert dialogue.profile.values[Field.EMAIL] == "robin@example.com"
    assert dialogue.profile.method == uuid("Bancontact")


# --- buttons that nobody can press in words --------------------------------------------------------------------------


async def test_the_name_of_a_link_tells_its_address():
    dialogue = await at_review()
    await dialogue.say("terms")
    assert dialogue.notice == "“Terms” opens https://example.com/terms"
    assert dialogue.at is StepName.REVIEW


async def test_the_name_of_a_button_that_copies_tells_what():
    dialogue = await at_payment()
    await dialogue.say("Copy the payment link")
    assert dialogue.notice == "“Copy the payment link” copies: https://pay.cm.com/x"


# --- step n of m ------------------------------------------------------------------------------------------------------


async def test_each_screen_is_one_further_and_the_payment_is_the_last():
    dialogue = Dialogue()
    seen = []

    def look() -> None:
        assert dialogue.turn is not None
        seen.append(dialogue.screen.position)

    await dialogue.start()
    await dialogue.do(Action.CHOOSE, MUSEUM.uuid)
    look()
    for say in ("Get tickets", "2 december", "11:00", "2 adult", "Continue"):
        await dialogue.say(say)
        look()
    await dialogue.say("Robin")
    await dialogue.say("robin@example.com")
    look()
    await dialogue.say("iDEAL")
    look()
    await dialogue.say("Order and pay")
    look()
    assert seen == [(2, 9), (3, 9), (4, 9), (5, 9), (5, 9), (6, 9), (7, 9), (8, 9), (9, 9)]


async def test_a_purchase_that_was_reviewed_by_an_earlier_version_has_no_number():
    dialogue = await at_payment()
    assert screens.screen(dialogue.context).position == (7, 7)
    purchase = dialogue.session.purchase.model_copy(update={"steps": 0})
    dialogue.session = dialogue.session.with_purchase(purchase)
    assert screens.screen(dialogue.context).position is None
