"""What can be wrong with an answer, and what no field can hold."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LONGEST: Final = 100


class Problem(StrEnum):
    """What is wrong with an answer, by what was expected."""

    EMPTY = "empty"
    TOO_LONG = "too long"
    """At most `LONGEST` characters."""
    UNREADABLE = "unreadable"
    """Characters that can be shown."""
    NOT_A_NAME = "not a name"
    """Letters of any script, with spaces, hyphens, apostrophes and dots."""
    NOT_AN_EMAIL = "not an e-mail address"
    NOT_A_MOBILE = "not a mobile number"
    """A number that can be a mobile's, national in the customer's region or international."""
    NOT_A_GENDER = "not a gender"
    """One of `Gender`."""
    NOT_A_DATE = "not a date"
    """A date with day, month and a year of four digits."""
    IN_FUTURE = "in the future"
    TOO_LONG_AGO = "too long ago"
    """A date from 1900 on."""
    NOT_A_COUNTRY = "not a country"
    NOT_A_STREET = "not a street"
    NOT_A_BUILDING_NUMBER = "not a building number"
    """A number with what stands behind it; in some countries a house's name."""
    NOT_A_ZIPCODE = "not a zipcode"
    """The form of the customer's country, see `example`."""
    NOT_A_PLACE = "not a place"
    """The name of a city or a state."""


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer that cannot be sent to the shop, and why."""

    problem: Problem


Checked = str | Refused


def cleaned(answer: str) -> Checked:
    """Return an answer in its normal form, or what no field can hold: nothing, too much, or what cannot be shown."""
    text = unicodedata.normalize("NFC", answer).strip()
    if not text:
        return Refused(Problem.EMPTY)
    if len(text) > LONGEST:
        return Refused(Problem.TOO_LONG)
    if any(unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn"} for character in text):
        return Refused(Problem.UNREADABLE)
    return text
