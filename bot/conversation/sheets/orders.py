"""Which orders are there, as far as this chat knows?"""

from collections.abc import Iterator
from typing import ClassVar, Final, assert_never
from zoneinfo import ZoneInfo

from bot.conversation.facts import Context, Need
from bot.conversation.keepsakes import when
from bot.conversation.messages import (
    LONGEST_COPY,
    Action,
    Button,
    Line,
    Press,
    Reply,
    Screen,
    SheetName,
    Style,
    Tap,
    Text,
    TimeOfDay,
    plain,
    text,
)
from bot.conversation.orders import OrderRecord, OrderState
from bot.conversation.outcome import Outcome, Stay
from bot.conversation.sheets.sheet import CLOSE, closed

MOST_SHOWN: Final = 8
"""Orders on one message; older ones are asked about with the organiser."""


class OrdersSheet:
    """The orders, newest first, each with what is known of it and no more."""

    name: ClassVar = SheetName.ORDERS
    needs: ClassVar = frozenset[Need]()
    shows: ClassVar = frozenset[Need]()

    def screen(self, context: Context) -> Screen:
        """Show each with its number to copy; a held one leads back to it, the others are sent again."""
        shown = context.facts.orders[:MOST_SHOWN]
        if not shown:
            return Screen(text("Your orders"), ((Line(text("You have no orders in this chat.")),),), ((CLOSE,),))
        paragraphs = [tuple(_lines(context, order)) for order in shown]
        if len(shown) < len(context.facts.orders):
            paragraphs.append((Line(text("Older orders are not shown."), Style.QUIET),))
        rows = (tuple(_buttons(context, order)) for order in shown)
        return Screen(text("Your orders"), tuple(paragraphs), (*(row for row in rows if row), (CLOSE,)))

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Hand over again what belongs to an order."""
        match reply:
            case Tap(press=Press(action=Action.CHOOSE, thing=str() as stamp)):
                return _again(context, stamp)
            case Tap(press=Press(action=Action.CLOSE)):
                return Stay(session=closed(context.session))
            case _:
                return Stay(notice=text("Close this to go on where you were."))


def _again(context: Context, stamp: str) -> Outcome:
    order = next((each for each in context.facts.orders if _stamp(each) == stamp), None)
    if order is None:
        return Stay(notice=text("This order is not kept any more."))
    return Stay(handed_over=order, notice=text("Sent again, below."))


def _stamp(order: OrderRecord) -> str:
    """Return what names an order in a button, short whatever its number is."""
    return str(int(order.placed_at.timestamp()))


def _lines(context: Context, order: OrderRecord) -> Iterator[Line]:
    yield Line(plain(order.event_name), Style.STRONG)
    for each in when(order):
        yield Line(each)
    if order.order_id:
        yield Line(text("Order {order}", order=order.order_id))
    yield Line(_state(context, order))
    if order.support_email:
        yield Line(text("Questions? Write to {support}.", support=order.support_email), Style.QUIET)


def _state(context: Context, order: OrderRecord) -> Text:
    """Return what is known. Whether a held order was paid is not, unless the payment page said so."""
    match order.state:
        case OrderState.FREE:
            return text("Free, complete.")
        case OrderState.REPORTED_PAID:
            return text("Paid, as the payment page reports.")
        case OrderState.HELD if order.due_at is not None and context.facts.now < order.due_at:
            until = TimeOfDay(order.due_at.astimezone(ZoneInfo(order.zone)))
            return text("Held until {time}.", time=until)
        case OrderState.HELD:
            return text("Ended without a report. If you paid, your tickets come by e-mail.")
    assert_never(order.state)


def _buttons(context: Context, order: OrderRecord) -> Iterator[Button]:
    held = (each.event for each in context.session.purchases if each.hold and each.hold.order_id == order.order_id)
    if 0 < len(order.order_id) <= LONGEST_COPY:
        yield Button(text("Copy {order}", order=order.order_id), copy=order.order_id)
    if order.state is not OrderState.HELD:
        named = order.order_id or order.event_name
        yield Button(text("Send again: {order}", order=named), Press(Action.CHOOSE, _stamp(order)))
    elif (event := next(held, None)) is not None:
        yield Button(text("Show: {order}", order=order.order_id), Press(Action.SWITCH, event))
