"""Whether the loops of this process still turn: who runs it starts a process anew whose loops do not."""

import time
from collections.abc import Callable
from typing import Final

SLACK_S: Final = 15.0
"""How long after its time a loop may still turn before it counts as dead."""


class Pulse:
    """By when each loop has said that it turns again. It says so itself, with the time that what it begins may take."""

    def __init__(self, slack_s: float = SLACK_S, now_s: Callable[[], float] = time.monotonic) -> None:
        self._slack_s = slack_s
        self._now_s = now_s
        self._expected_s: dict[str, float] = {}

    def turns(self, loop: str, again_within_s: float = 0.0) -> None:
        """Note that a loop turns now, and does so again within a time, the slack aside."""
        self._expected_s[loop] = self._now_s() + again_within_s + self._slack_s

    def rests(self, loop: str) -> None:
        """Note that a loop has ended as it should: nobody waits for it any more."""
        self._expected_s.pop(loop, None)

    @property
    def has_begun(self) -> bool:
        """Whether any loop has turned yet."""
        return bool(self._expected_s)

    def silent(self) -> tuple[str, ...]:
        """Return the loops that ought to have turned by now."""
        return tuple(loop for loop, expected_s in self._expected_s.items() if expected_s < self._now_s())
