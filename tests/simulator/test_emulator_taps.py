"""Answers to taps: links, and answers that an app keeps."""

from datetime import timedelta
from typing import Any

import pytest

from tests.emulator import USERNAME, Emulator


@pytest.fixture
async def message(emulator: Emulator, customer: int) -> int:
    """A message of the bot in the customer's chat."""
    return int((await emulator.result("sendMessage", chat_id=customer, text="x"))["message_id"])


async def press(emulator: Emulator, customer: int, message: int, data: str = "a") -> str:
    pressed = await emulator.post(f"/customers/{customer}/presses", message_id=message, data=data)
    return str(pressed["callback_query_id"])


async def notices(emulator: Emulator, customer: int) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = (await emulator.chat(customer))["notices"]
    return shown


@pytest.mark.parametrize(
    "url",
    [
        f"https://t.me/{USERNAME}?start=x",
        f"t.me/{USERNAME.upper()}?start=x",
        f"https://telegram.me/{USERNAME}?start=x&mode=y",
        f"tg://resolve?domain={USERNAME}&start=x",
    ],
)
async def test_a_tap_leads_back_into_the_bot(emulator: Emulator, customer: int, message: int, url: str):
    query = await press(emulator, customer, message)
    assert await emulator.result("answerCallbackQuery", callback_query_id=query, url=url) is True
    [notice] = await notices(emulator, customer)
    assert notice == {"number": 1, "text": "", "show_alert": False, "url": url}


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/",
        f"https://example.com/{USERNAME}?start=x",
        f"https://t.me/{USERNAME}",
        "https://t.me/another_bot?start=x",
        "tg://resolve?domain=another_bot&start=x",
        f"ftp://t.me/{USERNAME}?start=x",
    ],
)
async def test_a_tap_leads_nowhere_else(emulator: Emulator, customer: int, message: int, url: str):
    query = await press(emulator, customer, message)
    assert await emulator.refusal("answerCallbackQuery", callback_query_id=query, url=url) == "Bad Request: URL_INVALID"
    assert await emulator.result("answerCallbackQuery", callback_query_id=query) is True, "it still waits"


async def test_an_answer_is_kept_for_the_next_tap_on_the_button(emulator: Emulator, customer: int, message: int):
    query = await press(emulator, customer, message)
    answer = {"text": "full", "show_alert": True, "cache_time": 60}
    await emulator.result("answerCallbackQuery", callback_query_id=query, **answer)
    await emulator.forget_updates()
    kept = await press(emulator, customer, message)
    assert await emulator.result("getUpdates") == [], "the app answers by itself"
    assert [(each["text"], each["show_alert"]) for each in await notices(emulator, customer)] == [("full", True)] * 2
    assert (await emulator.refusal("answerCallbackQuery", callback_query_id=kept)).startswith("Bad Request: query is")
    await press(emulator, customer, message, "b")
    assert len(await emulator.result("getUpdates")) == 1, "another button"
    emulator.clock.move(timedelta(seconds=60))
    await press(emulator, customer, message)
    assert len(await emulator.result("getUpdates")) == 2


async def test_without_a_time_nothing_is_kept(emulator: Emulator, customer: int, message: int):
    for _ in range(2):
        query = await press(emulator, customer, message)
        await emulator.result("answerCallbackQuery", callback_query_id=query, text="once", cache_time=0)
    assert len(await emulator.result("getUpdates")) == 2


async def test_a_forward_has_no_buttons(emulator: Emulator, customer: int):
    keyboard = {"inline_keyboard": [[{"text": "Choose", "callback_data": "c"}]]}
    sent = await emulator.result("sendMessage", chat_id=customer, text="x", reply_markup=keyboard)
    forwarded = await emulator.post(f"/customers/{customer}/forward", message_id=sent["message_id"])
    answer = await emulator.client.post(
        f"/simulator/customers/{customer}/presses", json={"message_id": forwarded["message_id"], "label": "Choose"}
    )
    assert (answer.status_code, answer.json()["error"]) == (422, "only the bot's messages have buttons")
    assert (await emulator.chat(customer))["messages"][-1]["inline_keyboard"] == []
