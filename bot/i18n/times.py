"""Clock times as they are typed in the four languages.

An hour up to twelve, said without its half of the day, has two readings. "half drie" and "halb drei" are half past two.
"""

import re
from collections.abc import Iterable
from datetime import time
from typing import Final

from bot.i18n.reading import BEFORE_NUMBER, Reading

HOUR_WORDS: Final = r"(?:uur|uhr|u|heures?|hrs?|hours?|h|o'?clock)(?![^\W_])"
"""What stands behind a number that is an hour."""

_DAY_M: Final = 24 * 60
_HALF_DAY_M: Final = 12 * 60
_TO: Final = frozenset({"voor", "vor", "to", "before", "of", "till", "til"})

_START: Final = r"(?<![^\W_])"
_HOUR: Final = r"(?P<hour>\d{1,2})(?![\dºª])"
_AT: Final = r"(?:(?:om|um|at|a|vers|tegen|gegen)\s+)"
_HOURS: Final = rf"(?:\s?{HOUR_WORDS})?"
_TO_OR_PAST: Final = r"(?P<way>over|nach|na|past|after|voor|vor|to|before|of|till?)"
_FRENCH_PART: Final = r"(?:et\s+(?P<more>quart|demie?)|moins\s+(?:(?:le|1)\s+)?(?P<less>quart|\d{1,2}))"
_PART_M: Final = {"quart": 15, "demi": 30, "demie": 30}

_TOLD: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{BEFORE_NUMBER}{_HOUR}(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half_day>[ap])\.?m(?![^\W_])\.?",
        rf"{BEFORE_NUMBER}{_HOUR}:(?P<minute>[0-5]\d)(?!\d)(?::[0-5]\d(?!\d))?{_HOURS}",
        rf"{BEFORE_NUMBER}{_HOUR}\s?[hu]\s?(?P<minute>[0-5]\d)(?![^\W_])",
        rf"{BEFORE_NUMBER}{_HOUR}\s?{HOUR_WORDS}\s(?P<minute>[0-5]\d)(?![\w.,:/])(?!\s+[^\W\d_])",
        rf"{BEFORE_NUMBER}{_HOUR}\s?(?:h|heures?)\s+{_FRENCH_PART}(?![^\W_])",
        rf"{BEFORE_NUMBER}{_HOUR}\.(?P<minute>[0-5]\d)\s?{HOUR_WORDS}",
        rf"{_START}{_AT}{_HOUR}\.(?P<minute>[0-5]\d)(?![\w:/]|\.\d)",
        rf"(?:{BEFORE_NUMBER}(?P<minutes>\d{{1,2}})\s+(?:minuten\s+)?{_TO_OR_PAST}\s+)?"
        rf"{_START}(?P<half>half|halb)\s+{_HOUR}{_HOURS}",
        rf"{_START}half[ -](?P<half_past>past|after)\s+{_HOUR}{_HOURS}",
        rf"{_START}(?:(?:a|1)\s+)?(?P<quarter>kwart|viertel|quarter)\s+{_TO_OR_PAST}\s+{_HOUR}{_HOURS}",
        rf"{_START}(?P<three_quarters>drei\s?viertel|3\s?viertel)\s+{_HOUR}{_HOURS}",
        rf"{_START}(?P<first_quarter>viertel)\s+{_HOUR}{_HOURS}",
        rf"{BEFORE_NUMBER}(?P<minutes>[12]?[05])\s+(?:minutes?\s+|minuten\s+|min\s+)?{_TO_OR_PAST}\s+{_HOUR}"
        rf"(?![.,:/]\d){_HOURS}",
        rf"{BEFORE_NUMBER}{_HOUR}\s?{HOUR_WORDS}",
        rf"{_START}(?:om|um|at|vers|tegen|gegen)\s+{_HOUR}(?![\w.,:/-]\d|[^\W_])",
        rf"{_START}(?<!apres[ -])(?:12\s+)?(?P<noon>midi|noon|midday|mittag)(?:\s+{_FRENCH_PART})?(?![^\W_])",
        rf"{_START}(?:12\s+)?(?P<midnight>minuit|midnight|mitternacht|middernacht)(?:\s+{_FRENCH_PART})?(?![^\W_])",
    )
)
_POINT: Final = re.compile(rf"{BEFORE_NUMBER}{_HOUR}\.(?P<minute>[0-5]\d)(?![\w:/]|\.\d)")
_BARE: Final = re.compile(rf"{BEFORE_NUMBER}{_HOUR}(?![\w,:/-]|\.\d)")

