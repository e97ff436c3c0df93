"""A message's text as HTML for the chat page, everything escaped."""

from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from itertools import pairwise

from bot.simulator.telegram.entities import Entity, utf16_slice

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}

_BLOCKS = frozenset({"pre", "blockquote", "expandable_blockquote"})
"""Parts drawn on lines of their own: a line break beside one is the one that it makes already."""


def draw(text: str, entities: tuple[Entity, ...]) -> str:
    """Return HTML in which parts that overlap are closed and opened again, so that its tags always nest."""
    end = len(text.encode("utf-16-le")) // 2
    edges = sorted({0, end, *(part.offset for part in entities), *(part.end for part in entities)})
    blocks = [part for part in entities if part.type in _BLOCKS]
    begins, ends = {part.offset for part in blocks}, {part.end for part in blocks}
    written: list[str] = []
    opened: list[Entity] = []
    for start, stop in pairwise(edges):
        wanted = [part for part in entities if part.offset <= start and stop <= part.end]
        shared = len(list(_shared(opened, wanted)))
        written += [_tag(part, text)[1] for part in reversed(opened[shared:])]
        written += [_tag(part, text)[0] for part in wanted[shared:]]
        words = utf16_slice(text, start, stop - start)
        if start in ends:
            words = words.removeprefix("\n")
        if stop in begins:
            words = words.removesuffix("\n")
        written.append(escape(words))
        opened = wanted
    written += [_tag(part, text)[1] for part in reversed(opened)]
    return "".join(written)


def _shared(one: list[Entity], other: list[Entity]) -> Iterator[Entity]:
    for left, right in zip(one, other, strict=False):
        if left is not right:
            return
        yield left


def _tag(part: Entity, text: str) -> tuple[str, str]:
    """Return the start and end tag of a part."""
    if part.type in _TAGS:
        return f"<{_TAGS[part.type]}>", f"</{_TAGS[part.type]}>"
    words = utf16_slice(text, part.offset, part.length)
    match part.type:
        case "text_link":
            return _anchor(str(part.detail["url"]))
        case "url":
            return _anchor(words if "://" in words else f"https://{words}")
        case "email":
            return _anchor(f"mailto:{words}")
        case "phone_number":
            return _anchor(f"tel:{words.replace(' ', '')}")
        case "bot_command":
            return f'<button type="button" class="command" data-command="{escape(words)}">', "</button>"
        case "expandable_blockquote":
            return "<blockquote data-expandable>", "</blockquote>"
        case "spoiler":
            return '<span class="spoiler" tabindex="0">', "</span>"
        case "date_time":
            return _time(int(part.detail.get("unix_time", 0)), str(part.detail.get("date_time_format", "")))
        case _:
            return "<span>", "</span>"


def _time(unix_time: int, shape: str) -> tuple[str, str]:
    moment = datetime.fromtimestamp(unix_time, UTC).isoformat()
    return f'<time datetime="{moment}" data-format="{escape(shape)}">', "</time>"


def _anchor(address: str) -> tuple[str, str]:
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">', "</a>"
