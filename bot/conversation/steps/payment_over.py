"""What is said once there is nothing to be paid here any more: the hold has ended, or the customer says that it is paid.

Once a payment link was shown nobody here knows whether it was paid: many buyers close the browser. So nothing is said as
if it was not, and the same cart is only offered to who says so.
"""

from datetime import datetime
from typing import assert_never

from bot.conversation.facts import Context
from bot.conversation.held import hold_in, until
from bot.conversation.messages import Action, Button, Line, PaymentOutcome, Press, Screen, Style, Text, text
from bot.conversation.outcome import Advance, Outcome
from bot.conversation.session import Hold, Purchase

Lines = tuple[Line, ...]

PAID = Button(text("I have paid"), Press(Action.ACCEPT))
NOT_PAID = Button(text("Not paid: try again"), Press(Action.NEXT))
SAME_AGAIN = Button(text("Order the same again"), Press(Action.NEXT))
KNOWN_UNPAID = frozenset({PaymentOutcome.FAILED, PaymentOutcome.CANCELLED, PaymentOutcome.EXPIRED})


def sentence(reported: PaymentOutcome) -> Text:
    """Return what the payment page reported, as its report and not as the truth."""
    match reported:
        case PaymentOutcome.FAILED:
            return text("The payment page reports that the payment failed.")
        case PaymentOutcome.CANCELLED:
            return text("The payment page reports that you cancelled the payment.")
        case PaymentOutcome.EXPIRED:
            return text("The payment page reports that its time is over.")
        case PaymentOutcome.SUCCESS:
            return text("The payment page reports success.")
    assert_never(reported)


def ended(hold: Hold, order: Lines) -> Screen:
    """Show that the hold has ended, and the ways on that are true for what is known of its payment."""
    over = Line(text("Your reservation for order {order} ended at {time}.", order=hold.order_id, time=until(hold)))
    title = text("Your reservation has ended")
    if not hold.link_shown:
        return Screen(title, (order, (over, Line(text("You have not paid anything.")))), ((SAME_AGAIN,),))
    if hold.reported in KNOWN_UNPAID and hold.reported is not None:
        return Screen(title, (order, (over, Line(sentence(hold.reported)))), ((PAID,), (SAME_AGAIN,)))
    return Screen(title, (order, (over, Line(_did_you_pay(hold)))), ((PAID,), (NOT_PAID,)))


def waiting(hold: Hold, order: Lines, now: datetime) -> Screen:
    """Show what happens next to a customer who says that it is paid; it is not known here, and a slip can be mended."""
    where = text("We cannot see your payment from here. If it succeeded, your tickets come by e-mail.")
    if hold.masked_email:
        where = text(
            "We cannot see your payment from here. If it succeeded, your tickets come by e-mail to {email}.",
            email=hold.masked_email,
        )
    lines = [Line(where)]
    if hold.support_email:
        lines.append(Line(text("Nothing there after an hour? Ask {support}.", support=hold.support_email), Style.QUIET))
    copy = Button(text("Copy the order number"), copy=hold.order_id)
    not_yet = NOT_PAID if hold.ended(now) else Button(text("Not paid yet: to payment"), Press(Action.NEXT))
    return Screen(text("Your tickets come by e-mail"), (order, tuple(lines)), ((copy,), (not_yet,)))


def same_again(context: Context) -> Outcome:
    """Begin a purchase with the cart of a hold that has ended."""
    before, hold = context.purchase, hold_in(context)
    anew = Purchase(
        event=before.event,
        again_of=hold.order_id,
        event_name=hold.event_name,
        key=before.key,
        card_seen=True,
        prefilled=before.prefilled,
        source=before.source,
        day=hold.day,
        slot=hold.slot,
        slot_at=hold.slot_start_at if hold.slot is not None else None,
        quantities=hold.quantities,
        code=before.code,
        code_accepted=before.code_accepted,
        method=before.method,
        bank=before.bank,
        skipped=before.skipped,
    )
    return Advance(
        session=context.session.begin(anew), notice=text("This is the same order once more. Check it first.")
    )


def _did_you_pay(hold: Hold) -> Text:
    if hold.masked_email:
        return text(
            "Did you pay? Then you need do nothing: your tickets come by e-mail to {email}. "
            "We cannot see your payment from here.",
            email=hold.masked_email,
        )
    return text(
        "Did you pay? Then you need do nothing: your tickets come by e-mail. We cannot see your payment from here."
    )
