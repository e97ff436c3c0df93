"""The customers' side: what they see, do and are told when they do it wrong."""

import asyncio
from typing import Any

import pytest

from tests.emulator import USERNAME, Emulator


async def sent(emulator: Emulator, customer: int, **more: object) -> int:
    keyboard = {
        "inline_keyboard": [
            [{"text": "Choose", "callback_data": "c:1"}, {"text": "Open", "url": "https://example.com/"}],
            [{"text": "Copy", "copy_text": {"text": "CM-1"}}],
        ]
    }
    parameters = {"chat_id": customer, "text": "<b>x</b> &lt;y&gt;", "parse_mode": "HTML", "reply_markup": keyboard}
    result = await emulator.result("sendMessage", **{**parameters, **more})
    return int(result["message_id"])


async def test_customers_are_made_listed_and_changed(emulator: Emulator):
    customer = await emulator.new_customer(last_name="de Vries", username="anna")
    other = await emulator.new_customer(first_name="Bram", language_code=None)
    changed = await emulator.client.patch(f"/simulator/customers/{customer}", json={"language_code": "pt-br"})
    assert changed.json()["language_code"] == "pt-br"
    listed = (await emulator.client.get("/simulator/customers")).json()
    assert [one["id"] for one in listed] == [customer, other]
    assert listed[0] == {
        "id": customer,
        "first_name": "Anna",
        "last_name": "de Vries",
        "username": "anna",
        "language_code": "pt-br",
        "phone_number": "+31612340001",
        "blocked": False,
    }
    assert customer > 2**32, "as the ids of people who joined lately"


async def test_a_chat_as_the_customer_sees_it(emulator: Emulator, customer: int):
    preview = {"url": "https://example.com/x.png", "show_above_text": True}
    message_id = await sent(emulator, customer, link_preview_options=preview)
    chat = await emulator.chat(customer)
    start, shown = chat["messages"]
    assert (start["author"], start["text"]) == ("customer", "/start")
    assert shown.pop("date").startswith(emulator.clock.now().isoformat()[:10])
    assert shown == {
        "message_id": message_id,
        "author": "bot",
        "text": "x <y>",
        "html": "<b>x</b> &lt;y&gt;",
        "entities": [{"type": "bold", "offset": 0, "length": 1}],
        "inline_keyboard": [
            [
                {"text": "Choose", "kind": "callback", "callback_data": "c:1"},
                {"text": "Open", "kind": "url", "url": "https://example.com/"},
            ],
            [{"text": "Copy", "kind": "copy", "copy_text": "CM-1"}],
        ],
        "reply_keyboard": None,
        "edited": False,
        "media": None,
        "caption_above": False,
        "link_preview": {
            "url": "https://example.com/x.png",
            "title": None,
            "description": None,
            "image": "https://example.com/x.png",
            "large": True,
            "above_text": True,
        },
        "media_group_id": None,
        "reply_to": None,
        "forwarded_from": None,
        "protected": False,
    }
    assert chat["bot"] == {"name": "Rehearsal", "username": USERNAME}
    await emulator.result("editMessageText", chat_id=customer, message_id=message_id, text="new")
    shown = (await emulator.chat(customer))["messages"][1]
    assert (shown["edited"], shown["text"], shown["inline_keyboard"]) == (True, "new", [])


async def test_a_chat_can_be_waited_for(emulator: Emulator, customer: int):
    revision = (await emulator.chat(customer))["revision"]
    waiting = asyncio.create_task(emulator.chat(customer, after=revision, wait=30))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    await sent(emulator, customer)
    chat = await asyncio.wait_for(waiting, 2)
    assert chat["revision"] > revision
    assert len(chat["messages"]) == 2
    unchanged = await emulator.chat(customer, after=chat["revision"], wait=0.1)
    assert unchanged["revision"] == chat["revision"]


async def test_start_carries_the_payload_of_a_link(emulator: Emulator, customer: int):
    await emulator.post(f"/customers/{customer}/start", payload="r_Ab-9")
    [update] = await emulator.result("getUpdates")
    assert update["message"]["text"] == "/start r_Ab-9"
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert update["message"]["chat"] == {"id": customer, "first_name": "Anna", "type": "private"}
    assert (await emulator.chat(customer))["messages"][-1]["text"] == "/start", "the customer sees the command alone"


