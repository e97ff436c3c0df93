"""What stands below the input of a phone, as JSON: a keyboard of the bot, or the message that must be answered."""

from bot.simulator.telegram.messages import Message


def reply_keyboard_view(message: Message | None) -> dict[str, object] | None:
    """Return the keyboard that a message brought."""
    markup = message.reply_markup if message is not None else None
    rows = markup.get("keyboard") if markup is not None else None
    if message is None or markup is None or not isinstance(rows, list):
        return None
    return {
        "rows": [[_key_view(button) for button in row] for row in rows],
        "one_time": markup.get("one_time_keyboard", False),
        "placeholder": markup.get("input_field_placeholder"),
        "persistent": markup.get("is_persistent", False),
        "message_id": message.message_id,
    }


def _key_view(button: dict[str, object]) -> dict[str, object]:
    asks = {name: bool(button.get(name)) for name in ("request_contact", "request_location")}
    return {"text": button["text"], **asks}


def forced_reply_view(message: Message | None) -> dict[str, object] | None:
    """Return the message that the next words answer."""
    if message is None or message.reply_markup is None:
        return None
    return {"message_id": message.message_id, "placeholder": message.reply_markup.get("input_field_placeholder")}
