"""How a hold is made of a reservation and how a payment page is added to it."""

from bot.conversation.effects import CheckoutOpened, OpenCheckout
from bot.conversation.facts import Context
from bot.conversation.session import Hold, OpenedCheckout
from bot.domain.customer import Field, masked
from bot.domain.shop import Reservation


def hold_of(context: Context, reservation: Reservation) -> Hold:
    """Return the hold of the current cart, with all the words its screens need later, when the event may be gone."""
    event, slot, method = context.event, context.slot, context.method
    total = context.total(method)
    return Hold(
        order_id=reservation.order_id,
        event=event.uuid,
        method=method.uuid,
        due_at=reservation.due_at,
        clock_skew_s=reservation.clock_skew_s,
        customer_data_uuid=reservation.customer_data_uuid,
        slot=context.purchase.slot,
        quantities=context.purchase.quantities,
        code=context.ordered_code,
        event_name=event.name,
        zone=context.facts.zone.key,
        slot_start_at=slot.start_at if slot is not None else event.start_at,
        slot_end_at=slot.end_at if slot is not None else event.end_at,
        total=total.amount,
        currency=total.currency,
        method_name=method.name,
        organiser=event.organiser_entity,
        support_email=event.support_email,
        masked_email=masked(Field.EMAIL, context.details.values.get(Field.EMAIL, "")),
    )


def checkout_of(hold: Hold) -> OpenCheckout:
    """Return what opens the payment page of a hold."""
    return OpenCheckout(event=hold.event, order_id=hold.order_id, method=hold.method)


def with_checkout(hold: Hold, opened: CheckoutOpened) -> Hold:
    """Return the hold with its payment page; the newest `due_at` the shop gave is the one that counts."""
    due_at = opened.checkout.due_at or hold.due_at
    checkout = OpenedCheckout(
        method=opened.method,
        redirect_url=opened.checkout.redirect_url,
        due_at=due_at,
        return_hashes=opened.return_hashes,
    )
    skew = opened.checkout.clock_skew_s if opened.checkout.due_at is not None else hold.clock_skew_s
    return hold.model_copy(
        update={"checkout": checkout, "due_at": due_at, "clock_skew_s": skew, "reported": None, "link_shown": True}
    )
