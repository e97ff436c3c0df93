"""Dates of birth. Words such as month names are read elsewhere; here a date is digits with a year of four."""

import re
from datetime import date
from typing import Final

from bot.domain.customer.problem import Checked, Problem, Refused

EARLIEST: Final = date(1900, 1, 1)
YEAR_FIRST: Final = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
DAY_FIRST: Final = re.compile(r"(?P<day>\d{1,2})[-/. ]+(?P<month>\d{1,2})[-/. ]+(?P<year>\d{4})", re.ASCII)
"""As all four languages write it."""


def check_date_of_birth(on: date, today: date) -> Checked:
    """Accept a date on which somebody alive can have been born, and return it as YYYY-MM-DD."""
    if on > today:
        return Refused(Problem.IN_FUTURE)
    return on.isoformat() if on >= EARLIEST else Refused(Problem.TOO_LONG_AGO)


def check_written_date(answer: str, today: date) -> Checked:
    """Accept the same, written in digits."""
    on = written_date(answer)
    return check_date_of_birth(on, today) if on is not None else Refused(Problem.NOT_A_DATE)


def written_date(answer: str) -> date | None:
    """Return the date that stands there in digits, if one does."""
    found = YEAR_FIRST.fullmatch(answer) or DAY_FIRST.fullmatch(answer)
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
