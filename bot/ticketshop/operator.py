"""What the operator hears of the shop."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.conversation.ports import Clock

STANDING: Final = timedelta(minutes=10)
"""How often trouble is told that stands until somebody mends it."""
PASSING: Final = timedelta(seconds=10)
"""How often trouble is told that every customer meets while it lasts."""
ONCE: Final = timedelta.max


class Operator:
    """Tells the operator a name and a word on it, without a secret; the same again only after a while."""

    def __init__(self, told: Callable[[str, str], None], clock: Clock) -> None:
        self._told = told
        self._clock = clock
        self._heard_at: dict[tuple[str, str], datetime] = {}

    def hears(self, what: str, word: str, *, at_most_every: timedelta = timedelta(0)) -> None:
        """Tell it, unless it was told within that time."""
        now = self._clock.now()
        heard_at = self._heard_at.get((what, word))
        if heard_at is not None and now - heard_at < at_most_every:
            return
        if at_most_every:
            self._heard_at[what, word] = now
        self._told(what, word)
