"""Money, dates, times, numbers and lists as each language writes them (Unicode CLDR, by Babel)."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_datetime_format, get_day_names, get_timezone_gmt
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from bot.conversation.messages import Country, Date, Day, Moment, Month, TimeOfDay, Weekday
from bot.domain.labels import Language
from bot.domain.money import Money

LOCALES: Final[Mapping[Language, Locale]] = {
    "nl": Locale("nl"),
    "en": Locale("en", "GB"),
    "fr": Locale("fr"),
    "de": Locale("de"),
}
"""The CLDR locale of each language: the venues are European, so English is British, with a 24-hour clock."""

_CURRENCY_CODE: Final = re.compile(r"[A-Z]{3}")
_BREAKS: Final = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SURROGATES: Final = re.compile(r"[\ud800-\udfff]")


def literal(name: str) -> str:
    """Return somebody else's text as it may stand inside one of our lines.

    Line breaks become spaces; control characters and bidirectional embeddings, overrides and isolates (Unicode annex 9)
    go, as they would reorder our own words; a lone surrogate, which no UTF-8 holds, becomes U+FFFD. The rest stays.
    """
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", _BREAKS.sub(" ", name)))


def money(amount: Money, language: Language) -> str:
    """Return an amount with its currency; what is no ISO 4217 code stands as it is behind the number."""
    locale = LOCALES[language]
    if _CURRENCY_CODE.fullmatch(amount.currency):
        return format_currency(amount.amount, amount.currency, locale=locale)
    number = format_decimal(amount.amount, "#,##0.00", locale=locale)
    return f"{number} {literal(amount.currency)}".rstrip()


def number(count: int, language: Language) -> str:
    """Return a whole number with its thousands apart."""
    return format_decimal(count, locale=LOCALES[language])


def day(of: Day, language: Language) -> str:
    """Return a date with its weekday, without the year where it is to be short."""
    if of.short:
        return format_skeleton("MMMEd", of.on, locale=LOCALES[language])
    return _full_date(of.on, language)


def weekday(of: Weekday, language: Language) -> str:
    """Return the short name of a day of the week, as it heads a calendar."""
    return str(get_day_names("short", "stand-alone", LOCALES[language])[of.number])


def date_alone(of: Date, language: Language) -> str:
    """Return a date with its year, without its weekday."""
    return format_date(of.on, "long", locale=LOCALES[language])


def country(of: Country, language: Language) -> str:
    """Return the name of a country; its code where there is none."""
    return str(LOCALES[language].territories.get(of.code, literal(of.code)))


def month(of: Month, language: Language) -> str:
    """Return a month with its year."""
    return format_skeleton("yMMMM", of.of, locale=LOCALES[language])


def time_of_day(of: TimeOfDay, language: Language) -> str:
    """Return a clock time of hours and minutes, in the zone that it carries."""
    return _clock(of.at, language)


def moment(of: Moment, language: Language) -> str:
    """Return a date with its weekday and clock time, in the zone that it carries."""
    joined = str(get_datetime_format("full", locale=LOCALES[language])).replace("'", "")
    return joined.replace("{0}", _clock(of.at, language)).replace("{1}", _full_date(of.at.date(), language))


def listing(words: Sequence[str], language: Language) -> str:
    """Return words joined as a list that means all of them."""
    return format_list(words, locale=LOCALES[language])


def _full_date(on: date, language: Language) -> str:
    return format_date(on, "full", locale=LOCALES[language])


def _clock(at: datetime, language: Language) -> str:
    # Without its zone, as Babel would move an aware time to UTC.
    clock = format_time(at.time(), "short", locale=LOCALES[language])
    return f"{clock} ({get_timezone_gmt(at, locale=LOCALES[language])})" if _is_shown_twice(at) else clock


def _is_shown_twice(at: datetime) -> bool:
    """Whether the clock shows this time twice on this day, as it does when summer time ends."""
    first, second = at.replace(fold=0).utcoffset(), at.replace(fold=1).utcoffset()
    return first is not None and second is not None and first > second
