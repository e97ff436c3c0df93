"""What following a deep link comes to.

A link wins while nothing is held: its purchase becomes the current one and the cart that was open is one tap away. While
a hold is open its card comes first, with the link's event as a button.
"""

from datetime import timedelta
from typing import Final

from bot.conversation.facts import Context
from bot.conversation.links import StoredLink
from bot.conversation.messages import Followed, text
from bot.conversation.outcome import Advance, Outcome, Stay
from bot.conversation.session import Purchase
from bot.conversation.steps.beside import gone_on_with

FAR: Final = timedelta(days=3 * 366)
"""A link's day or time farther away than this, either way, is nobody's plan and left out."""


def follow(context: Context, followed: Followed) -> Outcome:
    """Begin what a link asks for, or show what is held already."""
    session, event = context.session, followed.link.event
    held = next((each for each in _newest_first(context) if each.hold and each.hold.is_open(context.facts.now)), None)
    if held is None:
        return _begin(context, followed)
    session = session.turned_to(held)
    if followed.is_unknown:
        return Stay(session=session, notice=_UNKNOWN)
    if held.event == event:
        return Stay(session=session, notice=text("Tickets for this event are already held for you."))
    notice = text("Tickets are still held for you. The other event is a tap away.")
    return Stay(session=session.beside(_purchase_of(context, followed)), notice=notice)


def _begin(context: Context, followed: Followed) -> Outcome:
    """Begin a purchase; a link that brings nothing new to an open one of its event goes on with that."""
    session, link = context.session, followed.link
    if followed.is_unknown:
        return Advance(session=session.begin(Purchase()), notice=_UNKNOWN)
    purchase = _purchase_of(context, followed)
    gone = _GONE if link.stored and _stored(followed) is None else None
    brings_nothing = not (purchase.slot_at or purchase.day or purchase.code or purchase.prefilled)
    same = next((each for each in _newest_first(context) if each.event == link.event and not each.is_ordered), None)
    if same is None or not brings_nothing:
        return Advance(session=session.begin(purchase), notice=gone)
    return gone_on_with(session.turned_to(same), gone)


_UNKNOWN: Final = text("The event of your link is not in this shop any more.")
_GONE: Final = text("What your link had prepared is no longer there. Choose it here instead.")


def _newest_first(context: Context) -> tuple[Purchase, ...]:
    return (context.purchase, *reversed(context.session.purchases))


def _stored(followed: Followed) -> StoredLink | None:
    """Return what is stored for a link, unless it is of another event: then somebody put the two together."""
    stored = followed.stored
    return stored if stored is not None and stored.event == followed.link.event else None


def _purchase_of(context: Context, followed: Followed) -> Purchase:
    """Return the purchase that a link begins; what is not stored any more is simply asked."""
    link = followed.link
    stored = _stored(followed) or StoredLink(event=link.event)
    now = context.facts.now
    slot_at, day = link.slot or stored.slot, link.day or stored.day
    if slot_at is not None and abs(slot_at - now) > FAR:
        slot_at = None
    if slot_at is not None:
        day = context.facts.local_at(link.event, slot_at).date()
    if day is not None and abs(day - now.date()) > FAR:
        day = None
    return Purchase(
        event=link.event,
        event_name=followed.event_name,
        day=day,
        slot_at=slot_at,
        quantities=dict(stored.quantities),
        code=link.code or stored.code or None,
        key=stored.key or context.session.key_of(link.event),
        source=link.source or stored.source,
        prefilled=bool(stored.quantities),
    )
