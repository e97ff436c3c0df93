"""The facts as they are for a customer who changes what the shop holds for them already."""

from dataclasses import replace

from bot.conversation.facts import Facts
from bot.conversation.session import Purchase
from bot.domain import holding
from bot.domain.holding import Holding


def as_holder(facts: Facts, purchase: Purchase) -> Facts:
    """Return the facts with what the purchase holds counted as its own; as they are where it holds nothing."""
    hold, event = purchase.hold, facts.event
    if hold is None or event is None or not hold.is_open(facts.now):
        return facts
    held = Holding(hold.quantities, hold.slot, hold.day)
    return replace(
        facts,
        event=holding.event_for(held, event),
        months={month: holding.days_for(held, event, days) for month, days in facts.months.items()},
        slots=holding.slots_for(held, event, facts.slots),
        code=holding.code_for(facts.code) if hold.code is not None else facts.code,
    )
