"""Discount codes and vouchers: what they do to a cart, and what the customer reads of it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.conversation.effects import Refused
from bot.conversation.links import Link
from bot.conversation.messages import Action, Followed, SheetName, StepName
from bot.domain.labels import Label
from bot.domain.shop import Category, Code, DiscountCode, TicketDiscount, VoucherCode
from tests.conversation.dialogue import (
    FESTIVAL,
    Dialogue,
    PlainShop,
    at_payment,
    at_review,
    at_tickets,
    ticket,
    uuid,
)

TYPES = (
    ticket("Adult"),
    ticket("Child", "12.00", "1.00"),
    ticket("Locker", "6.00", "0.00"),
    ticket("Pram", "0.00", "1.00"),
    ticket("Baby", "0.00", "0.00"),
)
SELLING = replace(FESTIVAL, categories=(Category(uuid("c"), Label.same("Tickets"), TYPES),))
FRIENDS = DiscountCode(
    "FRIENDS",
    ticket_types=(TicketDiscount(uuid("Adult"), Decimal(5), 2), TicketDiscount(uuid("Child"), Decimal("2.50"))),
)
VOUCHER = VoucherCode("GIFT", Decimal(25))


async def with_code(dialogue: Dialogue, code: str) -> Dialogue:
    await dialogue.do(Action.OPEN, "code")
    return await dialogue.say(code)


async def with_cart(cart: str, *codes: Code) -> Dialogue:
    """Return a dialogue at the tickets with what was typed in the cart, and the first of the codes given."""
    shop = PlainShop(listed=[SELLING], codes={each.code: each for each in codes})
    dialogue = Dialogue(shop)
    await dialogue.start()
    await dialogue.do(Action.NEXT)
    assert dialogue.at is StepName.TICKETS
    if cart:
        await dialogue.say(cart)
    return await with_code(dialogue, codes[0].code)


# --- the button and the question --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("label", "words"), [("", "I have a code"), ("Discount voucher", "Discount voucher")])
async def test_the_button_has_the_shops_own_words_where_it_has_some(label, words):
    dialogue = await at_tickets(PlainShop(listed=[replace(FESTIVAL, discount_label=Label.same(label)), SELLING]))
    assert words in dialogue.labels
    await dialogue.say(words)
    assert dialogue.session.sheet is SheetName.CODE


async def test_an_event_that_takes_no_codes_has_no_button_and_asks_the_shop_about_none():
    without = replace(FESTIVAL, is_discount_enabled=False)
    dialogue = await at_tickets(PlainShop(listed=[without, SELLING], codes={"GIFT": VOUCHER}))
    assert "I have a code" not in dialogue.labels
    await with_code(dialogue, "GIFT")
    assert "This event takes no codes." in dialogue.notice
    await dialogue.do(Action.REMOVE)
    assert "This event takes no codes." in dialogue.text
    await dialogue.tap("Close")
    await dialogue.give(Followed(Link(FESTIVAL.uuid, code="GIFT")))
    assert "The code “GIFT” of your link was not accepted" in dialogue.notice
    assert dialogue.turn.calls == []


async def test_while_an_order_is_held_its_code_cannot_change():
    dialogue = await at_payment(PlainShop(listed=[FESTIVAL, SELLING], codes={"GIFT": VOUCHER}))
    await with_code(dialogue, "GIFT")
    assert (
        "You cannot change the code while your tickets are held. You can when the reservation ends, at 10:20."
        in dialogue.notice
    )
    assert dialogue.session.purchase.code is None


async def test_a_new_code_takes_the_place_of_the_old_and_the_same_again_is_no_guess():
    dialogue = await with_cart("2 adult", FRIENDS, VOUCHER)
    await with_code(dialogue, "FRIENDS")
    assert "The code “FRIENDS” has already been added." in dialogue.notice
    assert dialogue.turn.calls == []
    assert "Change the code" in dialogue.labels
    await dialogue.tap("Change the code")
    assert "The code “FRIENDS” takes €10.00 off." in dialogue.text
    assert "One code per order: a new one replaces this one." in dialogue.text
    await dialogue.say("GIFT")
    assert "The code “GIFT” takes the place of “FRIENDS”." in dialogue.notice
    assert dialogue.session.purchase.code == "GIFT"
    await dialogue.tap("Change the code")
    await dialogue.say("WRONG")
    assert "not accepted" in dialogue.notice
    assert dialogue.session.purchase.code == "GIFT"


async def test_a_code_is_removed_again():
    dialogue = await with_cart("2 adult", FRIENDS)
    assert "With the code: €54.00" in dialogue.text
    await dialogue.tap("Change the code")
    await dialogue.tap("Remove the code")
    assert dialogue.notice == "The code is removed."
    assert "With the code" not in dialogue.text
    assert dialogue.session.purchase.code is None
    await dialogue.do(Action.OPEN, "code")
    await dialogue.do(Action.REMOVE)
    assert dialogue.notice == ""


# --- what a discount does ---------------------------------------------------------------------------------------------


async def test_a_discount_names_the_tickets_that_it_is_for_and_why_others_cost_full_price():
    dialogue = await with_cart("3 adult, 1 child, 1 locker, 1 baby", FRIENDS)
    for words in (
        "Together: €115.00",
        "The code “FRIENDS” takes €12.50 off.",
        "2 × Adult: €10.00 off",
        "1 × Adult: full price, the code is for at most 2 per order",
        "1 × Child: €2.50 off",
        "Locker: full price, the code is not for this ticket",
        "With the code: €102.50",
    ):
        assert words in dialogue.text
    assert "fees stay" not in dialogue.text


async def test_a_discount_says_what_it_is_for_before_any_ticket_is_chosen_and_when_it_takes_nothing_off():
    dialogue = await with_cart("", FRIENDS)
    for words in (
        "The code “FRIENDS” has been added.",
        "Adult: €5.00 off each, for 2 per order",
        "Child: €2.50 off each",
    ):
        assert words in dialogue.text
    await dialogue.say("1 locker")
    assert "The code “FRIENDS” takes nothing off these tickets." in dialogue.text
    assert "Adult: €5.00 off each, for 2 per order" in dialogue.text
    assert "With the code" not in dialogue.text


async def test_a_discount_takes_no_more_than_the_price_and_the_fee_stays():
    free = DiscountCode("KIDS", ticket_types=(TicketDiscount(uuid("Child"), Decimal(50)),))
    dialogue = await with_cart("2 child", free)
    assert "2 × Child: €24.00 off" in dialogue.text
    assert "A code lowers only the price; ticket fees stay." in dialogue.text
    assert "With the code: €2.00" in dialogue.text


@pytest.mark.parametrize(
    ("code", "off", "rest"),
    [
        (DiscountCode("TEN", percentage=Decimal(10)), "€5.90", "€60.10"),
        (DiscountCode("FIVE", fixed_balance=Decimal(5)), "€5.00", "€61.00"),
    ],
)
async def test_a_percentage_and_an_amount_off_the_order(code, off, rest):
    dialogue = await with_cart("2 adult, 2 pram, 1 baby", code)
    assert f"The code “{code.code}” takes {off} off." in dialogue.text
    assert f"With the code: {rest}" in dialogue.text
    assert "Pram: only a ticket fee, which stays" in dialogue.text
    assert "Baby: free without a code too" in dialogue.text


async def test_a_percentage_of_no_price_is_nothing():
    dialogue = await with_cart("2 pram", DiscountCode("TEN", percentage=Decimal(10)))
    assert "The code “TEN” takes nothing off these tickets." in dialogue.text
    assert "Pram: only a ticket fee, which stays" in dialogue.text


async def test_a_discount_of_a_kind_that_nobody_knows_shows_on_the_payment_page():
    dialogue = await with_cart("2 adult", DiscountCode("SURPRISE"))
    assert "The code “SURPRISE” has been added. The payment page shows what it takes off." in dialogue.text
    assert "With the code" not in dialogue.text


# --- vouchers ---------------------------------------------------------------------------------------------------------


async def test_a_voucher_smaller_than_the_cart_pays_all_it_has():
    dialogue = await with_cart("2 adult", VOUCHER)
    assert "The voucher “GIFT” pays €25.00 of it." in dialogue.text
    assert "Its balance is €25.00 now and €0.00 afterwards." in dialogue.text
    assert "With the code: €39.00" in dialogue.text


async def test_a_voucher_larger_than_the_cart_leaves_nothing_to_pay_and_keeps_the_rest():
    dialogue = await with_cart("1 adult", VoucherCode("BIG", Decimal(500)))
    assert "Its balance is €500.00 now and €468.00 afterwards." in dialogue.text
    assert "With the code: €0.00" in dialogue.text
    assert "comes on top" not in dialogue.text
    await dialogue.tap("Continue")
    assert dialogue.at is StepName.CUSTOMER


async def test_a_voucher_tells_its_balance_before_any_ticket_is_chosen():
    dialogue = await with_cart("", VOUCHER)
    assert "The voucher “GIFT” has been added. Its balance is €25.00." in dialogue.text


async def test_an_empty_voucher_is_not_taken():
    dialogue = await with_cart("1 adult", VoucherCode("GIFT", Decimal(0)))
    assert "The voucher “GIFT” is used up." in dialogue.notice
    assert dialogue.session.purchase.code is None


async def test_a_voucher_lowers_the_total_that_is_ordered():
    dialogue = await at_review(PlainShop(codes={"GIFT": VOUCHER}))
    assert "€66.01" in dialogue.text
    await with_code(dialogue, "GIFT")
    assert "€40.36" in dialogue.text
    assert "The voucher “GIFT” pays €25.00 of it." in dialogue.text
    await dialogue.do(Action.ORDER)
    assert dialogue.at is StepName.PAYMENT
    assert dialogue.shop.orders[0].code == "GIFT"


# --- what changes meanwhile -------------------------------------------------------------------------------------------


async def reviewed(code: Code) -> Dialogue:
    dialogue = await at_review(PlainShop(codes={code.code: code}))
    return await with_code(dialogue, code.code)


@pytest.mark.parametrize("left", [replace(FRIENDS, stock=0), None])
async def test_a_code_that_is_worth_nothing_meanwhile_is_told_before_anything_is_ordered(left):
    dialogue = await reviewed(FRIENDS)
    assert "€55.75" in dialogue.text
    dialogue.shop.codes = {"FRIENDS": left} if left is not None else {}
    await dialogue.do(Action.ORDER)
    assert dialogue.at is StepName.REVIEW
    assert "The price has changed" in dialogue.notice
    assert dialogue.shop.heard == []
    why = "is used up." if left is not None else "is no longer accepted."
    assert f"The code “FRIENDS” {why}\nWithout it the total is €66.01." in dialogue.text
    await dialogue.tap("Change tickets")
    assert f"The code “FRIENDS” {why}\nWithout it the total is €66.01." in dialogue.text
    await dialogue.tap("Continue")
    await dialogue.do(Action.ORDER)
    assert dialogue.at is StepName.PAYMENT
    order = dialogue.shop.orders[0]
    assert order.code is None
    assert dialogue.session.purchase.hold is not None
    assert dialogue.session.purchase.hold.code is None


async def test_a_code_that_is_used_up_at_the_moment_of_the_order_is_found_by_reading_again():
    dialogue = await reviewed(FRIENDS)

    class UsedUpAtTheOrder(PlainShop):
        async def reserve(self, order, *, language, frees_at):
            self.codes = {"FRIENDS": replace(FRIENDS, stock=0)}
            return await super().reserve(order, language=language, frees_at=frees_at)

    dialogue.shop = UsedUpAtTheOrder(codes=dict(dialogue.shop.codes), answers=[Refused()])
    await dialogue.do(Action.ORDER)
    assert dialogue.at is StepName.REVIEW
    assert dialogue.shop.orders[0].code == "FRIENDS"
    assert "€66.01" in dialogue.text
    await dialogue.do(Action.ORDER)
    assert dialogue.at is StepName.PAYMENT
    assert dialogue.shop.orders[1].code is None


async def test_a_code_that_is_gone_before_any_ticket_is_chosen():
    dialogue = await with_cart("", FRIENDS)
    dialogue.shop.codes = {}
    await dialogue.say("hm")
    assert "The code “FRIENDS” is no longer accepted." in dialogue.text
    assert "Without it" not in dialogue.text
    await with_code(dialogue, "FRIENDS")
    assert "not accepted" in dialogue.notice


# --- a link's code ----------------------------------------------------------------------------------------------------


async def followed(shop: PlainShop, code: str) -> Dialogue:
    return await Dialogue(shop).give(Followed(Link(FESTIVAL.uuid, code=code)))


async def test_a_links_code_is_in_when_its_event_opens():
    dialogue = await followed(PlainShop(codes={"GIFT": VOUCHER}), "GIFT")
    assert "The code “GIFT” has been added." in dialogue.notice
    await dialogue.do(Action.NEXT)
    assert "Its balance is €25.00." in dialogue.text


@pytest.mark.parametrize("code", [replace(FRIENDS, stock=0), VoucherCode("FRIENDS", Decimal(0))])
async def test_a_links_code_that_is_used_up_is_said_to_be_and_dropped(code):
    dialogue = await followed(PlainShop(codes={"FRIENDS": code}), "FRIENDS")
    assert "“FRIENDS” is used up." in dialogue.notice
    assert dialogue.session.purchase.code is None


async def test_a_links_code_that_could_not_be_tried_waits_and_blocks_nothing():
    shop = PlainShop(codes={"GIFT": VOUCHER})
    shop.fails_when_fresh = True
    dialogue = await followed(shop, "GIFT")
    await dialogue.do(Action.NEXT)
    await dialogue.do(Action.SET, uuid("Adult"), 1)
    assert "The code “GIFT” could not be tried yet." in dialogue.text
    assert "Together: €32.00" in dialogue.text
    await dialogue.do(Action.OPEN, "code")
    assert "The code “GIFT” could not be tried yet." in dialogue.text
    shop.fails_when_fresh = False
    await dialogue.tap("Close")
    assert "The code “GIFT” has been added." in dialogue.notice
    assert "With the code: €7.00" in dialogue.text


async def test_a_links_code_waits_while_too_many_were_wrong():
    dialogue = Dialogue(PlainShop(codes={"GIFT": VOUCHER}))
    dialogue.limits.wrong = 5
    await dialogue.give(Followed(Link(FESTIVAL.uuid, code="GIFT")))
    assert dialogue.turn.calls == [("TryCode", "TooManyGuesses")]
    assert (dialogue.session.purchase.code, dialogue.session.purchase.code_accepted) == ("GIFT", False)


# --- sums -------------------------------------------------------------------------------------------------------------


async def test_a_type_whose_price_is_gone_counts_nothing_and_cannot_be_ordered():
    dialogue = await at_tickets()
    await dialogue.do(Action.SET, uuid("Adult"), 2)
    unpriced = Category(uuid("c"), FESTIVAL.categories[0].name, (ticket("Adult", None), ticket("Child")))
    dialogue.shop.listed = [replace(FESTIVAL, categories=(unpriced,))]
    await dialogue.do(Action.NEXT)
    assert dialogue.at is StepName.TICKETS
    assert "not available" in dialogue.text
