"""A screen as Telegram draws it: HTML text and an inline keyboard, within Telegram's limits.

https://core.telegram.org/bots/api#html-style, 4,096 UTF-16 units a message after entities, 64 bytes of callback data,
100 buttons a keyboard, 8 a row.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from typing import Any, Final

from telegram.constants import KeyboardButtonStyle

from bot.conversation.messages import LONGEST_COPY, Button, Countdown, Line, Screen, Style, Text, text
from bot.conversation.messages import plain as value_alone
from bot.conversation.ports import Catalog
from bot.domain.labels import Language
from bot.telegram import callback, description, plain
from bot.telegram.length import shorten, units

MOST_UNITS: Final = 4096
MOST_BUTTONS: Final = 100
LONGEST_LABEL: Final = 60
LONGEST_NAME: Final = 300
LONGEST_NOTICE: Final = 700
"""A notice may hold an address, which is nothing once it is cut."""
LONGEST_MARKUP: Final = 2000
LONGEST_REMARK: Final = 160
MARK: Final = "\ue000"
"""Holds the place of a countdown while the words around it are made: a character that no language has."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to be sent: HTML, and the rows of its keyboard as the Bot API's JSON."""

    html: str
    keyboard: tuple[tuple[dict[str, Any], ...], ...]
    picture: str | None = None


def render(
    screen: Screen, visit: int, notice: Text | None, language: Language, catalog: Catalog, *, in_plain: bool = False
) -> Rendered:
    """Return the screen in a language, a notice above it, its buttons stamped with the visit.

    With `in_plain` it is a numbered list without symbols, in the text and as buttons one a row.
    """

    def words(of: Text, most: int = LONGEST_NAME) -> str:
        found = catalog.words(of, language)
        return shorten(plain.plainly(found) if in_plain else found, most)

    def drawn(line: Line) -> str:
        if line.style is Style.REMARK:
            remark = description.remark(catalog.words(line.text, language))
            return _line(line, shorten(plain.plainly(remark) if in_plain else remark, LONGEST_REMARK))
        return _running_down(line, words)

    def spelt(button: Button) -> Button:
        copied = button.copy_words
        return button if copied is None else replace(button, copy=catalog.words(copied, language), copy_words=None)

    screen = replace(screen, rows=tuple(tuple(map(spelt, row)) for row in screen.rows))
    paragraphs = []
    if notice is not None:
        said = f"<i>{escape(words(notice, LONGEST_NOTICE), quote=False)}</i>"
        paragraphs.append(said if in_plain else f"ℹ️ {said}")
    title = f"<b>{escape(words(screen.title), quote=False)}</b>"
    if screen.position is not None:
        step, of = screen.position
        where = words(text("Step {step} of {steps}", step=step, steps=of))
        title += f"\n<i>{escape(where, quote=False)}</i>"
    paragraphs.append(title)
    # Mark-up is only cut where it is drawn, so it gets the room that all other words leave.
    others = [[drawn(line) for line in lines if not _is_markup(line)] for lines in screen.paragraphs]
    listed = plain.lines(plain.labels(screen, lambda button: words(button.label))) if in_plain else []
    room = MOST_UNITS - units("\n\n".join((*paragraphs, *("\n".join(lines) for lines in (*others, listed))))) - 2
    for lines, parts in zip(screen.paragraphs, others, strict=True):
        for line in filter(_is_markup, lines):
            markup = description.drawn(catalog.words(line.text, language), min(room, LONGEST_MARKUP))
            parts.append(plain.plainly(markup) if in_plain else markup)
            room -= units(parts[-1]) + 1
        paragraphs.append("\n".join(part for part in parts if part))
    rows: list[tuple[dict[str, Any], ...]]
    if in_plain:
        paragraphs.append("\n".join(listed))
        labels = plain.labels(screen, lambda button: words(button.label))
        rows = [(_button(button, visit, label),) for button, label in labels]
    else:
        rows = [tuple(_button(button, visit, words(button.label)) for button in row) for row in screen.rows]
    return Rendered(_fit(paragraphs), _within(rows), screen.picture)


def _running_down(line: Line, words: Callable[[Text], str]) -> str:
    """Draw a line; its countdown runs where the client draws it, and is a clock time elsewhere. No edit is needed.

    https://core.telegram.org/bots/api#date-time-entity-formatting
    """
    ends = {name: value for name, value in line.text.params.items() if isinstance(value, Countdown)}
    if not ends:
        return _line(line, words(line.text))
    name, end = next(iter(ends.items()))
    drawn = _line(line, words(replace(line.text, params={**line.text.params, name: MARK})))
    clock = escape(words(value_alone(end)), quote=False)
    return drawn.replace(MARK, f'<tg-time unix="{int(end.at.timestamp())}" format="r">{clock}</tg-time>', 1)


def _is_markup(line: Line) -> bool:
    return line.style is Style.MARKUP


def _line(line: Line, words: str) -> str:
    escaped = escape(words, quote=False)
    match line.style:
        case Style.STRONG:
            return f"<b>{escaped}</b>" if escaped.strip() else escaped
        case Style.QUIET | Style.REMARK:
            return f"<i>{escaped}</i>" if escaped.strip() else escaped
        case _:
            return escaped


def _button(button: Button, visit: int, words: str) -> dict[str, Any]:
    shown: dict[str, Any] = {"text": shorten(words, LONGEST_LABEL) or "…"}
    if button.way_on:
        shown["style"] = KeyboardButtonStyle.PRIMARY.value
    if button.press is not None:
        return shown | {"callback_data": callback.encode(visit, button.press)}
    if button.copy is not None:
        return shown | {"copy_text": {"text": shorten(button.copy, LONGEST_COPY)}}
    return shown | {"url": button.url or ""}


def _fit(paragraphs: list[str]) -> str:
    """Join paragraphs; where they are too long together, the longest middle ones lose their last lines."""
    while units("\n\n".join(paragraphs)) > MOST_UNITS:
        longest = max(range(len(paragraphs)), key=lambda index: len(paragraphs[index]))
        lines = paragraphs[longest].split("\n")
        if lines[-1] == "…":
            lines.pop()
        paragraphs[longest] = "\n".join([*lines[:-1], "…"])
    return "\n\n".join(part for part in paragraphs if part)


def _within(rows: list[tuple[dict[str, Any], ...]]) -> tuple[tuple[dict[str, Any], ...], ...]:
    """Keep the last row (the ways out) and as many rows before it as a keyboard can hold."""
    kept: list[tuple[dict[str, Any], ...]] = []
    room = MOST_BUTTONS - (len(rows[-1]) if rows else 0)
    for row in rows[:-1]:
        room -= len(row)
        if room < 0:
            break
        kept.append(row)
    return (*kept, *rows[-1:])
