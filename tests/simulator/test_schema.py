"""The check of what a bot sends against the Bot API's schema, and the plugin that makes every test keep to it."""

import json
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot

from bot.simulator.telegram.bot_api import METHOD_NAMES
from bot.simulator.telegram.media import CAPTIONED
from bot.simulator.telegram.pictures import plain_picture
from bot.simulator.telegram.schema.checking import object_violations, violations
from bot.simulator.telegram.schema.maintain import derived, written
from bot.simulator.telegram.schema.reading import SCHEMA, names_in, schema
from tests.emulator import TOKEN, Emulator
from tests.violations import WrongCalls

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[2]
KEYBOARD = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
PICTURE = plain_picture(64, 48, 1)
PHOTO = {"type": "photo", "media": "attach://one", "caption": "x"}


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("getMe", {}),
        ("sendMessage", {"chat_id": 1, "text": "x"}),
        ("sendMessage", {"chat_id": "@someone", "text": "5"}),
        ("sendMessage", {"chat_id": "1", "text": "x", "parse_mode": "", "protect_content": "True"}),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": KEYBOARD, "disable_notification": False}),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": json.dumps(KEYBOARD)}),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": ""}),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": {"remove_keyboard": True}}),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": {"keyboard": [[{"text": "x"}]]}}),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": {"keyboard": [["x", {"text": "x"}]]}}),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 1}}),
        ("setWebhook", {"url": ""}),
        ("getUpdates", {"timeout": "10", "allowed_updates": '["message"]'}),
        ("sendLocation", {"chat_id": 1, "latitude": "51.5", "longitude": 4}),
        ("sendMediaGroup", {"chat_id": 1, "media": [PHOTO, PHOTO | {"media": "https://x.nl/x.png"}]}),
        ("setMyDescription", {}),
        ("sendRichMessage", {"chat_id": 1, "rich_message": {"blocks": [{"type": "paragraph", "text": ["x", "y"]}]}}),
    ],
)
def test_what_keeps_to_the_schema(method: str, parameters: dict[str, Any]):
    assert violations(method, parameters) == []


@pytest.mark.parametrize(
    ("method", "wrong", "words"),
    [
        ("sendPigeon", {}, "sendPigeon is no method of the Bot API"),
        ("sendMessage", {"colour": "red"}, "colour is unknown"),
        ("sendMessage", {"colour": ""}, "colour is unknown"),
        ("sendMessage", {"disable_web_page_preview": True}, "disable_web_page_preview is unknown"),
        ("editMessageReplyMarkup", {"message_id": "x"}, "message_id must be Integer, not String"),
        ("editMessageReplyMarkup", {"message_id": True}, "message_id must be Integer, not Boolean"),
        ("editMessageReplyMarkup", {"message_id": 1.5}, "message_id must be Integer, not Float"),
        ("editMessageReplyMarkup", {"message_id": None}, "message_id must be Integer, not null"),
        ("sendMessage", {"text": 5}, "text must be String, not Integer"),
        ("sendMessage", {"text": {"a": 1}}, "text must be String, not Object"),
        ("sendMessage", {"protect_content": "maybe"}, "protect_content must be Boolean, not String"),
        ("sendMessage", {"protect_content": 1}, "protect_content must be Boolean, not Integer"),
        ("sendMessage", {"link_preview_options": []}, "link_preview_options must be LinkPreviewOptions, not Array"),
        ("sendMessage", {"link_preview_options": "{"}, "link_preview_options must be LinkPreviewOptions, not String"),
        (
            "sendMessage",
            {"link_preview_options": '{"is_disabled": "true"}'},
            "link_preview_options.is_disabled must be Boolean, not String",
        ),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [{}]}}, "inline_keyboard[0] must be Array of Inline"),
        (
            "sendMessage",
            {"reply_markup": {"inline_keyboard": [[{"text": "x", "data": "x"}]]}},
            "reply_markup.inline_keyboard[0][0].data is unknown",
        ),
        (
            "sendMessage",
            {"reply_markup": {"inline_keyboard": [[], [{"callback_data": "x"}]]}},
            "reply_markup.inline_keyboard[1][0].text is missing",
        ),
        (
            "sendMessage",
            {"reply_markup": {"inline_keyboard": [[{"text": "x", "copy_text": "x"}]]}},
            "reply_markup.inline_keyboard[0][0].copy_text must be CopyTextButton, not String",
        ),
        ("sendMessage", {"reply_markup": {"remove_keyboard": False}}, "reply_markup.remove_keyboard must be True"),
        ("sendMessage", {"reply_markup": {"keyboard": [[{"text": "x"}]], "x": 1}}, "reply_markup.x is unknown"),
        ("sendMessage", {"entities": [{"type": "bold", "offset": 0}]}, "entities[0].length is missing"),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat"}}, "scope.chat_id is missing"),
        ("setMyCommands", {"commands": [], "scope": {"type": "pub"}}, "scope.type must be '"),
        ("setMyCommands", {"commands": [{"command": "x"}]}, "commands[0].description is missing"),
        ("sendMediaGroup", {"media": [PHOTO | {"colour": "red"}]}, "media[0].colour is unknown"),
        ("sendMediaGroup", {"media": [PHOTO | {"type": "sticker"}]}, "media[0].type must be '"),
        (
            "sendRichMessage",
            {"rich_message": {"blocks": [{"type": "paragraph", "text": [5]}]}},
            "rich_message.blocks[0].text[0] must be String or Array of RichText or RichTextBold",
        ),
    ],
)
def test_what_does_not_is_told(method: str, wrong: dict[str, Any], words: str):
    required = {"chat_id": 1, "text": "x", "media": [PHOTO], "rich_message": {}}
    fields = schema()["methods"].get(method, {})
    [told] = violations(method, {name: value for name, value in required.items() if name in fields} | wrong)
    assert words in told


