"""The bot's methods: every one through python-telegram-bot, and what each refuses."""

import json
from datetime import timedelta
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import BadRequest, Forbidden, InvalidToken

from tests.emulator import TOKEN, USERNAME, Emulator

GONE = "query is too old and response timeout expired or query ID is invalid"
SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
KEYBOARD = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("Choose", callback_data="c"),
            InlineKeyboardButton("Open", url="HTTPS://Example.com/a?b"),
        ],
        [InlineKeyboardButton("Copy", copy_text=CopyTextButton("CM-1"))],
    ]
)


def rows(*buttons: object) -> dict[str, object]:
    return {"inline_keyboard": [list(buttons)]}


# --- through the library ---------------------------------------------------------------------------------------------


async def test_the_bot_knows_itself(library: Bot):
    me = await library.get_me()
    assert (me.id, me.is_bot, me.username, me.can_join_groups) == (123456789, True, USERNAME, True)
    assert (await library.get_webhook_info()).url == ""
    assert await library.delete_webhook() is True


async def test_a_message_is_sent_edited_and_deleted(library: Bot, customer: int):
    preview = LinkPreviewOptions(url="https://example.com/x.png", show_above_text=True)
    sent = await library.send_message(
        customer,
        "<b>Hello</b> &amp; 😀 <i>you</i>",
        parse_mode="HTML",
        reply_markup=KEYBOARD,
        link_preview_options=preview,
        disable_notification=True,
        protect_content=True,
    )
    assert sent.text == "Hello & 😀 you"
    assert [(part.type, part.offset, part.length) for part in sent.entities] == [("bold", 0, 5), ("italic", 11, 3)]
    assert sent.reply_markup is not None
    assert sent.reply_markup.inline_keyboard[0][1].url == "https://example.com/a?b"
    assert sent.link_preview_options == preview
    assert sent.chat.id == customer
    assert sent.from_user is not None
    assert sent.from_user.username == USERNAME
    assert sent.edit_date is None

    edited = await library.edit_message_text("Good bye", customer, sent.message_id)
    assert isinstance(edited, type(sent))
    assert edited.text == "Good bye"
    assert edited.edit_date is not None
    assert edited.reply_markup is None, "a keyboard that is not given again is gone"
    assert edited.date == sent.date

    marked = await library.edit_message_reply_markup(customer, sent.message_id, reply_markup=KEYBOARD)
    assert isinstance(marked, type(sent))
    assert marked.reply_markup is not None
    assert marked.reply_markup.inline_keyboard[1][0].copy_text == CopyTextButton("CM-1")

    assert await library.delete_message(customer, sent.message_id) is True
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await library.delete_message(customer, sent.message_id)


async def test_updates_come_and_taps_are_answered(emulator: Emulator, library: Bot, customer: int):
    sent = await library.send_message(customer, "x", reply_markup=KEYBOARD)
    await emulator.post(f"/customers/{customer}/messages", text="/help now")
    await emulator.post(f"/customers/{customer}/presses", message_id=sent.message_id, label="Choose")
    said, pressed = await library.get_updates(timeout=1)
    assert said.message is not None
    assert said.message.text == "/help now"
    assert [(part.type, part.length) for part in said.message.entities] == [(MessageEntity.BOT_COMMAND, 5)]
    assert said.message.from_user is not None
    assert said.message.from_user.language_code == "nl"
    query = pressed.callback_query
    assert query is not None
    assert query.data == "c"
    assert query.message == sent
    assert await query.answer("Chosen", show_alert=True) is True
    with pytest.raises(BadRequest, match="(?i)" + GONE):
        await query.answer()
    chat = await emulator.chat(customer)
    assert chat["notices"] == [{"number": 1, "text": "Chosen", "show_alert": True}]


async def test_the_profile_is_kept_per_language(library: Bot, customer: int):
    scope = BotCommandScopeAllPrivateChats()
    await library.set_my_commands([BotCommand("start", "Begin")])
    await library.set_my_commands([BotCommand("start", "Beginnen")], scope=scope, language_code="nl")
    assert [command.description for command in await library.get_my_commands()] == ["Begin"]
    dutch = await library.get_my_commands(scope=scope, language_code="nl")
    assert [command.description for command in dutch] == ["Beginnen"]
    assert await library.get_my_commands(scope=scope) == ()
    await library.delete_my_commands(scope=scope, language_code="nl")
    assert await library.get_my_commands(scope=scope, language_code="nl") == ()
    await library.set_my_description("All tickets")
    await library.set_my_description("Alle tickets", language_code="nl")
    await library.set_my_short_description("Tickets")
    assert (await library.get_my_description("nl")).description == "Alle tickets"
    assert (await library.get_my_description("fr")).description == "All tickets"
    assert (await library.get_my_short_description("de")).short_description == "Tickets"


