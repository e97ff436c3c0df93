"""The customer's own data: which fields there are and what counts as a good answer to each.

A check returns the value as the shop wants it, or a `Problem` that names what is wrong; words for both are made elsewhere.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import phonenumbers
from email_validator import EmailNotValidError, validate_email

LONGEST: Final = 100


class Field(StrEnum):
    """A field of the API's customer data, by the name under which an event says whether it is asked."""

    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    MOBILE = "mobile"
    GENDER = "gender"
    ADDRESS = "address_data"
    ORGANISATION = "organisation_name"
    POSITION = "position_name"
    DATE_OF_BIRTH = "date_of_birth"
    CUSTOM_1 = "custom_field_1"
    CUSTOM_2 = "custom_field_2"
    CUSTOM_3 = "custom_field_3"


class Mode(StrEnum):
    """Whether an event asks a field."""

    REQUIRED = "REQUIRED"
    OPTIONAL = "OPTIONAL"
    NOT_IN_USE = "NOT_IN_USE"


class Problem(StrEnum):
    """What is wrong with an answer."""

    EMPTY = "empty"
    TOO_LONG = "too long"
    UNREADABLE = "unreadable"
    NOT_A_NAME = "not a name"
    NOT_AN_EMAIL = "not an e-mail address"
    NOT_A_MOBILE = "not a mobile number"


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer that cannot be sent to the shop, and why."""

    problem: Problem


Checked = str | Refused


def check_name(answer: str) -> Checked:
    """Accept any name a person may have: letters of any script, spaces, hyphens, apostrophes and dots."""
    name = " ".join(answer.split())
    if not any(character.isalpha() for character in name):
        return Refused(Problem.NOT_A_NAME)
    if any(character.isdigit() or character in "<>@/\\{}[]|=&;:#%*_$" for character in name):
        return Refused(Problem.NOT_A_NAME)
    return name


def check_email(answer: str) -> Checked:
    """Accept an address by its form alone (RFC 5322, no look-up), normalised; ASCII only, as the shop's mailer is unknown."""
    try:
        valid = validate_email(answer.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return Refused(Problem.NOT_AN_EMAIL)
    return valid.normalized


def check_mobile(answer: str, region: str = "NL") -> Checked:
    """Accept a number that could be a mobile, written in any way, and return it in E.164; `region` is for national numbers."""
    try:
        number = phonenumbers.parse(answer, region)
    except phonenumbers.NumberParseException:
        return Refused(Problem.NOT_A_MOBILE)
    kinds = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in kinds:
        return Refused(Problem.NOT_A_MOBILE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


CHECKS: Final[Mapping[Field, Callable[[str, str], Checked]]] = {
    Field.FIRST_NAME: lambda answer, region: check_name(answer),
    Field.LAST_NAME: lambda answer, region: check_name(answer),
    Field.EMAIL: lambda answer, region: check_email(answer),
    Field.MOBILE: check_mobile,
}
"""The fields that can be asked, each with its check of (answer, region of the venue: ISO 3166 alpha-2)."""


def check(field: Field, answer: str, region: str = "NL") -> Checked:
    """Return the answer as the shop wants it, or what is wrong with it; raise KeyError for a field that cannot be asked.

    What no field can hold is refused before its own check: control characters, lone surrogates, more than 100 characters.
    """
    text = unicodedata.normalize("NFC", answer).strip()
    if not text:
        return Refused(Problem.EMPTY)
    if len(text) > LONGEST:
        return Refused(Problem.TOO_LONG)
    if any(unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn"} for character in text):
        return Refused(Problem.UNREADABLE)
    return CHECKS[field](text, region)
