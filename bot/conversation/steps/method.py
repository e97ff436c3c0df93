"""How will you pay?"""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from bot.conversation.facts import Context, Need
from bot.conversation.messages import Action, Button, Line, Press, Reply, Screen, StepName, Style, Tap, plain, text
from bot.conversation.outcome import Outcome, Stay
from bot.conversation.steps.bank import go_on
from bot.conversation.steps.step import Answered, Question
from bot.domain.money import ZERO, Money
from bot.domain.shop import PaymentMethod


class MethodStep(Question):
    """Payment methods in the shop's order, each with the total it leads to."""

    name: ClassVar = StepName.METHOD
    needs: ClassVar = frozenset({Need.EVENT, Need.CODE})

    def applies(self, context: Context) -> bool:
        """Free tickets have nothing to pay, nor what a code pays for, as long as there is a method that can be named."""
        return not context.is_free and not (context.is_paid_by_code and context.event.payment_methods)

    def done(self, context: Context) -> bool:
        """Whether a method was chosen that the shop still has."""
        return context.event.payment_method(context.purchase.method) is not None

    def only(self, context: Context) -> Answered | None:
        """Choose the method when there is just one, or the one that a returning customer asked to be remembered."""
        offered = [method.uuid for method in context.event.payment_methods]
        wanted = offered[0] if len(offered) == 1 else context.profile.method
        if wanted not in offered:
            return None
        chosen = context.purchase.model_copy(update={"method": wanted})
        return Answered(context.session.with_purchase(chosen), context.details)

    def screen(self, context: Context) -> Screen:
        """Show the methods side by side: what each adds in words, its total on its button."""
        title, methods = text("How would you like to pay?"), context.event.payment_methods
        if not methods:
            note = Line(text("The shop offers no way to pay at the moment. Please try again later."))
            return Screen(title, ((note,),), ((Button(text("Try again"), Press(Action.GOTO, self.name)),),))
        rows = tuple(
            (
                Button(
                    text("{method}: {total}", method=method.name, total=context.total(method)),
                    Press(Action.CHOOSE, method.uuid),
                ),
            )
            for method in methods
        )
        tickets = [Line(text("Tickets: {total}", total=context.payable))]
        if (chosen := context.event.payment_method(context.purchase.method)) is not None:
            tickets.append(Line(text("Chosen now: {method}", method=chosen.name)))
        sides = tuple(line for method in methods for line in _lines(context, method))
        note = Line(text("Each button shows the total with the fee of that payment method."), Style.QUIET)
        return Screen(title, (tuple(tickets), sides, (note,)), rows)

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Choose a method; with a hold open, that opens the payment page: its total stands on its button."""
        match reply:
            case Tap(press=Press(action=Action.CHOOSE, thing=uuid)) if any(
                method.uuid == uuid for method in context.event.payment_methods
            ):
                chosen = context.purchase.model_copy(update={"method": uuid})
                return go_on(replace(context, session=context.session.with_purchase(chosen)))
            case Tap(press=Press(action=Action.CHOOSE)):
                return Stay(notice=text("This payment method is no longer offered. Please choose another one."))
            case _:
                return self.not_understood()


def _lines(context: Context, method: PaymentMethod) -> Iterator[Line]:
    """Yield what a method costs, and the shop's words on it."""
    fee = Money(context.totals.fee(method), method.currency_id)
    if fee.amount > ZERO:
        yield Line(text("{method}: {fee} fee", method=method.name, fee=fee))
    else:
        yield Line(text("{method}: no fee", method=method.name))
    if method.description:
        yield Line(plain(method.description), Style.REMARK)
