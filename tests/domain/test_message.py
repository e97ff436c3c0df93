"""Several values in one message: only what is certain is taken."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.customer import Field, check, fields_in

TODAY = date(2026, 12, 2)
FIRST, LAST, EMAIL, MOBILE = Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL, Field.MOBILE
CONTACT = {FIRST, LAST, EMAIL, MOBILE}
ADDRESS = {Field.STREET, Field.BUILDING_NUMBER, Field.ZIPCODE, Field.CITY, Field.COUNTRY}
ROBIN = {FIRST: "Robin", LAST: "de Vries", EMAIL: "robin@example.com", MOBILE: "+31612345678"}
PLACE = {Field.ZIPCODE: "4825 BD", Field.CITY: "Breda"}
HOUSE = {Field.STREET: "Konijnenberg", Field.BUILDING_NUMBER: "30"} | PLACE
LETTERHEAD = "Robin de Vries\nKonijnenberg 30\n4825 BD Breda\nrobin@example.com"


def given_of(*fields: Field) -> dict[Field, str]:
    return {field: ROBIN[field] for field in fields}


@pytest.mark.parametrize(
    ("message", "wanted", "found"),
    [
        ("Robin de Vries, robin@example.com, 06 12345678", CONTACT, ROBIN),
        ("Robin de Vries robin@example.com 0612345678", CONTACT, ROBIN),
        ("06-12345678\nrobin@example.com\nRobin de Vries", CONTACT, ROBIN),
        ("Robin de Vries; +31 6 12345678; robin@example.com.", CONTACT, ROBIN),
        ("robin@example.com 0612345678", CONTACT, given_of(EMAIL, MOBILE)),
        ("Robin de Vries, robin@example.com", {EMAIL, MOBILE}, given_of(EMAIL)),
        ("Robin de Vries, robin@example.com, 06 12345678", {FIRST, LAST}, given_of(FIRST, LAST)),
        # One name alone, three words without a particle, a particle at the end: nobody knows.
        ("Robin, robin@example.com", CONTACT, given_of(EMAIL)),
        ("Jean Luc Picard, robin@example.com", CONTACT, given_of(EMAIL)),
        ("Robin de, robin@example.com", CONTACT, given_of(EMAIL)),
        ("Robin, Vries, robin@example.com", CONTACT, given_of(EMAIL)),
        ("R2 D2, robin@example.com", CONTACT, given_of(EMAIL)),
        # A line each is first and last name, in the order in which they are asked.
        ("Robin\nde Vries\nrobin@example.com", CONTACT, given_of(FIRST, LAST, EMAIL)),
        ("Robin,\nde Vries,\n06 12345678, robin@example.com", CONTACT, ROBIN),
        ("Robin\nde\nVries\nrobin@example.com", CONTACT, given_of(EMAIL)),
        # Two words alone may be a first name; and where other words are asked, they may be those.
        ("Robin Vries", CONTACT, {}),
        ("Robin Vries, robin@example.com", CONTACT | {Field.CUSTOM_1}, given_of(EMAIL)),
        ("Robin Vries, robin@example.com", {LAST, EMAIL}, given_of(EMAIL)),
        ("Anne Marie van der Meer a@example.com", CONTACT, {FIRST: "Anne Marie", LAST: "van der Meer", EMAIL: "a@example.com"}),
        # Two addresses, two numbers, one that is no mobile.
        ("robin@example.com or sam@example.com", CONTACT, {}),
        ("06 12345678, 06 87654321", CONTACT, {}),
        ("robin@example.com, 020 123 4567", CONTACT, given_of(EMAIL)),
        ("robin@localhost, 06 12345678", CONTACT, given_of(MOBILE)),
        ("Konijnenberg 30, 4825 BD Breda", ADDRESS, HOUSE),
        (LETTERHEAD, {*CONTACT, *ADDRESS}, given_of(FIRST, LAST, EMAIL) | HOUSE),
        ("4825 BD Breda", ADDRESS, PLACE),
        ("Kerkstraat, 4825 BD Breda", ADDRESS, PLACE),
        ("4825 BD Breda, 1012 AB Amsterdam", ADDRESS, {}),
        ("robin@example.com, 31-12-1990", {EMAIL, Field.DATE_OF_BIRTH}, given_of(EMAIL) | {Field.DATE_OF_BIRTH: "1990-12-31"}),
        ("31-12-2090, robin@example.com", {EMAIL, Field.DATE_OF_BIRTH}, given_of(EMAIL)),
        ("x" * 501 + " robin@example.com", CONTACT, {}),
        ("", CONTACT, {}),
    ],
)  # fmt: skip
def test_what_is_certain_is_taken(message: str, wanted: set[Field], found: dict[Field, str]):
    assert fields_in(message, wanted, "NL", TODAY) == found


def test_national_numbers_and_places_are_those_of_the_region():
    assert fields_in("0470 12 34 56, 1000 Brussel", {MOBILE, *ADDRESS}, "BE", TODAY) == {
        MOBILE: "+32470123456",
        Field.ZIPCODE: "1000",
        Field.CITY: "Brussel",
    }


@given(
    st.text(max_size=80) | st.text("Robin de, @.com06123456789\n;-BD", max_size=80),
    st.sets(st.sampled_from(sorted(Field))),
    st.sampled_from(["NL", "GB", "US", ""]),
)
def test_whatever_is_written_only_wanted_and_checked_values_come_out(message: str, wanted: set[Field], region: str):
    found = fields_in(message, wanted, region, TODAY)
    assert set(found) <= wanted
    assert all(check(field, value, region, TODAY) == value for field, value in found.items())
