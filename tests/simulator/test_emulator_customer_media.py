"""What customers send beside words: contacts, media, forwards, replies."""

from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot, KeyboardButton, Message, ReplyKeyboardMarkup

from bot.simulator.telegram.made_up import KINDS
from tests.emulator import TOKEN, Emulator


async def heard(emulator: Emulator) -> dict[str, Any]:
    """Return the one message that the bot has not confirmed, and confirm it."""
    [update] = await emulator.result("getUpdates")
    await emulator.result("getUpdates", offset=update["update_id"] + 1)
    message: dict[str, Any] = update.get("message") or update["edited_message"]
    return message


async def ask_for_contact(library: Bot, customer: int) -> Message:
    keyboard = ReplyKeyboardMarkup(
        [[KeyboardButton("Share my number", request_contact=True), "Skip"]],
        one_time_keyboard=True,
        input_field_placeholder="06 …",
    )
    return await library.send_message(customer, "Your number?", reply_markup=keyboard)


async def test_the_own_contact_answers_the_keyboard_that_asked(emulator: Emulator, library: Bot, customer: int):
    asked = await ask_for_contact(library, customer)
    assert (await emulator.chat(customer))["reply_keyboard"] == {
        "rows": [
            [
                {"text": "Share my number", "request_contact": True, "request_location": False},
                {"text": "Skip", "request_contact": False, "request_location": False},
            ]
        ],
        "one_time": True,
        "placeholder": "06 …",
        "persistent": False,
        "message_id": asked.message_id,
    }
    await emulator.post(f"/customers/{customer}/contact")
    message = await heard(emulator)
    assert message["contact"] == {"phone_number": "+31612340001", "first_name": "Anna", "user_id": customer}
    assert message.get("reply_to_message", {}).get("message_id") == asked.message_id
    assert "text" not in message
    chat = await emulator.chat(customer)
    assert chat["reply_keyboard"] is None, "it was for one time"
    assert chat["messages"][-1]["media"] == {
        "kind": "contact",
        "phone_number": "+31612340001",
        "first_name": "Anna",
        "user_id": customer,
    }


async def test_the_own_contact_unasked_answers_nothing(emulator: Emulator, library: Bot, customer: int):
    await library.send_message(customer, "x", reply_markup=ReplyKeyboardMarkup([["Yes"]]))
    await emulator.post(f"/customers/{customer}/contact")
    message = await heard(emulator)
    assert message["contact"]["user_id"] == customer
    assert "reply_to_message" not in message


@pytest.mark.parametrize("user_id", [None, 42])
async def test_somebody_elses_contact_is_not_the_customers(
    emulator: Emulator, library: Bot, customer: int, user_id: int | None
):
    await ask_for_contact(library, customer)
    other = {"phone_number": "31687654321", "first_name": "Bram", "user_id": user_id}
    await emulator.post(f"/customers/{customer}/contact", other=other)
    message = await heard(emulator)
    assert message["contact"].get("user_id") == user_id
    assert message["contact"]["phone_number"] == "31687654321"
    assert "reply_to_message" not in message


async def test_a_customer_has_the_number_they_are_made_with(emulator: Emulator):
    customer = await emulator.new_customer(phone_number="31611111111")
    await emulator.post(f"/customers/{customer}/contact")
    assert (await heard(emulator))["contact"]["phone_number"] == "31611111111"


@pytest.mark.parametrize("kind", sorted(KINDS))
async def test_a_customer_sends_media_of_every_kind(emulator: Emulator, library: Bot, customer: int, kind: str):
    await emulator.post(f"/customers/{customer}/media", kind=kind)
    [update] = await library.get_updates()
    assert update.message is not None
    assert update.message[kind]
    assert update.message.text is None
    assert update.message.caption is None
    shown = (await emulator.chat(customer))["messages"][-1]
    assert shown["media"]["kind"] == kind
    assert shown["text"] == ""


async def test_a_caption_is_sent_and_edited(emulator: Emulator, customer: int):
    sent = await emulator.post(f"/customers/{customer}/media", kind="photo", caption=" see /help ")
    message = await heard(emulator)
    assert message.get("caption") == "see /help"
    assert message["caption_entities"] == [{"type": "bot_command", "offset": 4, "length": 5}]
    assert "text" not in message
    assert "entities" not in message
    await emulator.post(f"/customers/{customer}/messages", edit=sent["message_id"], text="better")
    edited = await heard(emulator)
    assert edited.get("caption") == "better"
    assert edited.get("photo") == message["photo"]
    assert edited["edit_date"]
    assert (await emulator.chat(customer))["messages"][-1]["text"] == "better"


async def test_a_customer_answers_a_message(emulator: Emulator, customer: int):
    asked = await emulator.result("sendMessage", chat_id=customer, text="x")
    await emulator.post(f"/customers/{customer}/messages", text="y", reply_to=asked["message_id"])
    assert (await heard(emulator)).get("reply_to_message") == asked
    assert (await emulator.chat(customer))["messages"][-1]["reply_to"] == asked["message_id"]


