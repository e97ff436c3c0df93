"""Changing what the shop holds: whether it is changed, going back to it as it is, and going on to pay for it.

While something is held, its purchase stands at the payment page and needs no facts. To change it, it walks along all steps
again, to the review and its order button, which brings the shop to what the review shows.
"""

from zoneinfo import ZoneInfo

from bot.conversation.effects import Update
from bot.conversation.facts import Context
from bot.conversation.hold import checkout_of, with_method
from bot.conversation.messages import Action, Button, Press, StepName, TimeOfDay, text
from bot.conversation.outcome import Advance, Outcome, Perform, Stay
from bot.conversation.session import Hold, Session

KEEP = Button(text("Keep my order as it is"), Press(Action.GOTO, StepName.PAYMENT))


def hold_in(context: Context) -> Hold:
    """Return the hold of the current purchase; LookupError when there is none."""
    if context.purchase.hold is None:
        raise LookupError("nothing is held")
    return context.purchase.hold


def until(hold: Hold) -> TimeOfDay:
    """Return the end of a hold by the venue's clock."""
    return TimeOfDay(hold.due_at.astimezone(ZoneInfo(hold.zone)))


def is_as_held(context: Context) -> bool:
    """Whether the shop is known to hold just the cart and the details that the customer wants now."""
    hold, purchase = hold_in(context), context.purchase
    if hold.is_unsure or (hold.slot, dict(hold.quantities)) != (purchase.slot, dict(purchase.quantities)):
        return False
    return dict(context.details.held.get(hold.order_id, {})) == dict(context.given)


def change(context: Context, step: StepName) -> Outcome:
    """Go from the payment to a step at which something of the order can be changed."""
    if hold_in(context).ended(context.facts.now):
        return Stay()
    changing = context.purchase.model_copy(update={"is_changing": True, "return_to": step})
    return Advance(session=context.session.with_purchase(changing))


def keep(context: Context) -> Outcome:
    """Let the cart be again what the shop holds. Where nobody knows what that is, it is to be sent there once more."""
    hold = hold_in(context)
    as_held = {
        "day": hold.day,
        "slot": hold.slot,
        "slot_at": hold.slot_start_at if hold.slot is not None else None,
        "quantities": hold.quantities,
        "method": hold.method,
        "bank": hold.issuer or context.purchase.bank,
        "days_wanted": (),
        "times_wanted": (),
        "asked": None,
        "is_changing": hold.is_unsure,
        "return_to": StepName.REVIEW if hold.is_unsure else None,
    }
    session = context.session.with_purchase(context.purchase.model_copy(update=as_held))
    values = {**context.details.values, **context.details.held.get(hold.order_id, {})}
    details = context.details.model_copy(update={"values": values})
    if hold.is_unsure:
        again = text("This is your order as it was. Tap the order button once more, so that exactly this is held.")
        return Advance(session=session, details=details, notice=again)
    return Advance(session=session, details=details, notice=text("Your order is as it was."))


def order(context: Context) -> Outcome:
    """Bring the shop from what it holds to what the review shows, with the fewest writes."""
    if is_as_held(context):
        return pay(context)
    return Perform(effect=Update(order_id=hold_in(context).order_id))


def pay(context: Context) -> Outcome:
    """Open the payment page of what is held, with the method that was chosen; a link for just that is good already."""
    purchase, hold = context.purchase, with_method(hold_in(context), context)
    if purchase.shown_totals.get(hold.method) != hold.total:
        return Stay(notice=text("The price has changed. Please check the new total."))
    paying = purchase.model_copy(update={"hold": hold, "is_changing": False, "return_to": None})
    session = context.session.with_purchase(paying)
    if hold.link is not None:
        return Advance(session=session, notice=text("Your payment page is still the same."))
    return Perform(session=session, effect=checkout_of(hold))


def as_session_held(session: Session, hold: Hold) -> Session:
    """Return the session whose current purchase is held just so, and not being changed any more."""
    held = {"hold": hold, "frees_at": None, "is_changing": False, "return_to": None}
    return session.with_purchase(session.purchase.model_copy(update=held))
