"""Clock times as customers type them."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.messages import TimeOfDay
from bot.domain.labels import LANGUAGES, Language
from bot.i18n import formats, values

TODAY = date(2026, 12, 2)


def times(typed: str, language: Language) -> list[str]:
    return [f"{at:%H:%M}" for at in values.typed(typed, language, TODAY).times]


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        *(
            ("nl", typed)
            for typed in ("14:30", "14.30 uur", "14.30", "14u30", "14 uur 30", "om 14.30", "half drie 's middags")
        ),
        *(
            ("en", typed)
            for typed in ("2:30 pm", "2.30pm", "2:30 p.m.", "14:30:00", "at 14.30", "half past two in the afternoon")
        ),
        *(
            ("fr", typed)
            for typed in ("14h30", "14 h 30", "14 heures 30", "à 14h30", "14 heures et demie", "quatorze heures trente")
        ),
        *(("fr", typed) for typed in ("deux heures et demie de l'après-midi", "vers 14.30", "15 heures moins trente")),
        *(
            ("de", typed)
            for typed in ("14:30 Uhr", "14.30 Uhr", "um 14.30", "14 Uhr 30", "halb drei nachmittags", "halb 15")
        ),
        *((language, "14:30") for language in LANGUAGES),
    ],
)
def test_half_past_fourteen(language, typed):
    assert times(typed, language) == ["14:30"]


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        *(("nl", typed) for typed in ("half drie", "om half 3", "2:30", "2.30 uur", "half drie uur", "2.30")),
        *(("en", typed) for typed in ("half past two", "half-past 2", "2:30", "2.30")),
        *(("fr", typed) for typed in ("2h30", "deux heures et demie", "2 h et demie")),
        *(("de", typed) for typed in ("halb drei", "um halb 3", "halb drei Uhr", "2 Uhr 30")),
    ],
)
def test_half_past_two_is_of_day_and_night(language, typed):
    assert times(typed, language) == ["02:30", "14:30"]


@pytest.mark.parametrize(
    ("language", "typed", "minutes"),
    [
        ("nl", "kwart over twee", "15"),
        ("en", "quarter past two", "15"),
        ("en", "a quarter past 2", "15"),
        ("de", "Viertel nach zwei", "15"),
        ("de", "viertel drei", "15"),
        ("fr", "deux heures et quart", "15"),
        ("nl", "kwart voor drie", "45"),
        ("en", "quarter to three", "45"),
        ("de", "Viertel vor drei", "45"),
        ("de", "dreiviertel drei", "45"),
        ("de", "drei viertel drei", "45"),
        ("fr", "trois heures moins le quart", "45"),
        ("fr", "trois heures moins un quart", "45"),
        ("nl", "tien voor drie", "50"),
        ("nl", "tien minuten voor drie", "50"),
        ("en", "ten to three", "50"),
        ("en", "10 minutes before 3", "50"),
        ("de", "zehn vor drei", "50"),
        ("fr", "trois heures moins dix", "50"),
        ("nl", "twintig over twee", "20"),
        ("en", "twenty past two", "20"),
        ("de", "zwanzig nach zwei", "20"),
        ("de", "zwanzig vor drei", "40"),
        ("nl", "vijf voor half drie", "25"),
        ("de", "fünf vor halb drei", "25"),
        ("nl", "vijf over half drie", "35"),
        ("de", "fuenf nach halb drei", "35"),
        ("en", "twenty-five past two", "25"),
    ],
)
def test_minutes_before_and_after(language, typed, minutes):
    assert times(typed, language) == [f"02:{minutes}", f"14:{minutes}"]


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        *(("nl", typed) for typed in ("om 3", "3 uur", "drie uur", "om drie uur", "3u", "tegen 3", "3")),
        *(("en", typed) for typed in ("at 3", "3 o'clock", "three o’clock", "3h", "three", "around 3")),
        *(("fr", typed) for typed in ("3h", "3 heures", "à trois heures", "à 3", "vers 3 h")),
        *(("de", typed) for typed in ("um 3", "3 Uhr", "um drei Uhr", "gegen drei", "drei")),
    ],
)
def test_a_whole_hour(language, typed):
    assert times(typed, language) == ["03:00", "15:00"]


@pytest.mark.parametrize(
    ("language", "typed", "found"),
    [
        ("en", "noon", "12:00"),
        ("en", "12 noon", "12:00"),
        ("en", "12pm", "12:00"),
        ("en", "12 am", "00:00"),
        ("fr", "midi", "12:00"),
        ("fr", "à midi et demi", "12:30"),
        ("fr", "midi moins le quart", "11:45"),
        ("de", "Mittag", "12:00"),
        ("nl", "twaalf uur 's middags", "12:00"),
        ("de", "12 Uhr mittags", "12:00"),
        ("en", "midnight", "00:00"),
        ("fr", "minuit", "00:00"),
        ("fr", "minuit et quart", "00:15"),
        ("fr", "minuit moins dix", "23:50"),
        ("de", "Mitternacht", "00:00"),
        ("nl", "middernacht", "00:00"),
        ("nl", "24 uur", "00:00"),
        ("de", "0 Uhr", "00:00"),
        ("nl", "kwart voor 15", "14:45"),
        ("en", "09:05", "09:05"),
        ("en", "2pm", "14:00"),
        ("en", "2 p.m.", "14:00"),
        ("en", "9am", "09:00"),
        ("fr", "14h", "14:00"),
        ("de", "um 15 Uhr", "15:00"),
        ("fr", "à vingt et une heures", "21:00"),
        ("nl", "acht uur 's avonds", "20:00"),
        ("nl", "vanavond om 8", "20:00"),
        ("nl", "zaterdagavond 8 uur", "20:00"),
        ("nl", "zaterdagmorgen 8 uur", "08:00"),
        ("nl", "negen uur 's ochtends", "09:00"),
        ("nl", "morgenmiddag 2 uur", "14:00"),
        ("en", "tonight at 8", "20:00"),
        ("en", "9 in the morning", "09:00"),
        ("en", "saturday morning at 9", "09:00"),
        ("fr", "8 heures du soir", "20:00"),
        ("fr", "neuf heures du matin", "09:00"),
        ("de", "heute Abend um 8", "20:00"),
        ("de", "Samstag Morgen um 9", "09:00"),
        ("de", "morgen früh um 9", "09:00"),
        ("nl", "1 uur 's nachts", "01:00"),
    ],
)
def test_times_of_one_reading(language, typed, found):
    assert times(typed, language) == [found]


@pytest.mark.parametrize(
    ("language", "typed", "found"),
    [
        ("nl", "half één", ["00:30", "12:30"]),
        ("nl", "12 uur", ["00:00", "12:00"]),
        ("nl", "kwart voor één", ["00:45", "12:45"]),
        ("en", "half three", ["02:30", "03:30", "14:30", "15:30"]),
        ("nl", "half three", ["02:30", "14:30"]),
        ("en", "five past half three", ["02:35", "03:35", "14:35", "15:35"]),
        ("en", "2pm or 4 pm", ["14:00", "16:00"]),
        ("nl", "15 uur 's ochtends", ["15:00"]),
        ("de", "2 am Samstag", ["02:00", "14:00"]),
    ],
)
def test_times_of_several_readings(language, typed, found):
    assert times(typed, language) == found


@pytest.mark.parametrize(
    ("language", "typed", "on", "found"),
    [
        ("nl", "zaterdag 12 dec om half drie", date(2026, 12, 12), ["02:30", "14:30"]),
        ("nl", "zaterdag 12 om half drie", date(2026, 12, 12), ["02:30", "14:30"]),
        ("nl", "12 december 14 uur", date(2026, 12, 12), ["14:00"]),
        ("nl", "12 dec 14.30", date(2026, 12, 12), ["14:30"]),
        ("nl", "za 12 14.30", date(2026, 12, 12), ["14:30"]),
        ("en", "Sat 12 Dec at 3", date(2026, 12, 12), ["03:00", "15:00"]),
        ("en", "12 dec 3", date(2026, 12, 12), ["03:00", "15:00"]),
        ("en", "december 12, 2:30 pm", date(2026, 12, 12), ["14:30"]),
        ("en", "saturday 2pm", date(2026, 12, 5), ["14:00"]),
        ("en", "dec 5 14:00", date(2026, 12, 5), ["14:00"]),
        ("fr", "samedi 12 à 14h", date(2026, 12, 12), ["14:00"]),
        ("fr", "demain midi", date(2026, 12, 3), ["12:00"]),
        ("fr", "le 12/12 à 14h30", date(2026, 12, 12), ["14:30"]),
        ("de", "Samstag, 12. Dezember, 15 Uhr", date(2026, 12, 12), ["15:00"]),
        ("de", "am 12.12. um 15 Uhr", date(2026, 12, 12), ["15:00"]),
        ("de", "12.12.2026 15:00", date(2026, 12, 12), ["15:00"]),
        ("de", "morgen 10 Uhr", date(2026, 12, 3), ["10:00", "22:00"]),
    ],
)
def test_dates_with_times(language, typed, on, found):
    assert values.typed(typed, language, TODAY).dates == (on,)
    assert times(typed, language) == found


def test_numbers_with_a_point_can_be_a_date_and_a_time():
    read = values.typed("12.10", "nl", TODAY)
    assert read.dates == (date(2027, 10, 12),)
    assert read.times == (time(0, 10), time(12, 10))
    assert values.typed("12.10 uur", "nl", TODAY).dates == ()
    assert values.typed("12.10.", "nl", TODAY).times == ()


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "2 adult 1 child"),
        ("en", "3 adults"),
        ("nl", "twee volwassenen en een kind"),
        ("fr", "une enfant"),
        ("en", "25:00"),
        ("en", "14:75"),
        ("nl", "om 25"),
        ("nl", "half 30"),
        ("en", "14pm"),
        ("nl", "24.30 uur"),
        ("en", "99"),
        ("nl", "06 12345678"),
        ("nl", "12-12-2026"),
        ("nl", "12 december"),
        ("en", "robin@14h30.example"),
        ("en", "half of it"),
        ("en", "after"),
        ("en", ""),
    ],
)
def test_no_times(language, typed):
    assert times(typed, language) == []


@given(at=st.datetimes(), language=st.sampled_from(LANGUAGES))
def test_what_we_write_is_read(at, language):
    written = formats.time_of_day(TimeOfDay(at), language)
    assert f"{at:%H:%M}" in times(written, language)


@given(hour=st.integers(1, 12), language=st.sampled_from(LANGUAGES))
def test_an_hour_up_to_twelve_is_of_both_halves(hour, language):
    assert times(f"{hour} uur", language) == [f"{hour % 12:02}:00", f"{hour % 12 + 12:02}:00"]
