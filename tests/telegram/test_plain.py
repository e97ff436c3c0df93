"""Plain mode: every screen as a numbered list without symbols, whose numbers press (conversation.md, manner 6)."""

import re
import unicodedata
from datetime import date

import pytest

from bot.conversation.messages import Action, Button, Line, Named, Press, Screen, Tap, plain, text
from bot.conversation.numbering import is_numbered, listed
from bot.domain.labels import LANGUAGES, Language
from bot.i18n.understanding import CatalogUnderstanding
from bot.telegram.plain import plainly
from bot.telegram.render import Rendered, render
from tests.conversation.dialogue import CATALOG
from tests.telegram.screens import every_screen
from tests.telegram.test_screens import HOSTILE, NOTICE, parsed, within_limits

TODAY = date(2026, 12, 1)


def drawn(screen: Screen, language: Language = "en") -> Rendered:
    return render(screen, 1, NOTICE, language, CATALOG, in_plain=True)


def symbols(words: str) -> list[str]:
    """Return what a screen reader would have to name: emoji, arrows, ticks and circles."""
    return [each for each in words if unicodedata.category(each) in {"So", "Sk", "Cn"} and each not in "°©®™№"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_every_screen_is_one_that_telegram_takes(name: str, language: Language):
    for _, screen in every_screen(name, in_plain=True):
        within_limits(drawn(screen, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_has_a_symbol_or_two_buttons_in_a_row(language: Language):
    for _, screen in every_screen("Polderlicht 🎟️", in_plain=True):
        rendered = drawn(screen, language)
        # What is copied is copied to the letter, an order number with an emoji in it too.
        assert symbols(parsed(re.sub("<code>.*?</code>", "", rendered.html))) == []
        assert all(len(row) == 1 for row in rendered.keyboard)
        assert [each["text"] for row in rendered.keyboard for each in row if symbols(each["text"])] == []


def test_control_the_usual_screens_have_symbols():
    html = [render(screen, 1, NOTICE, "en", CATALOG).html for _, screen in every_screen("Polderlicht")]
    assert any(symbols(each) for each in html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_presses_its_button(language: Language):
    understanding = CatalogUnderstanding(CATALOG)
    for _, screen in every_screen("Polderlicht", in_plain=True):
        if not is_numbered(screen):
            continue
        for place, button in enumerate(listed(screen), 1):
            read = understanding.understand(str(place), language, screen, 1, TODAY, numbered=True)
            assert read == (Tap(1, button.press) if button.press is not None else Named(button))


def test_the_list_stands_in_the_text_with_the_numbers_of_the_buttons():
    for _, screen in every_screen("Polderlicht", in_plain=True):
        rendered = drawn(screen)
        read = parsed(rendered.html)
        for row in rendered.keyboard:
            assert row[0]["text"].removesuffix("…") in read


def test_where_any_words_can_be_the_answer_nothing_is_numbered():
    asking = Screen(text("Your details"), rows=((Button(text("Skip"), Press(Action.SKIP)),),), free_text=True)
    assert drawn(asking).keyboard[0][0]["text"] == "Skip"


def test_addresses_are_links_in_the_list_and_what_is_copied_stands_by_it():
    screen = Screen(
        text("Thank you!"),
        rows=((Button(text("Terms"), url="https://example.com/?a=1&b=2"), Button(text("Close"), copy="<CM1>")),),
    )
    html = drawn(screen).html
    assert '<a href="https://example.com/?a=1&amp;b=2">1. Terms</a>' in html
    assert "2. Close: <code>&lt;CM1&gt;</code>" in html


@pytest.mark.parametrize(
    ("words", "spoken"),
    [
        ("✓ First name: Robin", "First name: Robin"),
        ("« Page 2", "Page 2"),
        ("Page 2 »", "Page 2"),
        ("« Bonjour »", "« Bonjour »"),
        ("+ Adult", "Adult"),
        ("2 × Adult: €64.00", "2 × Adult: €64.00"),
        ("Festival · Breda", "Festival, Breda"),
        ("• one\n• two", "- one\n- two"),
        ("20 °C™ 🎟️👩‍🎨1️⃣", "20 °C™ 1"),
        ("🎟️", ""),
    ],
)
def test_what_only_decorates_goes_and_what_says_something_stays(words: str, spoken: str):
    assert plainly(words) == spoken


def test_a_name_of_nothing_but_emoji_still_has_a_button():
    screen = Screen(text("Tickets"), ((Line(plain("🎟️")),),), ((Button(plain("🎟️"), url="https://example.com"),),))
    assert drawn(screen).keyboard[0][0]["text"] == "1. …"
