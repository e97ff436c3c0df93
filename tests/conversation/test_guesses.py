"""Codes and access keys: guesses that only the shop can judge."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from redis.asyncio import Redis

from bot.conversation.links import Link
from bot.conversation.lookups import CodeWorks, KeyOpens, TryCode, TryKey
from bot.conversation.messages import Action, Followed, SheetName, StepName
from bot.conversation.ports import Limits
from bot.conversation.sheets import judge_of
from bot.conversation.sheets.code import CodeSheet
from bot.conversation.sheets.key import KeySheet
from bot.domain.shop import DiscountCode, VoucherCode
from bot.simulator.clock import MovableClock
from bot.store.limits import RedisLimits
from tests.conversation.dialogue import FESTIVAL, NOW, Dialogue, PlainLimits, PlainShop, at_tickets, uuid

VOUCHER = VoucherCode("GIFT", Decimal(25))
DINNER = replace(FESTIVAL, uuid=uuid("Dinner"), name="Dinner")


async def at_the_code(shop: PlainShop | None = None) -> Dialogue:
    dialogue = await at_tickets(shop or PlainShop(codes={"GIFT": VOUCHER}))
    await dialogue.do(Action.OPEN, "code")
    assert dialogue.session.sheet is SheetName.CODE
    return dialogue


async def test_a_code_that_the_shop_knows_is_taken_at_once():
    dialogue = await at_the_code()
    await dialogue.say(" GIFT ")
    assert (dialogue.session.sheet, dialogue.at) == (None, StepName.TICKETS)
    assert dialogue.session.purchase.code == "GIFT"
    assert dialogue.turn.calls == [("TryCode", "CodeWorks")]


async def test_a_wrong_code_is_counted_and_can_be_typed_again():
    dialogue = await at_the_code()
    await dialogue.say("GIFTT")
    assert "not accepted" in dialogue.notice
    assert dialogue.session.sheet is SheetName.CODE
    assert dialogue.limits.wrong == 1
    await dialogue.say("x" * 200)
    assert "Type the code" in dialogue.notice
    await dialogue.tap("Close")
    assert dialogue.session.sheet is None


async def test_who_guesses_wrong_too_often_does_not_reach_the_shop():
    dialogue = await at_the_code()
    for _ in range(5):
        await dialogue.say("wrong")
    await dialogue.say("GIFT")
    assert "Too many tries" in dialogue.notice
    assert dialogue.limits.wrong == 5


async def test_a_shop_that_does_not_answer_is_no_wrong_guess():
    dialogue = await at_the_code()
    dialogue.shop.fails_when_fresh = True
    await dialogue.say("GIFT")
    assert "does not answer" in dialogue.notice
    assert dialogue.limits.wrong == 0


async def test_without_an_event_no_code_can_fit():
    dialogue = await Dialogue().start()
    await dialogue.do(Action.OPEN, "code")
    await dialogue.say("GIFT")
    assert "Choose your event first" in dialogue.notice
    assert dialogue.turn.calls == []


async def test_a_code_stands_as_long_as_the_shop_knows_it():
    dialogue = await at_the_code()
    await dialogue.say("GIFT")
    await dialogue.do(Action.OPEN, "code")
    assert "Do you have a code?" in dialogue.text
    await dialogue.tap("Close")


@pytest.mark.parametrize(
    ("lookup", "found", "judge"),
    [(TryCode("x", FESTIVAL.uuid), KeyOpens(chosen=True), CodeSheet), (TryKey("x"), CodeWorks(VOUCHER), KeySheet)],
)
async def test_an_answer_to_another_question_is_none(lookup, found, judge):
    dialogue = await at_tickets()
    assert isinstance(judge_of(lookup), judge)
    context = dialogue.context
    assert "not accepted" in judge_of(lookup).judge(context, lookup, found).notice.msgid


# --- promise 55 -------------------------------------------------------------------------------------------------------


class CountingShop(PlainShop):
    """Counts what it is asked about codes and keys."""

    guesses: int = 0

    async def code(self, event, code, *, key=None, fresh=False):
        self.guesses += 1
        return await super().code(event, code, key=key, fresh=fresh)

    async def events(self, *, key=None, fresh=False):
        self.guesses += key is not None
        return await super().events(key=key, fresh=fresh)


async def thousand_guesses(shop: CountingShop, limits: Limits) -> Dialogue:
    dialogue = Dialogue(shop, limits=limits)
    await dialogue.start()
    await dialogue.do(Action.CHOOSE, FESTIVAL.uuid)
    await dialogue.do(Action.NEXT)
    for number in range(250):
        await dialogue.do(Action.OPEN, "code")
        await dialogue.say(f"code{number}a")
        await dialogue.say(f"code{number}b")
        await dialogue.do(Action.OPEN, "key")
        await dialogue.say(f"key{number}")
        await dialogue.give(Followed(Link(FESTIVAL.uuid, code=f"link{number}")))
    return dialogue


def limits_of(redis: Redis, clock: MovableClock) -> RedisLimits:
    return RedisLimits(redis, clock, lambda *_: None)


async def test_of_a_thousand_guesses_the_shop_hears_five_wrong_ones_in_ten_minutes(redis: Redis):
    shop, clock = CountingShop(codes={"GIFT": VOUCHER}), MovableClock(NOW)
    dialogue = await thousand_guesses(shop, limits_of(redis, clock))
    assert shop.guesses == 5
    await dialogue.do(Action.OPEN, "code")
    await dialogue.say("GIFT")
    assert "Too many tries" in dialogue.notice
    clock.move(timedelta(minutes=10))
    await dialogue.say("GIFT")
    assert dialogue.session.purchase.code == "GIFT"


async def test_control_without_counting_the_shop_hears_them_all():
    shop = CountingShop()
    await thousand_guesses(shop, PlainLimits(most=10**6))
    assert shop.guesses == 1000


async def test_an_accepted_code_is_read_with_every_step_and_is_no_guess(redis: Redis):
    shop = CountingShop(codes={"GIFT": VOUCHER})
    dialogue = Dialogue(shop, limits=limits_of(redis, MovableClock(NOW)))
    await dialogue.start()
    await dialogue.do(Action.CHOOSE, FESTIVAL.uuid)
    await dialogue.do(Action.NEXT)
    await dialogue.do(Action.OPEN, "code")
    await dialogue.say("GIFT")
    for amount in range(1, 20):
        await dialogue.do(Action.SET, uuid("Adult"), amount)
    assert shop.guesses > 5
    del shop.codes["GIFT"]
    await dialogue.do(Action.SET, uuid("Adult"), 1)
    assert "no longer accepted" in dialogue.text
    await dialogue.do(Action.OPEN, "code")
    await dialogue.say("WRONG")
    assert "not accepted" in dialogue.notice


async def test_a_wrong_code_of_a_link_is_tried_once_counted_and_dropped():
    shop = CountingShop()
    dialogue = await Dialogue(shop).give(Followed(Link(FESTIVAL.uuid, code="GIFTT")))
    assert "The code “GIFTT” of your link was not accepted. You can go on without it." in dialogue.notice
    assert (dialogue.at, dialogue.session.purchase.code) == (StepName.CARD, None)
    assert dialogue.turn.calls == [("TryCode", "NotAccepted")]
    await dialogue.do(Action.NEXT)
    await dialogue.do(Action.SET, uuid("Adult"), 1)
    assert (shop.guesses, dialogue.limits.wrong) == (1, 1)


async def test_a_used_up_code_is_said_to_be_and_is_no_wrong_guess():
    dialogue = await at_the_code(PlainShop(codes={"OUT": DiscountCode("OUT", percentage=Decimal(5), stock=0)}))
    await dialogue.say("OUT")
    assert "The code “OUT” is used up." in dialogue.notice
    assert dialogue.session.purchase.code is None
    assert dialogue.limits.wrong == 0