async def test_typing_shows_for_five_seconds_or_until_the_message(emulator: Emulator, library: Bot, customer: int):
    assert await library.send_chat_action(customer, "typing") is True
    assert (await emulator.chat(customer))["typing"] is True
    emulator.clock.move(timedelta(seconds=6))
    assert (await emulator.chat(customer))["typing"] is False
    await library.send_chat_action(customer, "typing")
    await library.send_message(customer, "x")
    assert (await emulator.chat(customer))["typing"] is False


async def test_a_reply_keyboard_stays_until_it_is_used_or_removed(emulator: Emulator, library: Bot, customer: int):
    lasting = ReplyKeyboardMarkup([["Yes", "No"]])
    sent = await library.send_message(customer, "x", reply_markup=lasting)
    assert sent.reply_markup is None
    assert (await emulator.chat(customer))["reply_keyboard"]["rows"] == [
        [{"text": text, "request_contact": False, "request_location": False} for text in ("Yes", "No")]
    ]
    await emulator.post(f"/customers/{customer}/messages", text="Yes")
    assert (await emulator.chat(customer))["reply_keyboard"] is not None
    await library.send_message(customer, "x", reply_markup=ReplyKeyboardRemove())
    assert (await emulator.chat(customer))["reply_keyboard"] is None
    await library.send_message(customer, "x", reply_markup=ReplyKeyboardMarkup([["Once"]], one_time_keyboard=True))
    await emulator.post(f"/customers/{customer}/messages", text="Once")
    assert (await emulator.chat(customer))["reply_keyboard"] is None


async def test_a_wrong_token_is_refused(emulator: Emulator):
    stranger = Bot("1:wrong", base_url=f"{emulator.address}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["x", "x" * 4096, "<b>" + "😀" * 2048 + "</b>", "&lt;" * 4096])
async def test_texts_that_fit(emulator: Emulator, customer: int, text: str):
    await emulator.result("sendMessage", chat_id=customer, text=text, parse_mode="html")


@pytest.mark.usefixtures("wrong_calls")
@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"text": ""}, "Bad Request: message text is empty"),
        ({"text": " \n "}, "Bad Request: text must be non-empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "Bad Request: text must be non-empty"),
        ({"text": "x" * 4097}, "Bad Request: message is too long"),
        ({"text": "😀" * 2049}, "Bad Request: message is too long"),
        ({"text": "x\ud800"}, "Bad Request: strings must be encoded in UTF-8"),
        ({"parse_mode": "XML"}, "Bad Request: unsupported parse_mode"),
        (
            {"text": "é<x>", "parse_mode": "HTML"},
            'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 2',
        ),
        (
            {"text": "<b>a</i>", "parse_mode": "HTML"},
            'Bad Request: can\'t parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
        ),
        (
            {"text": "<b>a", "parse_mode": "HTML"},
            "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ({"chat_id": ""}, "Bad Request: chat_id is empty"),
        ({"chat_id": 5}, "Bad Request: chat not found"),
        ({"chat_id": "@someone"}, "Bad Request: chat not found"),
        (
            {"entities": [{"type": "bold", "offset": 9, "length": 1}]},
            "Bad Request: entity begins after the end of the text at UTF-16 offset 9",
        ),
        (
            {"entities": [{"type": "loud", "offset": 0, "length": 1}]},
            "Bad Request: can't parse MessageEntity: Unsupported type specified",
        ),
        (
            {"entities": [{"type": "text_link", "offset": 0, "length": 1, "url": "not-a-url"}]},
            "Bad Request: entity URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        ({"link_preview_options": {"url": "nothing"}}, "Bad Request: WEBPAGE_URL_INVALID"),
        (
            {"link_preview_options": {"is_disabled": "yes"}},
            'Bad Request: field "is_disabled" must be of type Boolean',
        ),
        ({"reply_markup": []}, "Bad Request: object expected as reply markup"),
        ({"reply_markup": "{"}, "Bad Request: can't parse reply_markup JSON object"),
        ({"reply_markup": {"inline_keyboard": "x"}}, 'Bad Request: field "inline_keyboard" must be of type Array'),
        ({"reply_markup": rows({"text": "x", "callback_data": "x" * 65})}, "Bad Request: BUTTON_DATA_INVALID"),
        ({"reply_markup": rows({"text": "x", "callback_data": "é" * 33})}, "Bad Request: BUTTON_DATA_INVALID"),
        (
            {"reply_markup": rows({"text": "x"})},
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"reply_markup": rows({"text": "x", "callback_data": ""})},
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"reply_markup": rows({"text": " ", "callback_data": "x"})},
            "Bad Request: keyboard button text must be non-empty",
        ),
        (
            {"reply_markup": rows({"callback_data": "x"})},
            "Bad Request: can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            {"reply_markup": rows({"text": "x", "callback_data": "x", "url": "http://x.nl"})},
            "Bad Request: can't parse inline keyboard button: exactly one action is expected, "
            "found callback_data and url",
        ),
        (
            {"reply_markup": rows({"text": "x", "url": "not-a-url"})},
            "Bad Request: inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        (
            {"reply_markup": rows({"text": "x", "url": "http://localhost:80/"})},
            "Bad Request: inline keyboard button URL 'http://localhost:80/' is invalid: Wrong HTTP URL",
        ),
        (
            {"reply_markup": rows({"text": "x", "url": "ftp://example.com"})},
            "Bad Request: inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
        ),
        ({"reply_markup": rows({"text": "x", "copy_text": {"text": ""}})}, "Bad Request: BUTTON_COPY_TEXT_INVALID"),
        (
            {"reply_markup": rows({"text": "x", "copy_text": {"text": "x" * 257}})},
            "Bad Request: BUTTON_COPY_TEXT_INVALID",
        ),
        ({"reply_markup": rows({"text": "x", "pay": True})}, "Bad Request: BUTTON_TYPE_INVALID"),
        ({"reply_markup": rows(*[{"text": "x", "callback_data": "x"}] * 9)}, "Bad Request: REPLY_MARKUP_TOO_LONG"),
        (
            {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101}},
            "Bad Request: REPLY_MARKUP_TOO_LONG",
        ),
    ],
)
async def test_messages_that_are_refused(emulator: Emulator, customer: int, wrong: dict[str, Any], refusal: str):
    parameters = {"chat_id": customer, "text": "hello", **wrong}
    answer = await emulator.client.post(
        f"/bot{TOKEN}/sendMessage", content=json.dumps(parameters), headers={"Content-Type": "application/json"}
    )
    assert answer.json() == {"ok": False, "error_code": 400, "description": refusal}
    assert answer.status_code == 400
    messages = (await emulator.chat(customer))["messages"]
    assert [message["author"] for message in messages] == ["customer"], "nothing of it was shown"