async def test_start_takes_a_block_back(emulator: Emulator, customer: int):
    await emulator.client.patch(f"/simulator/customers/{customer}", json={"blocked": True})
    said = await emulator.client.post(f"/simulator/customers/{customer}/messages", json={"text": "x"})
    assert said.status_code == 409
    await emulator.post(f"/customers/{customer}/start")
    assert (await emulator.chat(customer))["customer"]["blocked"] is False
    assert await sent(emulator, customer)


async def test_a_message_is_edited_by_its_customer(emulator: Emulator, customer: int):
    message = await emulator.post(f"/customers/{customer}/messages", text="one")
    await emulator.post(f"/customers/{customer}/messages", edit=message["message_id"], text="two")
    [_, update] = await emulator.result("getUpdates")
    assert update["edited_message"]["text"] == "two"
    assert update["edited_message"]["message_id"] == message["message_id"]
    assert update["edited_message"]["edit_date"] >= update["edited_message"]["date"]


async def test_a_tap_carries_the_whole_message_of_now(emulator: Emulator, customer: int):
    message_id = await sent(emulator, customer)
    pressed = await emulator.post(f"/customers/{customer}/presses", message_id=message_id, label="Choose")
    [update] = await emulator.result("getUpdates")
    query = update["callback_query"]
    assert query["id"] == pressed["callback_query_id"]
    assert (query["data"], query["from"]["id"]) == ("c:1", customer)
    assert query["message"]["text"] == "x <y>"
    assert query["message"]["reply_markup"]["inline_keyboard"][0][0]["text"] == "Choose"
    assert (await emulator.chat(customer))["pending_presses"] == [{"message_id": message_id, "data": "c:1"}]


async def test_old_forged_and_deleted_buttons_can_be_tapped(emulator: Emulator, customer: int):
    message_id = await sent(emulator, customer)
    await emulator.result("editMessageText", chat_id=customer, message_id=message_id, text="new")
    await emulator.post(f"/customers/{customer}/presses", message_id=message_id, data="\x00 forged " * 50)
    await emulator.result("deleteMessage", chat_id=customer, message_id=message_id)
    await emulator.post(f"/customers/{customer}/presses", message_id=message_id, data="c:1")
    forged, deleted = await emulator.result("getUpdates")
    assert forged["callback_query"]["data"] == "\x00 forged " * 50
    assert deleted["callback_query"]["message"] == {
        "chat": {"id": customer, "first_name": "Anna", "type": "private"},
        "message_id": message_id,
        "date": 0,
    }


async def test_notices_are_numbered(emulator: Emulator, customer: int):
    message_id = await sent(emulator, customer)
    for text, alert in (("one", False), ("", True), ("two", True)):
        pressed = await emulator.post(f"/customers/{customer}/presses", message_id=message_id, data="x")
        await emulator.result(
            "answerCallbackQuery", callback_query_id=pressed["callback_query_id"], text=text, show_alert=alert
        )
    chat = await emulator.chat(customer)
    assert chat["notices"] == [
        {"number": 1, "text": "one", "show_alert": False},
        {"number": 2, "text": "two", "show_alert": True},
    ]
    assert chat["pending_presses"] == []


async def test_commands_and_description_come_in_the_customers_language(emulator: Emulator, customer: int):
    async def set_commands(description: str, **where: object) -> None:
        commands = [{"command": "start", "description": description}]
        await emulator.result("setMyCommands", commands=commands, **where)

    async def seen() -> tuple[str, str]:
        chat = await emulator.chat(customer)
        return chat["commands"][0]["description"], chat["description"]

    await set_commands("all")
    await emulator.result("setMyDescription", description="for all")
    assert await seen() == ("all", "for all")
    await set_commands("Dutch", language_code="nl")
    await emulator.result("setMyDescription", description="in Dutch", language_code="nl")
    assert await seen() == ("Dutch", "in Dutch")
    await set_commands("private", scope={"type": "all_private_chats"})
    assert (await seen())[0] == "private", "a narrower scope wins over the language"
    await set_commands("private Dutch", scope={"type": "all_private_chats"}, language_code="nl")
    assert (await seen())[0] == "private Dutch"
    await set_commands("mine", scope={"type": "chat", "chat_id": customer})
    assert (await seen())[0] == "mine"
    await emulator.client.patch(f"/simulator/customers/{customer}", json={"language_code": "de"})
    assert await seen() == ("mine", "for all")


