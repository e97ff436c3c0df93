"""The journal of what a bot asked."""

import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

MOST_KEPT = 5000

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """One call: its method and parameters, where these are not as the Bot API's schema says, and the answer."""

    number: int
    at: datetime
    method: str
    parameters: dict[str, object]
    violations: list[str]
    status: int
    answer: object

    def as_json(self) -> dict[str, object]:
        """Return the call for the journal's reader; `answer` is the result or the error's description."""
        return {**asdict(self), "at": self.at.isoformat()}


class Calls:
    """The last calls, oldest first."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=MOST_KEPT)
        self._count = 0

    def __iter__(self) -> Iterator[Call]:
        return iter(self._calls)

    def note(
        self,
        at: datetime,
        method: str,
        parameters: dict[str, object],
        violations: list[str],
        status: int,
        answer: object,
    ) -> None:
        """Add a call; warn of one that the real Bot API might ignore in part, or refuse another day."""
        for violation in violations:
            _log.warning("%s: %s", method, violation)
        self._count += 1
        self._calls.append(Call(self._count, at, method, parameters, violations, status, answer))
