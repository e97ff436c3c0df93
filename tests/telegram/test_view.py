"""The live card: one message with buttons, edited where it can be, sent anew where it must be."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import Bot

from bot.telegram.delivery import NotDelivered
from bot.telegram.intake import PollingBot
from bot.telegram.live_card import FORGOTTEN, LiveCard
from bot.telegram.owed import Answer, Bell, Card, owed
from bot.telegram.view import View
from tests.emulator import TOKEN, Emulator
from tests.scripted import ScriptedServer, response, scripted_server

KEYBOARD: tuple[tuple[dict[str, Any], ...], ...] = (({"text": "Go", "callback_data": "go"},),)


def card(chat: int, html: str = "one", **more: Any) -> Any:
    return owed(Card(chat_id=chat, html=html, keyboard=KEYBOARD, **more))


async def shown(emulator: Emulator, customer: int) -> list[tuple[str, bool]]:
    """Return the bot's messages: their words, and whether they have buttons."""
    messages = (await emulator.chat(customer))["messages"]
    return [(each["text"], bool(each.get("inline_keyboard"))) for each in messages if each["author"] == "bot"]


async def test_a_card_is_sent_once_and_then_edited(emulator: Emulator, customer: int, view: View):
    remembered = await view.send(card(customer), None)
    remembered = await view.send(card(customer, "<b>two</b>"), remembered)
    assert await shown(emulator, customer) == [("two", True)]


async def test_what_is_shown_already_is_not_edited(emulator: Emulator, customer: int, view: View):
    """Sent again after a crash, a card is the same card."""
    again = card(customer)
    first = await view.send(again, None)
    before = (await emulator.chat(customer))["revision"]
    assert await view.send(again, first) == first
    assert (await emulator.chat(customer))["revision"] == before


async def test_not_modified_is_success(emulator: Emulator, customer: int, view: View):
    remembered = await view.send(card(customer), None)
    assert remembered is not None
    forgotten = LiveCard.model_validate_json(remembered).model_copy(update={"digest": "other"}).model_dump_json()
    assert await view.send(card(customer), forgotten) == remembered
    assert await shown(emulator, customer) == [("one", True)]


async def test_a_fresh_card_takes_the_buttons_off_the_old_one(emulator: Emulator, customer: int, view: View):
    remembered = await view.send(card(customer), None)
    await view.send(card(customer, "two", fresh=True), remembered)
    assert await shown(emulator, customer) == [("one", False), ("two", True)]


async def test_of_the_last_words_nothing_is_remembered_whether_or_not_they_arrive(
    emulator: Emulator, customer: int, view: View
):
    remembered = await view.send(card(customer), None)
    last = owed(Card(chat_id=customer, html="bye", keyboard=(), last=True))
    assert await view.send(last, remembered) == FORGOTTEN
    assert await shown(emulator, customer) == [("bye", False)]
    assert await view.send(last, FORGOTTEN) == FORGOTTEN
    await emulator.client.patch(f"/simulator/customers/{customer}", json={"blocked": True})
    assert await view.send(last, remembered) == FORGOTTEN


async def test_a_card_that_was_deleted_is_sent_anew(emulator: Emulator, customer: int, view: View):
    remembered = await view.send(card(customer), None)
    assert remembered is not None
    await emulator.result(
        "deleteMessage", chat_id=customer, message_id=LiveCard.model_validate_json(remembered).message_id
    )
    await view.send(card(customer, "two"), remembered)
    assert await shown(emulator, customer) == [("two", True)]


@pytest.mark.parametrize("remembered", [None, "", "no JSON", '{"message_id": "x"}', '{"message_id": 1, "digest": "x"}'])
async def test_whatever_is_remembered_the_card_is_shown(
    emulator: Emulator, customer: int, view: View, remembered: str | None
):
    await view.send(card(customer), remembered)
    assert await shown(emulator, customer) == [("one", True)]


