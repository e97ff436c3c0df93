"""Quantities as customers type them."""

from datetime import date

import pytest

from bot.conversation.messages import Counted
from bot.domain.labels import LANGUAGES, Language
from bot.i18n import values

TODAY = date(2026, 12, 2)
WORDS = {
    "nl": """een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien
        achttien negentien twintig""",
    "en": """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen twenty""",
    "fr": """un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit
        dix-neuf vingt""",
    "de": """ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn
        achtzehn neunzehn zwanzig""",
}


def counted(typed: str, language: Language = "en") -> list[tuple[int, str]]:
    return [(each.amount, each.words) for each in values.typed(typed, language, TODAY).quantities]


@pytest.mark.parametrize(
    ("language", "typed", "found"),
    [
        ("en", "2 adult 1 child", [(2, "adult"), (1, "child")]),
        ("nl", "twee volwassenen en een kind", [(2, "volwassenen"), (1, "kind")]),
        ("nl", "2 volwassenen en één kind graag", [(2, "volwassenen"), (1, "kind")]),
        ("de", "zwei Erwachsene, ein Kind", [(2, "erwachsene"), (1, "kind")]),
        ("de", "für einen Erwachsenen mit einem Kind bitte", [(1, "erwachsenen"), (1, "kind")]),
        ("fr", "deux adultes et une enfant", [(2, "adultes"), (1, "enfant")]),
        ("fr", "je voudrais 2 billets adulte s'il vous plaît", [(2, "adulte")]),
        ("en", "two adults and a child", [(2, "adults"), (1, "child")]),
        ("en", "2x adult + 1x child", [(2, "adult"), (1, "child")]),
        ("en", "2 x adult, 3× child", [(2, "adult"), (3, "child")]),
        ("en", "adult: 2", [(2, "adult")]),
        ("en", "adult: 2\nchild: 1", [(2, "adult"), (1, "child")]),
        ("en", "adult 2 child 1", [(2, "adult"), (1, "child")]),
        ("en", "adult x 2; child x1", [(2, "adult"), (1, "child")]),
        ("en", "adult=2 & child=1", [(2, "adult"), (1, "child")]),
        ("en", "adult-2", [(2, "adult")]),
        ("en", "family ticket 1", [(1, "family")]),
        ("en", "I would like 2 adults please", [(2, "adults")]),
        ("en", "2 adults, 1", [(2, "adults"), (1, "")]),
        ("en", "3", [(3, "")]),
        ("nl", "3 kaartjes", [(3, "")]),
        ("en", "2 + 1", [(2, ""), (1, "")]),
        ("en", "2,1 child", []),
        ("en", "0 adult", [(0, "adult")]),
        ("en", "no children", [(0, "children")]),
        ("nl", "2 volwassenen, geen kinderen", [(2, "volwassenen"), (0, "kinderen")]),
        ("de", "keine Kinder", [(0, "kinder")]),
        ("fr", "aucun enfant", [(0, "enfant")]),
        ("fr", "pas d'enfant", [(0, "enfant")]),
        ("en", "no", []),
        ("en", "none of that", []),
        ("nl", "2 kind 4-12, 1 65+", [(2, "kind 4-12"), (1, "65+")]),
        ("nl", "1 1e rang", [(1, "1e rang")]),
        ("nl", "2 eerste rang", [(2, "eerste rang")]),
        ("en", "2 Saturday, 1 weekend", [(2, "saturday"), (1, "weekend")]),
        ("nl", "onze kinderen", []),
        ("fr", "onze enfants", [(11, "enfants")]),
        ("fr", "sept adultes", [(7, "adultes")]),
        ("fr", "2 adultes le 12 sept", [(2, "adultes")]),
        ("en", "2 tickets for 12 december at 14:30", [(2, "")]),
        ("en", "999", [(999, "")]),
        ("en", "2️⃣ adult", [(2, "adult")]),
        ("en", "２ adult", [(2, "adult")]),
        ("en", "٣", [(3, "")]),
    ],
)
def test_quantities(language, typed, found):
    assert counted(typed, language) == found


@pytest.mark.parametrize(
    "typed", ["1000", "-2", "−2", "2,5", "1/2", "½", "14:30", "0612345678", "3D", "50%", "€ 2,50", "anyone"]
)
def test_numbers_that_are_no_quantities(typed):
    assert counted(typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        "robin2@example.com",
        "06 12345678",
        "+31 6 12 34 56 78",
        "NL91 0417 1643 00",
        "https://example.com/2 ",
        "12-12-2026",
    ],
)
def test_parts_of_something_else_are_no_quantities(typed):
    assert counted(typed) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_number_words_to_twenty(language):
    for number, word in enumerate(WORDS[language].split(), start=1):
        assert counted(f"{word} Pingu", language) == [(number, "pingu")]
        assert values.typed(word, language, TODAY).quantities == (Counted(number),)


@pytest.mark.parametrize("word", ["eins", "eine", "einen", "une", "één", "zwo", "fuenf", "zwoelf"])
def test_other_forms_of_number_words(word):
    assert len(counted(word)) == 1
