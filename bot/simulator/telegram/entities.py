"""Message entities: which part of a text is bold, a link, a command (https://core.telegram.org/bots/api#messageentity).

Offsets and lengths count UTF-16 code units, as everywhere in the Bot API.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from bot.simulator.telegram.refused import bad_request

MERGED_TYPES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
"""Styles that may overlap anything; neighbours of one type melt into one."""

CODE_TYPES = frozenset({"code", "pre"})
"""Parts whose text is taken literally: nothing else lies in them and nothing is recognised there."""

QUOTE_TYPES = frozenset({"blockquote", "expandable_blockquote"})

LITERAL_TYPES = CODE_TYPES | {"date_time"}
"""Parts that no style reaches into: it is cut where it crosses one."""

_ORDER = (
    *("blockquote", "expandable_blockquote", "pre", "code", "date_time", "text_link", "text_mention"),
    *("mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"),
    *("bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji"),
)
"""Which of two parts at the same place comes first."""

_REMOVED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_BLANKED = re.compile(r"[\x00-\x09\x0b-\x1f]")
_INVISIBLE = re.compile("[\\s\u200b-\u200f\u2060\u2800\ufeff\U000e0000-\U000e007f]")

_RECOGNISED = (
    ("url", re.compile(r"(?<![\w@.])(?:https?://[^\s<>\"]*[^\s<>\".,;:!?')\]]|t\.me/[\w?=&/+-]+)")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)),
    ("bot_command", re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z0-9_]{4,32}(?![\w@])")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w{1,256}")),
    ("phone_number", re.compile(r"(?<![\w+])\+\d[\d ()-]{6,18}\d(?!\w)")),
)


_Change = Callable[[int, str], str]
"""What becomes of a character, given its index in the text."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A part of a text and what it is; `detail` holds what its type adds (`url`, `language`, `unix_time` …)."""

    type: str
    offset: int
    length: int
    detail: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """The offset right after the part."""
        return self.offset + self.length

    def as_json(self) -> dict[str, object]:
        """Return the Bot API's MessageEntity."""
        place: dict[str, object] = {"type": self.type, "offset": self.offset, "length": self.length}
        if self.type == "text_mention":
            return {**place, "user": {"id": self.detail["user_id"], "is_bot": False, "first_name": ""}}
        return {**place, **self.detail}


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def utf16_slice(text: str, offset: int, length: int) -> str:
    """Return a part of a text by its UTF-16 offset and length."""
    units = text.encode("utf-16-le")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def settled(text: str, entities: Iterable[Entity], *, may_be_empty: bool = False) -> tuple[str, tuple[Entity, ...]]:
    """Return a text and its entities as Telegram keeps them.

    Control characters are blanked, outer white space goes, overlapping and empty entities are put in order, and
    addresses and commands in the text are recognised. Raises Refused when nothing is left that can be seen, unless it
    `may_be_empty`, as a caption may.
    """
    cleaned, parts = _kept(text, list(entities), lambda _, character: _clean(character))
    parts = [part for part in parts if _is_shown(part, cleaned)]
    end = len(cleaned.rstrip())
    leading = len(cleaned) - len(cleaned.lstrip())
    first = min((part.offset for part in parts), default=leading)
    start = min(leading, first)
    trimmed, parts = _kept(cleaned, parts, lambda index, character: character if start <= index < end else "")
    if not may_be_empty and not _INVISIBLE.sub("", trimmed):
        raise bad_request("text must be non-empty")
    explicit = _tidied(parts)
    return trimmed, tuple(sorted([*explicit, *_recognised(trimmed, explicit)], key=_place))


def _clean(character: str) -> str:
    return _BLANKED.sub(" ", _REMOVED.sub("", character))


def _kept(text: str, entities: list[Entity], change: _Change) -> tuple[str, list[Entity]]:
    """Change a text character by character and move its entities along."""
    written: list[str] = []
    moved_to: list[int] = []
    position = 0
    for index, character in enumerate(text):
        new = change(index, character)
        moved_to += [position] * utf16_length(character)
        written.append(new)
        position += utf16_length(new)
    moved_to.append(position)
    moved = [
        replace(part, offset=moved_to[part.offset], length=moved_to[part.end] - moved_to[part.offset])
        for part in entities
    ]
    return "".join(written), [part for part in moved if part.length > 0]


def _is_shown(part: Entity, text: str) -> bool:
    return part.type in CODE_TYPES | QUOTE_TYPES or bool(utf16_slice(text, part.offset, part.length).strip())


def _tidied(entities: list[Entity]) -> list[Entity]:
    """Return the parts that stay: of quotes, and of all that are no styles, the earlier of two that overlap."""
    tidy: list[Entity] = []
    for part in sorted(entities, key=_place):
        if part.type in MERGED_TYPES:
            continue
        rivals = QUOTE_TYPES if part.type in QUOTE_TYPES else frozenset(_ORDER) - QUOTE_TYPES
        rivals = LITERAL_TYPES | {part.type} if part.type == "custom_emoji" else rivals - {"custom_emoji"}
        if not any(_overlap(part, other) for other in tidy if other.type in rivals):
            tidy.append(part)
    literal = [part for part in tidy if part.type in LITERAL_TYPES]
    styles: list[Entity] = []
    for part in sorted(entities, key=_place):
        if part.type in MERGED_TYPES:
            for piece in _cut(part, literal):
                _melt(piece, styles)
    return [*tidy, *styles]


def _cut(part: Entity, literal: list[Entity]) -> Iterator[Entity]:
    """Return what is left of a style around the literal parts, which are in order and apart from each other."""
    start = part.offset
    for other in literal:
        if _overlap(part, other):
            if start < other.offset:
                yield replace(part, offset=start, length=other.offset - start)
            start = max(start, other.end)
    if start < part.end:
        yield replace(part, offset=start, length=part.end - start)


def _melt(part: Entity, tidy: list[Entity]) -> None:
    """Add a style, joined with an earlier part of the same style that it touches."""
    for index, other in enumerate(tidy):
        if other.type == part.type and part.offset <= other.end:
            tidy[index] = replace(other, length=max(other.end, part.end) - other.offset)
            return
    tidy.append(part)


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end


def _place(part: Entity) -> tuple[int, int, int]:
    return part.offset, -part.length, _ORDER.index(part.type)


def _recognised(text: str, explicit: list[Entity]) -> Iterator[Entity]:
    taken = [part for part in explicit if part.type not in MERGED_TYPES | QUOTE_TYPES]
    for kind, pattern in _RECOGNISED:
        for match in pattern.finditer(text):
            part = Entity(kind, utf16_length(text[: match.start()]), utf16_length(match.group()))
            if not any(_overlap(part, other) for other in taken):
                taken.append(part)
                yield part
