"""Personal values so that their owner recognises them and nobody else can use them, for screens and journals."""

from typing import Final

import phonenumbers

from bot.domain.customer.field import Field

HIDDEN: Final = "***"


def masked(field: Field, value: str) -> str:
    """Return a checked value with most of it hidden; a country is no secret."""
    match field:
        case _ if not value:
            return ""
        case Field.COUNTRY:
            return value
        case Field.EMAIL:
            name, _, host = value.rpartition("@")
            return f"{name[:1]}{HIDDEN}@{host}" if name else HIDDEN
        case Field.MOBILE:
            return _masked_number(value)
        case Field.DATE_OF_BIRTH:
            return f"{value[:4]}-**-**"
        case Field.GENDER | Field.BUILDING_NUMBER:
            return HIDDEN
        case _:
            return f"{value[:1]}{HIDDEN}"


def _masked_number(value: str) -> str:
    """Return a number in E.164 with its country, its first digit and its last four: +31 6 ** ** 56 78."""
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return HIDDEN
    digits = phonenumbers.national_significant_number(number)
    shown = "*" * len(digits[1:-4]) + digits[1:][-4:]
    odd = len(shown) % 2
    pairs = (shown[at : at + 2] for at in range(odd, len(shown), 2))
    return " ".join(filter(None, [f"+{number.country_code}", digits[:1], shown[:odd], *pairs]))
