"""Link previews: what the bot is told of them, and what a phone draws."""

from typing import Any

import pytest

from tests.emulator import Emulator

PICTURE = "https://tickets.example/hall.jpg"
DRAWN = {"url": PICTURE, "title": None, "description": None, "image": PICTURE, "large": True, "above_text": False}
PAGE = {
    "url": "https://tickets.example/a",
    "title": "tickets.example",
    "description": None,
    "image": None,
    "large": False,
    "above_text": False,
}


@pytest.mark.parametrize(
    ("text", "options", "told", "drawn"),
    [
        ("no link", None, None, None),
        ("no link", {"is_disabled": True}, None, None),
        ("no link", {"show_above_text": True}, None, None),
        (PICTURE, None, None, DRAWN),
        (PICTURE, {"is_disabled": True}, {"is_disabled": True}, None),
        (PICTURE, {"prefer_small_media": True}, None, DRAWN),
        (PICTURE, {"show_above_text": True}, {"show_above_text": True}, {**DRAWN, "above_text": True}),
        (f'<a href="{PICTURE}">x</a> https://other.example', None, None, DRAWN),
        ("mail@tickets.example tg://resolve?domain=x", None, None, None),
        ("https://tickets.example/a", None, None, PAGE),
        ("no link", {"url": PICTURE}, {"url": PICTURE}, DRAWN),
        ("https://other.example", {"url": PICTURE}, {"url": PICTURE}, DRAWN),
        (
            "no link",
            {"url": PICTURE, "prefer_small_media": True, "prefer_large_media": False},
            {"url": PICTURE, "prefer_small_media": True},
            {**DRAWN, "large": False},
        ),
        ("no link", {"url": PICTURE, "is_disabled": True}, {"is_disabled": True}, None),
    ],
)
async def test_a_preview_is_told_and_drawn(
    emulator: Emulator,
    customer: int,
    text: str,
    options: dict[str, object] | None,
    told: dict[str, object] | None,
    drawn: dict[str, object] | None,
):
    more: dict[str, Any] = {"link_preview_options": options} if options is not None else {}
    sent = await emulator.result("sendMessage", chat_id=customer, text=text, parse_mode="HTML", **more)
    assert sent.get("link_preview_options") == told
    assert (await emulator.chat(customer))["messages"][-1]["link_preview"] == drawn


@pytest.mark.usefixtures("wrong_calls")
async def test_the_older_way_to_have_no_preview(emulator: Emulator, customer: int):
    sent = await emulator.result("sendMessage", chat_id=customer, text=PICTURE, disable_web_page_preview=True)
    assert sent["link_preview_options"] == {"is_disabled": True}


async def test_an_edit_without_options_goes_back_to_the_usual_preview(emulator: Emulator, customer: int):
    small = {"url": PICTURE, "prefer_small_media": True}
    sent = await emulator.result("sendMessage", chat_id=customer, text="x", link_preview_options=small)
    named = {"chat_id": customer, "message_id": sent["message_id"], "text": "x"}
    refusal = await emulator.refusal("editMessageText", link_preview_options=small, **named)
    assert refusal.startswith("Bad Request: message is not modified")
    edited = await emulator.result("editMessageText", **named)
    assert "link_preview_options" not in edited
    assert (await emulator.chat(customer))["messages"][-1]["link_preview"] is None


@pytest.mark.usefixtures("wrong_calls")
@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ([], "object expected as link preview options"),
        ({"url": 5}, 'field "url" must be of type String'),
        ({"prefer_large_media": 1}, 'field "prefer_large_media" must be of type Boolean'),
    ],
)
async def test_options_that_are_refused(emulator: Emulator, customer: int, options: object, refusal: str):
    answer = await emulator.refusal("sendMessage", chat_id=customer, text="x", link_preview_options=options)
    assert answer == f"Bad Request: {refusal}"
