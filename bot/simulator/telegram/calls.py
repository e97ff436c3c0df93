"""The journal of what a bot asked."""

from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

MOST_KEPT = 5000


@dataclass(frozen=True, slots=True)
class Call:
    """One call: its method and parameters, the names among them that the method does not know, and the answer."""

    number: int
    at: datetime
    method: str
    parameters: dict[str, object]
    unknown: list[str]
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
        unknown: list[str],
        status: int,
        answer: object,
    ) -> None:
        """Add a call."""
        self._count += 1
        self._calls.append(Call(self._count, at, method, parameters, unknown, status, answer))
