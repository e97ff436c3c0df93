"""What the stories meet of the conversation: its decisions, the replies at each step, its texts. As a report and as a gate."""

import typing
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from bot.conversation.flow import STEPS
from bot.conversation.messages import Named, Reply, Returned, Shared, SheetName, StepName, Tap, TimeUp, Typed
from bot.conversation.sheets import SHEETS
from bot.conversation.turn import LINK, Turn
from bot.domain.labels import Language
from bot.rehearsal.gallery.met import seen_in
from bot.rehearsal.possible import ANYTHING, Row, possible, row_of
from bot.rehearsal.texts import texts_of_conversation

BEYOND_STORIES: Final[Mapping[Row, str]] = {
    Row(SheetName.CODE, "KeyOpens", "Stay"): "a code opens nothing; it stands there for the match to be whole",
    Row(LINK, "KeyOpens", "Stay"): "a code opens nothing; it stands there for the match to be whole",
    Row(SheetName.KEY, "CodeWorks", "Stay"): "a key is worth nothing; it stands there for the match to be whole",
    Row(StepName.DAY, "Tap", "Stay"): "its buttons are named before; one of a month that is over counts as Tap PAGE",
    Row(StepName.PAYMENT, "Tap ORDER", "Advance"): "a return rings for an order whose change nobody answered",
    Row(StepName.CUSTOMER, ANYTHING, "Stay"): "its buttons and all that is written are named before",
}
"""What no story can meet, and why."""

REPLIES: Final[tuple[type[Reply], ...]] = typing.get_args(Reply)
COME_BY_THEMSELVES: Final = (Returned, TimeUp)
"""Replies that `payment` decides on, wherever the customer stands."""
HEARD_BY_SHEETS: Final = (Tap, Typed, Shared)
"""Replies that come as far as an open sheet: all others are decided on before."""
WITHOUT_LINKS: Final = (
    StepName.EVENT,
    StepName.DAY,
    StepName.SLOT,
    StepName.TICKETS,
    StepName.CUSTOMER,
    StepName.METHOD,
    StepName.BANK,
)
"""Steps without a button that opens an address or copies a text: there is none to be named there."""


@dataclass(frozen=True, slots=True, order=True)
class Meeting:
    """A kind of reply that is given at a step or to an open sheet."""

    at: str
    reply: str

    def __str__(self) -> str:
        return f"{self.reply} at {self.at}"


def meetings() -> frozenset[Meeting]:
    """Return every kind of reply at every step and sheet that can hear it."""
    by_customer = [kind for kind in REPLIES if kind not in COME_BY_THEMSELVES]
    heard = {
        *product(STEPS, by_customer),
        *product(SHEETS, HEARD_BY_SHEETS),
        *product([StepName.PAYMENT], COME_BY_THEMSELVES),
    }
    return frozenset(Meeting(at, kind.__name__) for at, kind in heard - {*product(WITHOUT_LINKS, [Named])})


@dataclass(slots=True)
class Coverage:
    """The decisions that were met, and the replies at each step, counted; and the texts that were shown, by language.

    `screens` counts those of a step that said or offered something new, as the gallery has them.
    """

    met: Counter[Row] = field(default_factory=Counter)
    replies: Counter[Meeting] = field(default_factory=Counter)
    shown: dict[Language, set[str]] = field(default_factory=dict)
    screens: Counter[str] = field(default_factory=Counter)
    _texts: dict[str, set[str]] = field(default_factory=dict)

    def watch(self, turn: Turn) -> None:
        """Count what was decided and shown in a turn."""
        for decision in turn.decisions:
            self.met[row_of(decision, possible())] += 1
            if isinstance(decision.on, REPLIES):
                at = decision.by if decision.by in {*STEPS, *SHEETS} else turn.step
                self.replies[Meeting(at, type(decision.on).__name__)] += 1
        for met in seen_in("", turn):
            texts, before = met.texts(), self._texts.setdefault(met.of, set())
            self.screens[met.of] += not texts.keys() <= before
            before.update(texts)
            self.shown.setdefault(turn.session.language, set()).update(texts)

    @property
    def missing(self) -> list[Row]:
        """What a story could meet and none did."""
        return sorted(possible() - self.met.keys() - BEYOND_STORIES.keys())

    @property
    def unforeseen(self) -> list[Row]:
        """What was met and not read off the source: then the reading of it is wrong."""
        return sorted(self.met.keys() - possible())

    @property
    def needless(self) -> list[Row]:
        """What is said to be beyond stories and is not: it was met, or is not in the source."""
        return sorted(row for row in BEYOND_STORIES if row in self.met or row not in possible())

    @property
    def unheard(self) -> list[Meeting]:
        """The replies that no story gives at a step or a sheet that can hear them."""
        return sorted(meetings() - self.replies.keys())

    @property
    def unshown(self) -> Mapping[str, str]:
        """The texts that no story shows, each with the module that has it."""
        shown = set[str]().union(*self._texts.values())
        return {msgid: module for msgid, module in texts_of_conversation().items() if msgid not in shown}

    def report(self) -> Iterator[str]:
        """Yield a table of all decisions, how often each was met, and what was not."""
        rows = sorted(possible() | self.met.keys())
        widths = [max(len(getattr(row, part)) for row in rows) for part in ("by", "on", "outcome")]
        for row in rows:
            cells = (part.ljust(width) for part, width in zip((row.by, row.on, row.outcome), widths, strict=True))
            yield f"{'  '.join(cells)}  {self.remark(row)}"
        yield from self.summary()
        yield from (f"✗ no story shows ({module}): {msgid}" for msgid, module in self.unshown.items())
        yield from (f"✗ no story meets: {meeting}" for meeting in self.unheard)
        yield from (f"✗ no story meets: {row}" for row in self.missing)
        yield from (f"✗ not found in the source: {row}" for row in self.unforeseen)

    def summary(self) -> Iterator[str]:
        """Yield how much was met, a sentence each."""
        stories_can = possible() - BEYOND_STORIES.keys()
        yield f"The stories meet {_of(stories_can, self.missing)} kinds of decisions,"
        yield f"{_of(meetings(), self.unheard)} kinds of replies at a step or sheet,"
        yield f"and show {_of(texts_of_conversation(), self.unshown)} texts of the conversation."

    def remark(self, row: Row) -> str:
        """Return how often a decision was met, or why it was not."""
        if row in self.met:
            return f"{self.met[row]} ×"
        return f"– ({BEYOND_STORIES[row]})" if row in BEYOND_STORIES else "✗"


def _of(all_of_them: Iterable[object], left: Iterable[object]) -> str:
    total = len(list(all_of_them))
    return f"{total - len(list(left))} of {total}"
