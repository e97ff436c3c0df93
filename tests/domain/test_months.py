"""Months, and which of them a calendar can have."""

from datetime import date

import pytest

from bot.domain import months

TODAY = date(2026, 12, 9)


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (0, date(2026, 12, 1)),
        (1, date(2027, 1, 1)),
        (13, date(2028, 1, 1)),
        (-11, date(2026, 1, 1)),
        (-12, date(2025, 12, 1)),
    ],
)
def test_months_later_and_before(ahead: int, expected: date):
    assert months.after(months.of(TODAY), ahead) == expected


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "first", "last"),
    [
        (None, None, date(2026, 12, 1), date(2028, 6, 1)),
        (date(2020, 1, 1), date(2090, 1, 1), date(2026, 12, 1), date(2028, 6, 1)),
        (date(2027, 2, 3), date(2027, 5, 1), date(2027, 2, 1), date(2027, 5, 1)),
        (date(2026, 5, 3), date(2026, 6, 1), date(2026, 12, 1), date(2026, 12, 1)),
        (date(2030, 5, 3), None, date(2028, 6, 1), date(2028, 6, 1)),
    ],
)
def test_the_months_to_come_of_an_event(starts_on: date | None, ends_on: date | None, first: date, last: date):
    assert months.bounds(TODAY, starts_on, ends_on) == (first, last)
