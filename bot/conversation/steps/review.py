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
    Update,
)
from bot.conversation.facts import Context, Need
from bot.conversation.held import as_session_held, hold_in, is_as_held, order
from bot.conversation.hold import checkout_of, details_held, hold_of, record_of, updated
from bot.conversation.messages import (
    Action,
    Button,
    Press,
    Reply,
    Screen,
    StepName,
    Tap,
    Text,
    text,
)
from bot.conversation.outcome import Goto, Outcome, Perform, Stay
from bot.conversation.refusals import why_refused
from bot.conversation.remembering import profile_with_order, remember_rows
from bot.conversation.rivals import rival
from bot.conversation.session import Hold
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
    StepName.BANK: text("Change bank"),
}


class ReviewStep(Question):
    """The cart, the total of the chosen method, what the law wants above the order button, and ways to change."""

    name: ClassVar = StepName.REVIEW
    needs: ClassVar = frozenset({Need.EVENT, Need.CODE})

    def done(self, context: Context) -> bool:
        """Whether the shop has just this cart."""
        return context.purchase.order is not None or (context.purchase.hold is not None and is_as_held(context))

    def screen(self, context: Context) -> Screen:
        """Show it all; the way to read the terms stands right above the order button, everything else below."""
        edits = [Button(EDITABLE[step], Press(Action.GOTO, step)) for step in EDITABLE if _can_change(context, step)]
        changes = [tuple(edits[start : start + 2]) for start in range(0, len(edits), 2)]
        rows = (
            at_a_glance.link_row(context),
            *at_a_glance.order_rows(context),
            *changes,
            code_buttons(context),
            *remember_rows(context),
        )
        title = text("Check your order") if context.purchase.hold is None else text("Check your changed order")
        return Screen(title, at_a_glance.paragraphs(context), tuple(row for row in rows if row))

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Order, or change something and come back."""
        match reply:
            case Tap(press=Press(action=Action.ORDER)) if context.purchase.hold is not None:
                return order(context)
            case Tap(press=Press(action=Action.ORDER)):
                return Perform(effect=ReserveFree() if context.is_free else Reserve())
            case Tap(press=Press(action=Action.ACCEPT)) if rival(context) is not None:
                second = context.purchase.model_copy(update={"is_second": True})
                return Stay(session=context.session.with_purchase(second))
            case Tap(press=Press(action=Action.GOTO, thing=StepName() as step)) if step in EDITABLE:
                return Goto(step=step)
            case _:
                return self.not_understood()

    def settle(self, context: Context, effect: Effect, settled: Settled) -> Outcome:
        """Go on to the payment page once the cart is held; else say what is known."""
        if isinstance(effect, ReserveFree):
            return settle_free(context, settled)
        if isinstance(effect, Update):
            return self._updated(context, settled)
        match settled:
            case Reserved(reservation=reservation):
                return self._held(context, hold_of(context, reservation))
            case Refused(misconfigured=True):
                return Stay(notice=_misconfigured(context))
            case Refused():
                return Stay(notice=_refused(context))
            case NotSent():
                return Stay(notice=text("The shop is busy. Nothing was booked. Please try again in a moment."))
            case Unknown(frees_at=frees_at):
                purchase, session = context.purchase, context.session
                unknown = purchase.model_copy(update={"frees_at": frees_at, "is_second": False})
                this_one = {purchase.event: frees_at} if purchase.event is not None else {}
                may_hold = {**session.may_hold, **this_one}
                session = session.with_purchase(unknown).model_copy(update={"may_hold": may_hold})
                return Stay(session=session, notice=at_a_glance.UNKNOWN)
            case FreeReserved() | CheckoutOpened():
                raise TypeError("a reservation ends as one")
        assert_never(settled)

    def _updated(self, context: Context, settled: Settled) -> Outcome:
        """Go on to the payment page once the shop holds the cart as it is now; else it is as it was, or nobody knows."""
        hold = hold_in(context)
        match settled:
            case Reserved(reservation=reservation):
                return self._held(context, updated(hold, context, reservation))
            case Refused(misconfigured=True):
                return Stay(notice=text("Orders cannot be changed here at the moment: your reservation is unchanged."))
            case Refused():
                why = why_refused(context) or text("The shop does not say why.")
                unchanged = text(
                    "The shop refused this change: your reservation is unchanged. {why} "
                    "Keep your order as it is, or change it.",
                    why=why,
                )
                return Stay(notice=unchanged)
            case NotSent():
                return Stay(
                    notice=text("The shop is busy: your reservation is unchanged. Please try again in a moment.")
                )
            case Unknown():
                unsure = hold.model_copy(update={"is_unsure": True, "is_withdrawn": True})
                purchase = context.purchase.model_copy(update={"hold": unsure})
                return Stay(session=context.session.with_purchase(purchase), notice=at_a_glance.UNSURE)
            case FreeReserved() | CheckoutOpened():
                raise TypeError("a change ends as a reservation")
        assert_never(settled)

    def _held(self, context: Context, hold: Hold) -> Outcome:
        return Perform(
            session=as_session_held(context.session, hold),
            details=details_held(context, hold),
            effect=checkout_of(hold),
            profile=profile_with_order(context),
            order=record_of(hold),
        )


def _refused(context: Context) -> Text:
    """Return why an order was refused, as far as the shop's facts tell, and what to do about it."""
    if (why := why_refused(context)) is not None:
        return text("The shop refused this order. Nothing was booked. {why}", why=why)
    if context.event.support_email:
        return text(
            "The shop refused this order and does not say why. Nothing was booked. Change it, try once more, or ask {support}.",
            support=context.event.support_email,
        )
    return text("The shop refused this order. Nothing was booked. Change it, or try once more.")


def _misconfigured(context: Context) -> Text:
    """Return that the shop cannot take orders from here, whatever is in them."""
    if context.facts.event is not None and context.event.support_email:
        return text(
            "Orders cannot be taken here at the moment. Nothing was booked. Try again later, or ask {support}.",
            support=context.event.support_email,
        )
    return text("Orders cannot be taken here at the moment. Nothing was booked. Please try again later.")


def _can_change(context: Context, step: StepName) -> bool:
    """Whether there is anything to choose at a step, for this event and this cart."""
    event = context.event
    match step:
        case StepName.EVENT:
            return len(context.facts.events or ()) > 1 and context.purchase.hold is None
        case StepName.DAY | StepName.SLOT:
            return event.is_calendar_enabled
        case StepName.CUSTOMER:
            return bool(context.asked)
        case StepName.METHOD:
            return len(event.payment_methods) > 1 and not context.is_paid_by_code and not context.is_free
        case StepName.BANK:
            return context.is_bank_asked
        case _:
            return True
