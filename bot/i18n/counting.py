"""Quantities as they are typed: "2 adult 1 child", "adult: 2", "twee volwassenen en een kind"."""

import re
from typing import Final

from bot.conversation.messages import Counted
from bot.i18n.numerals import NONE
from bot.i18n.reading import BEFORE_NUMBER, Reading
from bot.i18n.words import FILLERS, TICKET_WORDS

_TIMES: Final = r"[x×*](?![^\W_])"
_AMOUNT: Final = re.compile(
    rf"(?:(?<![^\W_])[x×*]\s?(?P<times>\d{{1,3}})|{BEFORE_NUMBER}(?P<amount>\d{{1,3}})(?P<none>{NONE}?))"
    rf"(?![.,:/⁄-]\d|[%€]|\+(?!\s*\d))(?:\s?{_TIMES}|(?!\w))"
)
_BETWEEN: Final = re.compile(r"[;&\n]|,(?!\d)|(?<!\d),|\+(?=\s*\d)|(?<!\d)\+")
_MARKS: Final = " \t.:;,!?()\"'=-–→"


def counted(reading: Reading) -> tuple[Counted, ...]:
    """Return the quantities that are left when dates, times, addresses and long numbers are read, as they were said.

    A quantity stands before its words or, where nothing follows the last, behind them. Digits of something else are none:
    of a price, an age ("4-12", "65+"), a negative number. "No" is 0 of what follows.
    """
    found = []
    start = 0
    for between in (*_BETWEEN.finditer(reading.countable), None):
        end = between.start() if between is not None else len(reading.countable)
        found += _in_part(reading, start, end)
        start = between.end() if between is not None else end
    return tuple(found)


def _in_part(reading: Reading, start: int, end: int) -> list[Counted]:
    amounts = list(_AMOUNT.finditer(reading.countable, start, end))
    if not amounts:
        return []
    begins = [amount.start() for amount in amounts]
    ends = [amount.end() for amount in amounts]
    behind = [_words(reading, *span) for span in zip(ends, [*begins[1:], end], strict=True)]
    before = [_words(reading, *span) for span in zip([start, *ends[:-1]], begins, strict=True)]
    words = before if before[0] and not behind[-1] else behind
    return [
        Counted(int(amount["times"] or amount["amount"]), said)
        for amount, said in zip(amounts, words, strict=True)
        if said or not amount["none"]
    ]


def _words(reading: Reading, start: int, end: int) -> str:
    """Return the words of a part as typed, without those around them that say nothing."""
    said = [word for word in (each.strip(_MARKS) for each in reading.typed(start, end).split()) if word]
    return " ".join(_without(TICKET_WORDS, _without(FILLERS, said)))


def _without(idle: frozenset[str], said: list[str]) -> list[str]:
    while said and idle.issuperset(said[0].split("'")):
        said = said[1:]
    while said and idle.issuperset(said[-1].split("'")):
        said = said[:-1]
    return said
