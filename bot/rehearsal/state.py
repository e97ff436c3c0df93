"""The state of a chat, for people who look on: where the conversation is, what is chosen and held, what can come next.

Nothing of it can be used by anybody: what a customer gave of themselves is masked unless it is asked for, a code and a key
are only said to be there, and of the ways back from paying nothing is told.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from bot.conversation.session import Details, Hold, Purchase, Session
from bot.conversation.turn import ANYWHERE
from bot.domain.customer import Field, masked
from bot.rehearsal.possible import possible

Json = dict[str, Any]
Names = Mapping[UUID, str]
NOBODY: Final = Session()


def chat_state(
    session: Session | None, details: Details, now: datetime, *, names: Names | None = None, unmasked: bool = False
) -> Json:
    """Return the state of a chat as JSON; `session` is None for a chat of which nothing is remembered.

    `names` are those of ticket types, as far as they are known.
    """
    names = names or {}
    known = (NOBODY if session is None else session).at(now)
    current = known.purchase
    details = details.at(now)
    return {
        "known": session is not None,
        "language": known.language,
        "language_chosen": known.language_chosen,
        "plain": known.plain,
        "step": current.at,
        "sheet": known.sheet,
        "visit": current.visit,
        **_purchase(current, now, names),
        "fields": {field: value if unmasked else masked(field, value) for field, value in details.values.items()},
        "fields_until": _written(details.until),
        "writing": type(known.intent.effect).__name__ if known.intent is not None else None,
        "may_hold_until": {str(event): _written(until) for event, until in known.may_hold.items()},
        "beside": [
            {"step": each.at, "visit": each.visit, **_purchase(each, now, names)}
            for each in known.purchases
            if each != current
        ],
        "next": _moves(known.sheet or current.at),
        "anytime": _moves(ANYWHERE),
    }


def _purchase(purchase: Purchase, now: datetime, names: Names) -> Json:
    return {
        "event": None if purchase.event is None else {"uuid": str(purchase.event), "name": purchase.event_name},
        "has_key": purchase.key is not None,
        "day": _written(purchase.day),
        "slot": purchase.slot,
        "slot_at": _written(purchase.slot_at),
        "cart": _tickets(purchase.quantities, names),
        "code": None if purchase.code is None else "accepted" if purchase.code_accepted else "not tried",
        "method": _written(purchase.method),
        "bank_chosen": bool(purchase.bank),
        "asked": purchase.asked,
        "skipped": list[Field](purchase.skipped),
        "shown_total": None if purchase.shown_total is None else str(purchase.shown_total),
        "changing": purchase.is_changing,
        "hold": None if purchase.hold is None else _hold(purchase.hold, now, names),
        "free_order": None if purchase.order is None else purchase.order.order_id,
        "unanswered": purchase.unanswered,
    }


def _hold(hold: Hold, now: datetime, names: Names) -> Json:
    return {
        "order_id": hold.order_id,
        "due_at": _written(hold.due_at),
        "ends_in_s": max(round(hold.due_at.timestamp() - now.timestamp() - hold.clock_skew_s), 0),
        "ended": hold.ended(now),
        "tickets": _tickets(hold.quantities, names),
        "total": f"{hold.total} {hold.currency}",
        "method": hold.method_name,
        "payment_page": "open" if hold.link is not None else "none" if hold.checkout is None else "not to be used",
        "reported": hold.reported,
        "said_paid": hold.said_paid,
        "unsure": hold.is_unsure,
    }


def _tickets(quantities: Mapping[UUID, int], names: Names) -> list[Json]:
    return [
        {"uuid": str(ticket), "name": names.get(ticket, ""), "amount": amount}
        for ticket, amount in quantities.items()
        if amount
    ]


def _moves(by: str) -> list[str]:
    """Return what the source says can be answered there, by the names of the replies."""
    return sorted({row.on for row in possible() if row.by == by})


def _written(value: object) -> str | None:
    return None if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
