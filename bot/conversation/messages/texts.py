"""Texts that are still without words: a message id with its values, worded at the edge in the customer's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from bot.domain.labels import Label
from bot.domain.money import Money


@dataclass(frozen=True, slots=True)
class Day:
    """A date, worded with its weekday; `short` for buttons ("Sat 12 Dec")."""

    on: date
    short: bool = False


@dataclass(frozen=True, slots=True)
class Weekday:
    """The short name of a day of the week, of which Monday is 0, as it heads a calendar ("Mo")."""

    number: int


@dataclass(frozen=True, slots=True)
class Date:
    """A date far away, worded with its year and without its weekday: a date of birth."""

    on: date


@dataclass(frozen=True, slots=True)
class Month:
    """The month of a date, worded with its year."""

    of: date


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A clock time, in the zone that the datetime carries; worded with its offset in the hour that a clock shows twice."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """A date with its clock time, in the zone that the datetime carries."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Countdown:
    """A moment to come, which the edge may show running down; worded by its clock time, in the zone the datetime carries."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166 alpha-2 code, worded by its name."""

    code: str


@dataclass(frozen=True, slots=True)
class Text:
    """A message id with its values; the words are made at the edge, in the customer's language.

    `plural` and `count` are set together: the form is chosen by `count`, which the text holds as `{count}`.
    Made by `text` and `plural`, whose literal arguments the catalogs are extracted from.
    """

    msgid: str
    params: Mapping[str, "Param"] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Several values joined as a list of the language ("a, b and c")."""

    items: tuple["Param", ...]


Param = (
    str | int | Money | Day | Weekday | Date | Month | TimeOfDay | Moment | Countdown | Country | Label | Text | Listing
)


def text(msgid: str, **params: Param) -> Text:
    """Return the text of a message id in English, with a value for each of its `{placeholders}`."""
    return Text(msgid, params)


def plural(singular: str, many: str, count: int, **params: Param) -> Text:
    """Return a text whose form depends on `count`, which both forms may hold as `{count}`."""
    return Text(singular, {"count": count, **params}, many, count)


def plain(value: Param) -> Text:
    """Return a text that is only a value: a name that the shop gave, an amount, a date."""
    return Text("{value}", {"value": value})


LONGEST_COPY: Final = 256
"""How long a text a copy button can hold (Bot API, CopyTextButton)."""
