"""How the shop cannot be read, and what is known of it all the same."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.shop import Event, EventSummary

CannotReadReason = Literal["unavailable", "locked", "refused", "misconfigured"]
"""Why the shop could not be read.

    unavailable     it does not answer now
    locked          it does not show its list or this event without an access key; or, asked with one, it did not accept
                    that: a wrong key and an unknown event look the same
    refused         it said no to anything else
    misconfigured   a setting is wrong; the operator was told
"""


@dataclass(frozen=True, slots=True)
class LastKnown:
    """What the shop said when it could be read, which is not long ago: the list of events, or the event that was asked for."""

    read_at: datetime
    events: tuple[EventSummary, ...] = ()
    event: Event | None = None


class CannotRead(Exception):
    """The shop could not be read. Where it does not answer now, what it said last may be `known`."""

    def __init__(self, reason: CannotReadReason, known: LastKnown | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.known = known