async def test_a_keyboard_at_its_limits(emulator: Emulator, customer: int):
    button = {"text": "x", "callback_data": "é" * 32, "style": "primary"}
    keyboard = {"inline_keyboard": [[button] * 8] * 12 + [[button] * 4]}
    sent = await emulator.result("sendMessage", chat_id=customer, text="x", reply_markup=keyboard)
    assert sent["reply_markup"] == keyboard


async def test_an_edit_that_changes_nothing_is_refused(emulator: Emulator, customer: int):
    same = {"chat_id": customer, "reply_markup": rows({"text": "x", "callback_data": "x"})}
    sent = await emulator.result("sendMessage", text="<b>x</b>", parse_mode="HTML", **same)
    same["message_id"] = sent["message_id"]
    assert await emulator.refusal("editMessageText", text=" <b>x</b>", parse_mode="HTML", **same) == SAME
    assert await emulator.refusal("editMessageReplyMarkup", **same) == SAME
    await emulator.result("editMessageText", text="x", **same)
    await emulator.result("editMessageReplyMarkup", chat_id=customer, message_id=sent["message_id"])
    assert await emulator.refusal("editMessageReplyMarkup", chat_id=customer, message_id=sent["message_id"]) == SAME


async def test_what_cannot_be_edited(emulator: Emulator, customer: int):
    theirs = (await emulator.chat(customer))["messages"][0]["message_id"]
    edit = {"chat_id": customer, "text": "x"}
    assert (
        await emulator.refusal("editMessageText", message_id=theirs, **edit) == "Bad Request: message can't be edited"
    )
    assert await emulator.refusal("editMessageText", message_id=999, **edit) == "Bad Request: message to edit not found"
    assert await emulator.refusal("editMessageText", **edit) == "Bad Request: message identifier is not specified"
    other = await emulator.new_customer()
    assert await emulator.refusal("editMessageText", chat_id=other, message_id=theirs, text="x") == (
        "Bad Request: chat not found"
    )


async def test_taps_are_answered_once_in_time_and_briefly(emulator: Emulator, customer: int):
    sent = await emulator.result("sendMessage", chat_id=customer, text="x")

    async def press() -> str:
        pressed = await emulator.post(f"/customers/{customer}/presses", message_id=sent["message_id"], data="x")
        return str(pressed["callback_query_id"])

    assert await emulator.refusal("answerCallbackQuery", callback_query_id="1") == f"Bad Request: {GONE}"
    late = await press()
    emulator.clock.move(timedelta(seconds=151))
    assert await emulator.refusal("answerCallbackQuery", callback_query_id=late) == f"Bad Request: {GONE}"
    now = await press()
    assert await emulator.refusal("answerCallbackQuery", callback_query_id=now, text="x" * 201) == (
        "Bad Request: MESSAGE_TOO_LONG"
    )
    assert await emulator.result("answerCallbackQuery", callback_query_id=now, text="x" * 200) is True