def test_what_is_required_and_not_there_is_told():
    assert violations("sendMessage", {}) == ["chat_id is missing", "text is missing"]
    assert violations("sendVenue", {"chat_id": 1, "title": "x", "address": "x", "latitude": ""}) == [
        "latitude is missing",
        "longitude is missing",
    ]


async def test_files_come_as_parts_of_the_request(emulator: Emulator, customer: int, wrong_calls: WrongCalls):
    photo = json.dumps([PHOTO, PHOTO])
    asked: list[tuple[str, dict[str, str], list[str]]] = [
        ("sendPhoto", {}, ["photo"]),
        ("sendPhoto", {"photo": "attach://one"}, ["one"]),
        ("sendMediaGroup", {"media": photo}, ["one"]),
        ("sendPhoto", {}, ["photo", "other"]),
        ("setWebhook", {"url": "https://x.nl", "certificate": "x"}, []),
    ]
    for method, values, names in asked:
        files = dict.fromkeys(names, ("x.png", PICTURE, "image/png"))
        await emulator.client.post(f"/bot{TOKEN}/{method}", data={"chat_id": str(customer), **values}, files=files)
    assert wrong_calls.seen() == [
        "sendPhoto: other is unknown",
        "setWebhook: chat_id is unknown",
        "setWebhook: certificate must be InputFile, not String",
    ]


