"""What a screen tells the customer of money and of the way: what was shown is what counts when an order is placed or paid."""

from bot.conversation.facts import Context
from bot.conversation.flow import position
from bot.conversation.messages import StepName
from bot.conversation.session import Purchase


def shown(context: Context) -> Purchase:
    """Return the current purchase with the totals that its step shows now, and on the review the number of screens."""
    purchase = context.purchase
    match purchase.at:
        case StepName.METHOD:
            totals = {each.uuid: context.total(each).amount for each in context.event.payment_methods}
            return purchase.model_copy(update={"shown_totals": totals})
        case StepName.BANK:
            return purchase.model_copy(
                update={"shown_totals": {context.method.uuid: context.total(context.method).amount}}
            )
        case StepName.REVIEW:
            total, (_, steps) = context.order_total.amount, position(context) or (0, 0)
            totals = {} if context.is_free else {context.method.uuid: total}
            return purchase.model_copy(update={"shown_total": total, "shown_totals": totals, "steps": steps})
        case _:
            return purchase
