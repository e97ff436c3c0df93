"""The screens that were met while stories were played, or while somebody tried the bot.

A screen has no words yet: one that was met in one language is drawn in all of them by the very function that draws it for
Telegram. One is kept where it says or offers something that no screen of its step before it did, so that every text that
was ever shown is in the gallery.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from bot.conversation.flow import STEPS
from bot.conversation.keepsakes import CalendarFile, Keepsake, Note, keepsakes
from bot.conversation.messages import Listing, Screen, SheetName, Text
from bot.conversation.screens import UNAVAILABLE
from bot.conversation.sheets import SHEETS
from bot.conversation.turn import Turn
from bot.rehearsal.possible import possible, row_of

RESTING: Final = "the shop is away"
BELL: Final = "a message beside the chat's card"
KEPT: Final = "what stays in the chat"
PLACES: Final = (*STEPS, *SHEETS, RESTING, BELL, KEPT)
"""What a screen can be of, in the order of the gallery."""
MOST_OF_A_STORY: Final = 5000
"""Screens of one story: somebody may try the bot all day."""


@dataclass(frozen=True, slots=True)
class Met:
    """A screen as it was shown: of what, with which notice, stamp and manner, in which story, and after which decision.

    `keepsake` is what it is the words of, where it is one.
    """

    of: str
    screen: Screen
    story: str
    after: str = ""
    notice: Text | None = None
    visit: int = 0
    is_plain: bool = False
    keepsake: Keepsake | None = None

    def texts(self) -> dict[str, Text]:
        """Return every text on it by its message id: a notice first, then from top to bottom."""
        rows = [button for row in self.screen.rows for button in row]
        shown = [
            *([self.notice] if self.notice is not None else []),
            self.screen.title,
            *(line.text for lines in self.screen.paragraphs for line in lines),
            *(button.label for button in rows),
            *(button.copy_words for button in rows if button.copy_words is not None),
        ]
        if isinstance(self.keepsake, CalendarFile):
            shown.append(self.keepsake.description)
        found: dict[str, Text] = {}
        for each in (part for text in shown for part in _within(text)):
            found.setdefault(each.msgid, each)
        return found


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A screen that is worth a look, with what is new on it; `number` tells it apart from the others of its step."""

    met: Met
    new: tuple[Text, ...]
    number: int


@dataclass(slots=True)
class Screens:
    """What was met, by the story in which it was."""

    met: dict[str, deque[Met]] = field(default_factory=dict)

    def watching(self, story: str) -> Callable[[Turn], None]:
        """Return what is to see each turn of a story."""
        return partial(self._see, story, self.met.setdefault(story, deque(maxlen=MOST_OF_A_STORY)))

    def exhibits(self) -> list[Exhibit]:
        """Return the screens that show something new, by what they are of and in the order in which stories were named."""
        known: dict[tuple[str, bool], set[str]] = {}
        kept: dict[str, list[Exhibit]] = {place: [] for place in PLACES}
        for met in self:
            texts, before = met.texts(), known.setdefault((met.of, met.is_plain), set())
            if new := [text for msgid, text in texts.items() if msgid not in before]:
                before.update(texts)
                kept[met.of].append(Exhibit(met, tuple(new), len(kept[met.of]) + 1))
        return [exhibit for place in PLACES for exhibit in kept[place]]

    def texts(self) -> set[str]:
        """Return the message ids of all that was shown."""
        return {msgid for met in self for msgid in met.texts()}

    def __iter__(self) -> Iterator[Met]:
        return (met for seen in self.met.values() for met in seen)

    @staticmethod
    def _see(story: str, seen: deque[Met], turn: Turn) -> None:
        seen.extend(seen_in(story, turn))


def seen_in(story: str, turn: Turn) -> Iterator[Met]:
    """Yield what a turn of a story shows: a message beside the card, the card, and what stays in the chat."""
    after = str(row_of(turn.decisions[-1], possible())) if turn.decisions else ""
    if turn.bell is not None:
        yield Met(BELL, turn.bell.screen, story, after, turn.bell.notice, turn.bell.visit)
    if turn.screen is not None:
        yield Met(_place(turn), turn.screen, story, after, turn.notice, turn.visit, turn.session.plain)
    if turn.handed_over is not None:
        for each in keepsakes(turn.handed_over, draws_tickets=True):
            screen = each.screen if isinstance(each, Note) else each.caption
            yield Met(KEPT, screen, story, after, keepsake=each)


def _place(turn: Turn) -> str:
    if turn.forgotten:
        return SheetName.DELETE
    if turn.screen is not None and turn.screen.title == UNAVAILABLE:
        return RESTING
    return turn.session.sheet or turn.session.purchase.at


def _within(text: Text) -> Iterator[Text]:
    """Yield a text and those that it is made of."""
    yield text
    for value in text.params.values():
        for part in value.items if isinstance(value, Listing) else (value,):
            if isinstance(part, Text):
                yield from _within(part)
