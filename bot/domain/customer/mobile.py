"""Mobile numbers."""

from typing import Final

import phonenumbers
from phonenumbers import PhoneNumberType

from bot.domain.customer.problem import Checked, Problem, Refused

KINDS: Final = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})


def check_mobile(answer: str, region: str) -> Checked:
    """Accept a number that could be a mobile, written in any way, and return it in E.164; `region` is for national numbers.

    Telegram's contacts are international without a plus, so what is no number of the region is read like that too.
    """
    digits = answer.strip()
    for number in (digits, f"+{digits}") if digits.isdecimal() else (digits,):
        if (read := _read(number, region)) is not None:
            return read
    return Refused(Problem.NOT_A_MOBILE)


def example_mobile(region: str) -> str:
    """Return a number as it is written in a region; "" where none is known."""
    number = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
    return "" if number is None else phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def _read(answer: str, region: str) -> str | None:
    try:
        number = phonenumbers.parse(answer, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in KINDS:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
