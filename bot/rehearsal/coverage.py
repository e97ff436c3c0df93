"""Which of the conversation's decisions the stories meet, as a report and as a gate."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.conversation.messages import SheetName, StepName
from bot.conversation.turn import LINK, Turn
from bot.rehearsal.possible import ANYTHING, Row, possible, row_of

BEYOND_STORIES: Final[Mapping[Row, str]] = {
    Row(SheetName.CODE, "KeyOpens", "Stay"): "a code opens nothing; it stands there for the match to be whole",
    Row(LINK, "KeyOpens", "Stay"): "a code opens nothing; it stands there for the match to be whole",
    Row(SheetName.KEY, "CodeWorks", "Stay"): "a key is worth nothing; it stands there for the match to be whole",
    Row(StepName.DAY, "Tap", "Stay"): "its buttons are named before; one of a month that is over counts as Tap PAGE",
    Row(StepName.PAYMENT, "Tap ORDER", "Advance"): "a return rings for an order whose change nobody answered",
    Row(StepName.CUSTOMER, ANYTHING, "Stay"): "its buttons and all that is written are named before",
}
"""What no story can meet, and why."""


@dataclass(slots=True)
class Coverage:
    """The decisions that were met, counted."""

    met: Counter[Row] = field(default_factory=Counter)

    def watch(self, turn: Turn) -> None:
        """Count what was decided in a turn."""
        self.met.update(row_of(decision, possible()) for decision in turn.decisions)

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

    def report(self) -> Iterator[str]:
        """Yield a table of all decisions, how often each was met, and what was not."""
        rows = sorted(possible() | self.met.keys())
        widths = [max(len(getattr(row, part)) for row in rows) for part in ("by", "on", "outcome")]
        for row in rows:
            cells = (part.ljust(width) for part, width in zip((row.by, row.on, row.outcome), widths, strict=True))
            yield f"{'  '.join(cells)}  {self._remark(row)}"
        stories_can = possible() - BEYOND_STORIES.keys()
        yield f"The stories meet {len(stories_can) - len(self.missing)} of {len(stories_can)} kinds of decisions."
        yield from (f"✗ no story meets: {row}" for row in self.missing)
        yield from (f"✗ not found in the source: {row}" for row in self.unforeseen)

    def _remark(self, row: Row) -> str:
        if row in self.met:
            return f"{self.met[row]} ×"
        return f"– ({BEYOND_STORIES[row]})" if row in BEYOND_STORIES else "✗"
