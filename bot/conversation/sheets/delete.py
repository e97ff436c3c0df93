"""Delete all that is kept of this person? Asked once."""

from collections.abc import Iterator
from typing import ClassVar
from zoneinfo import ZoneInfo

from bot.conversation.facts import Context, Need
from bot.conversation.messages import (
    Action,
    Button,
    Line,
    Press,
    Reply,
    Screen,
    SheetName,
    Style,
    Tap,
    TimeOfDay,
    text,
)
from bot.conversation.outcome import Forget, Outcome, Stay
from bot.conversation.sheets.sheet import CLOSE, closed

DELETE = Button(text("Delete everything"), Press(Action.DELETE))


class DeleteSheet:
    """What goes, what the organiser and Telegram keep, and what becomes of a hold."""

    name: ClassVar = SheetName.DELETE
    needs: ClassVar = frozenset[Need]()
    shows: ClassVar = frozenset[Need]()

    def screen(self, context: Context) -> Screen:
        """Ask, with all that follows from it."""
        what = (
            Line(text("Your choices, details, orders and language: everything we keep about you goes.")),
            Line(text("It cannot be brought back.")),
        )
        paragraphs = (what, tuple(_holds(context)), tuple(_kept_elsewhere(context)))
        return Screen(
            text("Delete everything we keep about you?"), tuple(filter(None, paragraphs)), ((DELETE,), (CLOSE,))
        )

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Delete on that button alone; its first words are not enough."""
        match reply:
            case Tap(press=Press(action=Action.DELETE)):
                return Forget(screen=_deleted(context))
            case Tap(press=Press(action=Action.CLOSE)):
                return Stay(session=closed(context.session))
            case _:
                return Stay(notice=text("Nothing is deleted. Tap “Delete everything”, or close this."))


def _deleted(context: Context) -> Screen:
    """Return the last words. They have no button: nobody would know what it was about."""
    what = (Line(text("We keep nothing about you any more. Send /start to begin again.")),)
    paragraphs = (what, tuple(_holds(context)), tuple(_kept_elsewhere(context)))
    return Screen(text("Everything is deleted"), tuple(filter(None, paragraphs)))


def _holds(context: Context) -> Iterator[Line]:
    """Yield what becomes of each order that is still held: the shop knows nothing of what is deleted here."""
    for purchase in context.session.purchases:
        hold = purchase.hold
        if hold is None or not hold.is_open(context.facts.now):
            continue
        until = TimeOfDay(hold.due_at.astimezone(ZoneInfo(hold.zone)))
        yield Line(
            text(
                "Your order {order} stays held until {time}. If you do not pay, it lapses by itself.",
                order=hold.order_id,
                time=until,
            )
        )
        yield Line(text("The link back from its payment page stops working. If you paid, your tickets come by e-mail."))


def _kept_elsewhere(context: Context) -> Iterator[Line]:
    yield Line(text("The organiser and its ticket shop keep the orders you placed: ask them about those."), Style.QUIET)
    for support in dict.fromkeys(
        each.hold.support_email for each in context.session.purchases if each.hold is not None
    ):
        if support:
            yield Line(text("Questions? Write to {support}.", support=support), Style.QUIET)
    yield Line(text("The messages in this chat are yours: delete the chat in Telegram to remove them."), Style.QUIET)
