"""A typed text on its way through its readers: what one has read, the next no longer sees."""

import re
from collections.abc import Callable
from typing import Final, TypeVar

from bot.domain.folding import unaccented
from bot.domain.labels import Language
from bot.i18n.numerals import ORDINAL, digits
from bot.i18n.words import FILLERS

READ: Final = "\0"
"""Stands in place of each character that was read. No typed text holds it: unaccented, it is a space."""

BEFORE_NUMBER: Final = r"(?<![\w.,:/⁄])(?<![\d\W_]-)(?<!\A-)"
"""Holds where a number can begin that is not a part of something else, or less than nothing."""

_ADDRESSES: Final = re.compile(r"\S*@\S*|\b\w+://\S+|\bwww\.\S+|#\w*\d\w*")
_LONG_NUMBERS: Final = re.compile(r"(?<!\d)(?=[+(0]|\d*\d{5})[+(]{0,2}\d(?:[ ./()-]{0,2}\d){6,}|\d{4,}")
_WORDS: Final = re.compile(rf"[^\W\d_{ORDINAL}]+")

Value = TypeVar("Value")


class Reading:
    """`text` is unaccented, with number words as digits (`numerals.digits`), and `READ` where it was read.

    In `countable` only what was read with a digit in it is gone: "2 saturday" can be two of the Saturday ticket.
    """

    def __init__(self, typed: str, language: Language) -> None:
        self.language = language
        self.text, self._typed = digits(unaccented(typed), language)
        self.whole = self.text
        self.countable = self.text
        self.drop(_ADDRESSES)

    def take(self, pattern: re.Pattern[str], read: Callable[[re.Match[str]], Value | None]) -> list[Value]:
        """Return what `read` makes of each place that fits; where it makes nothing, the place stays to be read."""
        taken = []
        for found in pattern.finditer(self.text):
            value = read(found)
            if value is not None:
                taken.append(value)
                self._blank(found)
        return taken

    def drop(self, pattern: re.Pattern[str]) -> bool:
        """Take what fits and make nothing of it; return whether anything did."""
        return bool(self.take(pattern, lambda _: True))

    def drop_long_numbers(self) -> None:
        """Take what is a telephone number, an account, a postcode: nothing else is looked for in it."""
        self.drop(_LONG_NUMBERS)

    def is_read_but_for(self, names: frozenset[str]) -> bool:
        """Whether nothing is left but numbers, words that say nothing, and those names."""
        return all(word in FILLERS or word in names for word in _WORDS.findall(self.text))

    def typed(self, start: int, end: int) -> str:
        """Return what was typed for a part of the text, without what was read with a digit in it."""
        return "".join(self._typed[at] if self.countable[at] != READ else " " for at in range(start, end))

    def _blank(self, found: re.Match[str]) -> None:
        start, end = found.span()
        self.text = self.text[:start] + READ * (end - start) + self.text[end:]
        if any(map(str.isdigit, found[0])) or "@" in found[0]:
            self.countable = self.countable[:start] + READ * (end - start) + self.countable[end:]
