"""Texts to words."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.messages import (
    Country,
    Date,
    Day,
    Listing,
    Moment,
    Month,
    Param,
    Text,
    TimeOfDay,
    Weekday,
    plain,
    plural,
    text,
)
from bot.domain.labels import LANGUAGES, Label, Language
from bot.domain.money import Money
from bot.i18n.catalog import GettextCatalog, UntranslatedWarning

SATURDAY = date(2026, 12, 12)
HALF_PAST_TWO = datetime(2026, 12, 12, 14, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
TWICE = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
NEVER = datetime(2027, 3, 28, 2, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.mark.parametrize(
    ("value", "nl", "en", "fr", "de"),
    [
        (Money(Decimal("64.00")), "€ 64,00", "€64.00", "64,00 €", "64,00 €"),
        (Money(Decimal("1234.5")), "€ 1.234,50", "€1,234.50", "1 234,50 €", "1.234,50 €"),
        (Money(Decimal(-3)), "€ -3,00", "-€3.00", "-3,00 €", "-3,00 €"),
        (Money(Decimal("64.00"), "GBP"), "£ 64,00", "£64.00", "64,00 £GB", "64,00 £"),
        (Money(Decimal("64.00"), "XYZ"), "XYZ 64,00", "XYZ64.00", "64,00 XYZ", "64,00 XYZ"),
        (Money(Decimal("64.00"), ""), "64,00", "64.00", "64,00", "64,00"),
        (Money(Decimal("64.00"), "¤{}\0<b>"), "64,00 ¤{}<b>", "64.00 ¤{}<b>", "64,00 ¤{}<b>", "64,00 ¤{}<b>"),
        (
            Day(SATURDAY),
            "zaterdag 12 december 2026",
            "Saturday, 12 December 2026",
            "samedi 12 décembre 2026",
            "Samstag, 12. Dezember 2026",
        ),
        (Day(SATURDAY, short=True), "za 12 dec", "Sat 12 Dec", "sam. 12 déc.", "Sa., 12. Dez."),
        (Weekday(0), "ma", "Mo", "lu", "Mo."),
        (Weekday(6), "zo", "Su", "di", "So."),
        (Date(SATURDAY), "12 december 2026", "12 December 2026", "12 décembre 2026", "12. Dezember 2026"),
        (Country("DE"), "Duitsland", "Germany", "Allemagne", "Deutschland"),
        (Country("??"), "??", "??", "??", "??"),
        (Month(SATURDAY), "december 2026", "December 2026", "décembre 2026", "Dezember 2026"),
        (TimeOfDay(HALF_PAST_TWO), "14:30", "14:30", "14:30", "14:30"),
        (TimeOfDay(HALF_PAST_TWO.replace(hour=0, minute=5)), "00:05", "00:05", "00:05", "00:05"),
        (TimeOfDay(HALF_PAST_TWO.astimezone(UTC)), "13:30", "13:30", "13:30", "13:30"),
        (TimeOfDay(TWICE), "02:30 (GMT+02:00)", "02:30 (GMT+02:00)", "02:30 (UTC+02:00)", "02:30 (GMT+02:00)"),
        (
            TimeOfDay(TWICE.replace(fold=1)),
            "02:30 (GMT+01:00)",
            "02:30 (GMT+01:00)",
            "02:30 (UTC+01:00)",
            "02:30 (GMT+01:00)",
        ),
        (TimeOfDay(TWICE.replace(hour=3)), "03:30", "03:30", "03:30", "03:30"),
        (TimeOfDay(NEVER), "02:30", "02:30", "02:30", "02:30"),
        (TimeOfDay(HALF_PAST_TWO.replace(tzinfo=None)), "14:30", "14:30", "14:30", "14:30"),
        (
            Moment(HALF_PAST_TWO),
            "zaterdag 12 december 2026, 14:30",
            "Saturday, 12 December 2026, 14:30",
            "samedi 12 décembre 2026, 14:30",
            "Samstag, 12. Dezember 2026, 14:30",
        ),
        (12345, "12.345", "12,345", "12 345", "12.345"),
        (Listing(("a", "b", "c")), "a, b en c", "a, b and c", "a, b et c", "a, b und c"),
        (Listing(("a", 2)), "a en 2", "a and 2", "a et 2", "a und 2"),
        (Listing(()), "", "", "", ""),
        (Label(nl="Kind", en="Child", fr="Enfant", de="Kind"), "Kind", "Child", "Enfant", "Kind"),
        (Label(nl="Kind"), "Kind", "Kind", "Kind", "Kind"),
        (text("Back"), "Terug", "Back", "Retour", "Zurück"),
        ("robin", "robin", "robin", "robin", "robin"),
    ],
)
def test_values(catalog: GettextCatalog, value: Param, nl: str, en: str, fr: str, de: str):
    words = [catalog.words(plain(value), language) for language in ("nl", "en", "fr", "de")]
    assert [each.replace("\xa0", " ").replace("\u202f", " ") for each in words] == [nl, en, fr, de]


def test_amounts_do_not_break_off_from_their_currency(catalog):
    assert catalog.words(plain(Money(Decimal("64.00"))), "nl") == "€\xa064,00"


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("nl", "Er is nog maar 1 plaats in dit tijdslot.", "Er zijn nog maar 2 plaatsen in dit tijdslot."),
        ("en", "Only 1 place is left at this time.", "Only 2 places are left at this time."),
        ("fr", "Il ne reste que 1 place sur ce créneau.", "Il ne reste que 2 places sur ce créneau."),
        (
            "de",
            "In diesem Zeitfenster ist nur noch 1 Platz frei.",
            "In diesem Zeitfenster sind nur noch 2 Plätze frei.",
        ),
    ],
)
def test_plurals(catalog: GettextCatalog, language: Language, one: str, two: str):
    def words(count: int) -> str:
        left = plural("Only {count} place is left at this time.", "Only {count} places are left at this time.", count)
        return catalog.words(left, language)

    assert [words(1), words(2)] == [one, two]


def test_nothing_is_one_in_french_and_many_elsewhere(catalog):
    nothing = plural("Only {count} place is left at this time.", "Only {count} places are left at this time.", 0)
    assert catalog.words(nothing, "fr") == "Il ne reste que 0 place sur ce créneau."
    assert catalog.words(nothing, "en") == "Only 0 places are left at this time."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name", ["{value}", "{}", "{0.__class__}", "%(a)s", "<b>&amp;", "_*[`", "\\1\\g<0>", "👨‍👩‍👧", "א\u200fב"]
)
def test_names_are_literal(catalog, language, name):
    assert catalog.words(plain(name), language) == name
    assert name in catalog.words(text("Seller: {seller}", seller=name), language)
    assert name in catalog.words(text("Seller: {seller}", seller=Label.same(name)), language)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\0b\x1b\x7f\x9f", "ab"),
        ("a\u202eb\u2066c\u2069", "abc"),
        ("two\r\nlines\tand\u2028more", "two lines and more"),
        ("half \ud83d a pair", "half \ufffd a pair"),
    ],
)
def test_names_cannot_reorder_or_break_our_words(catalog, name, shown):
    assert catalog.words(plain(name), "en") == shown


def test_text_in_text_is_put_in_whole(catalog):
    inner = text("Seller: {seller}", seller="{order}")
    assert catalog.words(text("Order {order}", order=inner), "nl") == "Bestelling Verkoper: {order}"


def test_placeholder_without_a_value_stays(catalog):
    assert catalog.words(Text("Order {order}"), "de") == "Bestellung {order}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_missing_translation_is_noticed_and_shown_in_english(catalog, language):
    with pytest.warns(UntranslatedWarning, match=f"{language}.*Never written"):
        assert catalog.words(Text("Never written {when}", {"when": Day(SATURDAY)}), language).startswith(
            "Never written"
        )
    with pytest.warns(UntranslatedWarning, match="one bird"):
        assert catalog.words(Text("one bird", {"count": 2}, "{count} birds", 2), language) == "2 birds"


def test_missing_catalog_is_said_at_once(tmp_path):
    with pytest.raises(FileNotFoundError):
        GettextCatalog(tmp_path)