async def test_a_customer_who_blocked_the_bot_is_done_with(emulator: Emulator, customer: int, view: View):
    """Promise 41: no retry."""
    await emulator.client.patch(f"/simulator/customers/{customer}", json={"blocked": True})
    assert await view.send(card(customer), "remembered") == "remembered"


async def test_a_chat_that_is_gone_is_done_with(view: View):
    assert await view.send(card(999_999_999), None) is None


async def test_what_telegram_refuses_is_told_to_the_operator(
    emulator: Emulator, customer: int, view: View, capsys: pytest.CaptureFixture[str]
):
    await view.send(card(customer, "<b>not closed"), None)
    assert "telegram_refused" in capsys.readouterr().out
    assert await shown(emulator, customer) == []


async def test_a_tap_that_is_too_old_is_done_with(emulator: Emulator, customer: int, view: View):
    assert await view.send(owed(Answer(query_id="1234", notice="late")), "remembered") == "remembered"
    await view.answer_at_once("1234")


async def test_a_tap_is_answered_with_its_notice(emulator: Emulator, customer: int, view: View):
    await view.send(card(customer), None)
    [message] = [each for each in (await emulator.chat(customer))["messages"] if each["author"] == "bot"]
    await emulator.post(f"/customers/{customer}/presses", message_id=message["message_id"], data="go")
    [update] = await emulator.result("getUpdates")
    await view.send(owed(Answer(query_id=update["callback_query"]["id"], notice="x" * 300)), None)
    [notice] = (await emulator.chat(customer))["notices"]
    assert len(notice["text"]) == 200


async def test_an_old_card_that_is_tapped_becomes_the_live_one_again(emulator: Emulator, customer: int, view: View):
    """What is remembered of a card ends before the card does."""
    remembered = await view.send(card(customer), None)
    assert remembered is not None
    pressed = LiveCard.model_validate_json(remembered).message_id
    assert await view.send(card(customer, "two", pressed=pressed), None) is not None
    assert await shown(emulator, customer) == [("two", True)]


async def test_a_tap_on_another_message_takes_its_buttons_off(emulator: Emulator, customer: int, view: View):
    forgotten = await view.send(card(customer), None)
    remembered = await view.send(card(customer, "two"), None)
    assert forgotten is not None
    pressed = LiveCard.model_validate_json(forgotten).message_id
    await view.send(card(customer, "two", pressed=pressed), remembered)
    assert await shown(emulator, customer) == [("one", False), ("two", True)]


async def test_an_album_is_answered_once(emulator: Emulator, customer: int, view: View):
    remembered = None
    for _ in range(3):
        remembered = await view.send(card(customer, fresh=True, album="1"), remembered)
    remembered = await view.send(card(customer, fresh=True, album="2"), remembered)
    assert await shown(emulator, customer) == [("one", False), ("one", True)]


@pytest.fixture
async def scripted() -> AsyncIterator[ScriptedServer]:
    async with scripted_server() as server:
        yield server


@pytest.mark.parametrize(
    ("answer", "wait_s"),
    [
        (
            b'{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}',
            7,
        ),
        (b'{"ok":false,"error_code":500,"description":"Internal Server Error"}', 1),
        (b"<html>bad gateway</html>", 1),
        (b"", 1),
    ],
)
async def test_what_telegram_does_not_take_now_stays_owed(scripted: ScriptedServer, answer: bytes, wait_s: float):
    scripted.script.append(response(429 if wait_s == 7 else 502, answer))
    bot = Bot(TOKEN, base_url=f"{scripted.address}/bot")
    await bot.request.initialize()
    with pytest.raises(NotDelivered) as late:
        await View(bot).send(card(7), None)
    assert late.value.wait_s == wait_s
    assert TOKEN not in repr(late.value) + str(late.value.__cause__)
    await bot.request.shutdown()


