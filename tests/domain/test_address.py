"""Addresses as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.customer import Field, Problem, Refused, check, taken
from bot.domain.customer.address import split_place, split_street

TODAY = date(2026, 12, 2)


@pytest.mark.parametrize(
    ("country", "answer", "zipcode"),
    [
        ("NL", "4825bd", "4825 BD"),
        ("NL", " 4825  BD", "4825 BD"),
        ("NL", "NL-4825 BD", "4825 BD"),
        ("NL", "0825 BD", None),
        ("NL", "4825", None),
        ("NL", "4825 SS", None),
        ("BE", "1000", "1000"),
        ("BE", "B-1000", "1000"),
        ("BE", "B 1000", "1000"),
        ("BE", "0999", None),
        ("BE", "10000", None),
        ("DE", "01067", "01067"),
        ("DE", "D-10115", "10115"),
        ("DE", "00115", None),
        ("DE", "1011", None),
        ("FR", "75001", "75001"),
        ("FR", "F-97400", "97400"),
        ("FR", "99000", None),
        ("LU", "L-1009", "1009"),
        ("LU", "l - 1009", "1009"),
        ("LU", "100", None),
        ("GB", "sw1a1aa", "SW1A 1AA"),
        ("GB", "SW1A 1AA", "SW1A 1AA"),
        ("GB", "M1 1AE", "M1 1AE"),
        ("GB", "SW1A", None),
        ("AT", "1010", "1010"),
        ("CH", "8001", "8001"),
        ("ES", "53000", None),
        ("IT", "00184", "00184"),
        ("SE", "114 55", "114 55"),
        ("US", "90210-1234", "90210-1234"),
        ("IE", "d02 af30", "D02 AF30"),
        ("HK", "-", "-"),
        ("JP", "〒100-0001", None),
        ("US", "1234567890123", None),
        ("NL", "٤٨٢٥ BD", None),
    ],
)
def test_a_postcode_has_the_form_of_its_country(country: str, answer: str, zipcode: str | None):
    assert check(Field.ZIPCODE, answer, country, TODAY) == (zipcode or Refused(Problem.NOT_A_ZIPCODE))


@pytest.mark.parametrize(
    ("country", "line", "street", "number"),
    [
        ("NL", "Konijnenberg 30", "Konijnenberg", "30"),
        ("NL", "Konijnenberg, 30", "Konijnenberg", "30"),
        ("NL", "Laan van Meerdervoort 12 A", "Laan van Meerdervoort", "12 A"),
        ("NL", "Damrak 1-III", "Damrak", "1-III"),
        ("NL", "Herengracht 12-hs", "Herengracht", "12-hs"),
        ("NL", "Herengracht 12 - 3", "Herengracht", "12-3"),
        ("NL", "Herengracht 12 3", "Herengracht", "12 3"),
        ("NL", "1e Dorpsstraat 5", "1e Dorpsstraat", "5"),
        ("NL", "2e Jan Steenstraat", "2e Jan Steenstraat", ""),
        ("NL", "Plein 1944 5", "Plein 1944", "5"),
        ("NL", "Plein 1944", "Plein 1944", ""),
        ("NL", "Laan 1940-1945 12", "Laan 1940-1945", "12"),
        ("NL", "Kerkstraat", "Kerkstraat", ""),
        ("NL", "Kerkstraat nr. 5", "Kerkstraat", "5"),
        ("NL", "30", "30", ""),
        ("DE", "Musterstr. 12a", "Musterstr.", "12a"),
        ("DE", "Straße des 17. Juni 135", "Straße des 17. Juni", "135"),
        ("DE", "Straße des 17. Juni", "Straße des 17. Juni", ""),
        ("DE", "Q7 24", "Q7", "24"),
        ("DE", "Am Markt 3/4", "Am Markt", "3/4"),
        ("BE", "Rue de la Loi 16 bte 3", "Rue de la Loi", "16 bte 3"),
        ("BE", "Wetstraat 16, bus 3", "Wetstraat", "16, bus 3"),
        ("FR", "12 bis rue de Rivoli", "rue de Rivoli", "12 bis"),
        ("FR", "12bis, rue de Rivoli", "rue de Rivoli", "12bis"),
        ("FR", "12b rue de Rivoli", "rue de Rivoli", "12b"),
        ("FR", "12 rue du 8 mai 1945", "rue du 8 mai 1945", "12"),
        ("FR", "rue du 8 mai 1945", "rue du 8 mai 1945", ""),
        ("FR", "rue de Rivoli 12", "rue de Rivoli", "12"),
        ("LU", "2, Place d'Armes", "Place d'Armes", "2"),
        ("GB", "10 Downing Street", "Downing Street", "10"),
        ("GB", "221B Baker Street", "Baker Street", "221B"),
        ("US", "5th Avenue", "5th Avenue", ""),
        ("GB", "10 20", "10 20", ""),
        ("", "Kerkstraat 5", "Kerkstraat", "5"),
    ],
)
def test_a_line_is_a_street_and_a_number_where_that_is_certain(country: str, line: str, street: str, number: str):
    assert split_street(line, country) == (street, number)


@pytest.mark.parametrize(
    ("country", "piece", "place"),
    [
        ("NL", "4825 BD Breda", ("4825 BD", "Breda")),
        ("NL", "4825bd 's-Hertogenbosch", ("4825 BD", "'s-Hertogenbosch")),
        ("NL", "Breda", None),
        ("NL", "4825 BD", None),
        ("NL", "Breda 4825 BD", None),
        ("BE", "B-1000 Brussel", ("1000", "Brussel")),
        ("DE", "10115 Berlin", ("10115", "Berlin")),
        ("DE", "10115 12345", None),
        ("GB", "London SW1A 2AA", ("SW1A 2AA", "London")),
        ("GB", "SW1A 2AA London", None),
        ("US", "New York 10001", None),
    ],
)
def test_a_postcode_with_its_city_is_told_by_the_form_of_the_country(
    country: str, piece: str, place: tuple[str, str] | None
):
    assert split_place(piece, country) == place


@pytest.mark.parametrize(
    ("country", "field", "answer", "given_fields"),
    [
        ("NL", Field.STREET, "Kerkstraat", {Field.STREET: "Kerkstraat"}),
        ("NL", Field.STREET, "Kerkstraat 5", {Field.STREET: "Kerkstraat", Field.BUILDING_NUMBER: "5"}),
        (
            "NL",
            Field.STREET,
            "Konijnenberg 30\n4825 BD Breda",
            {
                Field.STREET: "Konijnenberg",
                Field.BUILDING_NUMBER: "30",
                Field.ZIPCODE: "4825 BD",
                Field.CITY: "Breda",
            },
        ),
        (
            "GB",
            Field.STREET,
            "10, Downing Street, Flat 4, Rear, London SW1A 2AA",
            {
                Field.STREET: "Downing Street",
                Field.BUILDING_NUMBER: "10",
                Field.ADDRESS_LINE_2: "Flat 4, Rear",
                Field.ZIPCODE: "SW1A 2AA",
                Field.CITY: "London",
            },
        ),
        ("NL", Field.ZIPCODE, "4825bd breda", {Field.ZIPCODE: "4825 BD", Field.CITY: "breda"}),
        ("NL", Field.ZIPCODE, "4825bd", {Field.ZIPCODE: "4825 BD"}),
        ("NL", Field.CITY, "Breda", {Field.CITY: "Breda"}),
        ("NL", Field.STREET, "Kerkstraat 5, " + "x" * 101, {Field.STREET: "Kerkstraat", Field.BUILDING_NUMBER: "5"}),
        ("NL", Field.STREET, " ,\n", Refused(Problem.EMPTY)),
        ("NL", Field.STREET, "5", Refused(Problem.NOT_A_STREET)),
        ("NL", Field.STREET, "a\x00b 5", Refused(Problem.UNREADABLE)),
        ("NL", Field.ZIPCODE, "Breda", Refused(Problem.NOT_A_ZIPCODE)),
    ],
)
def test_one_answer_gives_all_that_it_holds(
    country: str, field: Field, answer: str, given_fields: dict[Field, str] | Refused
):
    assert taken(field, answer, country, TODAY) == given_fields


@given(
    st.sampled_from(sorted(Field)),
    st.text(alphabet=st.characters(codec=None), max_size=120) | st.from_regex(r"[a-z0-9 ,/-]{1,60}"),
    st.sampled_from(["NL", "FR", "GB", "US", ""]),
)
def test_whatever_is_answered_all_that_is_taken_is_checked(field: Field, answer: str, country: str):
    given_fields = taken(field, answer, country, TODAY)
    if isinstance(given_fields, Refused):
        return
    assert field in given_fields
    assert all(check(each, value, country, TODAY) == value for each, value in given_fields.items())


@given(st.text("Kk12 -/,.abIV'", min_size=1, max_size=30), st.sampled_from(["NL", "FR", "BE"]))
def test_no_letter_of_a_street_is_lost(line: str, country: str):
    street, number = split_street(line, country)
    kept = sorted(character for character in street + number if character.isalnum())
    assert kept == sorted(character for character in line if character.isalnum())
