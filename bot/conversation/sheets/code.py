"""What is your code? A discount or a voucher, tried at once."""

from typing import ClassVar, assert_never

from bot.conversation.facts import Context, Need
from bot.conversation.lookups import CodeWorks, Found, KeyOpens, Lookup, NoAnswer, NotAccepted, TooManyGuesses, TryCode
from bot.conversation.messages import Action, Line, Press, Reply, Screen, SheetName, Tap, Typed, text
from bot.conversation.outcome import Look, Outcome, Stay
from bot.conversation.sheets.sheet import CLOSE, closed

LONGEST_CODE = 100


class CodeSheet:
    """Takes one code an order; what it is worth shows on the step below."""

    name: ClassVar = SheetName.CODE
    needs: ClassVar = frozenset({Need.EVENT, Need.CODE})

    def screen(self, context: Context) -> Screen:
        """Ask for the code."""
        how = Line(text("Type the code exactly as you received it. Its value shows at once."))
        return Screen(text("Do you have a code?"), ((how,),), ((CLOSE,),))

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Try what was typed."""
        match reply:
            case Typed(text=words) if 0 < len(words.strip()) <= LONGEST_CODE:
                return Look(lookup=TryCode(words.strip()))
            case Tap(press=Press(action=Action.CLOSE)):
                return Stay(session=closed(context.session))
            case _:
                return Stay(notice=text("Type the code, or close this."))

    def judge(self, context: Context, lookup: Lookup, found: Found) -> Outcome:
        """Take a code that the shop knows."""
        code = lookup.code if isinstance(lookup, TryCode) else ""
        match found:
            case CodeWorks():
                taken = context.purchase.model_copy(update={"code": code})
                return Stay(session=closed(context.session).with_purchase(taken), notice=text("The code is in."))
            case NotAccepted() | KeyOpens():
                return Stay(notice=text("This code was not accepted. Check it and type it again."))
            case TooManyGuesses():
                return Stay(notice=text("Too many tries. Please wait ten minutes before the next one."))
            case NoAnswer():
                return Stay(notice=text("The shop does not answer at the moment. Please try again."))
        assert_never(found)
