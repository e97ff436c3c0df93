"""The check of every field, and what one answer gives."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from bot.domain.customer.address import check_building_number, check_place, check_street, split_address, split_place
from bot.domain.customer.birth import check_written_date
from bot.domain.customer.country import check_country
from bot.domain.customer.email_address import check_email
from bot.domain.customer.field import Field, Gender
from bot.domain.customer.mobile import check_mobile, example_mobile
from bot.domain.customer.name import check_name, check_words
from bot.domain.customer.problem import Checked, Problem, Refused, cleaned
from bot.domain.customer.zipcode import FORMS, check_zipcode

CHECKS: Final[Mapping[Field, Callable[[str, str, date], Checked]]] = {
    Field.FIRST_NAME: lambda answer, region, today: check_name(answer),
    Field.LAST_NAME: lambda answer, region, today: check_name(answer),
    Field.EMAIL: lambda answer, region, today: check_email(answer),
    Field.MOBILE: lambda answer, region, today: check_mobile(answer, region),
    Field.GENDER: lambda answer, region, today: check_gender(answer),
    Field.DATE_OF_BIRTH: lambda answer, region, today: check_written_date(answer, today),
    Field.COUNTRY: lambda answer, region, today: check_country(answer),
    Field.STREET: lambda answer, region, today: check_street(answer),
    Field.BUILDING_NUMBER: lambda answer, region, today: check_building_number(answer, region),
    Field.ADDRESS_LINE_2: lambda answer, region, today: check_words(answer),
    Field.ZIPCODE: lambda answer, region, today: check_zipcode(answer, region),
    Field.CITY: lambda answer, region, today: check_place(answer),
    Field.STATE: lambda answer, region, today: check_place(answer),
    Field.ORGANISATION: lambda answer, region, today: check_words(answer),
    Field.POSITION: lambda answer, region, today: check_words(answer),
    Field.CUSTOM_1: lambda answer, region, today: check_words(answer),
    Field.CUSTOM_2: lambda answer, region, today: check_words(answer),
    Field.CUSTOM_3: lambda answer, region, today: check_words(answer),
}
"""Every field with its check of (answer, region, the date at the venue)."""


def check_gender(answer: str) -> Checked:
    """Accept one of the API's letters, or the word for what it has no letter for."""
    found = next((each for each in Gender if each.casefold() == answer.casefold()), None)
    return found.value if found is not None else Refused(Problem.NOT_A_GENDER)


def check(field: Field, answer: str, region: str, today: date) -> Checked:
    """Return the answer as the shop wants it, or what is wrong with it.

    `region` is the customer's country where it is known, else the venue's; `today` is the date at the venue. What no field
    can hold is refused before the field's own check: control characters, lone surrogates, more than 100 characters.
    """
    text = cleaned(answer)
    return CHECKS[field](text, region, today) if isinstance(text, str) else text


def taken(field: Field, answer: str, region: str, today: date) -> Mapping[Field, str] | Refused:
    """Return what an answer to the question for a field gives, checked: that field, and what came along with it.

    At the street that may be a whole address, at the postcode its city. What came along and is not good is left out.
    """
    match field:
        case Field.STREET:
            parts = split_address(answer, region)
        case Field.ZIPCODE if (place := split_place(answer.strip(), region)) is not None:
            parts = {Field.ZIPCODE: place[0], Field.CITY: place[1]}
        case _:
            parts = {field: answer}
    checked = {each: check(each, part, region, today) for each, part in parts.items()}
    if isinstance(refused := checked[field], Refused):
        return refused
    return {each: value for each, value in checked.items() if isinstance(value, str)}


def example(field: Field, region: str) -> str:
    """Return a good answer where its form depends on the region, "" where it does not or nothing is known."""
    match field:
        case Field.MOBILE:
            return example_mobile(region)
        case Field.ZIPCODE:
            return FORMS[region].example if region in FORMS else ""
        case _:
            return ""
