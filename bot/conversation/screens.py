"""The whole screen of a session: the sheet or the step, with where one is and the ways out."""

from dataclasses import replace

from bot.conversation.cannot_read import CannotReadReason
from bot.conversation.facts import Context
from bot.conversation.flow import STEPS, before, position
from bot.conversation.held import KEEP, until
from bot.conversation.messages import Action, Button, Line, Press, Screen, StepName, Style, Text, text
from bot.conversation.sheets import SHEETS
from bot.conversation.steps.beside import OTHER_EVENTS, others

BACK = Button(text("Back"), Press(Action.BACK))
BACK_TO_REVIEW = Button(text("Back to the review"), Press(Action.BACK))
START_OVER = Button(text("Start over"), Press(Action.START_OVER))
CANCEL = Button(text("Cancel"), Press(Action.CANCEL))
UNAVAILABLE = text("The shop is unavailable right now")
"""The title of what is shown while the shop cannot be read."""


def screen(context: Context) -> Screen:
    """Return what the customer sees now: the open sheet, else the step with its position and the ways out."""
    if context.session.sheet is not None:
        return SHEETS[context.session.sheet].screen(context)
    at = context.purchase.at
    shown = STEPS[at].screen(context)
    keep = (KEEP,) if context.is_changing else ()
    rows = (*shown.rows, keep, *others(context), ways_out(context))
    return replace(shown, rows=tuple(row for row in rows if row), position=position(context))


def bell(context: Context) -> Screen:
    """Return what is told of a held purchase in a message of its own: its step, and the way to it for those who want more."""
    at = context.purchase.at
    shown = STEPS[at].screen(context)
    return replace(shown, rows=(*shown.rows, (Button(text("Show this order"), Press(Action.GOTO, at)),)))


def ways_out(context: Context) -> tuple[Button, ...]:
    """Return the last row: back where there is a question before, start over, cancel."""
    match context.purchase.at:
        case StepName.EVENT:
            back = (BACK_TO_REVIEW,) if context.purchase.return_to is not None else ()
            return (*back, CANCEL) if context.purchase.event is not None else ()
        case StepName.DONE:
            return (Button(text("Buy more tickets"), Press(Action.START_OVER)),)
        case _:
            pass
    if context.purchase.return_to is not None:
        return (BACK_TO_REVIEW, START_OVER, CANCEL)
    if context.is_changing or before(context) is None:
        return (START_OVER, CANCEL)
    return (BACK, START_OVER, CANCEL)


def resting(context: Context, reason: CannotReadReason, *, after_a_write: bool = False) -> Screen:
    """Return the screen for a shop that cannot be read: nothing of the order is lost, and one tap tries again.

    After a write its notice alone says what was booked.
    """
    why: Text
    if reason == "refused":
        why = text("The shop does not show this event now. Try again, or choose another one.")
    else:
        why = text("The shop does not answer at the moment. Your choices are kept.")
    again = Button(text("Try again"), Press(Action.GOTO, context.purchase.at))
    hold = context.purchase.hold
    if hold is not None:
        booked = text("Your order {order} is held until {time}.", order=hold.order_id, time=until(hold))
        return Screen(
            UNAVAILABLE,
            ((Line(why),), (Line(booked),)),
            ((again,), (KEEP,), (START_OVER, CANCEL)),
        )
    return Screen(
        UNAVAILABLE,
        ((Line(why),), *(() if after_a_write else ((Line(text("Nothing was booked just now."), Style.QUIET),),))),
        ((again,), *(((OTHER_EVENTS,),) if reason == "refused" else ()), (START_OVER, CANCEL)),
    )
