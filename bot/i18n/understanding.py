"""What a customer typed, read against the screen that is shown."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.conversation.messages import Action, Button, Command, CommandName, Named, Press, Reply, Screen, Tap
from bot.conversation.numbering import listed
from bot.conversation.ports import Catalog
from bot.domain.folding import fold, unaccented
from bot.domain.labels import LANGUAGES, Language
from bot.i18n import values
from bot.i18n.numerals import digits
from bot.i18n.words import COMMANDS

MOST_READ: Final = 4096
"""How many characters are read: as many as a message can have (Bot API, sendMessage)."""

SHORTEST_BEGINNING: Final = 3
"""How many characters the first words of a label must have to stand for all of it."""

WHOLE_LABEL_ONLY: Final = frozenset({Action.ORDER, Action.CANCEL, Action.START_OVER, Action.DELETE})
"""What binds the customer or throws a cart away: its first words are not enough ("Neu" is a family name)."""

SAME_MEANING: Final = {
    Action.BACK: CommandName.BACK,
    Action.CANCEL: CommandName.CANCEL,
    Action.START_OVER: CommandName.START_OVER,
}

_SLASH: Final = re.compile(r"/(\w+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_QUOTED: Final = re.compile(r"\s*[\"“„«»](?P<words>[^\"“”„«»]+)[\"“”«»]\s*")
_NUMBER: Final = re.compile(r"^\s*\d{1,3}[.)]\s+(?=\S)")
"""What stands before a label in a numbered list."""
_PLACE: Final = re.compile(r"\s*#?(?P<place>\d{1,3})[.)]?\s*")


@dataclass(frozen=True, slots=True)
class CatalogUnderstanding:
    """Reads typed words by the labels that a catalog gives the buttons, and by command words, in all four languages."""

    catalog: Catalog

    def understand(
        self, typed: str, language: Language, screen: Screen, visit: int, today: date, *, numbered: bool = False
    ) -> Reply:
        """Return the button meant, as a Tap of that visit; else the command; else the words with their values.

        In this order: a /command; on a `numbered` screen the place of a button, all of them counted (`listed`); the whole
        label of a button, unless a command word means the same; a command word; the first words of a label; the label of a
        button that is no press; dates, times and quantities (`values.typed`). The customer's language is tried before all
        four together; words that fit buttons of different meaning press none of them. Any string is read, as far as its
        first 4096 characters.

        Where the screen asks for free text, only the whole label of a button in the customer's own language presses it, as
        it stands there to be read; every other word is the answer, in quotation marks that one too: "Stop" and "Neu" are
        names. A /command is one everywhere.
        """
        typed = typed[:MOST_READ]
        if (slash := _slash_command(typed)) is not None:
            return slash
        if screen.free_text:
            return self._free(typed, language, screen, visit, today)
        if numbered and (place := _place(typed, language)) is not None:
            button = _at(screen, place)
            if button is not None:
                return Tap(visit, button.press) if button.press is not None else Named(button)
        words = fold(_NUMBER.sub("", typed) if numbered else typed)
        command = COMMANDS.get(words)
        labels = _Labels(self.catalog, screen)
        press = labels.press(language, lambda label, _: label == words != "")
        if press is not None and (command is None or SAME_MEANING.get(press.action) is not command):
            return Tap(visit, press)
        if command is not None:
            return Command(command)
        press = labels.press(language, lambda label, press: _begins(label, words, press.action))
        if press is not None:
            return Tap(visit, press)
        named = labels.named(language, words)
        return Named(named) if named is not None else values.typed(typed, language, today)

    def _free(self, typed: str, language: Language, screen: Screen, visit: int, today: date) -> Reply:
        if (quoted := _QUOTED.fullmatch(typed)) is not None:
            return values.typed(quoted["words"], language, today)
        words = fold(typed)
        press = _Labels(self.catalog, screen).press_in((language,), lambda label, _: label == words != "")
        return Tap(visit, press) if press is not None else values.typed(typed, language, today)


class _Labels:
    """The folded labels of a screen's buttons, made once for each language that is asked for."""

    def __init__(self, catalog: Catalog, screen: Screen) -> None:
        self._catalog = catalog
        self._buttons = _buttons(screen)
        self._made: dict[Language, list[tuple[str, Press]]] = {}

    def press(self, first: Language, fits: Callable[[str, Press], bool]) -> Press | None:
        """Return the only meaning among the buttons that fit in the first language, else among those in any; or None."""
        for languages in ((first,), LANGUAGES):
            fitting = self._fitting(languages, fits)
            if fitting:
                return fitting.pop() if len(fitting) == 1 else None
        return None

    def press_in(self, languages: tuple[Language, ...], fits: Callable[[str, Press], bool]) -> Press | None:
        """Return the only meaning among the buttons that fit in those languages; or None."""
        fitting = self._fitting(languages, fits)
        return fitting.pop() if len(fitting) == 1 else None

    def named(self, first: Language, words: str) -> Button | None:
        """Return the button with that whole label which is no press: it opens an address or copies a text."""
        for language in (first, *LANGUAGES):
            for button in self._buttons:
                if button.press is None and fold(self._catalog.words(button.label, language)) == words != "":
                    return button
        return None

    def _fitting(self, languages: tuple[Language, ...], fits: Callable[[str, Press], bool]) -> set[Press]:
        return {press for each in languages for label, press in self._labels(each) if fits(label, press)}

    def _labels(self, language: Language) -> list[tuple[str, Press]]:
        if language not in self._made:
            self._made[language] = [
                (fold(self._catalog.words(button.label, language)), button.press)
                for button in self._buttons
                if button.press is not None and button.press.action is not Action.NOTHING
            ]
        return self._made[language]


def _buttons(screen: Screen) -> list[Button]:
    return [button for row in screen.rows for button in row]


def _place(typed: str, language: Language) -> int | None:
    """Return the place in a list that was typed, in digits or as a word: "2", "2.", "#2", "twee"."""
    if len(typed) > values.LONGEST:
        return None
    found = _PLACE.fullmatch(digits(unaccented(typed), language)[0])
    return int(found["place"]) if found is not None else None


def _at(screen: Screen, place: int) -> Button | None:
    buttons = listed(screen)
    return buttons[place - 1] if 0 < place <= len(buttons) else None


def _begins(label: str, words: str, action: Action) -> bool:
    # A number alone stays a number: it would be somebody's quantity.
    return (
        action not in WHOLE_LABEL_ONLY
        and len(words) >= SHORTEST_BEGINNING
        and not words.isdecimal()
        and label.startswith(f"{words} ")
    )


def _slash_command(typed: str) -> Command | None:
    found = _SLASH.fullmatch(typed.strip())
    if found is None or (name := COMMANDS.get(fold(found[1]))) is None:
        return None
    return Command(name)
