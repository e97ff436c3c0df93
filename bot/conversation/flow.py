"""The order of the steps, and the walk along them.

The walk begins at the first step on every turn, so nobody gets past a question that is open, or open again because the
shop says something else by now.
"""

from collections.abc import Mapping
from typing import Final, assert_never

from bot.conversation.effects import Effect, OpenCheckout, Reserve, ReserveFree, Update
from bot.conversation.facts import Context
from bot.conversation.messages import StepName
from bot.conversation.steps.bank import BankStep
from bot.conversation.steps.card import CardStep
from bot.conversation.steps.customer import CustomerStep
from bot.conversation.steps.day import DayStep
from bot.conversation.steps.done import DoneStep
from bot.conversation.steps.event import EventStep
from bot.conversation.steps.method import MethodStep
from bot.conversation.steps.payment import PaymentStep
from bot.conversation.steps.review import ReviewStep
from bot.conversation.steps.slot import SlotStep
from bot.conversation.steps.step import Step
from bot.conversation.steps.tickets import TicketsStep

CHOOSING: Final[tuple[Step, ...]] = (
    EventStep(),
    CardStep(),
    DayStep(),
    SlotStep(),
    TicketsStep(),
    CustomerStep(),
    MethodStep(),
    BankStep(),
    ReviewStep(),
)
"""The steps up to the order: what is asked before the shop holds anything."""

ORDERED: Final[tuple[Step, ...]] = (DoneStep(),)
"""What is left of free tickets, which are complete at once."""

HELD: Final[tuple[Step, ...]] = (PaymentStep(), *ORDERED)
"""The steps of a hold, which need no facts."""

STEPS: Final[Mapping[StepName, Step]] = {step.name: step for step in (*CHOOSING, *HELD)}


def writer_of(effect: Effect) -> Step:
    """Return the step that asks for an effect and settles it."""
    match effect:
        case Reserve() | Update() | ReserveFree():
            return STEPS[StepName.REVIEW]
        case OpenCheckout():
            return STEPS[StepName.PAYMENT]
    assert_never(effect)


def steps_of(context: Context) -> tuple[Step, ...]:
    """Return the steps that the current purchase walks along: all of them while what is held is being changed."""
    if context.purchase.order is not None:
        return ORDERED
    if context.purchase.hold is None:
        return CHOOSING
    return (*CHOOSING, *HELD) if context.is_changing else HELD


def up_to(context: Context, name: StepName) -> tuple[Step, ...]:
    """Return the steps of the current purchase from the first to the named one; all of them when it is not among them."""
    steps = steps_of(context)
    names = [step.name for step in steps]
    return steps[: names.index(name) + 1] if name in names else steps


def before(context: Context) -> StepName | None:
    """Return the step that was asked before the current one, or None at the first."""
    passed = up_to(context, context.purchase.at)[:-1]
    for step in reversed(passed):
        if step.applies(context) and step.only(context) is None:
            return step.name
    return None


def position(context: Context) -> tuple[int, int] | None:
    """Return (n, m): the current step is the n-th of the m screens of this purchase; None while that is not known."""
    at = context.purchase.at
    if context.purchase.hold is not None and not context.is_changing:
        steps = context.purchase.steps
        return (steps, steps) if at is StepName.PAYMENT and steps else None
    if context.facts.event is None or context.purchase.order is not None:
        return None
    asked = [
        step.name for step in CHOOSING if step.applies(context) and (step.only(context) is None or step.name is at)
    ]
    if at not in asked:
        return None
    # Free tickets are there with the order; everything else is paid for after it.
    return (asked.index(at) + 1, len(asked) + (0 if context.is_free else 1))
