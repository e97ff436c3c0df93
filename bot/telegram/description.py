"""The shop's own HTML as Telegram may show it: made safe first, folded where it is long, cut between characters alone.

https://core.telegram.org/bots/api#html-style
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import Final

import nh3

from bot.domain.web_address import is_web_address
from bot.telegram.length import shorten, units

LONG: Final = 300
"""From how many units on a description is folded."""
SHORTEST: Final = 40
"""With less room than this a description is left out: it would be folded words of nothing."""

_FOLDED: Final = "<blockquote expandable>{}</blockquote>"
_MARKS: Final = {
    "b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "u": "u", "ins": "u",
    "s": "s", "strike": "s", "del": "s", "code": "code", "kbd": "code",
}  # fmt: skip
"""What the tags that Telegram knows are written as; two names of one mark are one."""
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARAGRAPHS: Final = frozenset({"p", "blockquote", "table", "dl", "pre", "hr", "section", "article"}) | _HEADINGS
_LISTS: Final = frozenset({"ul", "ol"})
_LINES: Final = frozenset({"div", "tr", "dt", "dd", "li", "address", "header", "footer", "figure", "figcaption"})
_CELLS: Final = frozenset({"td", "th"})
_READ: Final = {*_MARKS, *_PARAGRAPHS, *_LISTS, *_LINES, *_CELLS, "a", "br"}
_WITHOUT_THEIR_WORDS: Final = {"script", "style", "noscript", "template", "title", "textarea", "iframe", "svg", "math"}
_SPACE: Final = re.compile(r"[ \t\n\r\f]+")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What would be refused, or would reorder our own words below (Unicode annex 9); character references bring it in."""


def drawn(html: str, most: int) -> str:
    """Return a description as Telegram's HTML of at most so many units, mark-up and all; empty where it says nothing.

    The marks that Telegram knows stay, links to https addresses too, lists become bullets, of all else the words stay.
    """
    if most < SHORTEST:
        return ""
    runs = _runs(html)
    length = sum(units(run.words) for run in runs)
    folded = _FOLDED if length > LONG else "{}"
    # Marks take room of their own, so how many of the words fit is only known by trying.
    fits, fits_not = 0, min(length, most) + 1
    while fits + 1 < fits_not:
        tried = (fits + fits_not) // 2
        if units(folded.format(_html(_cut(runs, tried)))) <= most:
            fits = tried
        else:
            fits_not = tried
    return folded.format(_html(_cut(runs, fits))) if fits else ""


def remark(html: str) -> str:
    """Return the words of a description alone, on one line."""
    words = "".join(run.words for run in _runs(html))
    return " ".join(words.replace("\n• ", " · ").split())


@dataclass(frozen=True, slots=True)
class _Mark:
    """A tag of Telegram's around words; `opening` with the address of a link."""

    tag: str
    opening: str


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that are marked alike, the outermost mark first."""

    words: str
    marks: tuple[_Mark, ...] = ()


def _runs(html: str) -> list[_Run]:
    # Whatever the shop wrote, what comes out of nh3 is closed and nested as HTML5 reads it, with harmless tags only.
    safe = nh3.clean(
        html,
        tags=_READ,
        clean_content_tags=_WITHOUT_THEIR_WORDS,
        attributes={"a": {"href"}},
        url_schemes={"https"},
        link_rel=None,
    )
    reader = _Reader()
    reader.feed(safe)
    reader.close()
    return reader.runs


class _Reader(HTMLParser):
    """Reads clean HTML into runs. Breaks and spaces wait for the words that follow, so none stands at an end."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[_Run] = []
        self._open: list[tuple[str, _Mark | None]] = []
        self._lists: list[int | None] = []
        self._breaks = 0
        self._space = False
        self._bullet = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._breaks = min(self._breaks + 1, 2)
        elif tag == "a":
            self._open.append((tag, _link(dict(attrs).get("href"))))
        elif tag in _MARKS or tag in _HEADINGS:
            mark = _MARKS.get(tag, "b")
            self._open.append((tag, _Mark(mark, f"<{mark}>")))
        elif tag in _LISTS:
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._bullet = self._next_bullet()
        elif tag in _CELLS:
            self._space = True
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)
        if tag in _LISTS:
            self._lists.pop()
        elif self._open and self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        words = _SPACE.sub(" ", _CONTROLS.sub("", data))
        if not words.strip():
            self._space = self._space or bool(words)
            return
        before = "\n" * self._breaks if self.runs else ""
        if self._space or words.startswith(" "):
            before = before or (" " if self.runs else "")
        if before or self._bullet:
            self.runs.append(_Run(before + self._bullet))
        self.runs.append(_Run(words.strip(" "), self._marks()))
        self._breaks, self._bullet, self._space = 0, "", words.endswith(" ")

    def _part(self, tag: str) -> None:
        """Let a block stand on lines of its own; inside a list nothing is further apart than its items."""
        if tag in _PARAGRAPHS or tag in _LISTS:
            self._breaks = max(self._breaks, 1 if len(self._lists) > (tag in _LISTS) else 2)
        elif tag in _LINES:
            self._breaks = max(self._breaks, 1)

    def _next_bullet(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "• " if len(self._lists) < 2 else "◦ "
        self._lists[-1] = number + 1
        return f"{number + 1}. "

    def _marks(self) -> tuple[_Mark, ...]:
        marks: dict[str, _Mark] = {}
        for _, mark in self._open:
            if mark is not None:
                marks.setdefault(mark.tag, mark)
        return tuple(marks.values())


def _link(address: str | None) -> _Mark | None:
    """Return the mark of a link; None where it may not lead."""
    if address is None or not is_web_address(address):
        return None
    return _Mark("a", f'<a href="{escape(address)}">')


def _cut(runs: Iterable[_Run], most: int) -> list[_Run]:
    """Return the runs up to so many units; where something is cut, an ellipsis takes the place of the last one."""
    kept: list[_Run] = []
    for run in runs:
        length = units(run.words)
        if length > most:
            kept.append(_Run(shorten(run.words, most) if most > 0 else "…", run.marks if most > 0 else ()))
            break
        kept.append(run)
        most -= length
    return kept


def _html(runs: Iterable[_Run]) -> str:
    """Return the runs as HTML in which each tag is closed where it was opened."""
    parts: list[str] = []
    opened: tuple[_Mark, ...] = ()
    for run in (*runs, _Run("")):
        same = 0
        while same < min(len(opened), len(run.marks)) and opened[same] == run.marks[same]:
            same += 1
        parts.extend(f"</{mark.tag}>" for mark in reversed(opened[same:]))
        parts.extend(mark.opening for mark in run.marks[same:])
        parts.append(escape(run.words, quote=False))
        opened = run.marks
    return "".join(parts)