def test_an_object_is_checked_like_a_call():
    chat = {"id": 1, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": chat, "text": "x"}
    assert object_violations("Update", {"update_id": 1, "message": message}) == []
    assert object_violations("Update", {"message": message | {"chat": {"id": "1"}}}) == [
        "Update.update_id is missing",
        "Update.message.chat.type is missing",
        "Update.message.chat.id must be Integer, not String",
    ]
    assert object_violations("Update", None) == ["Update must be Update, not null"]


def test_every_type_that_the_schema_names_is_in_it():
    plain = {"String", "Integer", "Float", "Boolean", "True", "InputFile"}
    known = schema()["objects"].keys() | schema()["unions"].keys() | plain
    assert {*names_in([schema()["methods"], schema()["objects"], schema()["unions"]])} <= known
    assert {"sendMessage", "answerCallbackQuery", "getUpdates", "setMyCommands"} <= schema()["methods"].keys()
    assert SCHEMA.read_text() == written(schema())


def test_the_schema_is_derived_from_a_published_one():
    def entity(name: str, kind: str, *fields: tuple[str, str, bool, str], says: str = "") -> dict[str, Any]:
        named = ("name", "type", "required", "description")
        annotations = [dict(zip(named, field, strict=True)) for field in fields]
        return {"name": name, "category": kind, "description": says, "annotations": annotations}

    source = {
        "api": {"version": "1.0"},
        "items": [
            {
                "children": [
                    entity("Update", "types", ("update_id", "Integer", True, "")),
                    entity("Unused", "types"),
                    entity("InputFile", "types"),
                    entity("Shape", "types", says="One of:\n - Circle\n - Square"),
                    entity("Circle", "types", ("type", "String", True, "Kind, must be circle")),
                    entity(
                        "Square",
                        "types",
                        ("type", "String", True, "Kind, always “square”"),
                        says="A shape. String can be used instead of this object.",
                    ),
                    entity(
                        "draw",
                        "methods",
                        ("shapes", "Array of Array of Shape", True, ""),
                        ("on", "InputFile or String", False, "must be wide"),
                        ("mixed", "Array of Circle, Square and Update", False, ""),
                    ),
                ]
            }
        ],
    }
    assert derived(source) == {
        "version": "1.0",
        "methods": {
            "draw": {
                "shapes": [["Shape"]],
                "on?": "InputFile | String",
                "mixed?": ["Circle | Square | Update | String"],
            }
        },
        "objects": {
            "Update": {"update_id": "Integer"},
            "Circle": {"type": "'circle'"},
            "Square": {"type": "'square'"},
        },
        "unions": {"Shape": ["Circle", "Square"]},
    }


def test_every_method_of_the_emulator_is_one_of_the_bot_api():
    assert {*METHOD_NAMES} <= schema()["methods"].keys()


@pytest.mark.parametrize("kind", [*CAPTIONED, "sticker", "video_note", "location", "dice", "poll"])
async def test_what_customers_send_comes_as_the_schema_says(emulator: Emulator, customer: int, kind: str):
    await emulator.post(f"/customers/{customer}/media", kind=kind)
    await updates_keep_to_the_schema(emulator, 1)


async def test_what_customers_do_comes_as_the_schema_says(emulator: Emulator, customer: int):
    sent = await emulator.result(
        "sendMessage", chat_id=customer, text="<b>x</b>", parse_mode="HTML", reply_markup=KEYBOARD
    )
    assert object_violations("Message", sent) == []
    message = await emulator.post(f"/customers/{customer}/messages", text="/start x@example.com")
    await emulator.post(f"/customers/{customer}/messages", text="two", edit=message["message_id"])
    await emulator.post(f"/customers/{customer}/presses", message_id=sent["message_id"], label="x")
    await emulator.post(f"/customers/{customer}/contact")
    await emulator.post(f"/customers/{customer}/forward", message_id=sent["message_id"])
    await emulator.result("deleteMessage", chat_id=customer, message_id=sent["message_id"])
    await emulator.post(f"/customers/{customer}/presses", message_id=sent["message_id"], data="x")
    await emulator.client.patch(f"/simulator/customers/{customer}", json={"blocked": True})
    group = (await emulator.post("/chats", type="supergroup", title="Friends", customer=customer))["id"]
    await emulator.post(f"/chats/{group}/messages", customer=customer, text="/help")
    await updates_keep_to_the_schema(emulator, 8)


async def updates_keep_to_the_schema(emulator: Emulator, least: int) -> None:
    updates = await emulator.result("getUpdates")
    assert len(updates) >= least
    assert [(update, wrong) for update in updates if (wrong := object_violations("Update", update))] == []


# --- every call of every test ----------------------------------------------------------------------------------------


async def test_a_poll_that_is_asked_wrongly_is_noted(emulator: Emulator, wrong_calls: WrongCalls):
    await emulator.result("getUpdates", patience=1)
    [call] = (await emulator.client.get("/simulator/telegram/calls")).json()
    assert call["violations"] == ["patience is unknown"]
    assert wrong_calls.seen() == ["getUpdates: patience is unknown"]


async def test_a_method_that_is_not_there_is_noted(emulator: Emulator, wrong_calls: WrongCalls):
    assert (await emulator.call("sendPigeon", to="x"))["error_code"] == 404
    [call] = (await emulator.client.get("/simulator/telegram/calls")).json()
    assert (call["method"], call["status"], call["answer"]) == ("sendPigeon", 404, "Not Found")
    assert wrong_calls.seen() == ["sendPigeon: sendPigeon is no method of the Bot API"]


async def test_what_the_library_sends_is_in_order(emulator: Emulator, library: Bot, customer: int):
    await library.send_message(customer, "x", protect_content=True, read_timeout=5)
    answer = await emulator.client.get("/simulator/telegram/calls")
    assert [call["violations"] for call in answer.json()] == [[]] * len(answer.json())


def test_control_a_wrong_call_makes_any_test_fail(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makepyfile(
        f"""
        import httpx
        from starlette.applications import Starlette
        from bot.simulator.clock import MovableClock
        from bot.simulator.telegram import Telegram

        pytest_plugins = ["tests.violations"]

        async def ask(**parameters):
            telegram = Telegram(MovableClock(), "{TOKEN}", "x_bot", "x")
            transport = httpx.ASGITransport(Starlette(routes=telegram.routes()))
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                assert (await client.get("/bot{TOKEN}/getMe", params=parameters)).status_code == 200

        async def test_right():
            await ask()

        async def test_wrong():
            await ask(colour="red")

        async def test_wrong_on_purpose(wrong_calls):
            await ask(colour="red")
            assert wrong_calls.seen() == ["getMe: colour is unknown"]
        """
    )
    pytester.makeini("[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function")
    ran = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:randomly", "-q")
    ran.assert_outcomes(passed=3, errors=1)
    ran.stdout.fnmatch_lines(["E *getMe: colour is unknown*", "ERROR*test_wrong - *"])
