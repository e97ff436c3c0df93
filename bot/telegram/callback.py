"""Callback data: what a button means, in at most 64 bytes (Bot API, InlineKeyboardButton).

    visit "." action "." thing [ "." amount ]

The visit and the amount are base 36; a thing is a letter for its kind and its value: a UUID as 22 base64url characters, a
slot as its UTC minute. Data can be forged and comes back months later, so reading it is a total function.
"""

import base64
import binascii
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from bot.conversation.messages import Action, Press, StepName, Tap, Thing
from bot.domain.customer import Field

MOST_BYTES: Final = 64
DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
LARGEST_VISIT: Final = 2**32
LARGEST_AMOUNT: Final = 9999


def encode(visit: int, press: Press) -> str:
    """Return the callback data of a button; ValueError when it does not fit."""
    parts = [_base36(visit), press.action.value, _thing(press.thing)]
    if press.amount is not None:
        parts.append(_base36(press.amount))
    data = ".".join(parts)
    if len(data.encode()) > MOST_BYTES:
        raise ValueError(f"callback data of {len(data.encode())} bytes")
    return data


def decode(data: str | None) -> Tap:
    """Return the tap; one without a press when the data is none of ours."""
    try:
        visit, action, thing, *amount = (data or "")[:MOST_BYTES].split(".")
        press = Press(Action(action), _read_thing(thing), _read_number(amount[0], LARGEST_AMOUNT) if amount else None)
        return Tap(_read_number(visit, LARGEST_VISIT), press)
    except (ValueError, OverflowError, OSError, binascii.Error):
        return Tap(None, None)


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
        if not number:
            return digits


def _read_number(digits: str, limit: int) -> int:
    if not digits or any(digit not in DIGITS for digit in digits):
        raise ValueError("no number")
    number = int(digits, 36)
    if number >= limit:
        raise ValueError("too large")
    return number


def _thing(thing: Thing) -> str:
    match thing:
        case None:
            return ""
        case UUID():
            return "u" + base64.urlsafe_b64encode(thing.bytes).decode().rstrip("=")
        case datetime():
            return "m" + _base36(int(thing.astimezone(UTC).timestamp() // 60))
        case date():
            return "d" + thing.strftime("%Y%m%d")
        case Field():
            return "f" + thing.value
        case StepName():
            return "s" + thing.value
        case _:
            if "." in thing:
                raise ValueError("a code holds no dot")
            return "t" + thing


def _read_thing(word: str) -> Thing:
    if not word:
        return None
    kind, value = word[0], word[1:]
    match kind:
        case "u" if len(value) == 22:
            return UUID(bytes=base64.b64decode(value + "==", altchars=b"-_", validate=True))
        case "m":
            return datetime.fromtimestamp(_read_number(value, 36**6) * 60, UTC)
        case "d" if len(value) == 8 and value.isascii() and value.isdigit():
            return date(int(value[:4]), int(value[4:6]), int(value[6:]))
        case "f":
            return Field(value)
        case "s":
            return StepName(value)
        case "t":
            return value
        case _:
            raise ValueError("no thing")
