"""Messages that the bot changes, forwards, copies and deletes, and what of it is refused."""

from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest

from bot.simulator.telegram.pictures import plain_picture
from tests.emulator import Emulator

PNG = plain_picture(640, 480, 1)
OTHER_PNG = plain_picture(64, 48, 2)
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")]])
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


# --- captions and files ----------------------------------------------------------------------------------------------


async def test_a_caption_is_replaced_and_taken_away(emulator: Emulator, library: Bot, customer: int):
    sent = await library.send_photo(customer, PNG, caption="one", reply_markup=KEYBOARD)
    edited = await library.edit_message_caption(
        customer, sent.message_id, caption="<b>two</b>", parse_mode="HTML", show_caption_above_media=True
    )
    assert not isinstance(edited, bool)
    assert (edited.caption, edited.caption_entities[0].type) == ("two", "bold")
    assert (edited.show_caption_above_media, edited.reply_markup) == (True, None)
    assert edited.photo == sent.photo
    assert edited.edit_date is not None
    bare = await library.edit_message_caption(customer, sent.message_id)
    assert not isinstance(bare, bool)
    assert bare.caption is None
    refusal = await emulator.refusal("editMessageCaption", chat_id=customer, message_id=sent.message_id)
    assert refusal == f"Bad Request: {SAME}"
    long = {"chat_id": customer, "message_id": sent.message_id, "caption": "x" * 1025}
    assert await emulator.refusal("editMessageCaption", **long) == "Bad Request: MEDIA_CAPTION_TOO_LONG"


async def test_words_and_captions_are_edited_each_their_way(emulator: Emulator, library: Bot, customer: int):
    photo = await library.send_photo(customer, PNG, caption="x")
    text = await library.send_message(customer, "x")
    venue = await library.send_venue(customer, 1, 1, "x", "y")
    for message, method, why in (
        (photo, "editMessageText", "there is no text in the message to edit"),
        (venue, "editMessageText", "there is no text in the message to edit"),
        (text, "editMessageCaption", "there is no caption in the message to edit"),
        (venue, "editMessageCaption", "there is no caption in the message to edit"),
    ):
        words = {"text": "y"} if method == "editMessageText" else {"caption": "y"}
        refusal = await emulator.refusal(method, chat_id=customer, message_id=message.message_id, **words)
        assert refusal == f"Bad Request: {why}"
    long = {"chat_id": customer, "message_id": text.message_id, "text": "x" * 4097}
    assert await emulator.refusal("editMessageText", **long) == "Bad Request: MESSAGE_TOO_LONG"


async def test_a_keyboard_under_a_photo_is_edited_alone(emulator: Emulator, library: Bot, customer: int):
    sent = await library.send_photo(customer, PNG, caption="x", reply_markup=KEYBOARD)
    edited = await library.edit_message_reply_markup(customer, sent.message_id)
    assert not isinstance(edited, bool)
    assert (edited.caption, edited.reply_markup, edited.edit_date) == ("x", None, None)


async def test_a_file_is_replaced(emulator: Emulator, library: Bot, customer: int):
    sent = await library.send_photo(customer, PNG, caption="x")
    edited = await library.edit_message_media(InputMediaPhoto(OTHER_PNG, caption="y"), customer, sent.message_id)
    assert not isinstance(edited, bool)
    assert (edited.caption, edited.photo[-1].width) == ("y", 64)
    as_document = await library.edit_message_media(
        InputMediaDocument(b"x", filename="x.pdf"), customer, sent.message_id
    )
    assert not isinstance(as_document, bool)
    assert as_document.document is not None
    assert (as_document.caption, as_document.photo) == (None, ())
    text = await library.send_message(customer, "x")
    with_photo = await library.edit_message_media(InputMediaPhoto(PNG), customer, text.message_id)
    assert not isinstance(with_photo, bool)
    assert (with_photo.text, with_photo.photo[-1].width) == (None, 640)
    same = {"type": "photo", "media": with_photo.photo[-1].file_id}
    refusal = await emulator.refusal("editMessageMedia", chat_id=customer, message_id=text.message_id, media=same)
    assert refusal == f"Bad Request: {SAME}"


@pytest.mark.usefixtures("wrong_calls")
async def test_files_that_are_not_replaced(emulator: Emulator, library: Bot, customer: int):
    album = await library.send_media_group(customer, [InputMediaPhoto(PNG), InputMediaPhoto(PNG)])
    with pytest.raises(BadRequest, match="Can't change media type in the album"):
        await library.edit_message_media(InputMediaDocument(b"x"), customer, album[0].message_id)
    venue = await library.send_venue(customer, 1, 1, "x", "y")
    with pytest.raises(BadRequest, match="Message media can't be edited"):
        await library.edit_message_media(InputMediaPhoto(PNG), customer, venue.message_id)
    refusal = await emulator.refusal("editMessageMedia", chat_id=customer, message_id=venue.message_id)
    assert refusal == 'Bad Request: parameter "media" is required'


