"""When the shop is left alone: after so many failures in a row it is only tried now and then, and nobody waits for it.

A part is an event, or the list of events (None). A part that fails so often in a row is left alone by itself, so that one
event's trouble is not everybody's; failures of more than one part, with no answer in between, are those of the whole shop.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

Part = UUID | None
FAILURES: Final = 10
TRIED_EVERY: Final = timedelta(seconds=10)


def unwatched(is_whole: bool, parts: int) -> None:
    """Let a change go by."""


class Circuit:
    """What one process knows of the shop's health; no I/O.

    `changed` hears whether the whole shop is left alone, and how many parts are by themselves.
    """

    def __init__(
        self,
        changed: Callable[[bool, int], None] = unwatched,
        *,
        failures: int = FAILURES,
        tried_every: timedelta = TRIED_EVERY,
    ) -> None:
        self._changed = changed
        self._failures = failures
        self.tried_every = tried_every
        self._of_all: Counter[Part] = Counter()
        self._of_part: Counter[Part] = Counter()
        self._opened_at: dict[Part, datetime] = {}
        self._tried_at: dict[Part, datetime] = {}

    @property
    def is_whole_open(self) -> bool:
        """Whether the whole shop is left alone."""
        return len(self._of_all) > 1 and self._of_all.total() >= self._failures

    def is_open(self, part: Part) -> bool:
        """Whether a part is left alone."""
        return self.is_whole_open or self._of_part[part] >= self._failures

    def failed(self, part: Part, now: datetime) -> None:
        """Count a failure."""
        before = self._state()
        was_open = self.is_open(part)
        self._of_all[part] += 1
        self._of_part[part] += 1
        if self.is_open(part) and not was_open:
            tried = self.to_be_tried(part)
            self._opened_at[tried] = self._tried_at[tried] = now
        self._tell(before)

    def answered(self, part: Part) -> None:
        """Know that the shop answered, if only to say no."""
        before = self._state()
        self._of_all.clear()
        for known in (self._of_part, self._opened_at, self._tried_at):
            known.pop(part, None)
        self._tell(before)

    def answered_another(self, part: Part, at: datetime) -> None:
        """Know that the shop answered another process; what was before it was left alone here says nothing."""
        opened_at = self._opened_at.get(part)
        if opened_at is None or at > opened_at:
            self.answered(part)

    def to_be_tried(self, part: Part) -> Part:
        """Return what tells whether a part that is left alone answers again: where all is, the list of events."""
        return None if self.is_whole_open else part

    def may_try(self, part: Part, now: datetime) -> bool:
        """Whether it is time to try that; if so, it is not again for a while."""
        tried_at = self._tried_at.get(part)
        if tried_at is not None and now - tried_at < self.tried_every:
            return False
        self._tried_at[part] = now
        return True

    def _state(self) -> tuple[bool, int]:
        return self.is_whole_open, sum(failures >= self._failures for failures in self._of_part.values())

    def _tell(self, before: tuple[bool, int]) -> None:
        state = self._state()
        if state != before:
            self._changed(*state)
