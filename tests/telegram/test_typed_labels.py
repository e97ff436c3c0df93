"""Every button has a typed equivalent: on every screen, in every language, its label presses it (manner 6)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from bot.conversation.messages import Action, Button, Command, CommandName, Named, Press, Reply, Screen, Tap
from bot.domain.folding import fold
from bot.domain.labels import LANGUAGES, Language
from bot.i18n import understanding
from bot.i18n.understanding import CatalogUnderstanding
from tests.conversation.dialogue import CATALOG
from tests.telegram.screens import every_screen

NAME = "Polderlicht"
VISIT = 7
TODAY = date(2026, 12, 1)
IN_OTHER_WORDS = {"−", "+"}
"""Signs that stand beside each ticket type: there a number and a name are typed instead ("2 adult")."""
SAME = {Action.BACK: CommandName.BACK, Action.CANCEL: CommandName.CANCEL, Action.START_OVER: CommandName.START_OVER}


def pressed(button: Button) -> Reply:
    return Tap(VISIT, button.press) if button.press is not None else Named(button)


def labelled(screen: Screen, language: Language) -> Iterator[tuple[str, Button]]:
    """Yield what can be typed for each button that does something."""
    for row in screen.rows:
        for button in row:
            if button.press != Press(Action.NOTHING):
                yield CATALOG.words(button.label, language), button


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_on_a_button_presses_it(language: Language):
    reads = CatalogUnderstanding(CATALOG)
    seen = 0
    for of, screen in every_screen(NAME):
        labels = list(labelled(screen, language))
        times = Counter(fold(label) for label, _ in labels)
        for label, button in labels:
            if times[fold(label)] > 1 or (screen.free_text and button.press is None):
                continue
            read = reads.understand(label, language, screen, VISIT, TODAY)
            command = Command(SAME[button.press.action]) if button.press and button.press.action in SAME else None
            assert read in (pressed(button), command), (of, label)
            seen += 1
    assert seen > 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_names_of_the_shop_and_signs_beside_them_stand_on_two_buttons(language: Language):
    twice = set()
    for _, screen in every_screen(NAME):
        means: dict[str, set[Press | None]] = {}
        for label, button in labelled(screen, language):
            means.setdefault(label, set()).add(button.press)
        twice |= {label for label, presses in means.items() if len(presses) > 1}
    assert {label for label in twice if NAME not in label} <= IN_OTHER_WORDS
    assert twice


def test_control_without_reading_labels_nothing_is_pressed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(understanding._Labels, "press", lambda self, first, fits: None)
    with pytest.raises(AssertionError):
        test_what_stands_on_a_button_presses_it("en")
