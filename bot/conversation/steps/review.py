"""Everything at a glance, and the order button."""

from typing import ClassVar, assert_never

from bot.conversation.effects import CheckoutOpened, Effect, NotSent, Refused, Reserve, Reserved, Settled, Unknown
from bot.conversation.facts import Context, Need
from bot.conversation.hold import checkout_of, hold_of
from bot.conversation.messages import (
    Action,
    Button,
    Line,
    Press,
    Reply,
    Screen,
    StepName,
    Style,
    Tap,
    TimeOfDay,
    text,
)
from bot.conversation.outcome import Goto, Outcome, Perform, Stay
from bot.conversation.remembering import profile_with_order, remember_rows
from bot.conversation.steps.code import code_buttons, code_lines
from bot.conversation.steps.customer import label, shown
from bot.conversation.steps.head import when_and_where
from bot.conversation.steps.step import Question
from bot.domain.money import Money
from bot.domain.web_address import is_web_address

EDITABLE = {
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
        """Whether the shop holds this cart."""
        return context.purchase.hold is not None

    def screen(self, context: Context) -> Screen:
        """Show it all, the terms directly above the order button."""
        event, method = context.event, context.method
        tickets = tuple(
            Line(
                text(
                    "{count} × {ticket}: {price}",
                    count=line.amount,
                    ticket=line.ticket_type.name,
                    price=Money(line.total, context.subtotal.currency),
                )
            )
            for line in context.lines
        )
        paragraphs: list[tuple[Line, ...]] = [when_and_where(context), tickets]
        if code := code_lines(context):
            paragraphs.append(code)
        details = tuple(
            Line(text("{field}: {value}", field=label(context, each), value=shown(each, value)))
            for each, value in context.given.items()
        )
        if details:
            paragraphs.append(details)
        if context.purchase.frees_at is not None and context.facts.now < context.purchase.frees_at:
            frees_at = TimeOfDay(context.facts.local(context.purchase.frees_at))
            paragraphs.append((Line(_UNKNOWN), Line(text("If it did, it frees itself at {time}.", time=frees_at))))
        money = (
            Line(text("Total (estimate): {total}", total=context.total(method)), Style.STRONG),
            Line(text("Payment method: {method}, its fee included", method=method.name)),
            Line(text("The payment page shows the final amount."), Style.QUIET),
        )
        paragraphs.append(money)
        paragraphs.append(_terms(context))
        order = (Button(text("Order and pay"), Press(Action.ORDER)),)
        links = tuple(
            Button(words, url=url)
            for words, url in (
                (text("Terms"), event.terms_and_conditions_url),
                (text("Privacy"), event.privacy_policy_url),
            )
            if is_web_address(url)
        )
        steps = [step for step in EDITABLE if event.is_calendar_enabled or step not in {StepName.DAY, StepName.SLOT}]
        edits = [
            Button(EDITABLE[step], Press(Action.GOTO, step))
            for step in steps
            if (step is not StepName.CUSTOMER or context.asked_fields)
            and (step is not StepName.METHOD or len(event.payment_methods) > 1)
        ]
        changes = [tuple(edits[start : start + 2]) for start in range(0, len(edits), 2)]
        rows = (order, links, *changes, code_buttons(context), *remember_rows(context))
        return Screen(text("Check your order"), tuple(paragraphs), tuple(row for row in rows if row))

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Order, or change something and come back."""
        match reply:
            case Tap(press=Press(action=Action.ORDER)):
                return Perform(effect=Reserve())
            case Tap(press=Press(action=Action.GOTO, thing=StepName() as step)) if step in EDITABLE:
                return Goto(step=step)
            case _:
                return self.not_understood()

    def settle(self, context: Context, effect: Effect, settled: Settled) -> Outcome:
        """Go on to the payment page once the cart is held; else say what is known."""
        match settled:
            case Reserved(reservation=reservation):
                hold = hold_of(context, reservation)
                held = context.purchase.model_copy(update={"hold": hold, "frees_at": None})
                session = context.session.with_purchase(held)
                return Perform(session=session, effect=checkout_of(hold), profile=profile_with_order(context))
            case Refused():
                return Stay(
                    notice=text("The shop refused this order. Nothing was booked. Change it, or try once more.")
                )
            case NotSent():
                return Stay(notice=text("The shop is busy. Nothing was booked. Please try again in a moment."))
            case Unknown(frees_at=frees_at):
                unknown = context.purchase.model_copy(update={"frees_at": frees_at})
                return Stay(session=context.session.with_purchase(unknown), notice=_UNKNOWN)
            case CheckoutOpened():
                raise TypeError("the review opens no payment page")
        assert_never(settled)


_UNKNOWN = text(
    "The shop did not answer, so we do not know whether it holds your tickets. You have not paid anything. "
    "You may order again."
)
_WITHDRAWAL = text("Tickets with a fixed date cannot be returned within 14 days.")


def _terms(context: Context) -> tuple[Line, ...]:
    lines = []
    if context.event.organiser_entity:
        lines.append(Line(text("Seller: {seller}", seller=context.event.organiser_entity)))
    if context.slot is not None or context.event.start_at is not None:
        lines.append(Line(_WITHDRAWAL))
    lines.append(Line(text("With the button below you place an order that you must pay for.")))
    return tuple(lines)
