"""How a hold is made of a reservation, how a payment page is added to it, and what is remembered of it."""

from datetime import datetime

from bot.conversation.effects import CheckoutOpened, OpenCheckout
from bot.conversation.facts import Context
from bot.conversation.messages import PaymentOutcome
from bot.conversation.orders import OrderedTickets, OrderRecord, OrderState
from bot.conversation.session import Details, Hold, OpenedCheckout
from bot.domain.customer import Field, masked
from bot.domain.shop import Reservation


def hold_of(context: Context, reservation: Reservation) -> Hold:
    """Return the hold of the current cart, with all the words its screens need later, when the event may be gone."""
    event, method = context.event, context.method
    start_at, end_at = dates(context)
    total = context.total(method)
    return Hold(
        order_id=reservation.order_id,
        event=event.uuid,
        method=method.uuid,
        due_at=reservation.due_at,
        held_at=context.facts.now,
        clock_skew_s=reservation.clock_skew_s,
        customer_data_uuid=reservation.customer_data_uuid,
        slot=context.purchase.slot,
        quantities=context.purchase.quantities,
        code=context.ordered_code,
        day=context.purchase.day,
        event_name=event.name,
        venue=event.venue,
        tickets=ordered_tickets(context),
        zone=context.facts.zone.key,
        slot_start_at=start_at,
        slot_end_at=end_at,
        total=total.amount,
        currency=total.currency,
        method_name=method.name,
        issuer=context.issuer,
        has_other_methods=len(event.payment_methods) > 1 and not context.is_paid_by_code,
        organiser=event.organiser_entity,
        support_email=event.support_email,
        masked_email=masked(Field.EMAIL, context.details.values.get(Field.EMAIL, "")),
    )


def updated(hold: Hold, context: Context, reservation: Reservation) -> Hold:
    """Return the hold after the shop took the current cart in its place; its code stays, and its payment page is outdated."""
    anew = hold_of(context, reservation)
    return anew.model_copy(
        update={
            "held_at": hold.held_at,
            "customer_data_uuid": anew.customer_data_uuid or hold.customer_data_uuid,
            "code": hold.code,
            "checkout": hold.checkout,
            "link_shown": hold.link_shown,
            "is_updated": True,
            "is_withdrawn": True,
        }
    )


def with_method(hold: Hold, context: Context) -> Hold:
    """Return the hold to be paid with the method and the bank that are chosen now."""
    method = context.method
    total = context.total(method)
    return hold.model_copy(
        update={
            "method": method.uuid,
            "method_name": method.name,
            "issuer": context.issuer,
            "total": total.amount,
            "currency": total.currency,
        }
    )


def details_held(context: Context, hold: Hold) -> Details:
    """Return the details with what the shop knows of the customer by this hold, and without what it knows by none."""
    orders = {each.hold.order_id for each in context.session.purchases if each.hold is not None}
    held = {order: values for order, values in context.details.held.items() if order in orders}
    return context.details.model_copy(update={"held": {**held, hold.order_id: dict(context.given)}})


def dates(context: Context) -> tuple[datetime | None, datetime | None]:
    """Return from when to when one goes there: the time slot, else the event, which with a calendar is every day's."""
    event, slot = context.event, context.slot
    if slot is not None:
        return slot.start_at, slot.end_at
    return (None, None) if event.is_calendar_enabled else (event.start_at, event.end_at)


def ordered_tickets(context: Context) -> tuple[OrderedTickets, ...]:
    """Return the cart by the names that its tickets have now."""
    return tuple(OrderedTickets(name=line.ticket_type.name, amount=line.amount) for line in context.lines)


def record_of(hold: Hold) -> OrderRecord:
    """Return what is remembered of a hold as an order."""
    is_paid = hold.reported is PaymentOutcome.SUCCESS
    return OrderRecord(
        order_id=hold.order_id,
        event=hold.event,
        event_name=hold.event_name,
        state=OrderState.REPORTED_PAID if is_paid else OrderState.HELD,
        placed_at=hold.held_at,
        zone=hold.zone,
        start_at=hold.slot_start_at,
        end_at=hold.slot_end_at,
        tickets=hold.tickets,
        venue=hold.venue,
        masked_email=hold.masked_email,
        support_email=hold.support_email,
        due_at=hold.due_at,
    )


def checkout_of(hold: Hold) -> OpenCheckout:
    """Return what opens the payment page of a hold."""
    return OpenCheckout(event=hold.event, order_id=hold.order_id, method=hold.method, issuer=hold.issuer)


def with_checkout(hold: Hold, opened: CheckoutOpened) -> Hold:
    """Return the hold with its payment page; the newest `due_at` the shop gave is the one that counts."""
    due_at = opened.checkout.due_at or hold.due_at
    checkout = OpenedCheckout(
        method=opened.method,
        issuer=hold.issuer,
        total=hold.total,
        redirect_url=opened.checkout.redirect_url,
        due_at=due_at,
        return_hashes=opened.return_hashes,
    )
    skew = opened.checkout.clock_skew_s if opened.checkout.due_at is not None else hold.clock_skew_s
    before = hold.checkout.return_hashes.get(PaymentOutcome.SUCCESS) if hold.checkout is not None else None
    return hold.model_copy(
        update={
            "checkout": checkout,
            "earlier_successes": (*hold.earlier_successes, before) if before is not None else hold.earlier_successes,
            "due_at": due_at,
            "clock_skew_s": skew,
            "reported": None,
            "link_shown": True,
            "is_withdrawn": False,
            "said_paid": False,
        }
    )
