"""Deep links to the bot, t.me/<bot>?start=<payload>: at most 64 of A-Z a-z 0-9 _ - (https://core.telegram.org/bots/features).

    "e" event { "_" letter value }      d20261212  a day            cSUMMER  a code          l0-k3…  what is stored
                                        mhc2pk     a slot's minute  sposter  a source tag

The event has a fixed width, for its characters may be "_" themselves. A payload is printed on posters and typed by anybody:
reading is a total function, a value that cannot be read is left out, and so is a letter that only later versions know.
"""

import re
from dataclasses import replace
from typing import Final

from bot.conversation.links import Link
from bot.telegram import compact

MOST_CHARACTERS: Final = 64
KIND: Final = "e"
HEAD: Final = len(KIND) + compact.IDENTIFIER_LENGTH
CODE: Final = re.compile(r"[A-Za-z0-9-]{1,40}")
SOURCE: Final = re.compile(r"[a-z0-9-]{1,40}")
STORED: Final = re.compile(r"\d{1,4}-[a-z0-9]{20}")


def encode(link: Link) -> str:
    """Return the payload of a link; ValueError when it does not fit, or holds what a payload cannot."""
    segments = [KIND + compact.identifier(link.event)]
    if link.day is not None:
        segments.append("d" + compact.day(link.day))
    if link.slot is not None:
        segments.append("m" + compact.minute(link.slot))
    for letter, value, shape in (("l", link.stored, STORED), ("c", link.code, CODE), ("s", link.source, SOURCE)):
        if value:
            segments.append(letter + _shaped(value, shape))
    payload = "_".join(segments)
    if len(payload) > MOST_CHARACTERS:
        raise ValueError(f"a payload of {len(payload)} characters")
    return payload


def fits(link: Link) -> bool:
    """Whether a link can be written as a payload."""
    try:
        encode(link)
    except ValueError:
        return False
    return True


def decode(payload: str) -> Link | None:
    """Return the link of a payload, or None for one that is none of ours."""
    head, rest = payload[:HEAD], payload[HEAD:]
    if len(payload) > MOST_CHARACTERS or not head.startswith(KIND) or (rest and not rest.startswith("_")):
        return None
    try:
        link = Link(compact.read_identifier(head[len(KIND) :]))
    except ValueError:
        return None
    for segment in rest[1:].split("_"):
        try:
            link = _with(link, segment[:1], segment[1:])
        except ValueError:
            continue
    return link


def address(username: str, link: Link) -> str:
    """Return the address that opens the bot with a link; ValueError when that does not fit."""
    return f"https://t.me/{username}?start={encode(link)}"


def _with(link: Link, letter: str, value: str) -> Link:
    match letter:
        case "d":
            return replace(link, day=compact.read_day(value))
        case "m":
            return replace(link, slot=compact.read_minute(value))
        case "l":
            return replace(link, stored=_shaped(value, STORED))
        case "c":
            return replace(link, code=_shaped(value, CODE))
        case "s":
            return replace(link, source=_shaped(value, SOURCE))
        case _:
            return link


def _shaped(value: str, shape: re.Pattern[str]) -> str:
    if shape.fullmatch(value) is None:
        raise ValueError("not the shape of this value")
    return value
