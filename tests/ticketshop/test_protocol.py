"""The customer data of a reservation, as the API's text writes it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.customer import Field, Gender
from bot.ticketshop.protocol import Protocol
from tests.ticketshop.samples import CUSTOMER, ORDER

EVERYTHING = {
    Field.FIRST_NAME: "Robin",
    Field.LAST_NAME: "de Vries",
    Field.EMAIL: "robin@example.com",
    Field.MOBILE: "+31612345678",
    Field.GENDER: Gender.FEMALE.value,
    Field.DATE_OF_BIRTH: "1990-12-31",
    Field.COUNTRY: "NL",
    Field.STREET: "Konijnenberg",
    Field.BUILDING_NUMBER: "30",
    Field.ADDRESS_LINE_2: "2nd floor",
    Field.ZIPCODE: "4825 BD",
    Field.CITY: "Breda",
    Field.STATE: "Noord-Brabant",
    Field.ORGANISATION: "Fair & Co",
    Field.POSITION: "Director",
    Field.CUSTOM_1: "42",
    Field.CUSTOM_2: "blue",
    Field.CUSTOM_3: "none",
}


def sent(customer: dict[Field, str]) -> dict[str, Any]:
    body = Protocol().reserve(replace(ORDER, customer=customer), "nl").body
    assert body is not None
    data: dict[str, Any] = body["customer_data"]
    return data


def test_every_field_is_sent_by_its_name():
    assert set(EVERYTHING) == set(Field)
    data = sent(EVERYTHING)
    assert {name: value for name, value in data.items() if value is not None} == {
        "first_name": "Robin",
        "last_name": "de Vries",
        "email": "robin@example.com",
        "mobile": "+31612345678",
        "gender": "F",
        "address_line_1": "Konijnenberg",
        "address_line_1_building_number": "30",
        "address_line_2": "2nd floor",
        "zipcode": "4825 BD",
        "city": "Breda",
        "state": "Noord-Brabant",
        "organisation_name": "Fair & Co",
        "position_name": "Director",
        "date_of_birth": "1990-12-31",
        "custom_field_1": "42",
        "custom_field_2": "blue",
        "custom_field_3": "none",
        "country_id": "NL",
    }


def test_what_is_not_in_use_is_there_as_null():
    """Trap 13; and the names are those of the text's reservation, all of them, in its order."""
    documented = json.loads((Path(__file__).parent / "cases" / "reserve-request.json").read_text())
    data = sent({})
    assert list(data) == list(documented["customer_data"])
    assert set(data.values()) == {None}


@pytest.mark.parametrize(("gender", "letter"), [(Gender.MALE, "M"), (Gender.FEMALE, "F"), (Gender.OTHER, None)])
def test_a_third_gender_is_null(gender: Gender, letter: str | None):
    assert sent({Field.GENDER: gender.value})["gender"] == letter


def test_an_update_names_the_customer_data_it_replaces():
    body = Protocol().update(ORDER, "CM123", CUSTOMER, "nl").body
    assert body is not None
    assert (body["customer_data"]["uuid"], body["customer_data"]["country_id"]) == (str(CUSTOMER), None)
