"""Dates as they are typed in the four languages.

Numbers are day before month; in English, where an American means the other order, both are read. A date without a year is
the next such one from today on.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from bot.i18n import calendar_words as words
from bot.i18n import days
from bot.i18n.days import Which
from bot.i18n.numerals import ORDINAL
from bot.i18n.reading import BEFORE_NUMBER, READ, Reading
from bot.i18n.times import HOUR_WORDS

_LAST_HOUR: Final = 24
_MONTHS: Final = 12
_SATURDAY: Final = 5


def _any(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(words.spelled(names), key=lambda name: (-len(name), name)))


_START: Final = r"(?<![^\W_])"
_END: Final = r"(?![^\W_])"
_EVERY_WEEKDAY: Final = _any(name for names in words.WEEKDAYS.values() for name in names)
_DAY_NAME: Final = rf"(?:{_START}(?P<weekday>{_EVERY_WEEKDAY}){_END}\.?,?\s+(?:(?:the|de|den|der|dem|le|op|on)\s+)?)"
_DAY: Final = rf"{BEFORE_NUMBER}(?P<day>\d{{1,2}})"
_MONTH: Final = rf"(?<![^\W\d_])(?P<month>{_any(words.MONTHS)}){_END}\.?"
_YEAR: Final = r"(?P<year>(?:19|20|21)\d\d)(?!\d)"
_NO_HOUR: Final = rf"(?!\d|\s?{HOUR_WORDS}|\s?[hu:]\s?\d|\.\d\d|\s?[ap]\.?m{_END})"
_TWO: Final = rf"{BEFORE_NUMBER}(?P<first>\d{{1,2}})"
_SECOND: Final = r"(?P<second>\d{1,2})"

_WITH_YEAR: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{BEFORE_NUMBER}{_YEAR}(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?![\w/-])",
        rf"{_DAY_NAME}?{_TWO}(?P<mark>[-/.])\s?{_SECOND}(?P=mark)\s?(?P<year>(?:19|20|21)\d\d|\d\d)(?![\w/:-]|\.\d)",
        rf"{_DAY_NAME}?{_TWO}\s{_SECOND}\s{_YEAR}(?![\w/:-]|\.\d)",
        rf"{_DAY_NAME}?{_DAY}[{ORDINAL}.]?[\s-]*(?:(?:of|van|de|d')\s*)?(?<!\d){_MONTH},?[\s-]*"
        rf"(?:{_YEAR}|'(?P<short_year>\d\d)|(?P<late_year>2[5-9]|[3-9]\d)){_NO_HOUR}(?![\w/:-])",
        rf"{_DAY_NAME}?{_MONTH}\s+(?:the\s+)?(?P<day>\d{{1,2}}){ORDINAL}?,?\s+{_YEAR}",
    )
)
_NAMED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_DAY_NAME}?{_DAY}[{ORDINAL}.]?[\s-]*(?:(?:of|van|de|d')\s*)?{_MONTH}",
        rf"{_DAY_NAME}?{_MONTH}\s+(?:the\s+)?(?P<day>\d{{1,2}}){_NO_HOUR}{ORDINAL}?",
        rf"{_DAY_NAME}?{_TWO}(?P<mark>/){_SECOND}(?![\w/:]|\.\d)",
        rf"(?<!om )(?<!um )(?<!at ){_DAY_NAME}?{_TWO}(?P<mark>\.)\s?{_SECOND}\.(?!\d)",
        rf"{_DAY_NAME}{_TWO}(?P<mark>[-.]){_SECOND}(?![\w/:-]|\.\d)",
    )
)
_BARE: Final = re.compile(rf"{_DAY_NAME}?{_TWO}(?P<mark>[-.]){_SECOND}(?![\w/:-]|\.\d)")
_DAY_OF_MONTH: Final = re.compile(
    rf"{BEFORE_NUMBER}(?P<day>\d{{1,2}})(?P<ordinal>{ORDINAL}?)(?:\.(?!\d))?(?![\w:/-]|[.,]\d)"
)

_OFFSETS: Final = tuple(
    (re.compile(rf"{_START}(?:{pattern})"), ahead)
    for pattern, ahead in (
        (rf"(?:{_any(words.AFTER_TOMORROW)}){_END}", 2),
        (
            rf"(?:{_any(words.TODAY)}){_END}|van(?=(?:avond|middag|ochtend|morgen|nacht){_END})"
            r"|this(?= (?:morning|afternoon|evening))|ce(?= (?:soir|matin))|cet(?= apres[ -]midi)",
            0,
        ),
        (
            rf"(?<!guten |goede |goeie )(?<!dag |tag |och )(?<!{READ} )"
            rf"(?:(?:{_any(words.TOMORROW)}){_END}|morgen(?=ochtend|middag|avond|nacht))",
            1,
        ),
    )
)
_AHEAD: Final = re.compile(
    rf"{_START}(?:in|over|dans|binnen)\s+(?P<count>\d{{1,3}})\s*"
    rf"(?P<unit>days?|dagen|dag|tage?n?|jours?|weeks?|weken|wochen?|semaines?){_END}"
)
_THIS_WEEK: Final = re.compile(rf"{_START}(?:{_any(words.THIS_WEEK)}){_END}")
_NEXT_WEEK: Final = re.compile(rf"{_START}(?:(?:de )?la )?(?:{_any(words.NEXT_WEEK)}){_END}")
_WHICH: Final = rf"(?:{_any(words.WHICH_WORDS)})"
_PART: Final = r"(?:\s?(?:morgen|ochtend|middag|avond|nacht|abend|mittag|nachmittag|vormittag)|" + _END + ")"
_BEHIND: Final = rf"(?:\s+(?P<behind>prochaine?|aanstaande|next){_END})?"
_WEEKDAY: Final = re.compile(
    rf"(?:{_START}(?P<before>{_WHICH})\s+)?{_START}(?P<weekday>{_any(words.WHOLE_WEEKDAYS)})(?={_PART}){_BEHIND}"
)
_ABBREVIATED: Final = re.compile(
    rf"(?:{_START}(?P<before>{_WHICH})\s+)?{_START}(?P<weekday>{_EVERY_WEEKDAY}){_END}\.?{_BEHIND}"
)
_BEFORE_NUMBER: Final = re.compile(rf"{_START}({_EVERY_WEEKDAY})\.?,?\s+\d")
_WEEKEND: Final = re.compile(rf"(?:{_START}(?P<before>{_WHICH})\s+)?{_START}(?:{_any(words.WEEKEND)}){_END}{_BEHIND}")


class Dates:
    """The dates of one reading, read in the order in which they are certain. `today` is the venue's."""

    def __init__(self, reading: Reading, today: date) -> None:
        self._reading = reading
        self._today = today
        self._full: list[set[date]] = []
        self._weekends: list[Which] = []
        self._weekdays: list[tuple[frozenset[int], Which]] = []
        self._week: date | None = None
        self._day_of_month: int | None = None
        self._can_be_hour = False

    def read_with_year(self) -> None:
        """Read dates with their year: nothing else looks so."""
        for pattern in _WITH_YEAR:
            self._full += self._reading.take(pattern, self._date)

    def read_named(self) -> None:
        """Read dates without a year, days counted from today, whole names of days, and weekends."""
        for pattern in _NAMED:
            self._full += self._reading.take(pattern, self._date)
        self._full += self._reading.take(_AHEAD, self._ahead)
        for pattern, ahead in _OFFSETS:
            if self._reading.drop(pattern):
                self._full.append({self._today + timedelta(days=ahead)})
        if self._reading.drop(_NEXT_WEEK):
            self._week = days.monday_of(self._today) + days.WEEK
        elif self._reading.drop(_THIS_WEEK):
            self._week = days.monday_of(self._today)
        self._weekends += self._reading.take(_WEEKEND, _which)
        self._weekdays += self._reading.take(_WEEKDAY, self._weekday)

    def is_all_said(self) -> bool:
        """Whether nothing but dates, times and words around them was said."""
        names = words.abbreviations(self._reading.language) | frozenset(_BEFORE_NUMBER.findall(self._reading.text))
        return self._reading.is_read_but_for(names | words.WHICH_WORDS)

    def read_bare(self, *, is_time_told: bool) -> None:
        """Read what a chance word or number would be too: to be asked only when `is_all_said`.

        A number alone is a day of the month; beside the name of another day, and without a time, it can be an hour too.
        """
        self._full += self._reading.take(_BARE, self._date)
        self._weekdays += self._reading.take(_ABBREVIATED, self._weekday)
        numbers = _DAY_OF_MONTH.findall(self._reading.text)
        if len(numbers) != 1 or self._full or self._weekends:
            return
        number, ordinal = numbers[0]
        self._day_of_month = int(number)
        self._can_be_hour = not ordinal and not is_time_told and int(number) <= _LAST_HOUR

    def found(self) -> tuple[date, ...]:
        """Return all that the words can mean, in order."""
        return tuple(sorted(self._found()))

    def _found(self) -> set[date]:
        named = self._named()
        full = {on for each in self._full for on in each}
        full = full or {on for which in self._weekends for on in self._weekend(which)}
        if full:
            fitting = {on for on in full if on.weekday() in (named or days.EVERY_DAY)}
            return fitting or full | {days.nearest(on, weekday) for on in full for weekday in named}
        if self._day_of_month is not None:
            return self._on_day_of_month(self._day_of_month, named)
        return self._on_weekdays(named)

    def _on_weekdays(self, named: frozenset[int]) -> set[date]:
        if self._week is not None:
            return {on for on in self._days_of_week(self._week) if on.weekday() in (named or days.EVERY_DAY)}
        return {
            on
            for weekdays, which in self._weekdays
            for weekday in weekdays
            for on in days.on_weekday(weekday, which, self._today)
        }

    def _days_of_week(self, monday: date) -> set[date]:
        return {on for on in days.week_of(monday) if on >= self._today}

    def _named(self) -> frozenset[int]:
        return frozenset(weekday for weekdays, _ in self._weekdays for weekday in weekdays)

    def _on_day_of_month(self, number: int, named: frozenset[int]) -> set[date]:
        """Return the next date with that number; when another weekday was named, also what that can mean."""
        first = days.next_day_of_month(number, days.EVERY_DAY, self._today)
        if first is not None and (not named or first.weekday() in named):
            return {first}
        other = days.next_day_of_month(number, named, self._today)
        found = self._on_weekdays(named) if self._can_be_hour else {other}
        return {on for on in (first, *found) if on is not None}

    def _weekend(self, which: Which) -> set[date]:
        if self._week is not None:
            return {on for on in self._days_of_week(self._week) if on.weekday() >= _SATURDAY}
        return days.on_weekend(which, self._today)

    def _date(self, found: re.Match[str]) -> set[date] | None:
        said = {name: value for name, value in found.groupdict().items() if value is not None}
        if "month" in said and said["month"].isdigit():
            orders = [(int(said["day"]), int(said["month"]))]
        elif "month" in said:
            is_weekday = (
                found.start("month") < found.start("day") and said["month"] in words.WEEKDAYS[self._reading.language]
            )
            orders = [] if is_weekday else [(int(said["day"]), words.MONTHS[said["month"]])]
        else:
            orders = self._orders(int(said["first"]), int(said["second"]), said.get("mark"))
        year = said.get("year") or said.get("short_year") or said.get("late_year")
        dates = {on for day, month in orders if (on := self._dated(year, month, day)) is not None}
        if dates and "weekday" in said:
            self._weekdays.append((words.weekday_numbers(said["weekday"], self._reading.language), Which.ANY))
        return dates or None

    def _orders(self, first: int, second: int, mark: str | None) -> list[tuple[int, int]]:
        """Return the day and month that two numbers can be: a point never parts month from day."""
        american = mark != "." and (self._reading.language == "en" or second > _MONTHS)
        return [(first, second), (second, first)] if american else [(first, second)]

    def _dated(self, year: str | None, month: int, day: int) -> date | None:
        if year is not None:
            return days.valid(days.full_year(year, self._today), month, day)
        return days.next_date(month, day, self._today)

    def _ahead(self, found: re.Match[str]) -> set[date]:
        unit = days.WEEK if found["unit"].startswith("w") or found["unit"].startswith("s") else timedelta(days=1)
        return {self._today + int(found["count"]) * unit}

    def _weekday(self, found: re.Match[str]) -> tuple[frozenset[int], Which]:
        return words.weekday_numbers(found["weekday"], self._reading.language), _which(found)


def _which(found: re.Match[str]) -> Which:
    word = found["before"] or found["behind"]
    return next((which for which, names in words.WHICH.items() if word in names), Which.ANY)
