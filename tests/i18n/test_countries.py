"""Countries as people name them, in whatever language."""

import pytest

from bot.conversation.messages import Country
from bot.domain.customer import COUNTRIES
from bot.domain.labels import LANGUAGES
from bot.i18n import formats
from bot.i18n.countries import countries_named


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Nederland", "NL"),
        ("the netherlands", "NL"),
        ("Les Pays-Bas", "NL"),
        ("Holland!", "NL"),
        ("BELGIË", "BE"),
        ("belgie", "BE"),
        ("L’Allemagne", "DE"),
        ("die Schweiz", "CH"),
        ("Österreich", "AT"),
        ("Grossbritannien", "GB"),
        ("Verenigde Staten", "US"),
        ("USA", "US"),
    ],
)
def test_a_country_is_known_by_its_names(words: str, code: str):
    assert countries_named(words) == (code,)


@pytest.mark.parametrize("words", ["", "de", "the", "Atlantis", "Nederland en België", "NL", "\ud800", "0"])
def test_other_words_are_no_country(words: str):
    assert countries_named(words) == ()


def test_each_country_is_known_by_what_it_is_called_here():
    for code in COUNTRIES:
        for language in LANGUAGES:
            name = formats.country(Country(code), language)
            assert name != code
            assert countries_named(name) == (code,)
