"""The buttons that lead elsewhere: to what else is open in this chat, to other events, to the question for a key."""

from uuid import UUID

from bot.conversation.facts import Context
from bot.conversation.messages import Action, Button, CommandName, Press, SheetName, Text, plural, text
from bot.conversation.session import Purchase

KEY = Button(text("I have an access key"), Press(Action.OPEN, SheetName.KEY.value))
OTHER_EVENTS = Button(text("Other events"), Press(Action.OPEN, CommandName.EVENTS.value))
TRY_AGAIN = Button(text("Try again"), Press(Action.NEXT))


def others(context: Context) -> tuple[tuple[Button, ...], ...]:
    """Return the ways to what else is open in this chat: carts and holds of other events, the newest of each."""
    now, here = context.facts.now, context.purchase
    rows: dict[UUID, tuple[Button, ...]] = {}
    for each in reversed(context.session.purchases):
        if each.event is None or each.event == here.event or each.event in rows:
            continue
        if each.hold is None or each.hold.is_open(now):
            rows[each.event] = (Button(_label(each), Press(Action.SWITCH, each.event)),)
    return tuple(rows.values())


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
