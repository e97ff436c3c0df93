"""Discount codes and vouchers: what they do to a cart, and what the customer reads of it."""

from dataclasses import replace
from decimal import Decimal

from bot.conversation.messages import Action, StepName
from bot.domain.shop import Category, VoucherCode
from tests.conversation.dialogue import FESTIVAL, Dialogue, PlainShop, at_review, at_tickets, ticket, uuid


async def with_code(dialogue: Dialogue, code: str) -> Dialogue:
    await dialogue.do(Action.OPEN, "code")
    return await dialogue.say(code)


async def test_a_voucher_lowers_the_total_that_is_ordered():
    dialogue = await at_review(PlainShop(codes={"GIFT": VoucherCode("GIFT", Decimal(25))}))
    assert "€66.01" in dialogue.text
    await with_code(dialogue, "GIFT")
    assert "€40.36" in dialogue.text
    await dialogue.do(Action.ORDER)
    assert dialogue.at is StepName.PAYMENT
    assert dialogue.shop.orders[0].code == "GIFT"


async def test_a_type_whose_price_is_gone_counts_nothing_and_cannot_be_ordered():
    dialogue = await at_tickets()
    await dialogue.do(Action.SET, uuid("Adult"), 2)
    unpriced = Category(uuid("c"), FESTIVAL.categories[0].name, (ticket("Adult", None), ticket("Child")))
    dialogue.shop.listed = [replace(FESTIVAL, categories=(unpriced,))]
    await dialogue.do(Action.NEXT)
    assert dialogue.at is StepName.TICKETS
    assert "not available" in dialogue.text
