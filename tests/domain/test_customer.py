"""Promise 57: what cannot be in a field gets words about the field; the shop never sees it."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import customer
from bot.domain.customer import CHECKS, Field, Problem, Refused, check

HOSTILE = ["a\x00b", "a\nb", "a\u2028b\x1b[31m", "\ud800", "x" * 101, "x" * 100_000, "", "   ", "\t"]


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
        (Field.MOBILE, "020 123 4567", Refused(Problem.NOT_A_MOBILE)),
        (Field.MOBILE, "12", Refused(Problem.NOT_A_MOBILE)),
        (Field.MOBILE, "call me", Refused(Problem.NOT_A_MOBILE)),
    ],
)
def test_an_answer_is_taken_as_the_shop_wants_it_or_named_for_what_it_is(
    field: Field, answer: str, checked: str | Refused
):
    assert check(field, answer) == checked


def test_a_national_number_is_read_in_the_venues_country():
    assert check(Field.MOBILE, "0470 12 34 56", "BE") == "+32470123456"
    assert check(Field.MOBILE, "0470 12 34 56", "NL") == Refused(Problem.NOT_A_MOBILE)


def taken(answers: list[str]) -> list[str]:
    """Return the answers that some field takes."""
    return [answer for answer in answers for field in CHECKS if isinstance(check(field, answer), str)]


def test_what_no_field_can_hold_is_refused():
    assert taken(HOSTILE) == []


def test_control_without_the_common_checks_the_shop_would_see_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("unicodedata.category", lambda character: "Ll")
    monkeypatch.setattr(customer, "LONGEST", 1_000_000)
    assert taken(HOSTILE)


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_no_text_is_an_error_and_what_is_taken_is_clean_and_stays_the_same(answer: str):
    for field in CHECKS:
        checked = check(field, answer)
        if isinstance(checked, Refused):
            continue
        assert checked.encode()
        assert checked.isprintable() or field is not Field.EMAIL
        assert 0 < len(checked) <= 101
        assert check(field, checked) == checked


def test_fields_that_come_later_have_their_place():
    asked: Mapping[Field, object] = CHECKS
    assert set(asked) == {Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL, Field.MOBILE}
    assert len(Field) == 12
