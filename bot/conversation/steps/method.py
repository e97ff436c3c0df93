"""How will you pay?"""

from typing import ClassVar

from bot.conversation.facts import Context, Need
from bot.conversation.messages import Action, Button, Line, Press, Reply, Screen, StepName, Tap, text
from bot.conversation.outcome import Advance, Outcome, Stay
from bot.conversation.steps.step import Answered, Question


class MethodStep(Question):
    """Payment methods in the shop's order, each with the total it leads to."""

    name: ClassVar = StepName.METHOD
    needs: ClassVar = frozenset({Need.EVENT, Need.CODE})

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
        """Show the methods with their totals."""
        if not context.event.payment_methods:
            note = Line(text("The shop offers no way to pay at the moment. Please try again later."))
            return Screen(text("How would you like to pay?"), ((note,),))
        rows = tuple(
            (
                Button(
                    text("{method}: {total}", method=method.name, total=context.total(method)),
                    Press(Action.CHOOSE, method.uuid),
                ),
            )
            for method in context.event.payment_methods
        )
        tickets = Line(text("Tickets: {total}", total=context.subtotal))
        note = Line(text("Each button shows the total with the fee of that payment method."))
        return Screen(text("How would you like to pay?"), ((tickets,), (note,)), rows)

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Choose a method."""
        match reply:
            case Tap(press=Press(action=Action.CHOOSE, thing=uuid)) if any(
                method.uuid == uuid for method in context.event.payment_methods
            ):
                chosen = context.purchase.model_copy(update={"method": uuid})
                return Advance(session=context.session.with_purchase(chosen))
            case Tap():
                return Stay(notice=text("This payment method is no longer offered. Please choose another one."))
            case _:
                return self.not_understood()
