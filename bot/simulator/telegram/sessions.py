"""The bot's session at the cloud's Bot API server (https://core.telegram.org/bots/api#logout and #close)."""

import math
from datetime import datetime, timedelta

from bot.simulator.clock import MovableClock
from bot.simulator.telegram.refused import Refused, too_many_requests

LOCKED_FOR = timedelta(minutes=10)


class Sessions:
    """Whether the bot is logged in: after logging out it cannot come back for ten minutes."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self._began_at = clock.now()
        self._locked_until: datetime | None = None

    def expect_open(self) -> None:
        """Raise Refused for a bot that logged out and is not let in again yet."""
        if self._locked_until is not None and self._clock.now() < self._locked_until:
            raise Refused("Logged out")

    def log_out(self) -> None:
        """Log out, so that a server of one's own can log in."""
        self._locked_until = self._clock.now() + LOCKED_FOR

    def close(self) -> None:
        """Close the instance, to move it to another server; not within ten minutes of its beginning."""
        left = self._began_at + LOCKED_FOR - self._clock.now()
        if left > timedelta():
            raise too_many_requests(math.ceil(left.total_seconds()))
        self._began_at = self._clock.now()
