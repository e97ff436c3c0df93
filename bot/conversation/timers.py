"""The timers of a hold: a warning before its end, and the end.

They are read off the session, so that there is no other truth about them: one that is not among the timers of a hold any
more means nothing, whenever it rings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import quote

from bot.conversation.messages import PaymentOutcome
from bot.conversation.ports import Envelope
from bot.conversation.session import Hold, Session

WARNING_BEFORE: Final = timedelta(minutes=5)
END_AFTER: Final = timedelta(seconds=1)
"""How long after its end a hold is told to have ended: the shop's Date header knows no parts of a second."""
LONGEST_ORDER: Final = 100


class TimerName(StrEnum):
    """What a timer tells of a hold."""

    WARNING = "warning"
    END = "end"


@dataclass(frozen=True, slots=True)
class Timer:
    """Something to be told of a hold at a moment of our own clock. A hold that is moved has other timers, by their ids."""

    id: str
    name: TimerName
    at: datetime


def timers_of(hold: Hold) -> tuple[Timer, ...]:
    """Return the timers of a hold: none once it is paid, and no warning of a hold that is hardly longer than its warning."""
    if hold.reported is PaymentOutcome.SUCCESS:
        return ()
    ends_at = hold.due_at - timedelta(seconds=hold.clock_skew_s)
    end = Timer(_id(hold, TimerName.END), TimerName.END, ends_at + END_AFTER)
    warned_at = ends_at - WARNING_BEFORE
    if warned_at - hold.held_at < WARNING_BEFORE:
        return (end,)
    return Timer(_id(hold, TimerName.WARNING), TimerName.WARNING, warned_at), end


def timers_in(session: Session) -> Iterator[Timer]:
    """Yield the timers of all that the shop holds for a chat, past ones too."""
    for purchase in session.purchases:
        if purchase.hold is not None:
            yield from timers_of(purchase.hold)


def time_up_envelope(timer_id: str, stored_at: datetime) -> Envelope:
    """Return the envelope for a timer that is due."""
    return Envelope(timer_id, "time_up", stored_at, "{}")


def _id(hold: Hold, name: TimerName) -> str:
    order = quote(hold.order_id, safe="")[:LONGEST_ORDER]
    return f"timer:{order}:{name}:{hold.due_at.astimezone(UTC).isoformat()}"
