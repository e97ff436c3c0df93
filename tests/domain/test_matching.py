"""Names meant by words that are short, inflected or mistyped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.matching import matching, search

TICKETS = {
    "adult": ("Volwassene", "Adult", "Adulte", "Erwachsener"),
    "child": ("Kind (4-12)", "Child (4-12)", "Enfant (4-12)", "Kind (4-12)"),
    "senior": ("65+", "Senior 65+", "Senior 65+", "Senioren 65+"),
    "family": ("Gezinskaart", "Family ticket", "Billet famille", "Familienkarte"),
}
EVENTS = {
    "jazz": ["Jazz Night"],
    "summer": ["Summer Jazz Festival"],
    "opera": ["Opéra de Noël"],
    "winter": ["Winter Fair"],
}
METHODS = {
    "ideal": ["iDEAL"],
    "card": ["Credit card"],
    "bancontact": ["Bancontact / Mister Cash"],
    "paypal": ["PayPal"],
}
COUNTRIES = {"NL": ["Nederland", "Netherlands"], "BE": ["België", "Belgique"], "DE": ["Duitsland", "Germany"]}


@pytest.mark.parametrize(
    ("words", "thing"),
    [
        ("adult", "adult"),
        ("ADULTS", "adult"),
        ("ad", "adult"),
        ("adlut", "adult"),
        ("adults", "adult"),
        ("volwassenen", "adult"),
        ("volwasene", "adult"),
        ("adultes", "adult"),
        ("Erwachsene", "adult"),
        ("kinderen", "child"),
        ("kind", "child"),
        ("children", "child"),
        ("chlid", "child"),
        ("enfants", "child"),
        ("Kinder 4-12", "child"),
        ("65+", "senior"),
        ("senioren", "senior"),
        ("seniors", "senior"),
        ("family", "family"),
        ("famille", "family"),
        ("familyticket", "family"),
        ("gezinskaarten", "family"),
        ("gezins kaart", "family"),
    ],
)
def test_one_ticket_is_meant(words, thing):
    assert matching(words, TICKETS) == (thing,)


@pytest.mark.parametrize("words", ["", " ", "!", "opera", "a", "xyz", "student", "dog"])
def test_no_ticket_is_meant(words):
    assert matching(words, TICKETS) == ()


def test_several_can_be_meant():
    assert matching("jazz", EVENTS) == ("jazz", "summer")
    assert matching("adult", {"front": ["Adult"], "back": ["Adult"]}) == ("front", "back")


def test_a_whole_name_goes_before_its_words():
    assert matching("adult", {"vip": ["Adult VIP"], "adult": ["Adult"]}) == ("adult",)
    assert matching("vip", {"vip": ["Adult VIP"], "adult": ["Adult"]}) == ("vip",)


def test_words_go_before_what_is_close_to_them():
    assert matching("winter", {"close": ["Winer"], "words": ["Winter Fair"]}) == ("words",)


@pytest.mark.parametrize(
    ("words", "names", "thing"),
    [
        ("ideal", METHODS, "ideal"),
        ("creditcard", METHODS, "card"),
        ("mister cash", METHODS, "bancontact"),
        ("bankcontact", METHODS, "bancontact"),
        ("pay pal", METHODS, "paypal"),
        ("belgie", COUNTRIES, "BE"),
        ("the netherlands", {"NL": ["The Netherlands"]}, "NL"),
        ("nederlant", COUNTRIES, "NL"),
        ("opera noel", EVENTS, "opera"),
        ("fair winter", EVENTS, "winter"),
        ("sumer festval", EVENTS, "summer"),
    ],
)
def test_other_names(words, names, thing):
    assert matching(words, names) == (thing,)


def test_every_word_must_fit():
    assert matching("jazz circus", EVENTS) == ()


@pytest.mark.parametrize("words", ["KADE2026", "kade1", "Blues2", "aan de kade 2026"])
def test_digits_are_no_mistyping_of_a_name(words):
    assert search(words, {"blues": ["Blues aan de Kade"]}) == ()
    assert search("blues2", {"blues": ["Blues2"], "other": ["Blues3"]}) == ("blues",)


def test_search_puts_the_best_first():
    assert search("jazz", {"late": ["All that Jaz"], **EVENTS, "whole": ["Jazz"]}) == ("whole", "jazz", "summer")
    assert search("festival", {"close": ["Festivel"], "words": ["Rock Festival"]}) == ("words", "close")
    assert search("jazz night", EVENTS) == ("jazz",)
    assert search("circus", EVENTS) == ()


@given(
    words=st.text(max_size=300),
    names=st.dictionaries(st.integers(), st.lists(st.text(max_size=250), max_size=3), max_size=4),
)
def test_anything_is_matched(words, names):
    best = matching(words, names)
    assert set(best) <= set(search(words, names)) <= set(names)
    assert matching(words, names) == best


@given(name=st.text("abcdefghij klm", min_size=1, max_size=30).filter(str.strip), other=st.text("nopq", max_size=9))
def test_a_name_means_itself(name, other):
    assert matching(name, {"other": [other], "named": [name]}) == ("named",)


def test_a_letter_that_tells_things_apart_is_no_part_of_a_word():
    blocks = {letter: (f"Vak {letter}", f"Block {letter}", f"Bloc {letter}") for letter in "AJKL"}
    assert matching("block", blocks) == ("A", "J", "K", "L")
    assert matching("bloc k", blocks) == ("K",)
    assert matching("dayticket", {"day": ["Day ticket"], "night": ["Night ticket"]}) == ("day",)