async def test_a_telegram_that_is_not_there_stays_owed(bot: PollingBot, emulator: Emulator):
    away = Bot(TOKEN, base_url="http://127.0.0.1:9/bot")
    await away.request.initialize()
    with pytest.raises(NotDelivered):
        await View(away).send(card(7), None)
    await View(away).answer_at_once("1")
    await View(away).typing(7)
    await away.request.shutdown()


SENT = b'{"ok":true,"result":{"message_id":9,"date":1,"chat":{"id":7,"type":"private"}}}'
TOO_FAST = (
    b'{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}'
)


async def test_buttons_that_could_not_be_taken_off_are_taken_off_the_next_time(scripted: ScriptedServer):
    """The card is in the chat by then: were it still owed, it would be sent twice."""
    scripted.script += [
        response(200, SENT),
        response(429, TOO_FAST),
        response(200, SENT),
        response(200, b'{"ok":true,"result":true}'),
    ]
    bot = Bot(TOKEN, base_url=f"{scripted.address}/bot")
    await bot.request.initialize()
    live = LiveCard(message_id=3, digest="").model_dump_json()
    remembered = await View(bot).send(card(7, fresh=True), live)
    assert remembered is not None
    assert LiveCard.model_validate_json(remembered).bare == (3,)
    remembered = await View(bot).send(card(7, "two"), remembered)
    assert remembered is not None
    assert LiveCard.model_validate_json(remembered).bare == ()
    assert [asked.target.rpartition("/")[2] for asked in scripted.asked] == [
        "sendMessage",
        "editMessageReplyMarkup",
        "editMessageText",
        "editMessageReplyMarkup",
    ]
    await bot.request.shutdown()


# --- bells beside the card --------------------------------------------------------------------------------------------


def bell(chat: int, html: str = "ding", about: str = "CM1") -> Any:
    return owed(Bell(chat_id=chat, about=about, html=html, keyboard=KEYBOARD))


def message_of_bell(remembered: str | None, about: str = "CM1") -> int:
    assert remembered is not None
    return LiveCard.model_validate_json(remembered).bells[about]


async def test_a_bell_stands_beside_the_card_and_both_keep_their_buttons(emulator: Emulator, customer: int, view: View):
    remembered = await view.send(card(customer), None)
    remembered = await view.send(bell(customer), remembered)
    await view.send(card(customer, "two"), remembered)
    assert await shown(emulator, customer) == [("two", True), ("ding", True)]


async def test_of_two_bells_about_the_same_only_the_last_has_buttons(emulator: Emulator, customer: int, view: View):
    remembered = await view.send(card(customer), None)
    for words, about in (("first", "CM1"), ("other", "CM2"), ("second", "CM1")):
        remembered = await view.send(bell(customer, words, about), remembered)
    assert await shown(emulator, customer) == [("one", True), ("first", False), ("other", True), ("second", True)]


async def test_a_pressed_bell_becomes_the_card(emulator: Emulator, customer: int, view: View):
    remembered = await view.send(card(customer), None)
    remembered = await view.send(bell(customer), remembered)
    pressed = message_of_bell(remembered)
    remembered = await view.send(card(customer, "its order", pressed=pressed), remembered)
    assert await shown(emulator, customer) == [("one", False), ("its order", True)]
    await view.send(card(customer, "the other"), remembered)
    assert await shown(emulator, customer) == [("one", False), ("the other", True)]


async def test_a_bell_that_scrolled_up_becomes_the_card_too(emulator: Emulator, customer: int, view: View):
    remembered = await view.send(card(customer), None)
    remembered = await view.send(bell(customer), remembered)
    remembered = await view.send(card(customer, "two", fresh=True), remembered)
    await view.send(card(customer, "its order", pressed=message_of_bell(remembered)), remembered)
    assert await shown(emulator, customer) == [("one", False), ("its order", True), ("two", False)]


async def test_a_bell_without_a_card_is_sent(emulator: Emulator, customer: int, view: View):
    assert await view.send(bell(customer), None) is None
    assert await shown(emulator, customer) == [("ding", True)]
