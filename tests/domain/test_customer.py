"""Promise 57: what cannot be in a field gets words about the field; the shop never sees it."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.customer import (
    CHECKS,
    COUNTRIES,
    Field,
    Mode,
    Problem,
    Refused,
    asked,
    check,
    check_date_of_birth,
    example,
    masked,
    modes_of,
    problem,
    region,
)

TODAY = date(2026, 12, 2)
HOSTILE = ["a\x00b", "a\nb", "a\u2028b\x1b[31m", "\ud800", "x" * 101, "x" * 100_000, "", "   ", "\t"]
REGIONS = ["NL", "BE", "GB", "JP", "ZZ", ""]


@pytest.mark.parametrize(
    ("field", "answer", "checked"),
    [
        (Field.FIRST_NAME, "  Robin ", "Robin"),
        (Field.FIRST_NAME, "Jean-Luc", "Jean-Luc"),
        (Field.LAST_NAME, "van  der   Meer", "van der Meer"),
        (Field.LAST_NAME, "O’Neill", "O’Neill"),
        (Field.LAST_NAME, "d'Arc", "d'Arc"),
        (Field.LAST_NAME, "Žižek", "Žižek"),
        (Field.LAST_NAME, "李", "李"),
        (Field.LAST_NAME, "Zoe\u0308", "Zoë"),
        (Field.FIRST_NAME, "R2D2", Refused(Problem.NOT_A_NAME)),
        (Field.FIRST_NAME, "<b>Robin</b>", Refused(Problem.NOT_A_NAME)),
        (Field.FIRST_NAME, "robin@example.com", Refused(Problem.NOT_A_NAME)),
        (Field.FIRST_NAME, "…", Refused(Problem.NOT_A_NAME)),
        (Field.EMAIL, " Robin@EXAMPLE.com ", "Robin@example.com"),
        (Field.EMAIL, "robin+tickets@example.co.uk", "robin+tickets@example.co.uk"),
        (Field.EMAIL, "robin", Refused(Problem.NOT_AN_EMAIL)),
        (Field.EMAIL, "robin@", Refused(Problem.NOT_AN_EMAIL)),
        (Field.EMAIL, "robin@localhost", Refused(Problem.NOT_AN_EMAIL)),
        (Field.EMAIL, "röbin@example.com", Refused(Problem.NOT_AN_EMAIL)),
        (Field.EMAIL, "a@b.nl, c@d.nl", Refused(Problem.NOT_AN_EMAIL)),
        (Field.MOBILE, "06 12345678", "+31612345678"),
        (Field.MOBILE, "+32 470 12 34 56", "+32470123456"),
        (Field.MOBILE, "0031-6-12345678", "+31612345678"),
        (Field.MOBILE, "+31 (0)6 12345678", "+31612345678"),
        (Field.MOBILE, "31612345678", "+31612345678"),
        (Field.MOBILE, "4915123456789", "+4915123456789"),
        (Field.MOBILE, "020 123 4567", Refused(Problem.NOT_A_MOBILE)),
        (Field.MOBILE, "12", Refused(Problem.NOT_A_MOBILE)),
        (Field.MOBILE, "call me", Refused(Problem.NOT_A_MOBILE)),
        (Field.GENDER, "m", "M"),
        (Field.GENDER, "F", "F"),
        (Field.GENDER, "Other", "other"),
        (Field.GENDER, "woman", Refused(Problem.NOT_A_GENDER)),
        (Field.DATE_OF_BIRTH, "1990-12-31", "1990-12-31"),
        (Field.DATE_OF_BIRTH, "31-12-1990", "1990-12-31"),
        (Field.DATE_OF_BIRTH, "3/4/1990", "1990-04-03"),
        (Field.DATE_OF_BIRTH, "3. 4. 1990", "1990-04-03"),
        (Field.DATE_OF_BIRTH, "29-2-2000", "2000-02-29"),
        (Field.DATE_OF_BIRTH, "2026-12-02", "2026-12-02"),
        (Field.DATE_OF_BIRTH, "29-2-2001", Refused(Problem.NOT_A_DATE)),
        (Field.DATE_OF_BIRTH, "31-12-90", Refused(Problem.NOT_A_DATE)),
        (Field.DATE_OF_BIRTH, "١٩٩٠-12-31", Refused(Problem.NOT_A_DATE)),
        (Field.DATE_OF_BIRTH, "yesterday", Refused(Problem.NOT_A_DATE)),
        (Field.DATE_OF_BIRTH, "3-12-2026", Refused(Problem.IN_FUTURE)),
        (Field.DATE_OF_BIRTH, "31-12-1899", Refused(Problem.TOO_LONG_AGO)),
        (Field.COUNTRY, "nl", "NL"),
        (Field.COUNTRY, "XK", Refused(Problem.NOT_A_COUNTRY)),
        (Field.COUNTRY, "Nederland", Refused(Problem.NOT_A_COUNTRY)),
        (Field.STREET, "Straße des  17. Juni", "Straße des 17. Juni"),
        (Field.STREET, "Q7", "Q7"),
        (Field.STREET, "30", Refused(Problem.NOT_A_STREET)),
        (Field.STREET, "robin@example.com", Refused(Problem.NOT_A_STREET)),
        (Field.BUILDING_NUMBER, "12 bis", "12 bis"),
        (Field.BUILDING_NUMBER, "1-A", "1-A"),
        (Field.BUILDING_NUMBER, "z/n", "z/n"),
        (Field.BUILDING_NUMBER, "Rose Cottage", Refused(Problem.NOT_A_BUILDING_NUMBER)),
        (Field.BUILDING_NUMBER, "1" * 21, Refused(Problem.NOT_A_BUILDING_NUMBER)),
        (Field.BUILDING_NUMBER, "12<b>", Refused(Problem.NOT_A_BUILDING_NUMBER)),
        (Field.CITY, "'s-Hertogenbosch", "'s-Hertogenbosch"),
        (Field.CITY, "Paris 12", "Paris 12"),
        (Field.CITY, "1000", Refused(Problem.NOT_A_PLACE)),
        (Field.STATE, "Noord-Brabant", "Noord-Brabant"),
        (Field.STATE, "??", Refused(Problem.NOT_A_PLACE)),
        (Field.ADDRESS_LINE_2, "Flat 4", "Flat 4"),
        (Field.ORGANISATION, "Fair &  Co.", "Fair & Co."),
        (Field.POSITION, "C#-developer <lead>", "C#-developer <lead>"),
        (Field.CUSTOM_1, "-", "-"),
        (Field.CUSTOM_2, "42", "42"),
        (Field.CUSTOM_3, "\u200b \u200b", Refused(Problem.UNREADABLE)),
    ],
)
def test_an_answer_is_taken_as_the_shop_wants_it_or_named_for_what_it_is(
    field: Field, answer: str, checked: str | Refused
):
    assert check(field, answer, "NL", TODAY) == checked


@pytest.mark.parametrize(
    ("field", "answer", "country", "checked"),
    [
        (Field.MOBILE, "0470 12 34 56", "BE", "+32470123456"),
        (Field.MOBILE, "0470 12 34 56", "NL", Refused(Problem.NOT_A_MOBILE)),
        (Field.MOBILE, "06 12345678", "ZZ", Refused(Problem.NOT_A_MOBILE)),
        (Field.MOBILE, "+31 6 12345678", "ZZ", "+31612345678"),
        (Field.MOBILE, "07400 123456", "GB", "+447400123456"),
        (Field.BUILDING_NUMBER, "Rose Cottage", "GB", "Rose Cottage"),
        (Field.BUILDING_NUMBER, "…", "GB", Refused(Problem.NOT_A_BUILDING_NUMBER)),
    ],
)
def test_what_is_national_is_read_in_the_region(field: Field, answer: str, country: str, checked: str | Refused):
    assert check(field, answer, country, TODAY) == checked


def test_the_region_is_the_first_country_there_is():
    assert region("be", "NL") == "BE"
    assert region(None, "", "ZZ", " fr ") == "FR"
    assert region() == region("ZZ") == "NL"
    assert {"NL", "BE", "DE", "FR", "LU", "GB", "US"} <= COUNTRIES
    assert not {"AC", "TA", "XK", "ZZ", "001"} & COUNTRIES


@given(st.dates(), st.dates(min_value=date(1950, 1, 1)))
def test_a_date_of_birth_is_neither_ahead_nor_before_1900(on: date, today: date):
    checked = check_date_of_birth(on, today)
    assert isinstance(checked, str) is (date(1900, 1, 1) <= on <= today)
    assert check(Field.DATE_OF_BIRTH, f"{on.day}.{on.month}.{on.year:04}", "NL", today) == checked


def taken(answers: list[str]) -> list[str]:
    """Return the answers that some field takes."""
    return [answer for answer in answers for field in CHECKS if isinstance(check(field, answer, "NL", TODAY), str)]


def test_what_no_field_can_hold_is_refused():
    assert taken(HOSTILE) == []


def test_control_without_the_common_checks_the_shop_would_see_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("unicodedata.category", lambda character: "Ll")
    monkeypatch.setattr(problem, "LONGEST", 1_000_000)
    assert taken(HOSTILE)


@given(st.text(alphabet=st.characters(codec=None), max_size=200) | st.from_regex(r"[A-Z0-9 .,/-]{1,30}"))
def test_no_text_is_an_error_and_what_is_taken_is_clean_and_stays_the_same(answer: str):
    for field in CHECKS:
        for country in REGIONS:
            checked = check(field, answer, country, TODAY)
            if isinstance(checked, Refused):
                continue
            assert checked.encode()
            assert checked.isprintable() or field is not Field.EMAIL
            assert 0 < len(checked) <= 101
            assert check(field, checked, country, TODAY) == checked
            assert len(masked(field, checked)) <= 101


# --- which fields ----------------------------------------------------------------------------------------------------


def test_every_field_has_its_check_in_the_order_of_asking():
    assert list(CHECKS) == list(Field)


def test_what_is_asked_depends_on_the_event_and_the_country():
    modes = modes_of({"email": Mode.REQUIRED, "address_data": Mode.REQUIRED, "gender": Mode.OPTIONAL})
    assert asked(modes, "NL") == {
        Field.EMAIL: Mode.REQUIRED,
        Field.GENDER: Mode.OPTIONAL,
        Field.COUNTRY: Mode.REQUIRED,
        Field.STREET: Mode.REQUIRED,
        Field.BUILDING_NUMBER: Mode.REQUIRED,
        Field.ADDRESS_LINE_2: Mode.OPTIONAL,
        Field.ZIPCODE: Mode.REQUIRED,
        Field.CITY: Mode.REQUIRED,
    }
    assert asked(modes, "US")[Field.STATE] is Mode.REQUIRED
    assert asked(modes_of({"address_data": Mode.OPTIONAL}), "US")[Field.STATE] is Mode.OPTIONAL
    nothing: Mapping[Field, Mode] = {}
    assert asked(nothing, "US") == asked(modes_of({}), "US") == {}


@pytest.mark.parametrize("country", sorted(COUNTRIES))
def test_an_example_is_a_good_answer(country: str):
    for field in Field:
        shown = example(field, country)
        assert not shown or isinstance(check(field, shown, country, TODAY), str)


def test_examples_are_those_of_the_region():
    assert example(Field.MOBILE, "NL") == "06 12345678"
    assert example(Field.ZIPCODE, "GB") == "SW1A 1AA"
    assert (example(Field.ZIPCODE, "JP"), example(Field.MOBILE, "ZZ"), example(Field.CITY, "NL")) == ("", "", "")


# --- what others see -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        (Field.EMAIL, "jan@example.com", "j***@example.com"),
        (Field.EMAIL, "not an address", "***"),
        (Field.MOBILE, "+31612345678", "+31 6 ** ** 56 78"),
        (Field.MOBILE, "+447400123456", "+44 7 * ** ** 34 56"),
        (Field.MOBILE, "no number", "***"),
        (Field.FIRST_NAME, "Robin", "R***"),
        (Field.LAST_NAME, "de Vries", "d***"),
        (Field.DATE_OF_BIRTH, "1990-12-31", "1990-**-**"),
        (Field.GENDER, "F", "***"),
        (Field.COUNTRY, "NL", "NL"),
        (Field.STREET, "Konijnenberg", "K***"),
        (Field.BUILDING_NUMBER, "30", "***"),
        (Field.ZIPCODE, "4825 BD", "4***"),
        (Field.CUSTOM_1, "42", "4***"),
        (Field.EMAIL, "", ""),
    ],
)
def test_a_value_is_masked_to_what_its_owner_knows(field: Field, value: str, shown: str):
    assert masked(field, value) == shown


@given(st.sampled_from(sorted(Field)), st.text(max_size=60))
def test_masking_takes_anything_and_shows_no_value_whole(field: Field, value: str):
    assert field is Field.COUNTRY or not value or masked(field, value) != value or "*" in value
