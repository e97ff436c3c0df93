"""What every run of the suite ends with: all that is left is answered, the history is judged, and a row is written."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.chaos.checker import check, longest_wait_s
from tests.chaos.history import History
from tests.chaos.results import row
from tests.chaos.world import Crowd, World

Record = Callable[[str, object], None]


@dataclass(slots=True)
class Trial:
    """One promise that is tried, and where its row is written to."""

    promise: str
    runs: int
    record: Record
    began_s: float = field(default_factory=time.monotonic)

    async def judge(
        self,
        opened: World,
        crowd: Crowd | None = None,
        figures: str = "",
        *,
        queues: int = 1,
        is_answered_late: bool = False,
    ) -> History:
        """Wait until those who shop are served and nothing is left to do; fail for what broke a rule."""
        if crowd is not None:
            await crowd.close()
        is_quiet = await opened.quiet()
        history = await opened.history(queues=queues, is_answered_late=is_answered_late)
        verdict = check(history)
        served = f"{len(history.updates)} updates, {len(history.writes)} writes of {len(history.wanted)} customers"
        waited = f"outcome told within {longest_wait_s(history):.0f} s" if history.writes else ""
        said = ", ".join(filter(None, (served, waited, figures)))
        self.record(*row(self.promise, self.runs, verdict, time.monotonic() - self.began_s, said))
        assert verdict.is_clean, str(verdict)
        assert is_quiet, "something is left to do"
        return history
