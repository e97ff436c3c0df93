"""Every screen in every language, within Telegram's limits and read by Telegram's own parser."""

import json
from datetime import timedelta

import pytest
import tdjson

from bot.conversation.messages import Action, Button, Countdown, Line, Press, Screen, SheetName, StepName, text
from bot.domain.labels import LANGUAGES, Language
from bot.i18n.catalog import GettextCatalog
from bot.telegram import render as rendering
from bot.telegram.length import shorten, units
from bot.telegram.render import MOST_BUTTONS, MOST_UNITS, Rendered, render
from tests.conversation.dialogue import NOW, ZONE
from tests.telegram.screens import every_screen

CATALOG = GettextCatalog()
NOTICE = text("I did not understand that. Tap a button, or type what it says.")
HOSTILE = {
    "plain": "Polderlicht",
    "html": "<b>Fest & Co</b> <script>alert(1)</script> &amp; &#60;",
    "markdown": "_*[Fest](tg://user?id=1)*_ `x` ~y~ ||z||",
    "emoji": "🎟️" * 2048,
    "right-to-left": "\u202eevil\u202c \u200fעברית\u200f",
    "zero-width": "F\u200be\u200ds\u2060t\ufeff",
    "long": "Festival " * 600,
    "unclosed": "a < b > c </b",
}


def parsed(html: str) -> str:
    """Return the text that Telegram's own parser reads; AssertionError where it refuses."""
    tdjson.td_execute(json.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}).encode())
    request = {"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}}
    answered = tdjson.td_execute(json.dumps(request).encode())
    assert answered is not None
    answer = json.loads(answered)
    assert answer["@type"] == "formattedText", answer
    read: str = answer["text"]
    return read


def within_limits(rendered: Rendered) -> None:
    read = parsed(rendered.html)
    assert 0 < units(read) <= MOST_UNITS
    buttons = [button for row in rendered.keyboard for button in row]
    assert len(buttons) <= MOST_BUTTONS
    assert all(0 < len(row) <= 8 for row in rendered.keyboard)
    for button in buttons:
        assert button["text"].strip()
        assert len({"callback_data", "url", "copy_text"} & button.keys()) == 1
        assert len(button.get("callback_data", "x").encode()) <= 64
        assert len(button.get("copy_text", {"text": "x"})["text"]) <= 256


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_every_screen_is_one_that_telegram_takes(name: str, language: Language):
    for _, screen in every_screen(name):
        within_limits(render(screen, 2**32 - 1, NOTICE, language, CATALOG))


def test_of_too_many_buttons_the_ways_out_stay():
    rows = tuple((Button(text("Try again"), Press(Action.SET, amount=number)),) for number in range(150))
    drawn = render(
        Screen(text("Help"), (), (*rows, (Button(text("Cancel"), Press(Action.CANCEL)),))), 1, None, "en", CATALOG
    )
    assert len(drawn.keyboard) == MOST_BUTTONS
    assert drawn.keyboard[-1][0]["text"] == "Cancel"


def test_one_way_forward_at_most_stands_out():
    out: dict[StepName | SheetName | None, set[str]] = {}
    for of, screen in every_screen("x"):
        labels = [
            each["text"] for row in render(screen, 1, None, "en", CATALOG).keyboard for each in row if "style" in each
        ]
        assert len(labels) <= 1
        out.setdefault(of, set()).update(labels)
    assert out[StepName.REVIEW] == {"Order and pay", "Get free tickets"}
    assert out[StepName.PAYMENT] == {"Pay now", "To payment"}
    assert out[StepName.CARD] == {"Get tickets"}
    assert out[StepName.TICKETS] == {"Continue"}
    assert out[StepName.METHOD] == set()


def test_no_screen_is_forgotten():
    assert {of for of, _ in every_screen("x")} == {*StepName, *SheetName, None}


@pytest.mark.parametrize("name", ["<b>Fest & Co</b>", "_*[Fest]", "a < b"])
def test_hostile_names_are_read_to_the_letter(name: str):
    texts = [parsed(render(screen, 1, None, "en", CATALOG).html) for _, screen in every_screen(name)]
    assert sum(name in read for read in texts) > len(texts) / 2


@pytest.mark.parametrize("name", ["<b>Fest & Co", "a < b"])
def test_control_without_escaping_a_hostile_name_is_refused_or_changed(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rendering, "escape", lambda words, quote: words)
    with pytest.raises(AssertionError):
        test_hostile_names_are_read_to_the_letter(name)


def test_words_are_shortened_by_utf_16_units_and_never_through_a_character():
    assert shorten("abc", 3) == "abc"
    assert shorten("abcd", 3) == "ab…"
    assert shorten("🎟🎟🎟", 5) == "🎟🎟…"
    assert units("🎟") == 2


def test_the_end_of_a_hold_runs_down_where_the_client_draws_it_and_is_a_clock_time_elsewhere():
    end = NOW.astimezone(ZONE) + timedelta(minutes=20)
    line = Line(text("Your reservation ends {left}.", left=Countdown(end)))
    html = render(Screen(text("Help"), ((line,),)), 1, None, "nl", CATALOG).html
    assert f'Je reservering loopt <tg-time unix="{int(end.timestamp())}" format="r">om 10:20 uur</tg-time> af.' in html
    assert parsed(html).endswith("Je reservering loopt om 10:20 uur af.")
