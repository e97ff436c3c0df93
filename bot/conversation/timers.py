"""The timers of a hold: a warning before its end, and the end.

They are read off the session, so that there is no other truth about them: one that is not among the timers of a hold any
more means nothing, whenever it rings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote

from bot.conversation.messages import PaymentOutcome, TimerName, TimeUp
from bot.conversation.ports import Envelope
from bot.conversation.session import Hold, Session

WARNING_BEFORE: Final = timedelta(minutes=5)
END_AFTER: Final = timedelta(seconds=1)
"""How long after its end a hold is told to have ended: the shop's Date header knows no parts of a second."""
LONGEST_ORDER: Final = 100


@dataclass(frozen=True, slots=True)
class Timer:
    """Something to be told of a hold at a moment of our own clock. A hold that is moved has other timers, by their ids."""

    id: str
    name: TimerName
    at: datetime


def timers_of(hold: Hold) -> tuple[Timer, ...]:
    """Return the timers of a hold: none of one that is paid, or said to be, and no warning of one that hardly lasts longer."""
    if hold.said_paid or hold.reported is PaymentOutcome.SUCCESS:
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


def means(rung: TimeUp, hold: Hold, now: datetime) -> bool:
    """Whether a timer that rang still says something true of a hold: it is one of its own, and its moment has come.

    A warning that comes late, when the hold has ended, says nothing: the end is told by its own timer. One that comes early,
    by a clock that is ahead of this one, is still to come, and is set again with the session.
    """
    timer = next((each for each in timers_of(hold) if each.id == rung.timer), None)
    is_late = rung.name is TimerName.WARNING and hold.ended(now)
    return timer is not None and timer.at <= now and not is_late


def read_time_up(envelope_id: str) -> TimeUp | None:
    """Return what the id of an envelope of the kind "time_up" says; None for one of another version."""
    name = envelope_id.split(":")[2:3]
    return TimeUp(envelope_id, TimerName(*name)) if name and name[0] in set(TimerName) else None


def time_up_envelope(timer_id: str, stored_at: datetime) -> Envelope:
    """Return the envelope for a timer that is due."""
    return Envelope(timer_id, "time_up", stored_at, "{}")


def _id(hold: Hold, name: TimerName) -> str:
    order = quote(hold.order_id, safe="")[:LONGEST_ORDER]
    return f"timer:{order}:{name}:{hold.due_at.astimezone(UTC).isoformat()}"
