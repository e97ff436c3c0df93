"""The buttons that lead elsewhere: to what else is open in this chat, to other events, to the question for a key."""

from uuid import UUID

from bot.conversation.facts import Context
from bot.conversation.messages import Action, Button, CommandName, Press, SheetName, StepName, Text, plural, text
from bot.conversation.outcome import Advance, Outcome, Stay
from bot.conversation.session import Purchase, Session

KEY = Button(text("I have an access key"), Press(Action.OPEN, SheetName.KEY.value))
OTHER_EVENTS = Button(text("Other events"), Press(Action.OPEN, CommandName.EVENTS.value))
TRY_AGAIN = Button(text("Try again"), Press(Action.NEXT))


def others(context: Context) -> tuple[tuple[Button, ...], ...]:
    """Return the ways to what else is open in this chat: carts of other events and holds, the newest of each event."""
    session, here = context.session, context.purchase
    rows: dict[UUID, tuple[Button, ...]] = {}
    for index, each in reversed(tuple(enumerate(session.purchases))):
        if each.event is None or each.event in rows or index == session.current:
            continue
        is_open = each.event != here.event if each.hold is None else each.hold.is_open(context.facts.now)
        if is_open:
            rows[each.event] = (Button(_label(each), Press(Action.SWITCH, each.event)),)
    return tuple(rows.values())


def gone_on_with(session: Session, notice: Text | None = None) -> Outcome:
    """Return what it comes to that another purchase is the current one: it stands where it stood, if it got that far."""
    if session.purchase.at is StepName.EVENT:
        return Advance(session=session, notice=notice)
    return Stay(session=session, notice=notice)


def _label(purchase: Purchase) -> Text:
    if purchase.hold is not None:
        return text("Your held tickets: {event}", event=purchase.hold.event_name)
    if not purchase.event_name:
        return text("Go to the other event")
    if count := sum(purchase.quantities.values()):
        return plural(
            "Back to {event}: {count} ticket", "Back to {event}: {count} tickets", count, event=purchase.event_name
        )
    return text("Go to {event}", event=purchase.event_name)
