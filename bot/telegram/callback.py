"""Callback data: what a button means, in at most 64 bytes (Bot API, InlineKeyboardButton).

    visit "." action "." thing [ "." amount ]

A thing is a letter for its kind and its value, as `compact` writes it. Data can be forged and comes back months later, so
reading it is a total function.
"""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from bot.conversation.messages import Action, Press, StepName, Tap, Thing
from bot.domain.customer import Field
from bot.telegram import compact

MOST_BYTES: Final = 64
LARGEST_VISIT: Final = 2**32
LARGEST_AMOUNT: Final = 9999


def encode(visit: int, press: Press) -> str:
    """Return the callback data of a button; ValueError when it does not fit."""
    parts = [compact.number(visit), press.action.value, _thing(press.thing)]
    if press.amount is not None:
        parts.append(compact.number(press.amount))
    data = ".".join(parts)
    if len(data.encode()) > MOST_BYTES:
        raise ValueError(f"callback data of {len(data.encode())} bytes")
    return data


def decode(data: str | None) -> Tap:
    """Return the tap; one without a press when the data is none of ours."""
    try:
        visit, action, thing, *amount = (data or "")[:MOST_BYTES].split(".")
        count = compact.read_number(amount[0], LARGEST_AMOUNT) if amount else None
        return Tap(compact.read_number(visit, LARGEST_VISIT), Press(Action(action), _read_thing(thing), count))
    except ValueError:
        return Tap(None, None)


def _thing(thing: Thing) -> str:
    match thing:
        case None:
            return ""
        case UUID():
            return "u" + compact.identifier(thing)
        case datetime():
            return "m" + compact.minute(thing)
        case date():
            return "d" + compact.day(thing)
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
        case "u":
            return compact.read_identifier(value)
        case "m":
            return compact.read_minute(value)
        case "d":
            return compact.read_day(value)
        case "f":
            return Field(value)
        case "s":
            return StepName(value)
        case "t":
            return value
        case _:
            raise ValueError("no thing")
