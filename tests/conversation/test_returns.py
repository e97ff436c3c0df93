"""Returns from the payment page in any order, also while the customer is busy with another purchase (promises 46, 47)."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from bot.conversation.effects import Intent, OpenCheckout
from bot.conversation.messages import Action, Command, CommandName, PaymentOutcome, Returned, SheetName, StepName
from bot.conversation.returning import AwaitedReturn, ReturnBody, read_token, returned_envelope
from bot.domain.customer import Field, Mode
from tests.conversation.dialogue import FESTIVAL, MUSEUM, NOW, Dialogue, PlainShop, at_payment, uuid


async def at_another_events_field() -> Dialogue:
    """Return a dialogue that holds tickets, their payment page open, and types its details for another event."""
    asking = replace(MUSEUM, customer_data={**MUSEUM.customer_data, Field.LAST_NAME: Mode.REQUIRED})
    dialogue = await at_payment(PlainShop(listed=[FESTIVAL, asking]))
    await dialogue.give(Command(CommandName.EVENTS))
    await dialogue.do(Action.CHOOSE, MUSEUM.uuid)
    await dialogue.do(Action.NEXT)
    await dialogue.do(Action.CHOOSE, NOW.date().replace(day=2))
    await dialogue.tap("10:00")
    await dialogue.do(Action.SET, uuid("Adult"), 1)
    await dialogue.do(Action.NEXT)
    assert dialogue.at is StepName.CUSTOMER
    return dialogue


# --- any order --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", list(permutations(PaymentOutcome)))
@pytest.mark.parametrize("in_chat", [True, False], ids=["link", "page"])
async def test_success_is_final_in_any_order(order: tuple[PaymentOutcome, ...], in_chat: bool):
    dialogue = await at_payment()
    for outcome in order:
        await dialogue.come_back(outcome, in_chat=in_chat)
        seen = order[: order.index(outcome) + 1]
        assert (dialogue.at is StepName.DONE) is (PaymentOutcome.SUCCESS in seen)
    assert dialogue.session.purchase.hold is not None
    assert dialogue.session.purchase.hold.reported is PaymentOutcome.SUCCESS


async def test_control_what_is_not_success_is_not_final():
    dialogue = await at_payment()
    for outcome in (PaymentOutcome.FAILED, PaymentOutcome.CANCELLED):
        await dialogue.come_back(outcome, in_chat=False)
    assert dialogue.session.purchase.hold is not None
    assert dialogue.session.purchase.hold.reported is PaymentOutcome.CANCELLED


async def test_a_page_that_was_paid_after_all_counts_though_a_newer_one_was_opened():
    dialogue = await at_payment()
    for _ in range(2):
        await dialogue.come_back("failed")
        await dialogue.tap("To payment")
    await dialogue.come_back("cancelled", link=0)
    assert "no longer valid" in dialogue.notice
    assert dialogue.at is StepName.PAYMENT
    await dialogue.come_back("success", link=0)
    assert dialogue.at is StepName.DONE


@pytest.mark.parametrize("outcome", PaymentOutcome)
async def test_a_page_that_comes_again_says_nothing_and_a_link_is_answered(outcome: PaymentOutcome):
    dialogue = await at_payment()
    await dialogue.come_back(outcome, in_chat=False)
    before = dialogue.session
    await dialogue.come_back(outcome, in_chat=False)
    assert dialogue.is_silent
    assert dialogue.session == before
    await dialogue.come_back(outcome)
    assert not dialogue.is_silent


async def test_a_page_that_brings_no_news_closes_nothing():
    dialogue = await at_payment()
    await dialogue.come_back("failed", in_chat=False)
    await dialogue.give(Command(CommandName.HELP))
    await dialogue.come_back("failed", in_chat=False)
    assert dialogue.is_silent
    assert dialogue.session.sheet is SheetName.HELP
    await dialogue.come_back("success", in_chat=False)
    assert dialogue.session.sheet is None
    assert "reports success" in dialogue.text


async def test_a_page_of_a_purchase_that_is_gone_is_silent_also_when_the_shop_is():
    dialogue = await at_payment()
    dialogue.shop.fails = "unavailable"
    await dialogue.give(Returned("0" * 64, in_chat=False))
    assert dialogue.is_silent


# --- beside another purchase ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("in_chat", [True, False], ids=["link", "page"])
async def test_a_return_beside_another_purchase_rings_and_lets_the_question_stand(in_chat: bool):
    dialogue = await at_another_events_field()
    typed_for = dialogue.session.purchase
    await dialogue.come_back("success", in_chat=in_chat)
    assert dialogue.turn is not None
    assert dialogue.turn.screen is None
    assert dialogue.session.purchase == typed_for
    for words in ("Thank you!", "Festival", "CM1", "reports success", "r***@example.com"):
        assert words in dialogue.bell_text
    await dialogue.say("Sam")
    assert dialogue.session.purchase.event == MUSEUM.uuid
    assert dialogue.details.values[Field.LAST_NAME] == "Sam"


async def test_a_press_on_the_bell_makes_its_purchase_the_current_one_and_the_other_is_a_tap_away():
    dialogue = await at_another_events_field()
    await dialogue.come_back("failed", in_chat=False)
    assert "the payment failed" in dialogue.bell_text
    bell, way = dialogue.bell, dialogue.bell.screen.rows[-1][0]
    assert dialogue.words_of(way) == "Show this order"
    await dialogue.give(Command(CommandName.HELP))
    await dialogue.press(way.press, visit=bell.visit)
    assert (dialogue.session.purchase.event, dialogue.session.sheet) == (FESTIVAL.uuid, None)
    assert "the payment failed" in dialogue.text
    await dialogue.tap("Back to Museum: 1 ticket")
    assert (dialogue.session.purchase.event, dialogue.at) == (MUSEUM.uuid, StepName.CUSTOMER)


async def test_the_bells_own_button_pays_again():
    dialogue = await at_another_events_field()
    await dialogue.come_back("cancelled", in_chat=False)
    again = dialogue.bell.screen.rows[0][0]
    assert dialogue.words_of(again) == "To payment"
    await dialogue.press(again.press, visit=dialogue.bell.visit)
    assert dialogue.shop.heard == ["reserve", "checkout", "checkout"]
    assert "Use only this link" in dialogue.notice


async def test_buttons_from_before_the_bell_are_stale():
    dialogue = await at_payment()
    old = dialogue.visit
    await dialogue.give(Command(CommandName.EVENTS))
    await dialogue.come_back("failed", in_chat=False)
    await dialogue.press(dialogue.bell.screen.rows[0][0].press, visit=old)
    assert dialogue.shop.heard == ["reserve", "checkout"]
    assert "from an earlier message" in dialogue.notice


async def test_a_bell_rings_once_and_a_link_into_the_chat_is_answered_each_time():
    dialogue = await at_another_events_field()
    await dialogue.come_back("success", in_chat=False)
    before = dialogue.session
    await dialogue.come_back("success", in_chat=False)
    assert dialogue.is_silent
    assert dialogue.session == before
    await dialogue.come_back("success")
    assert "Thank you!" in dialogue.bell_text


async def test_a_bell_rings_while_the_shop_is_down():
    dialogue = await at_another_events_field()
    dialogue.shop.fails = "unavailable"
    await dialogue.come_back("success", in_chat=False)
    assert "reports success" in dialogue.bell_text


@pytest.mark.parametrize("fails", [None, "unavailable"])
async def test_a_bell_after_a_crash_comes_with_the_card_that_says_what_is_not_known(fails):
    dialogue = await at_payment()
    await dialogue.give(Command(CommandName.EVENTS))
    await dialogue.do(Action.CHOOSE, MUSEUM.uuid)
    beside = dialogue.session.purchase
    effect = OpenCheckout(event=MUSEUM.uuid, order_id="CM2", method=uuid("iDEAL"))
    hold = dialogue.session.purchases[0].hold
    assert hold is not None
    other = hold.model_copy(update={"order_id": "CM2", "event": MUSEUM.uuid, "checkout": None})
    intent = Intent(id="1", effect=effect, reply_id="gone", sent_at=NOW, frees_at=NOW + timedelta(minutes=21))
    held = beside.model_copy(update={"hold": other, "at": StepName.PAYMENT})
    dialogue.session = dialogue.session.with_purchase(held).model_copy(update={"intent": intent})
    dialogue.shop.fails = fails
    await dialogue.come_back("success", in_chat=False)
    assert "reports success" in dialogue.bell_text
    assert "did not answer with a payment page" in dialogue.notice
    assert dialogue.session.purchase.event == MUSEUM.uuid
    assert dialogue.session.intent is None


async def test_personal_fields_are_kept_for_a_hold_that_is_not_the_current_one():
    dialogue = await at_another_events_field()
    hold = dialogue.session.purchases[0].hold
    assert hold is not None
    assert dialogue.details.until == hold.due_at + timedelta(hours=24)


# --- the token in an address ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["", "0", "0-", "x-" + "a" * 43, "0-" + "a" * 42, "0-" + "ä" * 43, "00-" + "a" * 43]
)
def test_what_is_no_token_is_none(written: str):
    assert read_token(written) is None


def test_a_browser_that_comes_back_twice_leaves_one_envelope():
    shard, hashed = read_token("0-" + "a" * 43) or (None, "")
    assert shard == 0
    awaited = AwaitedReturn(chat="7", language="fr", outcome=PaymentOutcome.FAILED)
    first, second = (returned_envelope(hashed, awaited, NOW + timedelta(seconds=later)) for later in (0, 5))
    assert first.id == second.id
    assert ReturnBody.model_validate_json(first.body) == ReturnBody(token_hash=hashed, language="fr")
