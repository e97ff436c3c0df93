"""Why an order was refused, read off what the shop says right after it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.conversation.effects import Refused
from bot.conversation.messages import Action, SheetName, StepName
from bot.domain.customer import Field, Mode
from bot.domain.labels import Label
from bot.domain.shop import Category, Code, DiscountCode, VoucherCode
from tests.conversation.dialogue import (
    FESTIVAL,
    METHODS,
    MUSEUM,
    NOW,
    Dialogue,
    PlainShop,
    at_museum_slot,
    at_review,
    slot,
    ticket,
    uuid,
)

Change = Callable[[PlainShop], None]


async def refused(dialogue: Dialogue, becomes: Change, answer: Refused | None = None) -> Dialogue:
    """Press the order button; the shop changes as it is asked, and says no."""
    shop = dialogue.shop
    original = shop.reserve

    async def reserve(*arguments, **more):
        becomes(shop)
        shop.answers = [answer or Refused(info="<b>no</b>")]
        del shop.reserve
        return await original(*arguments, **more)

    shop.reserve = reserve
    await dialogue.tap("Order and pay")
    assert shop.heard == ["reserve"]
    assert "<b>no</b>" not in dialogue.text
    return dialogue


def festival(**changed: object) -> Change:
    def change(shop: PlainShop) -> None:
        shop.listed[0] = replace(FESTIVAL, **changed)  # type: ignore[arg-type]

    return change


def types(*ticket_types: object) -> tuple[Category, ...]:
    return (Category(None, Label.same("T"), ticket_types),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("becomes", "words", "at"),
    [
        (festival(categories=types(ticket("Adult", status_id="SOLD_OUT"))), "This event is sold out.", StepName.CARD),
        (
            festival(categories=types(ticket("Adult", status_id="SOLD_OUT"), ticket("Child"))),
            "“Adult” is not available at the moment.",
            StepName.TICKETS,
        ),
        (festival(categories=types(ticket("Adult", max_order_amount=1))), "at most 1 ticket", StepName.TICKETS),
        (festival(online_till=NOW), "The sale is over.", StepName.CARD),
        (festival(categories=types(ticket("Adult", "31.00"))), "The price has changed.", StepName.REVIEW),
        (festival(payment_methods=METHODS[:1]), "This payment method is no longer offered.", StepName.REVIEW),
        (
            festival(customer_data={**FESTIVAL.customer_data, Field.LAST_NAME: Mode.REQUIRED}),
            "The organiser now asks for more details.",
            StepName.CUSTOMER,
        ),
        (festival(), "does not say why. Nothing was booked. Change it, try once more, or ask help@example.com.", None),
        (festival(support_email=""), "Change it, or try once more.", None),
    ],
)
async def test_the_reason_stands_in_the_facts(becomes: Change, words: str, at: StepName | None):
    dialogue = await refused(await at_review(), becomes)
    assert words in dialogue.notice
    assert "Nothing was booked." in dialogue.notice
    assert dialogue.at is (at or StepName.REVIEW)


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        ([slot(10), slot(11, 1), slot(12)], "Only 1 place is left at 11:00."),
        ([slot(10), slot(11, 0), slot(12)], "11:00 is full."),
        ([slot(10), slot(12)], "There is no time slot at 11:00."),
    ],
)
async def test_a_full_time_comes_with_the_nearest_that_take_everybody(slots, words):
    dialogue = await at_museum_slot(PlainShop(slots=[slot(10), slot(11), slot(12)]))
    await dialogue.tap("11:00")
    await dialogue.say("2 adult")
    await dialogue.tap("Continue")
    await dialogue.say("Robin")
    await dialogue.say("robin@example.com")
    await dialogue.tap("iDEAL")

    def change(shop: PlainShop) -> None:
        shop.slots = slots

    await refused(dialogue, change)
    assert words in dialogue.notice
    assert dialogue.at is StepName.SLOT
    assert "The nearest times:" in dialogue.text
    assert dialogue.session.purchase.quantities == {uuid("Adult"): 2}
    await dialogue.tap("10:00")
    assert dialogue.at is StepName.REVIEW


@pytest.mark.parametrize(
    ("code", "later", "words"),
    [
        (DiscountCode("FIVE", Decimal(5)), DiscountCode("FIVE", Decimal(5), stock=0), "The code “FIVE” is used up."),
        (VoucherCode("GIFT", Decimal(5)), VoucherCode("GIFT", Decimal(0)), "The voucher “GIFT” is used up."),
        (DiscountCode("FIVE", Decimal(5)), None, "The code “FIVE” is no longer accepted."),
    ],
)
async def test_a_code_that_was_used_up_meanwhile_is_named_with_the_total_without_it(
    code: Code, later: Code | None, words: str
):
    dialogue = await at_review(PlainShop(codes={code.code: code}))
    await dialogue.tap("I have a code")
    await dialogue.say(code.code)

    def change(shop: PlainShop) -> None:
        shop.codes = {code.code: later} if later is not None else {}

    await refused(dialogue, change)
    assert words in dialogue.notice
    assert "Without it the total is €66.01." in dialogue.text
    await dialogue.tap("Order and pay")
    assert dialogue.shop.orders[-1].code is None
    assert dialogue.at is StepName.PAYMENT


async def test_a_good_code_does_not_explain_a_refusal():
    dialogue = await at_review(PlainShop(codes={"FIVE": DiscountCode("FIVE", Decimal(5))}))
    await dialogue.tap("I have a code")
    await dialogue.say("FIVE")
    await refused(dialogue, festival())
    assert "does not say why" in dialogue.notice


async def test_a_key_that_fits_no_more_is_asked():
    def lock(shop: PlainShop) -> None:
        shop.event_fails = "locked"

    dialogue = await refused(await at_review(), lock)
    assert dialogue.session.sheet is SheetName.LOCKED
    assert "Nothing was booked. The shop does not show this event now." in dialogue.notice


async def test_an_event_that_is_gone_leaves_the_way_to_others():
    def vanish(shop: PlainShop) -> None:
        shop.event_fails = "refused"

    dialogue = await refused(await at_review(), vanish)
    assert "The shop is unavailable right now" in dialogue.text
    await dialogue.tap("Other events")
    assert dialogue.at is StepName.EVENT


@pytest.mark.parametrize("support", ["help@example.com", ""])
async def test_a_wrong_setting_is_not_explained_by_stock_or_prices(support: str):
    sold_out = types(ticket("Adult", max_order_amount=1))
    dialogue = await at_review()
    await refused(dialogue, festival(categories=sold_out, support_email=support), Refused(misconfigured=True))
    assert "Orders cannot be taken here at the moment. Nothing was booked." in dialogue.notice
    assert ("help@example.com" in dialogue.notice) is bool(support)


async def test_the_end_of_a_day_explains_an_order_for_a_day_that_is_gone():
    dialogue = await at_museum_slot(PlainShop(slots=[slot(10), slot(11)]))
    await dialogue.tap("11:00")
    await dialogue.do(Action.SET, uuid("Adult"), 1)
    await dialogue.tap("Continue")
    await dialogue.say("Robin")
    await dialogue.say("robin@example.com")
    await dialogue.tap("iDEAL")
    dialogue.clock.move(timedelta(minutes=5))

    def close(shop: PlainShop) -> None:
        shop.slots = []
        shop.listed[1] = MUSEUM

    await refused(dialogue, close)
    assert "There is no time slot at 11:00." in dialogue.notice
