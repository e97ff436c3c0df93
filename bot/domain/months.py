"""Months as their first days, and which of them a calendar can have."""

from datetime import date
from typing import Final

MOST_MONTHS_AHEAD: Final = 18


def of(on: date) -> date:
    """Return the month of a date."""
    return on.replace(day=1)


def after(month: date, ahead: int) -> date:
    """Return the month so many months later, or before where that is negative."""
    year, number = divmod(month.year * 12 + month.month - 1 + ahead, 12)
    return date(year, number + 1, 1)


def bounds(today: date, starts_on: date | None, ends_on: date | None) -> tuple[date, date]:
    """Return the first and the last month in which an event can have days to come; both are today's once it is over."""
    first, last = of(today), after(of(today), MOST_MONTHS_AHEAD)
    if ends_on is not None:
        last = max(first, min(last, of(ends_on)))
    return (min(max(first, of(starts_on)), last) if starts_on is not None else first), last
