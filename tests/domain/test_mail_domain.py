"""Typing errors in mail domains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.customer import domain_hint
from bot.domain.customer.mail_domain import typing_errors
from bot.domain.customer.mail_providers import PROVIDERS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmail.nl", "gmail.com"),
        ("GMIAL.com", "gmail.com"),
        ("gmial.con", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("hotnail.con", "hotmail.com"),
        ("homail.nl", "hotmail.nl"),
        ("hotmail.nk", "hotmail.nl"),
        ("outlok.com", "outlook.com"),
        ("outllok.com", "outlook.com"),
        ("iclod.com", "icloud.com"),
        ("ziggo.com", "ziggo.nl"),
        ("zigo.nl", "ziggo.nl"),
        ("kpnmial.nl", "kpnmail.nl"),
        ("telent.be", "telenet.be"),
        ("wanado.fr", "wanadoo.fr"),
        ("laposte.ent", "laposte.net"),
        ("t-onlin.de", "t-online.de"),
        ("protonmial.com", "protonmail.com"),
        ("web.dee", "web.de"),
        ("my-firm.con", "my-firm.com"),
        ("my-firm.nk", "my-firm.nl"),
    ],
)
def test_a_mistyped_domain_is_noticed(typed: str, meant: str):
    assert domain_hint(f"robin@{typed}") == f"robin@{meant}"


@pytest.mark.parametrize(
    "domain",
    [
        *["example.com", "cm.com", "uva.nl", "tudelft.nl", "vrt.be", "gov.uk", "bund.de", "dhl.de", "wb.de", "mai.lu"],
        *["hotmail.dl", "gmx.eu", "my-firm.co", "my-firm.io", "bbc.co.uk", "lemonde.fr", "kliniek.nl", "museum.nl"],
    ],
)
def test_a_domain_of_somebody_else_is_left_alone(domain: str):
    """hotmail.dl may be meant as .nl or .de: two equally near are no hint."""
    assert domain_hint(f"robin@{domain}") is None


@pytest.mark.parametrize("provider", sorted(PROVIDERS))
def test_a_provider_is_never_a_typing_error(provider: str):
    assert domain_hint(f"robin@{provider}") is None
    assert domain_hint(f"robin@{provider.upper()}") is None


def test_what_is_no_address_has_no_hint():
    assert domain_hint("gmial.com") is None
    assert domain_hint("") is None


@pytest.mark.parametrize(
    ("typed", "meant", "errors"),
    [("", "", 0), ("", "abc", 3), ("ab", "ba", 1), ("abc", "ca", 3), ("kitten", "sitting", 3), ("gmial", "gmail", 1)],
)
def test_typing_errors_are_counted(typed: str, meant: str, errors: int):
    assert typing_errors(typed, meant) == errors


WORDS = st.text("abc.", max_size=8)


@given(WORDS, WORDS)
def test_errors_are_a_distance(one: str, other: str):
    errors = typing_errors(one, other)
    assert (errors == 0) is (one == other)
    assert errors == typing_errors(other, one)
    assert abs(len(one) - len(other)) <= errors <= max(len(one), len(other))


@given(st.sampled_from(sorted(PROVIDERS)), st.integers(0, 12), st.sampled_from(["", "x", "nm"]), st.text(max_size=9))
def test_a_hint_keeps_the_name_and_needs_no_other_hint(provider: str, at: int, instead: str, name: str):
    hint = domain_hint(f"{name}@{provider[:at]}{instead}{provider[at + 1 :]}")
    assert hint is None or (hint.startswith(f"{name}@") and domain_hint(hint) is None)


@given(st.text(max_size=60))
def test_no_text_is_an_error(address: str):
    hint = domain_hint(address)
    assert hint is None or "@" in hint
