"""The payment page reported success."""

from typing import ClassVar

from bot.conversation.facts import Context, Need
from bot.conversation.messages import Button, Line, Reply, Screen, StepName, Style, plain, text
from bot.conversation.outcome import Outcome, Stay
from bot.conversation.remembering import remember_rows
from bot.conversation.steps.payment import hold_in
from bot.conversation.steps.step import Question


class DoneStep(Question):
    """What happens next. A report of the payment page is not a proof of payment, and the words do not claim it is."""

    name: ClassVar = StepName.DONE
    needs: ClassVar = frozenset[Need]()

    def done(self, context: Context) -> bool:
        """It is the end: never left but for a new purchase."""
        return False

    def screen(self, context: Context) -> Screen:
        """Show the order number and where the tickets go."""
        hold = hold_in(context)
        if hold.masked_email:
            where = text(
                "The payment page reports success. Your tickets come by e-mail to {email}.", email=hold.masked_email
            )
        else:
            where = text("The payment page reports success. Your tickets come by e-mail.")
        lines = [Line(where)]
        if hold.support_email:
            lines.append(
                Line(text("Nothing there after an hour? Ask {support}.", support=hold.support_email), Style.QUIET)
            )
        order = (
            Line(plain(hold.event_name), Style.STRONG),
            Line(text("Order {order}", order=hold.order_id)),
        )
        return Screen(
            text("Thank you!"),
            (order, tuple(lines)),
            ((Button(text("Copy the order number"), copy=hold.order_id),), *remember_rows(context)),
        )

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Nothing more is asked."""
        return Stay()
