"""Who is ordering? One card with all the fields that the event asks, filled in one question at a time."""

from bot.conversation.steps.customer.question import CustomerStep
from bot.conversation.steps.customer.wording import label, shown

__all__ = ["CustomerStep", "label", "shown"]
