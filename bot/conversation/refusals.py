"""Why the shop refused an order: it says no reason that can be relied on, so the facts are read again and asked.

The step that a reason is about shows what there is instead; this is the sentence above it.
"""

from bot.conversation.facts import Context
from bot.conversation.messages import StepName, Text, text
from bot.conversation.steps import cart_faults
from bot.conversation.steps.card import reason_against
from bot.conversation.steps.customer import CustomerStep
from bot.conversation.steps.slot import SlotStep
from bot.conversation.steps.wanted_time import missed, why_not
from bot.domain.discount import is_used_up
from bot.domain.shop import VoucherCode


def why_refused(context: Context) -> Text | None:
    """Return what the facts say against the order, which were read after it was refused; None where they do not say it."""
    if context.facts.event is None:
        return text("The shop does not show this event now.")
    return (
        reason_against(context)
        or _slot(context)
        or _cart(context)
        or _code(context)
        or _asked(context)
        or _paid(context)
    )


def _slot(context: Context) -> Text | None:
    if not context.event.is_calendar_enabled or SlotStep().done(context):
        return None
    gone = missed(context)
    return why_not(context, *gone) if gone is not None else None


def _cart(context: Context) -> Text | None:
    fault = cart_faults.fault_of(context, context.purchase.quantities)
    return cart_faults.words(context, fault) if fault is not None else None


def _code(context: Context) -> Text | None:
    """Return that the code of the order is worth nothing any more; for what is held it was sent long ago."""
    code, worth = context.purchase.code, context.facts.code
    if not code or context.purchase.hold is not None:
        return None
    if worth is None:
        return text("The code “{code}” is no longer accepted.", code=code)
    if not is_used_up(worth):
        return None
    if isinstance(worth, VoucherCode):
        return text("The voucher “{code}” is used up.", code=code)
    return text("The code “{code}” is used up.", code=code)


def _asked(context: Context) -> Text | None:
    if CustomerStep().done(context):
        return None
    return text("The organiser now asks for more details.")


def _paid(context: Context) -> Text | None:
    """Return that the way to pay is gone, or that the price is another one."""
    method = context.event.payment_method(context.purchase.method)
    if method is None and not context.is_paid_by_code:
        return text("This payment method is no longer offered. Please choose another one.")
    if context.purchase.at is StepName.REVIEW and context.purchase.shown_total != context.total(context.method).amount:
        return text("The price has changed. Please check the new total.")
    return None