_BEHIND_DAY: Final = rf"(?:{_START}|(?<=dag)|(?<=tag)|(?<=och)|(?<=van)|(?<=morgen))"
_MORNING: Final = (
    r"(?:'s (?:morgens|ochtends)|(?:in the |this )?morning|morgens|ochtends?|(?:du |ce )?matin|vormittags?|am morgen)"
)
_MORGEN: Final = r"(?:(?<=dag)|(?<=tag)|(?<=och)|(?<=van)|(?<=dag )|(?<=tag )|(?<=och )|(?<=heute ))morgen"
_PARTS_OF_DAY: Final = tuple(
    (re.compile(rf"{_BEHIND_DAY}(?:{words})(?![^\W_])"), hours)
    for words, hours in (
        (rf"{_MORNING}|{_MORGEN}|(?:heute |morgen )?(?:fruh|frueh)", frozenset(range(12))),
        (
            r"(?:'s |na)?middags?|(?:in the |this )?afternoon|(?:de l'|cet |l')?apres[ -]midi|(?:am )?nachmittags?|mittags",
            frozenset(range(12, 19)),
        ),
        (
            r"(?:'s )?avonds?|(?:in the |this )?evening|tonight|(?:du |ce |en )?soir(?:ee)?|(?:am )?abends?",
            frozenset(range(16, 24)),
        ),
        (r"(?:'s )?nachts?|(?:at |in the )?night|(?:de la )?nuit", frozenset({*range(6), *range(20, 24)})),
    )
)


def told(reading: Reading) -> tuple[time, ...]:
    """Return the times that are told as times: with a sign, a word or a preposition of the clock."""
    hours = _hours_of_day(reading)
    found = [minutes for pattern in _TOLD for minutes in reading.take(pattern, lambda each: _minutes(each, reading))]
    return _times((each for minutes in found for each in minutes), hours)


def with_point(reading: Reading) -> tuple[time, ...]:
    """Return the times that numbers such as "14.30" can be, which stay to be read: they can be dates."""
    found = [_readings(each["hour"], int(each["minute"])) for each in _POINT.finditer(reading.text)]
    return _times((each for minutes in found if minutes for each in minutes), _hours_of_day(reading))


def bare_hour(reading: Reading) -> tuple[time, ...]:
    """Return the times that the only number left can be: to be asked only of a text in which nothing else is said."""
    numbers = _BARE.findall(reading.text)
    minutes = _readings(numbers[0], 0) if len(numbers) == 1 else None
    return _times(minutes or (), _hours_of_day(reading))


def drop_parts_of_day(reading: Reading) -> None:
    """Take the words for parts of the day: they choose among the readings of a time."""
    for pattern, _ in _PARTS_OF_DAY:
        reading.drop(pattern)


def _hours_of_day(reading: Reading) -> frozenset[int] | None:
    return next((hours for pattern, hours in _PARTS_OF_DAY if pattern.search(reading.whole)), None)


def _times(minutes: Iterable[int], hours: frozenset[int] | None) -> tuple[time, ...]:
    every = sorted({time(*divmod(each, 60)) for each in minutes})
    fitting = [each for each in every if hours is None or each.hour in hours]
    return tuple(fitting or every)


def _minutes(found: re.Match[str], reading: Reading) -> frozenset[int] | None:
    """Return the minutes of the day that a told time can be; None when there are no such."""
    said = {name: value for name, value in found.groupdict().items() if value is not None}
    after = _PART_M.get(said.get("more", ""), 0) - _less(said.get("less"))
    if "noon" in said or "midnight" in said:
        return frozenset({((_HALF_DAY_M if "noon" in said else 0) + after) % _DAY_M})
    hour = said["hour"]
    if "half_day" in said:
        if reading.language == "de" and found[0].endswith("am"):
            return None  # "um 2 am Samstag"
        return _of_half_day(int(hour), int(said.get("minute", 0)), said["half_day"])
    if "half" in said:
        return _half(hour, said, reading)
    after += int(said.get("minute", 0)) + _PART_M["demie"] * ("half_past" in said)
    after -= 15 * ("three_quarters" in said) + 45 * ("first_quarter" in said)
    if "way" in said:
        after += _signed(said["way"], 15 if "quarter" in said else int(said["minutes"]))
    return _readings(hour, after)


def _half(hour: str, said: dict[str, str], reading: Reading) -> frozenset[int] | None:
    beside = _signed(said["way"], int(said["minutes"])) if "way" in said else 0
    before = _readings(hour, beside - 30)
    if before is None or reading.language != "en" or said["half"] != "half":
        return before
    # Half three is half past three in Britain, half past two where the Dutch "half drie" is translated.
    return before | (_readings(hour, beside + 30) or frozenset())


def _of_half_day(hour: int, minute: int, half_day: str) -> frozenset[int] | None:
    if not 1 <= hour <= 12:
        return None
    return frozenset({hour % 12 * 60 + minute + _HALF_DAY_M * (half_day == "p")})


def _signed(way: str, minutes: int) -> int:
    return -minutes if way in _TO else minutes


def _less(minutes: str | None) -> int:
    if minutes is None:
        return 0
    return _PART_M[minutes] if minutes in _PART_M else int(minutes)


def _readings(hour: str, after: int) -> frozenset[int] | None:
    number = int(hour)
    if number > 24 or (number == 24 and after > 0):
        return None
    at = number * 60 + after
    if 1 <= number <= 12 and not hour.startswith("0"):
        return frozenset({at % _HALF_DAY_M, at % _HALF_DAY_M + _HALF_DAY_M})
    return frozenset({at % _DAY_M})
