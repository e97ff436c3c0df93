"""The whole screen of a session: the sheet or the step, with where one is and the ways out."""

from dataclasses import replace
from typing import assert_never

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
        return SHEETS[context.session.sheet].screen(context.session)
    at = context.purchase.at
    shown = STEPS[at].screen(context)
    return replace(
        shown, rows=tuple(row for row in (*shown.rows, ways_out(context)) if row), position=position(context)
    )


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
    title, why = text("The shop is resting"), _why(session, reason)
    if reason == "locked" and session.purchase.event is None:
        title = text("Nothing to see yet")
    again = Button(text("Try again"), Press(Action.GOTO, session.purchase.at))
    return Screen(
        title,
        ((Line(why),), (Line(text("Nothing was booked just now."), Style.QUIET),)),
        ((again,), (START_OVER, CANCEL)),
    )


def _why(session: Session, reason: CannotReadReason) -> Text:
    match reason:
        case "locked" if session.purchase.event is None:
            return text(
                "No event is shown at the moment. Some open later, others only to those who have an access key."
            )
        case "locked" | "refused":
            return text("The shop does not show this event now. Try again, or start over and choose another one.")
        case "unavailable" | "misconfigured":
            return text("The shop does not answer at the moment. Your choices are kept.")
    assert_never(reason)
