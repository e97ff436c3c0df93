"""The live card's manners, with the whole bot: what Telegram hears, in which order (conversation.md, manners 1 to 3)."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from bot.simulator.faults import Fault
from bot.telegram import working
from tests.telegram.whole_bot import WholeBot, whole_bot


@pytest.fixture
async def bot(redis: Redis, redis_url: str) -> AsyncIterator[WholeBot]:
    assert await redis.dbsize() == 0
    async with whole_bot(redis_url, "en", "festival", "museum") as bot:
        await bot.chat.start()
        await bot.see_text("Which event")
        yield bot


async def heard(bot: WholeBot, *methods: str) -> list[str]:
    methods = methods or ("sendMessage", "editMessageText", "answerCallbackQuery", "editMessageReplyMarkup")
    return [call["method"] for call in await bot.calls(*methods)]


async def test_a_tap_is_answered_and_the_card_edited(bot: WholeBot):
    before = await bot.messages()
    await bot.tap("Polderlicht Festival")
    await bot.see_text("Tickets from")
    assert len(await bot.messages()) == len(before)
    assert await heard(bot) == ["sendMessage", "answerCallbackQuery", "editMessageText"]


async def test_typed_words_bring_a_new_card_below_and_the_old_one_loses_its_buttons(bot: WholeBot):
    await bot.chat.say("Polderlicht Festival")
    seen = await bot.see(lambda seen: "Tickets from" in seen.text and seen.cards_with_buttons == 1)
    *_, words, card = await bot.messages()
    assert (words["author"], card["author"]) == ("customer", "bot")
    assert card["message_id"] == seen.buttons[0].message_id
    assert await heard(bot) == ["sendMessage", "sendMessage", "editMessageReplyMarkup"]


async def test_a_tap_that_changes_nothing_is_answered_without_an_edit(bot: WholeBot):
    await bot.tap("Polderlicht Festival")
    await bot.see_text("Tickets from")
    await bot.tap("Get tickets")
    await bot.tap("+ Day ticket")
    await bot.tap("1 × Day ticket")
    await bot.tap("Continue")
    await bot.see_text("first name")
    assert (await heard(bot, "answerCallbackQuery", "editMessageText")).count("answerCallbackQuery") == 5


async def test_a_stale_button_shows_the_screen_of_now_with_a_notice(bot: WholeBot):
    await bot.tap("Polderlicht Festival")
    await bot.see_text("Tickets from")
    await bot.chat.tap(bot.chat.remembered["Museum Het Veerhuis"])
    seen = await bot.see(lambda seen: any("earlier message" in notice for notice in seen.notices))
    assert "Tickets from" in seen.text


async def test_a_button_that_nobody_made_is_answered_too(bot: WholeBot):
    seen = await bot.chat.look()
    await bot.do("presses", message_id=seen.buttons[0].message_id, data="forged")
    await bot.see(lambda seen: any("earlier message" in notice for notice in seen.notices))


async def test_a_slow_read_answers_the_tap_first_and_then_tells_on_the_card(
    bot: WholeBot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(working, "SLOW_S", 0.1)
    fault = Fault.read("shop:*:slow:seconds=1")
    await bot.post("/faults", **fault.model_dump(mode="json"))
    await bot.tap("Museum Het Veerhuis")
    await bot.see_text("Tickets from")
    first, *_ = await bot.calls("answerCallbackQuery")
    assert "text" not in first["parameters"]
    assert await heard(bot, "sendChatAction")


async def test_an_order_answers_the_tap_before_the_shop_does(bot: WholeBot):
    await bot.tap("Polderlicht Festival")
    await bot.tap("Get tickets")
    await bot.tap("+ Day ticket")
    await bot.tap("Continue")
    await bot.see_text("first name")
    for words, then in (("Robin", "last name"), ("de Vries", "e-mail"), ("robin@example.com", "How would you like")):
        await bot.chat.say(words)
        await bot.see_text(then)
    await bot.tap("iDEAL")
    await bot.see(lambda seen: any(each.label == "Order and pay" for each in seen.buttons))
    answers = len(await heard(bot, "answerCallbackQuery"))
    fault = Fault.read("shop:reserve:slow:seconds=1")
    await bot.post("/faults", **fault.model_dump(mode="json"))
    await bot.tap("Order and pay")
    await bot.see(lambda seen: any(each.label == "Pay now" for each in seen.buttons))
    [answered] = (await bot.calls("answerCallbackQuery"))[answers:]
    assert "text" not in answered["parameters"]
    assert await heard(bot, "sendChatAction")
