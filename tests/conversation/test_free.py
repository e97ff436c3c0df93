"""Free tickets: ordered once, complete at once, and told truthfully when nobody knows."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.conversation.effects import Failed, Intent, NotSent, Refused, Reserved, ReserveFree, Settled, Unknown
from bot.conversation.facts import Context
from bot.conversation.flow import STEPS
from bot.conversation.links import Link
from bot.conversation.messages import Action, Command, CommandName, Followed, Press, StepName
from bot.conversation.orders import OrderState
from bot.conversation.outcome import Outcome, Perform
from bot.conversation.progress import Progress
from bot.conversation.steps.free_order import settle_free
from bot.domain.labels import Label, Language
from bot.domain.shop import Barcode, Category, DiscountCode, FreeReservation, Reservation
from tests.conversation.dialogue import (
    CATALOG,
    FESTIVAL,
    MUSEUM,
    NOW,
    Dialogue,
    PlainShop,
    slot,
    ticket,
    uuid,
)

ENTRY = ticket("Entry", "0.00", "0.00")
OPEN_DAY = replace(
    FESTIVAL,
    uuid=uuid("Open day"),
    name="Open day",
    categories=(Category(uuid("o"), Label.same("Tickets"), (ENTRY,)),),
    payment_methods=(),
)
FREE_MUSEUM = replace(
    MUSEUM,
    categories=(
        Category(uuid("m"), Label.same("Tickets"), (ticket("Adult", "0.00", "0.00", is_selectable_on_calendar=True),)),
    ),
)
COMPLETED = FreeReservation(
    "CM9", "https://cm.com/tickets/1", (Barcode("B1", "QRCODE", uuid("Entry"), Label.same("Entry")),)
)
UNKNOWN = Unknown(frees_at=NOW + timedelta(minutes=21))


async def at_free_review(shop: PlainShop | None = None) -> Dialogue:
    dialogue = Dialogue(shop or PlainShop([OPEN_DAY, FESTIVAL]))
    await dialogue.start()
    await dialogue.do(Action.CHOOSE, OPEN_DAY.uuid)
    await dialogue.do(Action.NEXT)
    await dialogue.do(Action.SET, ENTRY.uuid, 2)
    await dialogue.do(Action.NEXT)
    await dialogue.say("Robin")
    await dialogue.say("robin@example.com")
    assert dialogue.at is StepName.REVIEW
    return dialogue


async def at_free_slot_review(shop: PlainShop) -> Dialogue:
    dialogue = Dialogue(shop)
    await dialogue.start()
    await dialogue.do(Action.CHOOSE, FREE_MUSEUM.uuid)
    await dialogue.do(Action.NEXT)
    await dialogue.do(Action.CHOOSE, slot(11).start_at.date())
    await dialogue.do(Action.CHOOSE, slot(11).start_at)
    await dialogue.do(Action.SET, uuid("Adult"), 2)
    await dialogue.do(Action.NEXT)
    await dialogue.say("Robin")
    await dialogue.say("robin@example.com")
    assert dialogue.at is StepName.REVIEW
    return dialogue


async def test_nobody_is_asked_how_to_pay_for_what_is_free():
    dialogue = await at_free_review()
    assert "Step 5 of 5" in dialogue.text
    assert "Total: €0.00" in dialogue.text
    assert "estimate" not in dialogue.text
    assert "Get free tickets" in dialogue.labels
    assert "Change payment method" not in dialogue.labels


async def test_the_order_button_orders_them_and_hands_them_over():
    dialogue = await at_free_review()
    await dialogue.do(Action.ORDER)
    assert dialogue.shop.heard == ["free"]
    assert dialogue.at is StepName.DONE
    assert "Your free tickets are ordered" in dialogue.text
    assert dialogue.labels[:2] == ["Download your tickets", "Copy the order number"]
    assert dialogue.turn is not None
    order = dialogue.turn.order
    assert order is not None
    assert dialogue.turn.handed_over == order
    assert (order.order_id, order.state, order.due_at) == ("CM1", OrderState.FREE, None)
    assert [(each.name.en, each.amount) for each in order.tickets] == [("Entry", 2)]
    assert order.masked_email == "r***@example.com"


async def test_what_is_free_and_what_is_not_are_one_ordinary_order():
    both = replace(FESTIVAL, categories=(*FESTIVAL.categories, *OPEN_DAY.categories))
    dialogue = Dialogue(PlainShop([both, MUSEUM]))
    await dialogue.start()
    await dialogue.do(Action.CHOOSE, both.uuid)
    await dialogue.do(Action.NEXT)
    await dialogue.do(Action.SET, ENTRY.uuid, 1)
    await dialogue.do(Action.SET, uuid("Adult"), 1)
    await dialogue.do(Action.NEXT)
    await dialogue.say("Robin")
    await dialogue.say("robin@example.com")
    assert dialogue.at is StepName.METHOD
    await dialogue.do(Action.CHOOSE, uuid("Bancontact"))
    await dialogue.do(Action.ORDER)
    assert dialogue.shop.heard == ["reserve", "checkout"]


async def test_a_code_makes_nothing_a_free_order():
    shop = PlainShop(codes={"ALL": DiscountCode("ALL", percentage=Decimal(100))})
    shop.listed = [
        replace(FESTIVAL, categories=(Category(None, Label(), (ticket("Adult", "10.00", "0.00"),)),)),
        MUSEUM,
    ]
    dialogue = Dialogue(shop)
    await dialogue.start()
    await dialogue.do(Action.CHOOSE, FESTIVAL.uuid)
    await dialogue.do(Action.NEXT)
    await dialogue.do(Action.SET, uuid("Adult"), 1)
    await dialogue.do(Action.OPEN, "code")
    await dialogue.say("ALL")
    await dialogue.do(Action.NEXT)
    await dialogue.say("Robin")
    await dialogue.say("robin@example.com")
    assert "Total (estimate): €0.00" in dialogue.text
    await dialogue.do(Action.ORDER)
    assert dialogue.shop.heard == ["reserve", "checkout"]


async def test_the_time_slot_is_sent():
    dialogue = await at_free_slot_review(PlainShop([FREE_MUSEUM, FESTIVAL]))
    await dialogue.do(Action.ORDER)
    assert dialogue.shop.heard == ["free"]
    assert dialogue.shop.orders[0].slot == slot(11).id
    assert dialogue.turn is not None
    assert dialogue.turn.order is not None
    assert dialogue.turn.order.start_at == slot(11).start_at


# --- no answer --------------------------------------------------------------------------------------------------------


async def test_without_an_answer_it_is_not_ordered_again_and_no_mail_is_promised() -> None:
    dialogue = await at_free_review()
    dialogue.shop.answers = [UNKNOWN]
    before = dialogue.visit
    await dialogue.do(Action.ORDER)
    assert dialogue.shop.heard == ["free"]
    assert dialogue.at is StepName.REVIEW
    assert dialogue.notice == "The shop did not answer, so we do not know whether your free tickets are ordered."
    assert "Look in your mail first." in dialogue.text
    assert "Nothing there? Ask help@example.com, or order again." in dialogue.text
    assert "releases them" not in dialogue.text
    assert "Nothing was booked" not in dialogue.text
    await dialogue.press(Press(Action.ORDER), visit=before)
    assert dialogue.shop.heard == ["free"], "the button that was pressed is spent"


async def test_the_customer_may_order_again_by_a_press():
    dialogue = await at_free_review()
    dialogue.shop.answers = [UNKNOWN]
    await dialogue.do(Action.ORDER)
    await dialogue.do(Action.ORDER)
    assert dialogue.shop.heard == ["free", "free"]
    assert dialogue.at is StepName.DONE


async def test_without_a_support_address_nobody_is_sent_to_one():
    nobody = replace(OPEN_DAY, support_email="")
    dialogue = await at_free_review(PlainShop([nobody, FESTIVAL]))
    dialogue.shop.answers = [UNKNOWN]
    await dialogue.do(Action.ORDER)
    assert "Nothing there? Then you may order again." in dialogue.text


async def test_an_order_left_behind_by_a_crash_is_settled_and_not_sent() -> None:
    dialogue = await at_free_review()
    intent = Intent(id="1", effect=ReserveFree(), reply_id="x", sent_at=NOW, frees_at=UNKNOWN.frees_at)
    dialogue.session = dialogue.session.model_copy(update={"intent": intent})
    await dialogue.do(Action.ORDER)
    assert dialogue.shop.heard == []
    assert dialogue.session.intent is None
    assert "Look in your mail first." in dialogue.text


async def test_control_a_turn_that_may_write_would_order_them_twice(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Progress, "may_write", property(lambda _: True, lambda *_: None), raising=False)
    with pytest.raises(AssertionError):
        await test_an_order_left_behind_by_a_crash_is_settled_and_not_sent()


async def test_control_a_step_that_tries_again_would_order_them_twice(monkeypatch: pytest.MonkeyPatch):
    def again(context: Context, settled: Settled) -> Outcome:
        return Perform(effect=ReserveFree()) if isinstance(settled, Unknown) else settle_free(context, settled)

    monkeypatch.setattr("bot.conversation.steps.review.settle_free", again)
    with pytest.raises(AssertionError):
        await test_without_an_answer_it_is_not_ordered_again_and_no_mail_is_promised()


async def test_with_the_shop_down_by_then_nothing_false_is_said():
    dialogue = await at_free_review()
    intent = Intent(id="1", effect=ReserveFree(), reply_id="x", sent_at=NOW, frees_at=UNKNOWN.frees_at)
    dialogue.session = dialogue.session.model_copy(update={"intent": intent})
    dialogue.shop.fails = "unavailable"
    await dialogue.do(Action.ORDER)
    assert "we do not know whether your free tickets are ordered" in dialogue.text
    assert "Nothing was booked" not in dialogue.text


async def test_cancelling_then_says_that_it_is_not_known():
    dialogue = await at_free_review()
    dialogue.shop.answers = [UNKNOWN]
    await dialogue.do(Action.ORDER)
    await dialogue.do(Action.CANCEL)
    assert dialogue.notice == ("Cancelled. We do not know whether your free tickets were ordered: look in your mail.")


async def test_a_cart_that_is_no_longer_free_says_nothing_of_it():
    both = replace(FESTIVAL, uuid=OPEN_DAY.uuid, categories=(*FESTIVAL.categories, *OPEN_DAY.categories))
    dialogue = await at_free_review(PlainShop([both, MUSEUM]))
    dialogue.shop.answers = [UNKNOWN]
    await dialogue.do(Action.ORDER)
    await dialogue.do(Action.GOTO, StepName.TICKETS)
    await dialogue.do(Action.SET, uuid("Adult"), 1)
    await dialogue.do(Action.NEXT)
    await dialogue.do(Action.CHOOSE, uuid("Bancontact"))
    assert dialogue.at is StepName.REVIEW
    assert "Look in your mail first." not in dialogue.text


# --- refused, not sent ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (NotSent(), "The shop is busy. Nothing was booked."),
        (Refused(), "The shop refused this order. Nothing was booked."),
    ],
)
async def test_what_was_not_booked_is_said_to_be(answer: Failed, words: str):
    dialogue = await at_free_review()
    dialogue.shop.answers = [answer]
    await dialogue.do(Action.ORDER)
    assert dialogue.at is StepName.REVIEW
    assert words in dialogue.notice
    assert "Look in your mail first." not in dialogue.text


@pytest.mark.parametrize(
    ("support", "asking"), [("help@example.com", " Please ask help@example.com."), ("", "")], ids=["support", "nobody"]
)
async def test_a_time_slot_that_a_free_order_cannot_have_is_said_plainly(support: str, asking: str):
    dialogue = await at_free_slot_review(PlainShop([replace(FREE_MUSEUM, support_email=support), FESTIVAL]))
    dialogue.shop.answers = [Refused(info="time_slot_id")]
    await dialogue.do(Action.ORDER)
    assert dialogue.notice == (f"Nothing was booked: free tickets for a time slot cannot be ordered here.{asking}")


async def test_a_setting_that_is_wrong_is_no_fault_of_the_time_slot():
    dialogue = await at_free_slot_review(PlainShop([FREE_MUSEUM, FESTIVAL]))
    dialogue.shop.answers = [Refused(misconfigured=True)]
    await dialogue.do(Action.ORDER)
    assert "The shop refused this order." in dialogue.notice


async def test_tickets_that_became_dear_meanwhile_are_not_ordered():
    dialogue = await at_free_review()
    dear = replace(OPEN_DAY, payment_methods=FESTIVAL.payment_methods[:1])
    dear = replace(dear, categories=(Category(uuid("o"), Label.same("Tickets"), (replace(ENTRY, price=Decimal(5)),)),))
    dialogue.shop.listed = [dear, FESTIVAL]
    await dialogue.do(Action.ORDER)
    assert dialogue.shop.heard == []
    assert dialogue.notice == "The price has changed. Please check the new total."
    assert "Total (estimate)" in dialogue.text


# --- after it ---------------------------------------------------------------------------------------------------------


async def test_free_tickets_without_a_link_are_looked_for_in_the_mail():
    dialogue = await at_free_review()
    dialogue.shop.free = FreeReservation("", "", COMPLETED.barcodes)
    await dialogue.do(Action.ORDER)
    assert "Look in your mail for them." in dialogue.text
    assert "Nothing there after an hour? Ask help@example.com." in dialogue.text
    assert "Order " not in dialogue.text
    assert {"Download your tickets", "Copy the order number"} & {*dialogue.labels} == set()


async def test_nor_is_anybody_asked_who_is_not_there():
    dialogue = await at_free_review(PlainShop([replace(OPEN_DAY, support_email=""), FESTIVAL]))
    dialogue.shop.free = FreeReservation("CM9", "")
    await dialogue.do(Action.ORDER)
    assert "Look in your mail for them." in dialogue.text
    assert "Ask" not in dialogue.text


async def test_the_way_to_the_tickets_is_gone_a_day_after_the_event():
    dialogue = await at_free_review()
    await dialogue.do(Action.ORDER)
    await dialogue.do(Action.NOTHING)
    assert "Download your tickets" in dialogue.labels
    dialogue.clock.move(timedelta(days=61))
    await dialogue.do(Action.NOTHING)
    assert dialogue.at is StepName.DONE
    assert "Download your tickets" not in dialogue.labels
    assert "https://cm.com" not in dialogue.session.model_dump_json()


async def test_the_details_can_be_remembered_after_it_too():
    dialogue = await at_free_review()
    await dialogue.do(Action.ORDER)
    await dialogue.tap("Remember my details")
    assert dialogue.profile


async def test_a_wish_to_remember_comes_true_with_it():
    dialogue = await at_free_review()
    await dialogue.tap("Remember my details")
    await dialogue.do(Action.ORDER)
    assert dialogue.profile
    assert "Do not remember my details" not in dialogue.labels


async def test_the_next_purchase_begins_anew():
    dialogue = await at_free_review()
    await dialogue.do(Action.ORDER)
    await dialogue.tap("Buy more tickets")
    assert dialogue.at is StepName.TICKETS
    assert [each.order for each in dialogue.session.purchases] == [None]


async def test_a_link_to_the_same_event_begins_anew_too():
    dialogue = await at_free_review()
    await dialogue.do(Action.ORDER)
    await dialogue.give(Followed(Link(OPEN_DAY.uuid)))
    assert dialogue.at is StepName.CARD


async def test_back_leads_nowhere_after_the_order():
    dialogue = await at_free_review()
    await dialogue.do(Action.ORDER)
    await dialogue.give(Command(CommandName.BACK))
    assert dialogue.at is StepName.DONE
    assert "Your order is placed." in dialogue.notice


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "Gratis bestellen"),
        ("en", "Get free tickets"),
        ("fr", "Commander gratuitement"),
        ("de", "Kostenlos bestellen"),
    ],
)
async def test_the_order_button_says_no_more_than_that_it_orders_for_free(language: Language, words: str):
    dialogue = await at_free_review()
    assert dialogue.turn is not None
    rows = [row for row in dialogue.turn.screen.rows if any(each.press == Press(Action.ORDER) for each in row)]
    assert [[CATALOG.words(each.label, language) for each in row] for row in rows] == [[words]]


async def test_no_free_order_ends_as_a_hold():
    dialogue = await at_free_review()
    reservation = Reservation("CM1", NOW)
    with pytest.raises(TypeError):
        STEPS[StepName.REVIEW].settle(dialogue.context, ReserveFree(), Reserved(reservation=reservation))
