"""/delete asks once, forgets all, and says what it cannot delete."""

import pytest

from bot.conversation.messages import Action, Command, CommandName, PaymentOutcome, SheetName, StepName
from bot.conversation.session import Details, Profile
from tests.conversation.dialogue import Dialogue, at_payment, at_review

DELETE = Command(CommandName.DELETE)
LAPSES = "stays held until 10:20. If you do not pay, it lapses by itself."
LINK_DIES = "The link back from its payment page stops working."


async def test_it_asks_once_and_forgets_all():
    dialogue = await (await at_review()).give(DELETE)
    assert dialogue.session.sheet is SheetName.DELETE
    assert "It cannot be brought back." in dialogue.text
    assert LAPSES not in dialogue.text
    dialogue.session = dialogue.session.model_copy(update={"plain": True})
    await dialogue.tap("Delete everything")
    assert dialogue.turn is not None
    assert dialogue.turn.forgotten
    assert not dialogue.turn.fresh
    assert (dialogue.details, dialogue.profile) == (Details(), Profile())
    assert (dialogue.session.language, dialogue.session.plain) == ("en", True)
    assert dialogue.session.purchase.event is None
    assert "Everything is deleted" in dialogue.text
    assert dialogue.buttons == []


async def test_nothing_is_deleted_by_closing_or_by_other_words():
    dialogue = await (await at_review()).give(DELETE)
    before = dialogue.details.values
    for words in ("hm", "Delete", "Del"):
        await dialogue.say(words)
        assert dialogue.turn is not None
        assert not dialogue.turn.forgotten
    await dialogue.say("hm")
    assert dialogue.notice == "Nothing is deleted. Tap “Delete everything”, or close this."
    await dialogue.tap("Close")
    assert (dialogue.at, dialogue.session.sheet) == (StepName.REVIEW, None)
    assert dialogue.details.values == before


async def test_its_button_may_be_typed_in_full_and_the_last_words_come_below():
    dialogue = await (await at_review()).give(DELETE)
    await dialogue.say("delete everything")
    assert dialogue.turn is not None
    assert (dialogue.turn.forgotten, dialogue.turn.fresh) == (True, True)


@pytest.mark.parametrize("step", [at_payment, at_review])
async def test_no_answer_of_the_shop_is_needed(step):
    dialogue = await step()
    dialogue.shop.fails = "unavailable"
    await (await dialogue.give(DELETE)).tap("Delete everything")
    assert "Everything is deleted" in dialogue.text


async def test_a_hold_lapses_and_its_way_back_dies():
    dialogue = await (await at_payment()).give(DELETE)
    assert LAPSES in dialogue.text
    assert LINK_DIES in dialogue.text
    assert "Write to help@example.com." in dialogue.text
    await dialogue.tap("Delete everything")
    assert LAPSES in dialogue.text
    await dialogue.come_back("success")
    assert dialogue.notice == "This return link is no longer valid."
    assert dialogue.shop.heard == ["reserve", "checkout"]


async def test_an_order_that_is_paid_or_over_is_not_said_to_lapse():
    dialogue = await at_payment()
    hold = dialogue.session.purchase.hold
    assert hold is not None
    paid = hold.model_copy(update={"reported": PaymentOutcome.SUCCESS, "support_email": ""})
    dialogue.session = dialogue.session.with_purchase(dialogue.session.purchase.model_copy(update={"hold": paid}))
    await dialogue.give(DELETE)
    assert LAPSES not in dialogue.text
    assert "Write to" not in dialogue.text


async def test_a_button_of_before_deletes_nothing_of_what_was_begun_since():
    dialogue = await (await at_review()).give(DELETE)
    visit = dialogue.visit
    await dialogue.tap("Close")
    await dialogue.give(DELETE)
    await dialogue.start()
    await dialogue.do(Action.CLOSE)
    await dialogue.press(next(b.press for b in (await _asked()).buttons if b.press), visit=visit)
    assert dialogue.turn is not None
    assert not dialogue.turn.forgotten


async def _asked() -> Dialogue:
    return await (await at_review()).give(DELETE)