@pytest.mark.parametrize(
    ("path", "body", "status", "error"),
    [
        ("", {}, 422, "first_name: Field required"),
        ("", {"first_name": "x", "language_code": "Dutch!"}, 422, "language_code: String should match pattern"),
        ("", {"first_name": "x", "colour": "red"}, 422, "colour: Extra inputs are not permitted"),
        ("/1/messages", {"text": "x"}, 404, "there is no customer 1"),
        ("/{id}/messages", {"text": ""}, 422, "text: String should have at least 1 character"),
        ("/{id}/messages", {"text": " \n"}, 422, "text: nothing visible is left of it"),
        ("/{id}/messages", {"text": "x" * 4097}, 422, "text: Telegram sends at most 4096 characters"),
        ("/{id}/messages", {"text": "x", "edit": 999}, 404, "message 999 is not in this chat"),
        ("/{id}/messages", {"text": "x", "edit": 2}, 422, "edit: a customer can edit only their own messages"),
        ("/{id}/start", {"payload": "a b"}, 422, "payload: String should match pattern"),
        ("/{id}/start", {"payload": "x" * 65}, 422, "payload: String should match pattern"),
        ("/{id}/presses", {"message_id": 999, "data": "x"}, 404, "message 999 was never in this chat"),
        ("/{id}/presses", {"message_id": 1, "data": "x"}, 422, "only the bot's messages have buttons"),
        ("/{id}/presses", {"message_id": 2}, 422, "exactly one of data and label is needed"),
        ("/{id}/presses", {"message_id": 2, "data": "x", "label": "x"}, 422, "exactly one of data and label is needed"),
        (
            "/{id}/presses",
            {"message_id": 2, "label": "Shut"},
            404,
            "no button 'Shut' on this message; its buttons: 'Ch",
        ),
        ("/{id}/presses", {"message_id": 2, "label": "Open"}, 422, "the button 'Open' does not call back"),
    ],
)
async def test_wrong_requests_are_told_in_words(
    emulator: Emulator, customer: int, path: str, body: dict[str, Any], status: int, error: str
):
    assert await sent(emulator, customer) == 2
    answer = await emulator.client.post(f"/simulator/customers{path.format(id=customer)}", json=body)
    assert answer.status_code == status
    assert answer.json()["error"].startswith(error)
    assert await emulator.result("getUpdates") == []


@pytest.mark.parametrize("body", [{}, {"update": {}, "raw": "x"}, {"update": [], "number": True}])
async def test_wrong_updates_are_told_in_words(emulator: Emulator, body: dict[str, Any]):
    answer = await emulator.client.post("/simulator/updates", json=body)
    assert answer.status_code == 422


async def test_what_is_no_json_and_no_number_is_told(emulator: Emulator, customer: int):
    answer = await emulator.client.post("/simulator/customers", content=b"{")
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("the body is not JSON")
    for after in ("soon", "-1", "nan", "inf"):
        answer = await emulator.client.get(f"/simulator/customers/{customer}/chat", params={"after": after})
        assert (answer.status_code, answer.json()["error"]) == (400, "after must be a number, 0 or more")
    answer = await emulator.client.get("/simulator/customers/1/chat")
    assert answer.status_code == 404


async def test_a_link_to_the_bot_leads_to_the_page(emulator: Emulator):
    answer = await emulator.client.get(f"/t.me/{USERNAME.upper()}", params={"start": "r_1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?start=r_1")
    assert (await emulator.client.get(f"/t.me/{USERNAME}")).headers["location"] == "/"
    assert (await emulator.client.get("/t.me/another_bot")).status_code == 404
