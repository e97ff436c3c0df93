"""Help, which knows the step the customer stands in."""

from typing import ClassVar, assert_never

from bot.conversation.facts import Context, Need
from bot.conversation.messages import Action, Line, Press, Reply, Screen, SheetName, StepName, Tap, Text, text
from bot.conversation.offered_commands import OFFERED
from bot.conversation.outcome import Outcome, Stay
from bot.conversation.sheets.sheet import CLOSE, closed


class HelpSheet:
    """What can be done here, and what can be done anywhere."""

    name: ClassVar = SheetName.HELP
    needs: ClassVar = frozenset[Need]()
    shows: ClassVar = frozenset({Need.EVENT})

    def screen(self, context: Context) -> Screen:
        """Show the help for the current step, the commands, and who can be asked."""
        anywhere = [
            Line(text("You can type what a button says instead of tapping it.")),
            Line(text("You only pay on the payment page; until then nothing is charged.")),
        ]
        if support := _support(context):
            anywhere.append(Line(text("Any questions left? Ask {support}.", support=support)))
        commands = tuple(
            Line(text("/{command}: {what}", command=name.value, what=what)) for name, what in OFFERED.items()
        )
        return Screen(text("Help"), ((Line(hint(context.purchase.at)),), tuple(anywhere), commands), ((CLOSE,),))

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Close on any tap; anything typed gets the way back."""
        match reply:
            case Tap(press=Press(action=Action.CLOSE)):
                return Stay(session=closed(context.session))
            case _:
                return Stay(notice=text("Close the help to go on where you were."))


def _support(context: Context) -> str:
    """Return where the organiser can be asked, as the hold or the event says; empty where nobody knows."""
    if (hold := context.purchase.hold) is not None:
        return hold.support_email
    return context.facts.event.support_email if context.facts.event is not None else ""


def hint(step: StepName) -> Text:
    """Return what to do at a step."""
    match step:
        case StepName.EVENT:
            return text("Choose the event you want to go to.")
        case StepName.CARD:
            return text("Read about the event, then tap “Get tickets”.")
        case StepName.DAY:
            return text("Tap the day you want to come, or type it, for example “Saturday 12 December” or “tomorrow”.")
        case StepName.SLOT:
            return text("Tap the time at which you want to come in, or type it, for example “14:30”.")
        case StepName.TICKETS:
            return text("Tap + and − to change the number of tickets, or type for example “2 adult 1 child”.")
        case StepName.CUSTOMER:
            return text("Type the answer to the question. It goes to the organiser with your order and nowhere else.")
        case StepName.METHOD:
            return text("Choose how you want to pay. Each button shows the total with its fee.")
        case StepName.BANK:
            return text("Choose your bank, or choose it later on the iDEAL page.")
        case StepName.REVIEW:
            return text(
                "Check everything. You can still change it; once you tap the order button, your tickets are held."
            )
        case StepName.PAYMENT:
            return text("Open the payment page with the button. Your tickets are held until the time that is shown.")
        case StepName.DONE:
            return text("Your order is complete here. Your tickets come by e-mail.")
    assert_never(step)
