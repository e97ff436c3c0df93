"""What a customer typed, read against the screen that is shown."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.conversation.messages import Action, Command, CommandName, Press, Reply, Screen, Tap, Typed
from bot.conversation.ports import Catalog
from bot.domain.labels import LANGUAGES, Language
from bot.i18n.folding import fold
from bot.i18n.words import COMMANDS, NUMBERS

MOST_READ: Final = 4096
"""How many characters are read: as many as a message can have (Bot API, sendMessage)."""

SHORTEST_BEGINNING: Final = 3
"""How many characters the first words of a label must have to stand for all of it."""

LONGEST_NUMBER: Final = 3
"""How many digits a quantity can have; more are a year, a postcode, a phone number."""

WHOLE_LABEL_ONLY: Final = frozenset({Action.ORDER, Action.CANCEL, Action.START_OVER})
"""What binds the customer or throws a cart away: its first words are not enough ("Neu" is a family name)."""

SAME_MEANING: Final = {
    Action.BACK: CommandName.BACK,
    Action.CANCEL: CommandName.CANCEL,
    Action.START_OVER: CommandName.START_OVER,
}

_SLASH: Final = re.compile(r"/(\w+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_NUMBER_OR_WORD: Final = re.compile(r"(?:(?<!\w)[-−])?\d+(?:[.,:/⁄]\d+)*|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class CatalogUnderstanding:
    """Reads typed words by the labels that a catalog gives the buttons, and by command words, in all four languages."""

    catalog: Catalog

    def understand(self, typed: str, language: Language, screen: Screen, visit: int) -> Reply:
        """Return the button meant, as a Tap of that visit; else the command; else the words with their numbers.

        In this order: a /command; the whole label of a button, unless a command word means the same; a command word; the
        first words of a label. The customer's language is tried before all four together; words that fit buttons of
        different meaning press none of them. Any string is read, as far as its first 4096 characters.
        """
        typed = typed[:MOST_READ]
        if (slash := _slash_command(typed)) is not None:
            return slash
        words = fold(typed)
        command = COMMANDS.get(words)
        labels = _Labels(self.catalog, screen)
        press = labels.press(language, lambda label, _: label == words != "")
        if press is not None and (command is None or SAME_MEANING.get(press.action) is not command):
            return Tap(visit, press)
        if command is not None:
            return Command(command)
        press = labels.press(language, lambda label, press: _begins(label, words, press.action))
        return Tap(visit, press) if press is not None else Typed(typed, numbers_in(typed))


class _Labels:
    """The folded labels of a screen's buttons, made once for each language that is asked for."""

    def __init__(self, catalog: Catalog, screen: Screen) -> None:
        self._catalog = catalog
        self._buttons = [button for row in screen.rows for button in row]
        self._made: dict[Language, list[tuple[str, Press]]] = {}

    def press(self, first: Language, fits: Callable[[str, Press], bool]) -> Press | None:
        """Return the only meaning among the buttons that fit in the first language, else among those in any; or None."""
        for languages in ((first,), LANGUAGES):
            fitting = {press for each in languages for label, press in self._labels(each) if fits(label, press)}
            if fitting:
                return fitting.pop() if len(fitting) == 1 else None
        return None

    def _labels(self, language: Language) -> list[tuple[str, Press]]:
        if language not in self._made:
            self._made[language] = [
                (fold(self._catalog.words(button.label, language)), button.press)
                for button in self._buttons
                if button.press is not None
            ]
        return self._made[language]


def numbers_in(typed: str) -> tuple[int, ...]:
    """Return the whole numbers from 0 to 999 in a text, in order, digits and number words alike.

    Parts of something else are no numbers: of a fraction or a clock time, of more digits, behind a minus sign.
    """
    numbers = []
    for found in _NUMBER_OR_WORD.findall(unicodedata.normalize("NFKC", typed)):
        if found.isdecimal():
            if len(found) <= LONGEST_NUMBER:
                numbers.append(int(found))
        elif (number := NUMBERS.get(fold(found))) is not None:
            numbers.append(number)
    return tuple(numbers)


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
    return Command(name, (found[2] or "").strip())
