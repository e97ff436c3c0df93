"""Anything at all, typed."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.messages import Typed
from bot.domain.labels import LANGUAGES
from bot.i18n import values
from bot.i18n.calendar_words import MONTHS, WEEKDAYS
from bot.i18n.numerals import digits
from bot.i18n.words import FILLERS

TODAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
LANGUAGE = st.sampled_from(LANGUAGES)
PIECES = st.sampled_from(
    [
        *(
            " ",
            ".",
            ",",
            "-",
            "/",
            ":",
            "'",
            "+",
            "x",
            "\n",
            "\0",
            "º",
            "ª",
            "½",
            "٣",
            "1",
            "2",
            "12",
            "30",
            "2026",
            "1e",
        ),
        *(
            "za",
            "mar",
            "next",
            "volgende",
            "weekend",
            "half",
            "kwart",
            "over",
            "voor",
            "pm",
            "uur",
            "h",
            "midi",
            "moins",
        ),
        *(
            "een",
            "sept",
            "geen",
            "pas d'",
            "december",
            "mai",
            "morgen",
            "semaine prochaine",
            "in 999 weeks",
            "@",
            "adult",
        ),
        *("am", "the 12th", "29 feb", "'26", "tonight", "le", "quart", "dag", "vingt et un"),
    ]
)
SOUNDS = st.text(st.sampled_from("bcdfgklmnprstvz"), min_size=1, max_size=3)
NONSENSE = st.lists(
    st.tuples(SOUNDS, st.sampled_from(["ubo", "yxa", "owu"]), SOUNDS).map("".join), min_size=1, max_size=8
)


@given(typed=st.text(st.characters(), max_size=320), language=LANGUAGE, today=TODAYS)
def test_any_string_is_read(typed, language, today):
    assert values.typed(typed, language, today).text == typed


@given(typed=st.lists(PIECES, max_size=12).map("".join), language=LANGUAGE, today=TODAYS)
def test_any_string_of_what_is_looked_for_is_read(typed, language, today):
    read = values.typed(typed, language, today)
    assert read == values.typed(read.text, language, today)
    assert list(read.dates) == sorted(set(read.dates))
    assert list(read.times) == sorted(set(read.times))
    assert all(0 <= each.amount <= 999 for each in read.quantities)


@given(typed=st.lists(PIECES, max_size=12).map(" ".join), language=LANGUAGE)
def test_each_character_that_is_read_stands_for_what_was_typed(typed, language):
    text, stands_for = digits(typed, language)
    assert "".join(stands_for) == typed
    assert len(text) == len(stands_for)


@given(words=NONSENSE, amounts=st.lists(st.integers(0, 999), min_size=8, max_size=8), language=LANGUAGE, today=TODAYS)
def test_words_that_mean_nothing_are_no_date_and_no_time(words, amounts, language, today):
    names = {*MONTHS, *FILLERS, *(name for each in WEEKDAYS.values() for name in each)}
    assert not names & set(words)
    said = " ".join(words)
    assert values.typed(said, language, today) == Typed(said)
    ordered = " ".join(f"{amount} {word}" for amount, word in zip(amounts, words, strict=False))
    read = values.typed(ordered, language, today)
    assert (read.dates, read.times) == ((), ())
    assert [(each.amount, each.words) for each in read.quantities] == list(zip(amounts, words, strict=False))


@given(today=TODAYS, ahead=st.integers(0, 999), language=LANGUAGE)
def test_days_counted_from_today(today, ahead, language):
    assert values.typed(f"in {ahead} days", language, today).dates == (today + timedelta(days=ahead),)


def test_a_letter_is_not_read_for_values():
    assert values.typed("12 december " * 30, "nl", date(2026, 12, 2)) == Typed("12 december " * 30)
