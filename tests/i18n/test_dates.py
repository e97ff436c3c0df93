"""Dates as customers type them, on Wednesday 2 December 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.messages import Day
from bot.domain.labels import LANGUAGES, Language
from bot.i18n import days, formats, values

TODAY = date(2026, 12, 2)
SATURDAY, AFTER_IT = date(2026, 12, 5), date(2026, 12, 12)
WEEKEND = (SATURDAY, date(2026, 12, 6))
TWELFTH = (date(2026, 12, 12),)


def dates(typed: str, language: Language, today: date = TODAY) -> tuple[date, ...]:
    return values.typed(typed, language, today).dates


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        *(("nl", typed) for typed in ("za 12 dec", "zaterdag 12 december", "Zat. 12 dec.", "12 december", "12dec")),
        *(("nl", typed) for typed in ("12/12", "12-12", "12.12", "12-12-2026", "12/12/26", "2026-12-12", "12 12 2026")),
        *(
            ("nl", typed)
            for typed in ("de 12e", "op de 12de", "za 12", "twaalf december", "de twaalfde", "12 van december")
        ),
        *(
            ("nl", typed)
            for typed in ("volgende week zaterdag", "zaterdag volgende week", "over tien dagen", "12 december '26")
        ),
        *(
            ("nl", typed)
            for typed in ("graag zaterdag de 12e", "kan ik 12 december komen?", "12 dec 2026", "12 december 26")
        ),
        *(
            ("en", typed)
            for typed in ("December 12", "Dec 12th", "12th of December", "the twelfth of december", "the 12th")
        ),
        *(
            ("en", typed)
            for typed in ("Sat 12 Dec", "saturday, december 12, 2026", "Sat 12/12", "12 December 2026", "in 10 days")
        ),
        *(
            ("en", typed)
            for typed in ("saturday of next week", "next week on Saturday", "saturday the 12th", "2026/12/12")
        ),
        *(
            ("fr", typed)
            for typed in ("le 12 décembre", "12 decembre", "samedi 12 déc.", "sam. 12", "sam 12/12", "le 12")
        ),
        *(
            ("fr", typed)
            for typed in ("samedi de la semaine prochaine", "dans dix jours", "le douze décembre 2026", "12.12.2026")
        ),
        *(
            ("de", typed)
            for typed in ("12.12.", "am 12.12.", "den 12. Dezember", "Sa., 12.12.", "Samstag, 12. Dez.", "12. 12. 2026")
        ),
        *(
            ("de", typed)
            for typed in ("nächste Woche Samstag", "naechste woche samstag", "in zehn Tagen", "am zwölften Dezember")
        ),
        *(("de", typed) for typed in ("zwoelfter dezember", "am 12.", "Sonnabend, den 12. Dezember", "12.12.26")),
    ],
)
def test_the_twelfth_of_december(language, typed):
    assert dates(typed, language) == TWELFTH


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["za 12 dec", "Sat 12 Dec", "samedi 12 décembre", "Samstag, 12. Dezember", "za 12"])
def test_a_date_in_another_language_than_the_chosen_one(language, typed):
    assert dates(typed, language) == TWELFTH


@pytest.mark.parametrize(
    ("language", "typed", "ahead"),
    [
        ("nl", "vandaag", 0),
        ("nl", "vanavond", 0),
        ("en", "today", 0),
        ("en", "tonight", 0),
        ("en", "this evening", 0),
        ("fr", "aujourd’hui", 0),
        ("fr", "aujourd'hui", 0),
        ("fr", "ce soir", 0),
        ("de", "heute Abend", 0),
        ("de", "heute Morgen", 0),
        ("nl", "morgen", 1),
        ("nl", "morgenochtend om 10 uur", 1),
        ("de", "morgen 10 Uhr", 1),
        ("de", "Morgen früh", 1),
        ("en", "tomorrow", 1),
        ("fr", "demain", 1),
        ("nl", "overmorgen", 2),
        ("de", "übermorgen", 2),
        ("de", "uebermorgen", 2),
        ("en", "the day after tomorrow", 2),
        ("fr", "après-demain", 2),
        ("nl", "over drie dagen", 3),
        ("de", "in 3 Tagen", 3),
        ("fr", "dans 3 jours", 3),
        ("en", "in three days", 3),
        ("nl", "over een week", 7),
        ("de", "in zwei Wochen", 14),
        ("fr", "dans une semaine", 7),
        ("en", "in 2 weeks", 14),
    ],
)
def test_days_from_today(language, typed, ahead):
    assert dates(typed, language) == (TODAY + timedelta(days=ahead),)


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        *(
            ("nl", typed)
            for typed in ("zaterdag", "za", "deze zaterdag", "komende zaterdag", "zaterdagavond", "op zaterdag")
        ),
        *(("en", typed) for typed in ("Saturday", "sat", "this saturday", "coming Saturday", "saturday afternoon")),
        *(("fr", typed) for typed in ("samedi", "sam.", "ce samedi", "samedi matin")),
        *(
            ("de", typed)
            for typed in ("am Samstag", "Sa", "diesen Samstag", "Samstag Morgen um 9", "Sonnabend", "Samstagabend")
        ),
    ],
)
def test_a_weekday_is_the_coming_one(language, typed):
    assert dates(typed, language) == (SATURDAY,)


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("nl", "volgende zaterdag"),
        ("en", "next Saturday"),
        ("fr", "samedi prochain"),
        ("de", "nächsten Samstag"),
        ("de", "naechsten sa"),
    ],
)
def test_next_can_be_the_coming_one_and_the_one_after(language, typed):
    assert dates(typed, language) == (SATURDAY, AFTER_IT)


def test_the_name_of_today_is_today_and_in_a_week():
    assert dates("woensdag", "nl") == (TODAY, TODAY + timedelta(days=7))
    assert dates("this wednesday", "en") == (TODAY,)
    assert dates("komende woensdag", "nl") == (TODAY + timedelta(days=7),)
    assert dates("übernächsten Mittwoch", "de") == (TODAY + timedelta(days=14),)


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        *(("nl", typed) for typed in ("dit weekend", "het weekend", "weekend")),
        *(("en", typed) for typed in ("this weekend", "at the weekend", "the coming weekend")),
        *(("fr", typed) for typed in ("ce week-end", "le weekend")),
        *(("de", typed) for typed in ("dieses Wochenende", "am Wochenende")),
    ],
)
def test_this_weekend(language, typed):
    assert dates(typed, language) == WEEKEND


def test_weekends_around_today():
    sunday = date(2026, 12, 6)
    week = timedelta(days=7)
    assert dates("this weekend", "en", sunday) == (sunday,)
    assert dates("coming weekend", "en", sunday) == (SATURDAY + week, sunday + week)
    assert dates("next weekend", "en", sunday) == (SATURDAY + week, sunday + week)
    assert dates("next weekend", "en") == (*WEEKEND, SATURDAY + week, sunday + week)
    assert dates("übernächstes Wochenende", "de") == (SATURDAY + week, sunday + week)
    assert dates("volgende week in het weekend", "nl") == (SATURDAY + week, sunday + week)
    assert dates("dit weekend, zaterdag", "nl") == (SATURDAY,)


def test_whole_weeks():
    assert dates("volgende week", "nl") == tuple(date(2026, 12, day) for day in range(7, 14))
    assert dates("cette semaine", "fr") == tuple(date(2026, 12, day) for day in range(2, 7))
    assert dates("vrijdag deze week", "nl") == (date(2026, 12, 4),)


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("nl", (date(2027, 4, 3),)),
        ("fr", (date(2027, 4, 3),)),
        ("de", (date(2027, 4, 3),)),
        ("en", (date(2027, 3, 4), date(2027, 4, 3))),
    ],
)
@pytest.mark.parametrize("typed", ["03/04", "3/4", "03/04/2027", "3-4-27"])
def test_the_order_of_day_and_month(language, typed, found):
    assert dates(typed, language) == found


def test_the_only_order_there_is():
    assert dates("12/25", "nl") == dates("25/12", "en") == (date(2026, 12, 25),)
    assert dates("03.04.", "en") == (date(2027, 4, 3),)
    assert dates("saturday 3/4", "en") == (date(2027, 4, 3),)


def test_a_date_without_a_year_is_the_next_one():
    assert dates("1 december", "nl") == (date(2027, 12, 1),)
    assert dates("2 december", "nl") == (TODAY,)
    assert dates("1er janvier", "fr") == (date(2027, 1, 1),)
    assert dates("29 februari", "nl") == (date(2028, 2, 29),)
    assert dates("le 1er", "fr") == (date(2027, 1, 1),)
    assert dates("the 31st", "en", date(2026, 9, 1)) == (date(2026, 10, 31),)


def test_a_year_is_kept():
    assert dates("12-3-1990", "nl") == dates("12.3.90", "de") == dates("12 mars 1990", "fr") == (date(1990, 3, 12),)
    assert dates("march 12, 1990", "en") == dates("12 maart 90", "nl") == (date(1990, 3, 12),)
    assert dates("12-12-35", "nl") == (date(2035, 12, 12),)


@pytest.mark.parametrize(
    "typed", ["31/02", "30 februari", "31-4-2026", "2026-13-01", "32 december", "0/0", "99.99.", "de 32e"]
)
def test_dates_that_there_are_not(typed):
    assert dates(typed, "nl") == ()


@pytest.mark.parametrize(
    ("language", "typed", "found"),
    [
        ("nl", "za 13 dec", (date(2026, 12, 12), date(2026, 12, 13))),
        ("nl", "za 13", (SATURDAY, date(2026, 12, 13))),
        ("en", "saturday 3", (date(2026, 12, 3), SATURDAY)),
        ("nl", "vrijdag de 13e", (date(2026, 12, 13), date(2027, 8, 13))),
        ("nl", "za 13 om half drie", (date(2026, 12, 13), date(2027, 2, 13))),
    ],
)
def test_a_day_that_is_not_on_that_date_can_be_either(language, typed, found):
    assert dates(typed, language) == found


@pytest.mark.parametrize(
    ("language", "weekday"), [("nl", date(2026, 12, 7)), ("fr", date(2026, 12, 8)), ("en", None), ("de", None)]
)
def test_two_letters_are_a_day_in_their_own_language_only(language, weekday):
    assert dates("ma", language) == ((weekday,) if weekday else ())


def test_mar_is_a_day_in_french_and_a_month_elsewhere():
    assert dates("mar 15", "fr") == (date(2026, 12, 15),)
    assert dates("mar 15", "en") == (date(2027, 3, 15),)
    assert dates("mar 15 déc", "fr") == (date(2026, 12, 15),)


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "2 adult 1 child"),
        ("en", "2 adults, may I come?"),
        ("en", "I do not understand"),
        ("en", "I sat in the sun"),
        ("en", "so we do 3 for me"),
        ("fr", "ma mère et je ne sais pas"),
        ("de", "Guten Morgen"),
        ("nl", "goede morgen"),
        ("nl", "zo gaat het"),
        ("nl", "4825 BD Breda"),
        ("nl", "Kerkstraat 12"),
        ("nl", "2 kinderen 4-12"),
        ("nl", "06 12 12 20 26"),
        ("nl", "06-12122026"),
        ("nl", "+31 6 12 12 20 26"),
        ("fr", "06.12.12.20.26"),
        ("de", "0151/12.12.2026"),
        ("en", "jan.12@may.example"),
        ("en", "https://example.com/2026-12-12"),
        ("en", "order #12-12"),
        ("en", "14:30"),
        ("nl", "14.30 uur"),
        ("nl", "-3"),
        ("en", ""),
        ("en", " "),
        ("nl", "12 december " + "x" * 300),
    ],
)
def test_no_dates(language, typed):
    assert dates(typed, language) == ()


@given(on=st.dates(TODAY, TODAY + timedelta(days=364)), language=st.sampled_from(LANGUAGES), short=st.booleans())
def test_what_we_write_is_read(on, language, short):
    assert dates(formats.day(Day(on, short=short), language), language) == (on,)


@given(on=st.dates(date(1940, 1, 1), date(2199, 12, 31)), language=st.sampled_from(LANGUAGES))
def test_what_we_write_with_a_year_is_read(on, language):
    assert dates(on.isoformat(), language) == (on,)
    assert dates(formats.day(Day(on), language), language) == (on,)
    assert dates(f"{on.day}.{on.month}.{on.year}", language) == (on,)
    assert on in dates(f"{on.day}/{on.month}/{on.year}", language)


@given(today=st.dates(date(2000, 1, 1), date(2100, 1, 1)), weekday=st.integers(0, 6), which=st.sampled_from(days.Which))
def test_weekdays_are_ahead(today, weekday, which):
    found = days.on_weekday(weekday, which, today)
    assert found
    assert all(on.weekday() == weekday and today <= on <= today + timedelta(days=14) for on in found)
    assert all(on.weekday() >= 5 and on >= today for on in days.on_weekend(which, today))
    assert abs(days.nearest(today, weekday) - today) <= timedelta(days=3)


def test_no_day_of_the_month_on_no_weekday():
    assert days.next_day_of_month(31, frozenset(), TODAY) is None
    assert days.next_date(2, 30, TODAY) is None