async def test_a_customer_who_blocked_the_bot_is_out_of_reach(emulator: Emulator, library: Bot, customer: int):
    await emulator.client.patch(f"/simulator/customers/{customer}", json={"blocked": True})
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await library.send_message(customer, "x")
    assert (await emulator.call("sendChatAction", chat_id=customer, action="typing"))["error_code"] == 403
    [update] = await emulator.result("getUpdates")
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_a_customer_who_never_wrote_is_unknown(emulator: Emulator):
    stranger = await emulator.new_customer()
    assert await emulator.refusal("sendMessage", chat_id=stranger, text="x") == "Bad Request: chat not found"


@pytest.mark.usefixtures("wrong_calls")
@pytest.mark.parametrize(
    ("method", "wrong", "refusal"),
    [
        ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "x" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "x", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        (
            "setMyCommands",
            {"commands": [{"command": "x", "description": "x" * 257}]},
            "BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        ("setMyCommands", {"commands": [{"command": "x", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ("setMyCommands", {"commands": [], "language_code": "dutch"}, "invalid language code specified"),
        (
            "setMyCommands",
            {"commands": [], "scope": {"type": "x"}},
            "can't parse BotCommandScope: Unsupported type specified",
        ),
        ("setMyDescription", {"description": "x" * 513}, "description is too long"),
        ("setMyShortDescription", {"short_description": "x" * 121}, "short description is too long"),
        ("sendChatAction", {"action": "dancing"}, "wrong parameter action in request"),
    ],
)
async def test_other_refusals(emulator: Emulator, customer: int, method: str, wrong: dict[str, object], refusal: str):
    assert await emulator.refusal(method, chat_id=customer, **wrong) == f"Bad Request: {refusal}"


# --- how it is asked -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["params", "data", "json", "files"])
async def test_every_way_to_send_parameters(emulator: Emulator, customer: int, way: str):
    keyboard = rows({"text": "x", "callback_data": "x"})
    values = {"chat_id": str(customer), "text": "<i>é</i>", "parse_mode": "HTML", "reply_markup": json.dumps(keyboard)}
    ways: dict[str, dict[str, Any]] = {
        "params": {"params": values},
        "data": {"data": values},
        "json": {"json": {**values, "reply_markup": keyboard}},
        "files": {"files": {name: (None, value) for name, value in values.items()}},
    }
    answer = await emulator.client.post(f"/bot{TOKEN}/sendmessage", **ways[way])
    assert answer.status_code == 200, answer.text
    result = answer.json()["result"]
    assert result["text"] == "é"
    assert result["entities"] == [{"type": "italic", "offset": 0, "length": 1}]
    assert result["reply_markup"] == keyboard


@pytest.mark.usefixtures("wrong_calls")
async def test_unknown_methods_tokens_and_bodies(emulator: Emulator):
    assert await emulator.call("sendPigeon") == {"ok": False, "error_code": 404, "description": "Not Found"}
    answer = await emulator.client.get("/bot1:x/getMe")
    assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert answer.status_code == 401
    answer = await emulator.client.post(
        f"/bot{TOKEN}/getMe", content=b"{", headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 400


@pytest.mark.usefixtures("wrong_calls")
async def test_the_journal_holds_every_call_but_empty_polls(emulator: Emulator, customer: int):
    before = len((await emulator.client.get("/simulator/telegram/calls")).json())
    await emulator.result("getUpdates")
    await emulator.result("sendMessage", chat_id=customer, text="x", reply_markup="{}", colour="red")
    await emulator.refusal("sendMessage", chat_id=customer, text="")
    calls = (await emulator.client.get("/simulator/telegram/calls")).json()[before:]
    assert [(call["method"], call["status"], call["violations"]) for call in calls] == [
        ("sendMessage", 200, ["reply_markup.inline_keyboard is missing", "colour is unknown"]),
        ("sendMessage", 400, []),
    ]
    assert calls[0]["parameters"] == {"chat_id": customer, "text": "x", "reply_markup": {}, "colour": "red"}
    assert calls[0]["answer"]["text"] == "x"
    assert calls[1]["answer"] == "Bad Request: message text is empty"
    assert calls[0]["number"] + 1 == calls[1]["number"]
    newer = await emulator.client.get("/simulator/telegram/calls", params={"after": calls[0]["number"]})
    assert newer.json() == calls[1:]