@pytest.mark.parametrize(
    "markup",
    [{"keyboard": [["x"]]}, {"remove_keyboard": True}, {"force_reply": True}],
    ids=lambda markup: next(iter(markup)),
)
async def test_a_message_with_a_keyboard_below_the_input_cannot_change(
    emulator: Emulator, customer: int, markup: dict[str, object]
):
    sent = await emulator.result("sendMessage", chat_id=customer, text="x", reply_markup=markup)
    refusal = await emulator.refusal("editMessageText", chat_id=customer, message_id=sent["message_id"], text="y")
    assert refusal == "Bad Request: message can't be edited"


# --- forwarding and copying ------------------------------------------------------------------------------------------


async def test_a_message_is_forwarded_and_copied(emulator: Emulator, library: Bot, customer: int):
    sent = await library.send_photo(customer, PNG, caption="x", reply_markup=KEYBOARD)
    forwarded = await library.forward_message(customer, customer, sent.message_id)
    assert (forwarded.caption, forwarded.photo, forwarded.reply_markup) == ("x", sent.photo, None)
    assert forwarded.forward_origin is not None
    assert forwarded.forward_origin.date == sent.date
    assert (await emulator.chat(customer))["messages"][-1]["forwarded_from"] == "Rehearsal"
    copied = await library.copy_message(customer, customer, sent.message_id)
    shown = (await emulator.chat(customer))["messages"][-1]
    assert (shown["message_id"], shown["text"], shown["forwarded_from"]) == (copied.message_id, "x", None)
    await library.copy_message(customer, customer, sent.message_id, caption="y", reply_markup=KEYBOARD)
    shown = (await emulator.chat(customer))["messages"][-1]
    assert (shown["text"], shown["inline_keyboard"][0][0]["text"]) == ("y", "x")


@pytest.mark.usefixtures("wrong_calls")
async def test_what_is_not_forwarded_or_copied(emulator: Emulator, library: Bot, customer: int):
    sent = await library.send_message(customer, "x", protect_content=True)
    for act, protected in (("forward", "message can't be forwarded"), ("copy", "message can't be copied")):
        named: dict[str, Any] = {"chat_id": customer, "from_chat_id": customer}
        refusal = await emulator.refusal(f"{act}Message", message_id=sent.message_id, **named)
        assert refusal == f"Bad Request: {protected}"
        refusal = await emulator.refusal(f"{act}Message", message_id=999, **named)
        assert refusal == f"Bad Request: message to {act} not found"
        refusal = await emulator.refusal(f"{act}Message", chat_id=customer, message_id=sent.message_id)
        assert refusal == 'Bad Request: parameter "from_chat_id" is required'


# --- deleting --------------------------------------------------------------------------------------------------------


async def test_old_messages_stay(emulator: Emulator, library: Bot, customer: int):
    old, still = await library.send_message(customer, "x"), await library.send_message(customer, "x")
    emulator.clock.move(timedelta(hours=47, minutes=59))
    young = await library.send_message(customer, "y")
    assert await library.delete_message(customer, still.message_id)
    emulator.clock.move(timedelta(minutes=1))
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await library.delete_message(customer, old.message_id)
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await library.delete_messages(customer, [young.message_id, old.message_id])
    assert await library.delete_message(customer, young.message_id)
    assert await library.edit_message_text("an edit has no such limit", customer, old.message_id)


async def test_many_messages_are_deleted_at_once(emulator: Emulator, library: Bot, customer: int):
    sent = [(await library.send_message(customer, "x")).message_id for _ in range(3)]
    assert await library.delete_messages(customer, [*sent[:2], sent[0], 999])
    left = [message["message_id"] for message in (await emulator.chat(customer))["messages"]]
    assert left[1:] == [sent[2]]


@pytest.mark.usefixtures("wrong_calls")
@pytest.mark.parametrize(
    ("message_ids", "refusal"),
    [
        (None, "message identifiers are not specified"),
        (5, "expected an Array of message identifiers"),
        (list(range(1, 102)), "too many message identifiers specified"),
        (["x"], "message identifier must be a Number"),
        ([0], "invalid message identifier specified"),
    ],
)
async def test_lists_to_delete_that_are_refused(emulator: Emulator, customer: int, message_ids: object, refusal: str):
    parameters = {} if message_ids is None else {"message_ids": message_ids}
    answer = await emulator.refusal("deleteMessages", chat_id=customer, **parameters)
    assert answer == f"Bad Request: {refusal}"
