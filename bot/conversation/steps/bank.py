"""Which bank? Only for iDEAL, and only where the organiser wants it asked here: iDEAL's own page asks it anyway.

`ideal_issuers` are a leftover of the first iDEAL, in which the shop had to ask (trap 18 of the notes on the API).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Final

from bot.conversation.facts import Context, Need
from bot.conversation.held import is_as_held, pay
from bot.conversation.messages import Action, Button, Line, Press, Reply, Screen, StepName, Tap, plain, text
from bot.conversation.outcome import Advance, Outcome, Stay
from bot.conversation.steps.step import Question
from bot.domain.shop import Issuer

AT_THE_BANK: Final = ""
NAMEABLE: Final = re.compile(r"[A-Za-z0-9_-]{1,32}")
"""Banks whose identifier fits into a button."""
A_ROW: Final = 2


class BankStep(Question):
    """The banks of the event, and the choice to choose later."""

    name: ClassVar = StepName.BANK
    needs: ClassVar = frozenset({Need.EVENT, Need.CODE})

    def applies(self, context: Context) -> bool:
        """Whether there is a bank to name for the method that was chosen."""
        return context.is_bank_asked

    def done(self, context: Context) -> bool:
        """Whether a bank was chosen that is still there, or to choose it later."""
        bank = context.purchase.bank
        return bank == AT_THE_BANK or any(each.id == bank for each in _banks(context))

    def screen(self, context: Context) -> Screen:
        """Show the banks."""
        buttons = [Button(plain(each.name), Press(Action.CHOOSE, each.id)) for each in _banks(context)]
        rows = [tuple(buttons[start : start + A_ROW]) for start in range(0, len(buttons), A_ROW)]
        later = Button(text("Choose on the iDEAL page"), Press(Action.CHOOSE, AT_THE_BANK))
        lines = (
            Line(text("Choose it here, or later on the iDEAL page.")),
            Line(text("Total (estimate): {total}", total=context.total(context.method))),
        )
        return Screen(text("Which bank do you use?"), (lines,), ((later,), *rows))

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Choose a bank; with a hold open, that opens the payment page."""
        match reply:
            case Tap(press=Press(action=Action.CHOOSE, thing=str() as bank)) if bank == AT_THE_BANK or any(
                each.id == bank for each in _banks(context)
            ):
                chosen = context.session.with_purchase(context.purchase.model_copy(update={"bank": bank}))
                return go_on(replace(context, session=chosen))
            case Tap(press=Press(action=Action.CHOOSE)):
                return Stay(notice=text("This bank is no longer offered. Please choose another one."))
            case _:
                return self.not_understood()


def go_on(context: Context) -> Outcome:
    """Go on after a method or a bank was chosen: to the payment page, where all of what is held stays as it is."""
    is_open_question = context.is_bank_asked and not BankStep().done(context)
    if context.is_changing and not is_open_question and is_as_held(context):
        return pay(context)
    return Advance(session=context.session)


def _banks(context: Context) -> Sequence[Issuer]:
    return [each for each in context.event.issuers if NAMEABLE.fullmatch(each.id)]
