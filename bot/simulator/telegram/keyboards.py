"""Keyboards that a bot sends (https://core.telegram.org/bots/api#inlinekeyboardmarkup and the other reply markups)."""

from dataclasses import dataclass

from bot.simulator.telegram.address import WrongAddress, checked
from bot.simulator.telegram.entities import utf16_length
from bot.simulator.telegram.refused import bad_request

Button = dict[str, object]
Rows = list[list[Button]]

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
MOST_DATA_BYTES = 64
MOST_IN_A_PLACEHOLDER = 64

_ACTIONS = ("callback_data", "url", "copy_text")
_OTHER_ACTIONS = (
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "callback_game",
    "pay",
)
_LOOKS = ("style", "icon_custom_emoji_id")
_ASKED = {"request_contact": "phone number", "request_location": "location"}
_FLAGS = ("is_persistent", "resize_keyboard", "one_time_keyboard", "selective", "force_reply", "remove_keyboard")


@dataclass(frozen=True, slots=True)
class Markup:
    """A checked reply markup: inline rows under the message, or another kind as it was sent; never both."""

    inline: Rows | None = None
    other: dict[str, object] | None = None


def read_markup(document: object) -> Markup:
    """Check a reply markup; raise Refused as the Bot API does. None and an empty inline keyboard mean no keyboard."""
    if document is None:
        return Markup()
    if not isinstance(document, dict):
        raise bad_request("object expected as reply markup")
    for flag in _FLAGS:
        if not isinstance(document.get(flag, False), bool):
            raise bad_request(f'field "{flag}" must be of type Boolean')
    if "inline_keyboard" in document:
        rows = [[_inline_button(button) for button in row] for row in _rows(document, "inline_keyboard")]
        return Markup(inline=[row for row in rows if row] or None)
    if "keyboard" in document:
        rows = [[_reply_button(button) for button in row] for row in _rows(document, "keyboard")]
        _expect_placeholder(document)
        kept = [row for row in rows if row]
        return Markup(other={**document, "keyboard": kept} if kept else None)
    _expect_placeholder(document)
    if document.get("remove_keyboard") or document.get("force_reply"):
        return Markup(other=document)
    return Markup()


def _rows(document: dict[str, object], name: str) -> list[list[object]]:
    rows = document[name]
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    for row in rows:
        if not isinstance(row, list):
            raise bad_request(f'field "{name}" must be an Array of Arrays')
        if len(row) > MOST_IN_A_ROW:
            raise bad_request("REPLY_MARKUP_TOO_LONG")
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return rows


def _inline_button(button: object) -> Button:
    wrong = "can't parse inline keyboard button:"
    if not isinstance(button, dict):
        raise bad_request(f"{wrong} InlineKeyboardButton must be an Object")
    text = _button_text(button, wrong)
    if any(button.get(action) for action in _OTHER_ACTIONS):
        raise bad_request("BUTTON_TYPE_INVALID")
    actions = [action for action in _ACTIONS if button.get(action)]
    if not actions:
        raise bad_request(f"{wrong} Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"{wrong} exactly one action is expected, found {' and '.join(actions)}")
    action = actions[0]
    looks = {look: button[look] for look in _LOOKS if look in button}
    return {"text": text, action: _CHECKS[action](button[action]), **looks}


def _button_text(button: dict[str, object], wrong: str) -> str:
    if "text" not in button:
        raise bad_request(f'{wrong} Can\'t find field "text"')
    text = button["text"]
    if not isinstance(text, str):
        raise bad_request(f'{wrong} Field "text" must be of type String')
    if not text.strip():
        raise bad_request("keyboard button text must be non-empty")
    return text


def _callback_data(data: object) -> str:
    if not isinstance(data, str):
        raise bad_request('can\'t parse inline keyboard button: Field "callback_data" must be of type String')
    if len(data.encode(errors="surrogatepass")) > MOST_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return data


def _address(address: object) -> str:
    if not isinstance(address, str):
        raise bad_request('can\'t parse inline keyboard button: Field "url" must be of type String')
    try:
        return checked(address)
    except WrongAddress as wrong:
        raise bad_request(f"inline keyboard button URL '{address}' is invalid: {wrong}") from None


def _copy_text(copied: object) -> dict[str, object]:
    text = copied.get("text") if isinstance(copied, dict) else None
    if not isinstance(text, str) or not 1 <= utf16_length(text) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return {"text": text}


_CHECKS = {"callback_data": _callback_data, "url": _address, "copy_text": _copy_text}


def _reply_button(button: object) -> Button:
    if isinstance(button, str):
        button = {"text": button}
    wrong = "can't parse keyboard button:"
    if not isinstance(button, dict):
        raise bad_request(f"{wrong} KeyboardButton must be an Object")
    for asked in _ASKED:
        if not isinstance(button.get(asked, False), bool):
            raise bad_request(f'{wrong} Field "{asked}" must be of type Boolean')
    return {**button, "text": _button_text(button, wrong)}


def _expect_placeholder(markup: dict[str, object]) -> None:
    words = markup.get("input_field_placeholder", "")
    if not isinstance(words, str):
        raise bad_request('field "input_field_placeholder" must be of type String')
    if utf16_length(words) > MOST_IN_A_PLACEHOLDER:
        raise bad_request("input field placeholder is too long")


def expect_private_matters(markup: dict[str, object] | None) -> None:
    """Raise Refused for a keyboard in a group that asks what only a private chat may be asked."""
    for asked, what in _ASKED.items():
        if asks_for(markup, asked):
            raise bad_request(f"{what} can be requested in private chats only")


def asks_for(markup: dict[str, object] | None, what: str) -> bool:
    """Tell whether a keyboard below the input has a button that shares something (`request_contact` …)."""
    rows = (markup or {}).get("keyboard")
    return isinstance(rows, list) and any(button.get(what) for row in rows for button in row)
