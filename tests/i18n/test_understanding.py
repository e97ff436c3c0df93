"""What a customer typed."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.messages import (
    Action,
    Button,
    Command,
    CommandName,
    Counted,
    Day,
    Named,
    Press,
    Reply,
    Screen,
    StepName,
    Tap,
    Text,
    Typed,
    Weekday,
    plain,
    text,
)
from bot.domain.labels import LANGUAGES, Label, Language
from bot.domain.money import Money
from bot.i18n.catalog import GettextCatalog
from bot.i18n.understanding import CatalogUnderstanding

VISIT = 7
TODAY = date(2026, 12, 2)
BACK = Button(text("Back"), Press(Action.BACK))
START_OVER = Button(text("Start over"), Press(Action.START_OVER))
CANCEL = Button(text("Cancel"), Press(Action.CANCEL))
ADULT, CHILD = UUID(int=1), UUID(int=2)


def screen(*buttons: Button) -> Screen:
    return Screen(text("Tickets"), rows=tuple((button,) for button in (*buttons, BACK, START_OVER, CANCEL)))


def button(name: str, press: Press) -> Button:
    return Button(plain(name), press)


def choose(name: str) -> tuple[Button, Tap]:
    press = Press(Action.CHOOSE, name)
    return button(name, press), Tap(VISIT, press)


@pytest.fixture(scope="module")
def understand(catalog: GettextCatalog):
    understanding = CatalogUnderstanding(catalog)

    def read(typed: str, shown: Screen | None = None, language: Language = "en", *, numbered: bool = False) -> Reply:
        shown = screen() if shown is None else shown
        return understanding.understand(typed, language, shown, VISIT, TODAY, numbered=numbered)

    return read


# --- buttons ---------------------------------------------------------------------------------------------------------

CHANGE = Press(Action.GOTO, StepName.METHOD)
ORDER = Press(Action.ORDER)
REVIEW = screen(Button(text("Order and pay"), ORDER), Button(text("Change payment method"), CHANGE))


@pytest.mark.parametrize(
    ("language", "typed", "press"),
    [
        ("nl", "bestellen en betalen", ORDER),
        ("nl", "BESTELLEN EN BETALEN!", ORDER),
        ("en", "Order and pay 🎉", ORDER),
        ("fr", "commander et payer", ORDER),
        ("de", "Zahlungspflichtig bestellen", ORDER),
        ("nl", "betaalmethode", CHANGE),
        ("en", "change payment", CHANGE),
        ("fr", "changer de moyen", CHANGE),
        ("de", "zahlungsart andern", CHANGE),
        ("de", "Zahlungsart", CHANGE),
        ("nl", "commander et payer", ORDER),
        ("fr", "Change payment method", CHANGE),
    ],
)
def test_labels(understand, language, typed, press):
    assert understand(typed, REVIEW, language) == Tap(VISIT, press)


@pytest.mark.parametrize("typed", ["order", "order and", "bestellen", "zahlungspflichtig"])
def test_first_words_do_not_order(understand, typed):
    assert understand(typed, REVIEW) == Typed(typed)


@pytest.mark.parametrize(("language", "typed"), [("de", "Neu"), ("en", "over")])
def test_first_words_do_not_throw_a_cart_away(understand, language, typed):
    assert understand(typed, screen(), language) == Typed(typed)


def test_label_in_the_customers_language_goes_first(understand):
    mine = Button(plain(Label(nl="Rood", en="Gift", fr="Rouge", de="Rot")), Press(Action.CHOOSE, "mine"))
    other = Button(plain(Label(nl="Groen", en="Green", fr="Vert", de="Gift")), Press(Action.CHOOSE, "other"))
    assert understand("gift", screen(mine, other), "en") == Tap(VISIT, mine.press)
    assert understand("gift", screen(mine, other), "de") == Tap(VISIT, other.press)
    assert understand("gift", screen(mine, other), "nl") == Typed("gift")


def test_two_buttons_of_one_name_press_none(understand):
    shown = screen(button("Adult", Press(Action.SET, ADULT, 1)), button("Adult", Press(Action.SET, CHILD, 1)))
    assert understand("adult", shown) == Typed("adult")


def test_two_buttons_of_one_meaning_are_one(understand):
    press = Press(Action.SET, ADULT, 1)
    assert understand("adult", screen(button("Adult", press), button("+ Adult", press))) == Tap(VISIT, press)


def test_first_words_that_begin_two_labels_press_none(understand):
    antwerp, _ = choose("Festival Antwerp")
    ghent, tap = choose("Festival Ghent")
    assert understand("festival", screen(antwerp, ghent)) == Typed("festival")
    assert understand("festival ghent", screen(antwerp, ghent)) == tap


@pytest.mark.parametrize("typed", ["fe", "festi", "Ghent"])
def test_part_of_a_label_is_not_enough(understand, typed):
    festival, _ = choose("Fe Festival Ghent")
    assert understand(typed, screen(festival)) == Typed(typed)


def test_whole_label_goes_before_first_words(understand):
    short, tap = choose("Festival")
    long, _ = choose("Festival Ghent")
    assert understand("festival", screen(short, long)) == tap


def test_counters_and_signs(understand):
    more, fewer, same = (Press(Action.SET, ADULT, amount) for amount in (3, 1, 2))
    shown = screen(button("−", fewer), button("Adult × 2", same), button("+", more))
    assert understand("adult x 2", shown) == Typed("adult x 2", quantities=(Counted(2, "adult"),))
    assert understand("Adult × 2", shown) == Tap(VISIT, same)
    assert understand("adult 2", shown) == Tap(VISIT, same)
    assert understand("+", shown) == Tap(VISIT, more)
    assert understand("-", shown) == Tap(VISIT, fewer)
    assert understand("−", shown) == Tap(VISIT, fewer)
    assert understand("2 adult 1 child", shown) == Typed(
        "2 adult 1 child", quantities=(Counted(2, "adult"), Counted(1, "child"))
    )


def test_number_is_a_quantity_and_no_place_in_the_list(understand):
    shown = screen(choose("100 Years of Jazz")[0], choose("Second")[0])
    assert understand("2", shown).quantities == (Counted(2),)
    assert understand("100", shown) == Typed("100", quantities=(Counted(100),))


def test_number_that_is_a_label_presses_it(understand):
    two, tap = choose("2")
    assert understand("2", screen(two)) == tap


@pytest.mark.parametrize("typed", ["14:30", "14.30", "14:30 · 3 left"])
def test_times_on_buttons(understand, typed):
    slot, tap = choose("14:30 · 3 left")
    assert understand(typed, screen(slot, choose("15:30 · 3 left")[0])) == tap


@pytest.mark.parametrize(
    ("language", "typed"), [("nl", "za 12 dec"), ("en", "sat 12"), ("fr", "sam 12 dec"), ("nl", "Sa 12 Dez")]
)
def test_days_on_buttons(understand, language, typed):
    press = Press(Action.CHOOSE, date(2026, 12, 12))
    days = screen(
        Button(plain(Day(date(2026, 12, 12), short=True)), press),
        Button(plain(Day(date(2026, 12, 19), short=True)), Press(Action.CHOOSE, date(2026, 12, 19))),
    )
    assert understand(typed, days, language) == Tap(VISIT, press)


def test_amounts_on_buttons(understand):
    press = Press(Action.CHOOSE, ADULT)
    shown = screen(Button(text("{method}: {total}", method="iDEAL", total=Money(Decimal("66.01"))), press))
    for typed in ("ideal", "iDEAL: €66.01", "ideal 66,01"):
        assert understand(typed, shown) == Tap(VISIT, press)


def test_buttons_that_open_or_copy_are_named_not_pressed(understand):
    terms, copy = Button(plain("Terms"), url="https://example.com"), Button(plain("Copy"), copy="CM1")
    shown = screen(terms, copy)
    assert understand("terms", shown) == Named(terms)
    assert understand("2", shown, numbered=True) == Named(copy)
    assert understand("2. Copy!", shown, numbered=True) == Named(copy)
    assert understand("2. Copy!", shown) != Named(copy)
    assert understand("copy it", shown) == Typed("copy it")


def test_buttons_that_do_nothing_are_not_pressed(understand):
    shown = screen(Button(plain(Weekday(5)), Press(Action.NOTHING)))
    assert isinstance(understand("Sa", shown), Typed)


# --- commands --------------------------------------------------------------------------------------------------------

WORDS: dict[CommandName, dict[Language, tuple[str, ...]]] = {
    CommandName.BACK: {"nl": ("terug", "Terug."), "en": ("back",), "fr": ("retour",), "de": ("zurück", "ZURUCK")},
    CommandName.CANCEL: {
        "nl": ("stop", "annuleren"),
        "en": ("stop", "cancel"),
        "fr": ("annuler", "Arrêter !"),
        "de": ("abbrechen",),
    },
    CommandName.START_OVER: {
        "nl": ("opnieuw",),
        "en": ("start over",),
        "fr": ("recommencer",),
        "de": ("neu anfangen",),
    },
    CommandName.HELP: {"nl": ("hulp", "help"), "en": ("help", "HELP!!! 🆘"), "fr": ("aide",), "de": ("hilfe",)},
    CommandName.LANGUAGE: {"nl": ("taal",), "en": ("language",), "fr": ("langue",), "de": ("sprache",)},
    CommandName.EVENTS: {
        "nl": ("evenementen",),
        "en": ("events",),
        "fr": ("événements", "evenements"),
        "de": ("veranstaltungen",),
    },
    CommandName.ORDERS: {
        "nl": ("bestellingen", "mijn bestellingen"),
        "en": ("orders", "my orders"),
        "fr": ("mes commandes", "commandes"),
        "de": ("bestellungen", "Meine Bestellungen"),
    },
    CommandName.PRIVACY: {
        "nl": ("privacy",),
        "en": ("privacy",),
        "fr": ("confidentialité", "vie privee"),
        "de": ("datenschutz",),
    },
    CommandName.EXPORT: {"nl": ("exporteren",), "en": ("export",), "fr": ("exporter",), "de": ("exportieren",)},
    CommandName.DELETE: {
        "nl": ("verwijderen",),
        "en": ("delete", "delete my data"),
        "fr": ("supprimer",),
        "de": ("löschen", "loeschen"),
    },
    CommandName.PLAIN: {"nl": ("eenvoudig",), "en": ("plain",), "fr": ("simple",), "de": ("einfach",)},
    CommandName.START: {"nl": ("start",), "en": ("start",), "fr": ("démarrer",), "de": ("starten",)},
}


@pytest.mark.parametrize("chosen", LANGUAGES)
@pytest.mark.parametrize(
    ("word", "name"), [(word, name) for name, each in WORDS.items() for words in each.values() for word in words]
)
def test_command_words_in_every_language(understand, chosen, word, name):
    assert understand(word, screen(), chosen) == Command(name)


@pytest.mark.parametrize("name", CommandName)
def test_slash_commands(understand, name):
    assert understand(f"/{name}") == Command(name)
    assert understand(f" /{name.upper()}@ticket_bot \n") == Command(name)


def test_start_payload(understand):
    assert understand("/start e_Ab-3x") == Command(CommandName.START)
    assert understand("/start@ticket_bot  A b ") == Command(CommandName.START)


def test_slash_command_in_words(understand):
    assert understand("/stop") == Command(CommandName.CANCEL)
    assert understand("/zurück") == Command(CommandName.BACK)


@pytest.mark.parametrize("typed", ["/", "/nothing", "a /start", "go/start"])
def test_no_slash_commands(understand, typed):
    assert understand(typed) == Typed(typed)


def test_button_goes_before_a_command_of_another_meaning(understand):
    show, tap = choose("Help!")
    assert understand("help", screen(show)) == tap


def test_sentence_with_a_command_word_is_no_command(understand):
    assert understand("can you help me") == Typed("can you help me")


# --- free text -------------------------------------------------------------------------------------------------------

NAME = replace(screen(), free_text=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["Stop", "Neu", "Start", "agenda", "Help", "Termine", "orders", "Einfach", "simple"])
def test_a_command_word_is_a_name_where_a_name_is_asked(understand, language, typed):
    assert understand(typed, NAME, language).text == typed
    assert understand(typed, screen(), language) != understand(typed, NAME, language) or typed == "Neu"


@pytest.mark.parametrize(
    ("language", "typed", "press"),
    [
        ("en", "back", Press(Action.BACK)),
        ("nl", "Terug.", Press(Action.BACK)),
        ("fr", "annuler", Press(Action.CANCEL)),
        ("de", "Neu anfangen", Press(Action.START_OVER)),
    ],
)
def test_what_stands_on_a_button_presses_it_where_a_name_is_asked(understand, language, typed, press):
    assert understand(typed, NAME, language) == Tap(VISIT, press)


@pytest.mark.parametrize(("language", "typed"), [("nl", "Back"), ("de", "Back"), ("fr", "Cancel"), ("en", "Retour")])
def test_what_stands_on_a_button_in_another_language_is_a_name(understand, language, typed):
    assert understand(typed, NAME, language) == Typed(typed)


@pytest.mark.parametrize("typed", ['"Back"', "“Back”", "„Back“", "« Back »"])
def test_a_quoted_answer_presses_nothing(understand, typed):
    assert understand(typed, NAME).text.strip() == "Back"


@pytest.mark.parametrize("typed", ["change", "change payment"])
def test_first_words_are_an_answer_where_a_name_is_asked(understand, typed):
    assert isinstance(understand(typed, REVIEW), Tap)
    assert understand(typed, replace(REVIEW, free_text=True)) == Typed(typed)


def test_a_slash_command_is_one_where_a_name_is_asked(understand):
    assert understand("/help", NAME) == Command(CommandName.HELP)


def test_two_buttons_of_one_name_press_none_where_a_name_is_asked(understand):
    shown = screen(button("Adult", Press(Action.SET, ADULT, 1)), button("Adult", Press(Action.SET, CHILD, 1)))
    assert understand("adult", replace(shown, free_text=True)) == Typed("adult")


# --- a numbered list -------------------------------------------------------------------------------------------------

TERMS = Button(plain("Terms"), url="https://example.com")
LIST = screen(choose("Festival")[0], TERMS, choose("1 Night in Jazz")[0])


@pytest.mark.parametrize(
    ("typed", "thing"),
    [
        ("1", "Festival"),
        ("3", "1 Night in Jazz"),
        ("#3", "1 Night in Jazz"),
        ("3.", "1 Night in Jazz"),
        (" 3) ", "1 Night in Jazz"),
        ("drie", "1 Night in Jazz"),
        ("three", "1 Night in Jazz"),
        ("trois", "1 Night in Jazz"),
        ("DREI", "1 Night in Jazz"),
    ],
)
def test_a_number_is_a_place_in_a_numbered_list(understand, typed, thing):
    assert understand(typed, LIST, numbered=True) == Tap(VISIT, Press(Action.CHOOSE, thing))
    assert isinstance(understand(typed, LIST), Typed)


@pytest.mark.parametrize("typed", ["0", "7", "999", "3 adults", "1" * 4000])
def test_no_place_in_a_numbered_list(understand, typed):
    assert isinstance(understand(typed, LIST, numbered=True), Typed)


def test_words_are_read_as_ever_beside_a_numbered_list(understand):
    assert understand("festival", LIST, numbered=True) == Tap(VISIT, Press(Action.CHOOSE, "Festival"))
    assert understand("back", LIST, numbered=True) == Command(CommandName.BACK)


# --- values ----------------------------------------------------------------------------------------------------------


def test_words_that_are_no_button_come_with_what_they_can_mean(understand):
    assert understand("2 tickets for 12 dec at half past two", language="en") == Typed(
        "2 tickets for 12 dec at half past two",
        (date(2026, 12, 12),),
        (time(2, 30), time(14, 30)),
        (Counted(2),),
    )


# --- any string ------------------------------------------------------------------------------------------------------

CROWDED = screen(
    Button(text("Order and pay"), ORDER), *(choose(name)[0] for name in ("Fête", "2 × Adult", "+", "", "\0"))
)


@given(typed=st.text(st.characters(), max_size=200), language=st.sampled_from(LANGUAGES))
def test_any_string_is_read(catalog, typed, language):
    assert isinstance(
        CatalogUnderstanding(catalog).understand(typed, language, CROWDED, VISIT, TODAY), Tap | Command | Typed
    )


@given(
    typed=st.text(st.sampled_from("/start@ +-−×2½.:,🎉\u0301\ud800\0\n\u202eéOrderandpay"), max_size=30),
    language=st.sampled_from(LANGUAGES),
)
def test_any_string_of_what_is_looked_for_is_read(catalog, typed, language):
    assert isinstance(
        CatalogUnderstanding(catalog).understand(typed, language, CROWDED, VISIT, TODAY), Tap | Command | Typed
    )


@pytest.mark.parametrize("filling", ["a", " ", "/", "1", "-1.", "\u0301", "\ufdfa", "\ud800", "twee "])
def test_long_texts_are_cut(understand, filling):
    reply = understand(filling * 100_000)
    assert isinstance(reply, Typed)
    assert len(reply.text) == 4096


def test_nothing_typed_presses_nothing(understand):
    nameless = Button(Text("{value}", {"value": ""}), Press(Action.CHOOSE, "x"))
    assert understand("", screen(nameless)) == Typed("")
    assert understand(" \n", screen(nameless)) == Typed(" \n")
