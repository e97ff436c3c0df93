"""Plain mode, for screen readers: no grids and no symbols, a numbered list of what can be done in the text and as buttons."""

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Final

from bot.conversation.messages import Button, Screen
from bot.conversation.numbering import is_numbered, listed

_DECORATION: Final = re.compile(
    "["
    "\u2139\u203c\u2049\u20e3"  # information, exclamation marks and keycaps, which are drawn as emoji
    "\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u2500-\u27bf\u2800-\u28ff\u2900-\u297f\u2b00-\u2bff"  # arrows to dingbats
    "\u3030\u303d"
    "\U0001f000-\U0001faff"
    "\u200d\ufe0e\ufe0f\U000e0020-\U000e007f"  # what joins emoji and chooses their looks
    "]+"
)
_ARROWS: Final = re.compile(r"^« (?=[^»]+$)|^([^«]+) »$|^\+ ")
"""Quotation marks that quote nothing, as on a button that turns a page, and the plus before what can be added."""
_SPACES: Final = re.compile(r"[ \t]{2,}")


def plainly(words: str) -> str:
    """Return words without emoji and symbols that only decorate; signs that say something, as × and €, stay."""
    spoken = _DECORATION.sub("", words).replace(" · ", ", ").replace("• ", "- ")
    return "\n".join(_ARROWS.sub(r"\1", _SPACES.sub(" ", line.strip())) for line in spoken.split("\n"))


def labels(screen: Screen, words: Callable[[Button], str]) -> Iterator[tuple[Button, str]]:
    """Yield each button with its label, numbered where a number presses it."""
    for place, button in enumerate(listed(screen), 1):
        label = plainly(words(button)) or "…"
        yield button, f"{place}. {label}" if is_numbered(screen) else label


def lines(labelled: Iterator[tuple[Button, str]]) -> list[str]:
    """Return the list as it stands in the text, in HTML: an address is a link there, and what a button copies stands by it."""
    return [_line(button, escape(label, quote=False)) for button, label in labelled]


def _line(button: Button, label: str) -> str:
    if button.url is not None:
        return f'<a href="{escape(button.url)}">{label}</a>'
    if button.copy is not None:
        return f"{label}: <code>{escape(button.copy, quote=False)}</code>"
    return label
