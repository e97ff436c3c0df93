"""What following a deep link comes to.

A link wins while nothing is held: its purchase becomes the current one and the cart that was open is one tap away. While
a hold is open its card comes first, with the link's event as a button.
"""

from bot.conversation.facts import Context
from bot.conversation.links import Link, StoredLink
from bot.conversation.messages import StepName, text
from bot.conversation.outcome import Advance, Outcome, Stay
from bot.conversation.session import Purchase


def follow(context: Context, link: Link, stored: StoredLink | None) -> Outcome:
    """Begin what a link asks for; one that brings nothing new to the open cart of its event leaves that as it is."""
    session, current = context.session, context.purchase
    purchase = purchase_of(context, link, stored)
    if current.hold is not None and current.at is StepName.PAYMENT and not current.hold.ended(context.facts.now):
        if current.event == link.event:
            return Stay(session=session.model_copy(update={"sheet": None}))
        return Stay(
            session=session.beside(purchase), notice=text("You still hold tickets. The other event is a tap away.")
        )
    is_bare = not (purchase.slot_at or purchase.day or purchase.code or purchase.prefilled)
    if is_bare and current.hold is None and current.event == link.event:
        return Stay(session=session.model_copy(update={"sheet": None}))
    return Advance(session=session.begin(purchase))


def purchase_of(context: Context, link: Link, stored: StoredLink | None) -> Purchase:
    """Return the purchase that a link begins; what is not stored any more is simply asked."""
    slot_at = link.slot or (stored.slot if stored is not None else None)
    day = link.day or (stored.day if stored is not None else None)
    quantities = dict(stored.quantities) if stored is not None else {}
    return Purchase(
        event=link.event,
        day=context.facts.local(slot_at).date() if slot_at is not None else day,
        slot_at=slot_at,
        quantities=quantities,
        code=link.code or (stored.code if stored is not None else "") or None,
        key=(stored.key if stored is not None else "") or None,
        source=link.source or (stored.source if stored is not None else ""),
        prefilled=bool(quantities),
    )
