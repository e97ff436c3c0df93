"""How an order of free tickets ends. It is complete at once, or it is not: there is no hold, and nothing frees itself."""

from typing import assert_never

from bot.conversation.effects import CheckoutOpened, FreeReserved, NotSent, Refused, Reserved, Settled, Unknown
from bot.conversation.facts import Context
from bot.conversation.hold import dates, ordered_tickets
from bot.conversation.messages import Line, Text, text
from bot.conversation.orders import OrderRecord, OrderState
from bot.conversation.outcome import Advance, Outcome, Stay
from bot.conversation.remembering import profile_with_order
from bot.conversation.steps import cart_faults
from bot.domain.customer import Field, masked
from bot.domain.shop import FreeReservation


def settle_free(context: Context, settled: Settled) -> Outcome:
    """Hand the tickets over; else say what is known. It is never sent again but by a new press of the order button."""
    match settled:
        case FreeReserved(completed=completed):
            order = _record(context, completed)
            ordered = context.purchase.model_copy(update={"order": order})
            session = context.session.with_purchase(ordered)
            return Advance(session=session, profile=profile_with_order(context), order=order, handed_over=order)
        case Refused():
            return Stay(notice=_refused(context, settled))
        case NotSent():
            return Stay(notice=text("The shop is busy. Nothing was booked. Please try again in a moment."))
        case Unknown():
            session = context.session.with_purchase(context.purchase.model_copy(update={"unanswered": True}))
            notice = text("The shop did not answer, so we do not know whether your free tickets are ordered.")
            return Stay(session=session, notice=notice)
        case Reserved() | CheckoutOpened():
            raise TypeError("free tickets are not held")
    assert_never(settled)


def unanswered(context: Context) -> tuple[Line, ...]:
    """Return what to do after an order that the shop never answered, as long as the cart is one of free tickets."""
    if not (context.purchase.unanswered and context.is_free):
        return ()
    support = context.event.support_email
    asking: Text
    if support:
        asking = text("Nothing there? Ask {support}, or order again.", support=support)
    else:
        asking = text("Nothing there? Then you may order again.")
    return (Line(text("These tickets may be ordered already. Look in your mail first.")), Line(asking))


def _refused(context: Context, refused: Refused) -> Text:
    """Return why: where the cart is as good as before, the time slot is what a free order cannot have."""
    is_sold = cart_faults.fault_of(context, context.purchase.quantities) is None
    if context.purchase.slot is None or not is_sold or refused.misconfigured:
        return text("The shop refused this order. Nothing was booked. Change it, or try once more.")
    if context.event.support_email:
        return text(
            "Nothing was booked: free tickets for a time slot cannot be ordered here. Please ask {support}.",
            support=context.event.support_email,
        )
    return text("Nothing was booked: free tickets for a time slot cannot be ordered here.")


def _record(context: Context, completed: FreeReservation) -> OrderRecord:
    """Return what is remembered of free tickets, with the way to them."""
    event = context.event
    start_at, end_at = dates(context)
    return OrderRecord(
        order_id=completed.order_id,
        event=event.uuid,
        event_name=event.name,
        state=OrderState.FREE,
        placed_at=context.facts.now,
        zone=context.facts.zone.key,
        start_at=start_at,
        end_at=end_at,
        tickets=ordered_tickets(context),
        venue=event.venue,
        masked_email=masked(Field.EMAIL, context.details.values.get(Field.EMAIL, "")),
        support_email=event.support_email,
        download_url=completed.download_url,
        barcodes=completed.barcodes,
    )
