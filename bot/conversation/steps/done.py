"""The end: the payment page reported success, or the free tickets are there."""

from collections.abc import Iterator
from typing import ClassVar

from bot.conversation.facts import Context, Need
from bot.conversation.held import hold_in
from bot.conversation.messages import LONGEST_COPY, Button, Line, Reply, Screen, StepName, Style, Text, plain, text
from bot.conversation.orders import OrderRecord
from bot.conversation.outcome import Outcome, Stay
from bot.conversation.remembering import remember_rows
from bot.conversation.steps.step import Question


class DoneStep(Question):
    """What happens next. A report of the payment page is not a proof of payment, and the words do not claim it is."""

    name: ClassVar = StepName.DONE
    needs: ClassVar = frozenset[Need]()

    def done(self, context: Context) -> bool:
        """It is the end: never left but for a new purchase."""
        return False

    def screen(self, context: Context) -> Screen:
        """Show the order number and where the tickets are, or go; the way to free ones is the first button."""
        if (order := context.purchase.order) is not None:
            return _free(context, order)
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
        order_lines = (
            Line(plain(hold.event_name), Style.STRONG),
            Line(text("Order {order}", order=hold.order_id)),
        )
        rows = (*number_rows(hold.order_id), *remember_rows(context))
        return Screen(text("Thank you!"), (order_lines, tuple(lines)), rows)

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Nothing more is asked."""
        return Stay()


def _free(context: Context, order: OrderRecord) -> Screen:
    head = [Line(plain(order.event_name), Style.STRONG)]
    if order.order_id:
        head.append(Line(text("Order {order}", order=order.order_id)))
    rows = (*download_rows(order), *number_rows(order.order_id), *remember_rows(context))
    return Screen(text("Your free tickets are ordered"), (tuple(head), tuple(_where_they_are(order))), rows)


def _where_they_are(order: OrderRecord) -> Iterator[Line]:
    if order.download_url:
        yield Line(text("Download them with the button below."))
        return
    yield Line(text("Look in your mail for them."))
    if order.support_email:
        asking: Text = text("Nothing there after an hour? Ask {support}.", support=order.support_email)
        yield Line(asking, Style.QUIET)


def download_rows(order: OrderRecord) -> tuple[tuple[Button, ...], ...]:
    """Return the button to free tickets, as long as the way to them is kept."""
    return ((Button(text("Download your tickets"), url=order.download_url),),) if order.download_url else ()


def number_rows(order_id: str) -> tuple[tuple[Button, ...], ...]:
    """Return the button that copies the number of an order, where it has one that a button can hold."""
    if not 0 < len(order_id) <= LONGEST_COPY:
        return ()
    return ((Button(text("Copy the order number"), copy=order_id),),)
