"""The whole screen of a session: the sheet or the step, with where one is and the ways out."""

from dataclasses import replace
from uuid import UUID

from bot.conversation.facts import Context
from bot.conversation.flow import STEPS, before, position
from bot.conversation.messages import Action, Button, Line, Press, Screen, StepName, Style, Text, text
from bot.conversation.ports import CannotReadReason
from bot.conversation.session import Session
from bot.conversation.sheets import SHEETS

BACK = Button(text("Back"), Press(Action.BACK))
START_OVER = Button(text("Start over"), Press(Action.START_OVER))
CANCEL = Button(text("Cancel"), Press(Action.CANCEL))


def screen(context: Context) -> Screen:
    """Return what the customer sees now: the open sheet, else the step with its position and the ways out."""
    if context.session.sheet is not None:
        return SHEETS[context.session.sheet].screen(context)
    at = context.purchase.at
    shown = STEPS[at].screen(context)
    rows = (*shown.rows, *others(context), ways_out(context))
    return replace(shown, rows=tuple(row for row in rows if row), position=position(context))


def others(context: Context) -> tuple[tuple[Button, ...], ...]:
    """Return the ways to what else is open in this chat: carts and holds of other events, the newest of each."""
    now, here = context.facts.now, context.purchase
    rows: dict[UUID, tuple[Button, ...]] = {}
    for each in reversed(context.session.purchases):
        if each.event is None or each.event == here.event or each.event in rows:
            continue
        if each.hold is None:
            label = text("Go to {event}", event=each.event_name) if each.event_name else text("Go to the other event")
        elif each.hold.is_open(now):
            label = text("Your held tickets: {event}", event=each.hold.event_name)
        else:
            continue
        rows[each.event] = (Button(label, Press(Action.SWITCH, each.event)),)
    return tuple(rows.values())


def ways_out(context: Context) -> tuple[Button, ...]:
    """Return the last row: back where there is a question before, start over, cancel."""
    match context.purchase.at:
        case StepName.EVENT:
            return (CANCEL,) if context.purchase.event is not None else ()
        case StepName.DONE:
            return (Button(text("Buy more tickets"), Press(Action.START_OVER)),)
        case _:
            pass
    if before(context) is None:
        return (START_OVER, CANCEL)
    return (BACK, START_OVER, CANCEL)


def resting(session: Session, reason: CannotReadReason) -> Screen:
    """Return the screen for a shop that cannot be read: nothing of the order is lost, and one tap tries again."""
    why: Text
    if reason in {"refused", "locked"}:
        why = text("The shop does not show this event now. Try again, or start over and choose another one.")
    else:
        why = text("The shop does not answer at the moment. Your choices are kept.")
    again = Button(text("Try again"), Press(Action.GOTO, session.purchase.at))
    return Screen(
        text("The shop is resting"),
        ((Line(why),), (Line(text("Nothing was booked just now."), Style.QUIET),)),
        ((again,), (START_OVER, CANCEL)),
    )
