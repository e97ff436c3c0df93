"""What an order would stand beside: at most one unfinished order an event, unless the customer names the second."""

from dataclasses import dataclass
from datetime import datetime

from bot.conversation.facts import Context
from bot.conversation.session import Hold


@dataclass(frozen=True, slots=True)
class Rival:
    """Another order of the same event: one that the shop holds, or one that it may hold until `frees_at`, as it never said."""

    frees_at: datetime
    hold: Hold | None = None


def perhaps_paid(context: Context) -> Hold | None:
    """Return what was held of the same event until it ended, of which nobody knows whether it was paid.

    An order that is that one once more is placed by a customer who said that it was not.
    """
    purchase, now = context.purchase, context.facts.now
    for each in reversed(context.session.purchases):
        hold = each.hold
        if hold is None or each.event != purchase.event or hold.order_id == purchase.again_of:
            continue
        if hold.ended(now) and hold.link_shown and hold.reported is None:
            return hold
    return None


def rival(context: Context) -> Rival | None:
    """Return what is held of the event of the current purchase by another one, or may be."""
    purchase, session, now = context.purchase, context.session, context.facts.now
    for each in reversed(session.purchases):
        is_other = each.visit != purchase.visit and each.event == purchase.event
        if is_other and each.hold is not None and each.hold.is_open(now):
            return Rival(each.hold.due_at, each.hold)
    frees_at = session.may_hold.get(purchase.event) if purchase.event is not None else None
    return Rival(frees_at) if frees_at is not None and now < frees_at else None
