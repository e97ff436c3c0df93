"""The button below the input that shares the customer's number: brought with its question, taken away when it is over."""

from typing import Any

import pytest

from bot.telegram.live_card import LiveCard, asks_for_contact
from bot.telegram.owed import Card, ContactOver, ContactQuestion, owed
from bot.telegram.view import View
from tests.emulator import Emulator

KEYBOARD: tuple[tuple[dict[str, Any], ...], ...] = (({"text": "Go", "callback_data": "go"},),)


def card(chat: int, html: str = "card", *, fresh: bool = False) -> Any:
    return owed(Card(chat_id=chat, html=html, keyboard=KEYBOARD, fresh=fresh))


def question(chat: int) -> Any:
    return owed(ContactQuestion(chat_id=chat, words="Or share it.", button="Share my number"))


def over(chat: int) -> Any:
    return owed(ContactOver(chat_id=chat, words="On below."))


async def asked(view: View, customer: int) -> str | None:
    return await view.send(question(customer), await view.send(card(customer), None))


async def words(emulator: Emulator, customer: int) -> list[str]:
    return [each["text"] for each in (await emulator.chat(customer))["messages"] if each["author"] == "bot"]


async def test_the_question_stands_below_the_card_and_brings_a_button_for_one_time(
    emulator: Emulator, customer: int, view: View
):
    remembered = await asked(view, customer)
    assert asks_for_contact(remembered)
    chat = await emulator.chat(customer)
    assert chat["reply_keyboard"]["rows"] == [
        [{"text": "Share my number", "request_contact": True, "request_location": False}]
    ]
    assert chat["reply_keyboard"]["one_time"]
    assert await words(emulator, customer) == ["card", "Or share it."]


async def test_a_card_is_edited_in_place_while_the_question_stands(emulator: Emulator, customer: int, view: View):
    remembered = await view.send(card(customer, "changed"), await asked(view, customer))
    assert asks_for_contact(remembered)
    assert await words(emulator, customer) == ["changed", "Or share it."]


async def test_a_question_that_is_asked_again_takes_the_place_of_the_first(
    emulator: Emulator, customer: int, view: View
):
    """What was typed in between hides a keyboard for one time."""
    remembered = await view.send(card(customer, "again", fresh=True), await asked(view, customer))
    remembered = await view.send(question(customer), remembered)
    assert await words(emulator, customer) == ["card", "again", "Or share it."]
    assert (await emulator.chat(customer))["reply_keyboard"] is not None
    assert asks_for_contact(remembered)


async def test_a_first_question_that_the_customer_deleted_does_not_matter(
    emulator: Emulator, customer: int, view: View
):
    remembered = await asked(view, customer)
    assert remembered is not None
    await emulator.result(
        "deleteMessage", chat_id=customer, message_id=LiveCard.model_validate_json(remembered).contact_question
    )
    assert asks_for_contact(await view.send(question(customer), remembered))
    assert await words(emulator, customer) == ["card", "Or share it."]


async def test_the_button_is_taken_away_and_the_card_comes_below(emulator: Emulator, customer: int, view: View):
    remembered = await view.send(over(customer), await asked(view, customer))
    assert not asks_for_contact(remembered)
    assert (await emulator.chat(customer))["reply_keyboard"] is None
    remembered = await view.send(card(customer, "next", fresh=True), remembered)
    assert await words(emulator, customer) == ["card", "Or share it.", "On below.", "next"]
    assert not asks_for_contact(remembered)


async def test_without_a_card_there_is_no_question(emulator: Emulator, customer: int, view: View):
    for message in (question(customer), over(customer)):
        assert await view.send(message, None) is None
    assert await words(emulator, customer) == []


@pytest.mark.parametrize("remembered", [None, "", "no JSON", '{"message_id": 1, "digest": "x"}'])
def test_a_card_that_is_remembered_without_a_question_has_none(remembered: str | None):
    assert not asks_for_contact(remembered)
