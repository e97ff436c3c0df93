"""Everything at a glance, and the order button."""

from typing import ClassVar, assert_never

from bot.conversation.effects import (
    CheckoutOpened,
    Effect,
    FreeReserved,
    NotSent,
    Refused,
    Reserve,
    Reserved,
    ReserveFree,
    Settled,
    Unknown,
)
from bot.conversation.facts import Context, Need
from bot.conversation.hold import checkout_of, hold_of, record_of
from bot.conversation.messages import (
    Action,
    Button,
    Press,
    Reply,
    Screen,
    StepName,
    Tap,
    text,
)
from bot.conversation.outcome import Goto, Outcome, Perform, Stay
from bot.conversation.remembering import profile_with_order, remember_rows
from bot.conversation.steps import at_a_glance
from bot.conversation.steps.code import code_buttons
from bot.conversation.steps.free_order import settle_free
from bot.conversation.steps.step import Question

EDITABLE = {
    StepName.EVENT: text("Change event"),
    StepName.DAY: text("Change day"),
    StepName.SLOT: text("Change time"),
    StepName.TICKETS: text("Change tickets"),
    StepName.CUSTOMER: text("Change details"),
    StepName.METHOD: text("Change payment method"),
}


class ReviewStep(Question):
    """The cart, the total of the chosen method, what the law wants above the order button, and ways to change."""

    name: ClassVar = StepName.REVIEW
    needs: ClassVar = frozenset({Need.EVENT, Need.CODE})

    def done(self, context: Context) -> bool:
        """Whether the shop has this cart."""
        return context.purchase.is_ordered

    def screen(self, context: Context) -> Screen:
        """Show it all; the way to read the terms stands right above the order button, everything else below."""
        edits = [Button(EDITABLE[step], Press(Action.GOTO, step)) for step in EDITABLE if _can_change(context, step)]
        changes = [tuple(edits[start : start + 2]) for start in range(0, len(edits), 2)]
        rows = (
            at_a_glance.link_row(context),
            at_a_glance.order_row(context),
            *changes,
            code_buttons(context),
            *remember_rows(context),
        )
        return Screen(text("Check your order"), at_a_glance.paragraphs(context), tuple(row for row in rows if row))

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Order, or change something and come back."""
        match reply:
            case Tap(press=Press(action=Action.ORDER)):
                return Perform(effect=ReserveFree() if context.is_free else Reserve())
            case Tap(press=Press(action=Action.GOTO, thing=StepName() as step)) if step in EDITABLE:
                return Goto(step=step)
            case _:
                return self.not_understood()

    def settle(self, context: Context, effect: Effect, settled: Settled) -> Outcome:
        """Go on to the payment page once the cart is held; else say what is known."""
        if isinstance(effect, ReserveFree):
            return settle_free(context, settled)
        match settled:
            case Reserved(reservation=reservation):
                hold = hold_of(context, reservation)
                held = context.purchase.model_copy(update={"hold": hold, "frees_at": None})
                session = context.session.with_purchase(held)
                return Perform(
                    session=session,
                    effect=checkout_of(hold),
                    profile=profile_with_order(context),
                    order=record_of(hold),
                )
            case Refused():
                return Stay(
                    notice=text("The shop refused this order. Nothing was booked. Change it, or try once more.")
                )
            case NotSent():
                return Stay(notice=text("The shop is busy. Nothing was booked. Please try again in a moment."))
            case Unknown(frees_at=frees_at):
                unknown = context.purchase.model_copy(update={"frees_at": frees_at})
                return Stay(session=context.session.with_purchase(unknown), notice=at_a_glance.UNKNOWN)
            case FreeReserved() | CheckoutOpened():
                raise TypeError("a reservation ends as one")
        assert_never(settled)


def _can_change(context: Context, step: StepName) -> bool:
    """Whether there is anything to choose at a step, for this event and this cart."""
    event = context.event
    match step:
        case StepName.EVENT:
            return len(context.facts.events or ()) > 1
        case StepName.DAY | StepName.SLOT:
            return event.is_calendar_enabled
        case StepName.CUSTOMER:
            return bool(context.asked)
        case StepName.METHOD:
            return len(event.payment_methods) > 1 and not context.is_paid_by_code and not context.is_free
        case _:
            return True
