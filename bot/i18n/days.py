"""Which dates are meant by a part of a date, seen from today."""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from enum import Enum, auto
from typing import Final

WEEK: Final = timedelta(days=7)
EVERY_DAY: Final = frozenset(range(7))

_LATEST_Y: Final = 10
_LEAP_YEARS_APART_Y: Final = 8
_MONTHS_AHEAD: Final = 12
_SATURDAY: Final = 5


class Which(Enum):
    """Which of the days of one name, or which of the weekends."""

    ANY = auto()
    THIS = auto()
    COMING = auto()
    NEXT = auto()
    AFTER_NEXT = auto()


def valid(year: int, month: int, day: int) -> date | None:
    """Return the date, or None when there is no such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_year(digits: str, today: date) -> int:
    """Return a year of two digits in full: up to ten years ahead, else before ("12-3-90" is a birthday)."""
    if len(digits) > 2:
        return int(digits)
    year = today.year // 100 * 100 + int(digits)
    return year if year <= today.year + _LATEST_Y else year - 100


def next_date(month: int, day: int, today: date) -> date | None:
    """Return the first date of that day and month from today on; None when no year has it."""
    for year in range(today.year, today.year + _LEAP_YEARS_APART_Y + 1):
        on = valid(year, month, day)
        if on is not None and on >= today:
            return on
    return None


def next_day_of_month(day: int, weekdays: AbstractSet[int], today: date) -> date | None:
    """Return the first date from today on, within a year, with that number that falls on one of the weekdays."""
    for ahead in range(_MONTHS_AHEAD + 1):
        year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
        on = valid(year, month + 1, day)
        if on is not None and on >= today and on.weekday() in weekdays:
            return on
    return None


def on_weekday(weekday: int, which: Which, today: date) -> set[date]:
    """Return the dates that a day's name can mean: today's own name, and "next", mean two."""
    first = today + timedelta(days=(weekday - today.weekday()) % 7)
    after = first if first > today else first + WEEK
    match which:
        case Which.ANY:
            return {first, after}
        case Which.THIS:
            return {first}
        case Which.COMING:
            return {after}
        case Which.NEXT:
            return {after, after + WEEK}
        case Which.AFTER_NEXT:
            return {after + WEEK}


def on_weekend(which: Which, today: date) -> set[date]:
    """Return the Saturdays and Sundays that are meant: "next" said before a weekend can mean this one."""
    monday = monday_of(today)
    after = monday if today.weekday() < _SATURDAY else monday + WEEK
    match which:
        case Which.ANY | Which.THIS:
            weeks = {monday}
        case Which.COMING:
            weeks = {after}
        case Which.NEXT:
            weeks = {after, monday + WEEK}
        case Which.AFTER_NEXT:
            weeks = {after + WEEK}
    every = {week + timedelta(days=day) for week in weeks for day in (_SATURDAY, _SATURDAY + 1)}
    return {on for on in every if on >= today}


def week_of(on: date) -> set[date]:
    """Return the seven days of the week that begins on a Monday with that date in it."""
    return {monday_of(on) + timedelta(days=day) for day in range(7)}


def monday_of(on: date) -> date:
    """Return the Monday of a date's week."""
    return on - timedelta(days=on.weekday())


def nearest(on: date, weekday: int) -> date:
    """Return the date with that weekday that is nearest."""
    return on + timedelta(days=(weekday - on.weekday() + 3) % 7 - 3)
