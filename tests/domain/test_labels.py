"""The shop's own texts, with the fallback chosen, English, Dutch, first that is not empty."""

import pytest

from bot.domain.labels import Label, Language, language_of


@pytest.mark.parametrize(
    ("label", "language", "words"),
    [
        (Label("nl", "en", "fr", "de"), "fr", "fr"),
        (Label("nl", "en", "", "de"), "fr", "en"),
        (Label("nl", "", "", "de"), "fr", "nl"),
        (Label("", "", "", "de"), "fr", "de"),
        (Label("", "", "fr", ""), "nl", "fr"),
        (Label(), "nl", ""),
    ],
)
def test_a_missing_language_falls_back(label: Label, language: Language, words: str):
    assert label.in_language(language) == words
    assert bool(label) is bool(words)


def test_a_label_is_made_of_what_there_is():
    assert Label.of({"nl": " Kind ", "en": None, "es": "Niño"}) == Label(nl="Kind")


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("nl", "nl"),
        ("nl-BE", "nl"),
        ("DE_at", "de"),
        ("fr-CA", "fr"),
        ("es", "en"),
        ("", "en"),
        (None, "en"),
        ("n", "en"),
    ],
)
def test_a_client_language_becomes_one_of_ours(code: str | None, language: Language):
    assert language_of(code) == language
