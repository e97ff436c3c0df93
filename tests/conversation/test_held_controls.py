"""With a guard of what is held switched off, the tests of it fail: a hold is one hold, its end is an end, its link is one."""

import pytest

from bot.conversation.effects import CheckoutOpened, Reserve
from bot.conversation.facts import Context
from bot.conversation.hold import with_checkout
from bot.conversation.messages import Action, PaymentOutcome, StepName
from bot.conversation.outcome import Outcome, Perform
from bot.conversation.session import Hold
from tests.conversation import test_held
from tests.conversation.dialogue import at_payment

# --- promise 25: the cart changes after it was reserved -----------------------------------------------------------------


async def test_control_an_order_button_that_knows_of_no_hold_would_hold_the_cart_twice(monkeypatch: pytest.MonkeyPatch):
    def reserve(context: Context) -> Outcome:
        return Perform(effect=Reserve())

    monkeypatch.setattr("bot.conversation.steps.review.order", reserve)
    with pytest.raises(AssertionError):
        await test_held.test_other_tickets_are_an_update_and_a_new_link()


async def test_control_a_change_that_is_not_noticed_would_not_reach_the_shop(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.conversation.held.is_as_held", lambda context: True)
    with pytest.raises(AssertionError):
        await test_held.test_other_tickets_are_an_update_and_a_new_link()
    with pytest.raises(AssertionError):
        await test_held.test_another_name_is_an_update_too_and_only_once()


async def test_control_after_a_change_without_an_answer_the_old_link_would_still_be_good(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(Hold, "link", property(lambda hold: hold.checkout and hold.checkout.redirect_url))
    with pytest.raises(AssertionError):
        await test_held.test_a_change_that_a_crash_cut_is_unknown()


# --- promise 26: the hold expires during payment ------------------------------------------------------------------------


async def pressed_after_the_end() -> list[str]:
    """Let a payment fail and the hold end, and press what was shown before; return the writes that the shop heard."""
    dialogue = await at_payment()
    await dialogue.come_back(PaymentOutcome.FAILED)
    assert "To payment" in dialogue.labels
    dialogue.clock.move(test_held.ENDED)
    await dialogue.do(Action.ORDER)
    assert dialogue.at is StepName.PAYMENT
    return dialogue.shop.heard


async def test_a_payment_page_is_not_opened_after_the_end_of_its_hold():
    assert await pressed_after_the_end() == ["reserve", "checkout"]


async def test_control_a_hold_without_an_end_would_get_a_new_link(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Hold, "ended", lambda hold, now: False)
    assert await pressed_after_the_end() == ["reserve", "checkout", "checkout"]


async def test_control_a_link_that_is_forgotten_would_be_said_not_to_be_paid(monkeypatch: pytest.MonkeyPatch):
    def forgetful(hold: Hold, opened: CheckoutOpened) -> Hold:
        return with_checkout(hold, opened).model_copy(update={"link_shown": False})

    monkeypatch.setattr("bot.conversation.steps.payment.with_checkout", forgetful)
    with pytest.raises(AssertionError):
        await test_held.test_at_the_end_only_who_has_not_paid_is_offered_the_same_again()


# --- promise 29: a checkout is asked twice ------------------------------------------------------------------------------


async def test_control_a_link_that_is_not_known_any_more_would_be_opened_anew(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Hold, "link", property(lambda hold: None))
    for same_link in (
        test_held.test_nothing_changed_is_nothing_written_and_the_same_link,
        test_held.test_the_same_method_is_the_same_link,
    ):
        with pytest.raises(AssertionError):
            await same_link()


async def test_control_a_link_that_is_good_for_every_method_would_not_be_replaced(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Hold, "link", property(lambda hold: hold.checkout and hold.checkout.redirect_url))
    with pytest.raises(AssertionError):
        await test_held.test_another_method_opens_its_page_with_one_tap()
