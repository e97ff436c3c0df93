"""`ticketbot` as it is, but that its process ends itself at a named point, or runs without one of its guards.

    CHAOS_POINT=posted CHAOS_SKIP=2 python -m tests.chaos.bot run

Nothing of this is in the bot: the seams between its parts are wrapped here before its command line begins.
"""

import os
from datetime import datetime, timedelta

from bot.cli import main, run
from bot.clock import SystemClock
from bot.store import retention
from tests.chaos.blinded import GUARDS
from tests.chaos.points import deed, watch


class LaterClock(SystemClock):
    """A clock as far ahead as the simulator's was moved."""

    ahead = timedelta(seconds=float(os.environ.get("CHAOS_CLOCK_S", "0")))

    def now(self) -> datetime:
        """Return the moment there."""
        return super().now() + self.ahead


if __name__ == "__main__":
    # The checker reads every line.
    retention.JOURNAL_LINES = 100_000  # type: ignore[misc]
    if guard := os.environ.get("CHAOS_WITHOUT"):
        GUARDS[guard]()
    watch(deed(os.environ))
    run.SystemClock = LaterClock  # type: ignore[attr-defined]
    main()