async def test_a_forced_reply_is_given_once(emulator: Emulator, customer: int):
    forced = {"force_reply": True, "input_field_placeholder": "Your name"}
    asked = await emulator.result("sendMessage", chat_id=customer, text="x", reply_markup=forced)
    shown = (await emulator.chat(customer))["forced_reply"]
    assert shown == {"message_id": asked["message_id"], "placeholder": "Your name"}
    await emulator.post(f"/customers/{customer}/messages", text="Anna")
    assert (await heard(emulator)).get("reply_to_message", {}).get("message_id") == asked["message_id"]
    assert (await emulator.chat(customer))["forced_reply"] is None
    await emulator.post(f"/customers/{customer}/messages", text="again")
    assert "reply_to_message" not in await heard(emulator)


async def test_a_forward_names_its_origin_and_has_no_buttons(emulator: Emulator, library: Bot, customer: int):
    keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
    sent = await emulator.result(
        "sendMessage", chat_id=customer, text="<b>x</b>", parse_mode="HTML", reply_markup=keyboard
    )
    await emulator.post(f"/customers/{customer}/forward", message_id=sent["message_id"])
    message = await heard(emulator)
    assert message["from"]["id"] == customer
    assert message.get("forward_origin") == {"type": "user", "date": sent["date"], "sender_user": sent["from"]}
    assert (message["text"], message["entities"]) == ("x", sent["entities"])
    assert "reply_markup" not in message
    shown = (await emulator.chat(customer))["messages"][-1]
    assert (shown["author"], shown["forwarded_from"], shown["inline_keyboard"]) == ("customer", "Rehearsal", [])


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("media", {"kind": "hologram"}, 422),
        ("media", {"kind": "sticker", "caption": "x"}, 422),
        ("media", {"kind": "photo", "caption": "x" * 1025}, 422),
        ("media", {"kind": "photo", "reply_to": 99}, 404),
        ("messages", {"text": "x", "reply_to": 99}, 404),
        ("forward", {"message_id": 99}, 404),
        ("contact", {"other": {"phone_number": "none", "first_name": "x"}}, 422),
    ],
)
async def test_what_a_phone_would_not_send(
    emulator: Emulator, customer: int, path: str, body: dict[str, object], status: int
):
    answer = await emulator.client.post(f"/simulator/customers/{customer}/{path}", json=body)
    assert answer.status_code == status
    assert answer.json()["error"]
    assert await emulator.result("getUpdates") == []


async def test_a_protected_message_is_not_forwarded(emulator: Emulator, customer: int):
    sent = await emulator.result("sendMessage", chat_id=customer, text="x", protect_content=True)
    assert sent["has_protected_content"] is True
    body = {"message_id": sent["message_id"]}
    answer = await emulator.client.post(f"/simulator/customers/{customer}/forward", json=body)
    assert answer.status_code == 422
    assert (await emulator.chat(customer))["messages"][-1]["protected"] is True


async def test_a_customer_who_blocked_the_bot_sends_nothing(emulator: Emulator, customer: int):
    await emulator.client.patch(f"/simulator/customers/{customer}", json={"blocked": True})
    for path, body in (("contact", {}), ("media", {"kind": "photo"}), ("forward", {"message_id": 1})):
        answer = await emulator.client.post(f"/simulator/customers/{customer}/{path}", json=body)
        assert answer.status_code == 409


async def test_what_a_customer_cannot_edit(emulator: Emulator, customer: int):
    bots = await emulator.result("sendMessage", chat_id=customer, text="x")
    sticker = await emulator.post(f"/customers/{customer}/media", kind="sticker")
    photo = await emulator.post(f"/customers/{customer}/media", kind="photo")
    forward = await emulator.post(f"/customers/{customer}/forward", message_id=bots["message_id"])
    for sent, text in ((bots, "y"), (sticker, "y"), (forward, "y"), (photo, "x" * 1025)):
        body = {"edit": sent["message_id"], "text": text}
        answer = await emulator.client.post(f"/simulator/customers/{customer}/messages", json=body)
        assert answer.status_code == 422, answer.text
    emulator.clock.move(timedelta(hours=48))
    body = {"edit": photo["message_id"], "text": "y"}
    answer = await emulator.client.post(f"/simulator/customers/{customer}/messages", json=body)
    assert answer.json() == {"error": "edit: this message is older than 48 hours"}


async def test_the_bot_downloads_what_a_customer_sends(emulator: Emulator, library: Bot, customer: int):
    await emulator.post(f"/customers/{customer}/media", kind="document")
    message = await heard(emulator)
    file = await library.get_file(message["document"]["file_id"])
    assert (file.file_size, file.file_unique_id) == (
        message["document"]["file_size"],
        message["document"]["file_unique_id"],
    )
    answer = await emulator.client.get(f"/file/bot{TOKEN}/documents/file_1.pdf")
    assert answer.content.startswith(b"%PDF-")
