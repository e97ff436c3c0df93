"""Do you have an access key?"""

from typing import ClassVar, assert_never

from bot.conversation.facts import Context, Need
from bot.conversation.lookups import CodeWorks, Found, KeyOpens, Lookup, NoAnswer, NotAccepted, TooManyGuesses, TryKey
from bot.conversation.messages import Action, Line, Press, Reply, Screen, SheetName, StepName, Tap, Typed, text
from bot.conversation.outcome import Advance, Look, Outcome, Stay
from bot.conversation.sheets.sheet import CLOSE, closed

LONGEST_KEY = 100


class KeySheet:
    """Asks for the key of a shop or an event that seems locked; the same words for a wrong key and an unknown event."""

    name: ClassVar = SheetName.KEY
    needs: ClassVar = frozenset[Need]()

    def screen(self, context: Context) -> Screen:
        """Ask for the key."""
        if context.purchase.event is None:
            why = Line(text("Some events are only shown with an access key."))
        else:
            why = Line(text("The shop shows this event only with an access key, or not at all any more."))
        how = Line(text("Type the key exactly as you received it."))
        return Screen(text("Do you have an access key?"), ((why, how),), ((CLOSE,),))

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Try what was typed."""
        match reply:
            case Typed(text=words) if 0 < len(words.strip()) <= LONGEST_KEY:
                return Look(lookup=TryKey(words.strip()))
            case Tap(press=Press(action=Action.CLOSE)) if context.purchase.at is StepName.EVENT:
                # The event that was chosen may be the very one that is locked.
                unchosen = context.purchase.model_copy(update={"event": None})
                return Advance(session=closed(context.session).with_purchase(unchosen))
            case Tap(press=Press(action=Action.CLOSE)):
                return Stay(session=closed(context.session))
            case _:
                return Stay(notice=text("Type the access key, or close this."))

    def judge(self, context: Context, lookup: Lookup, found: Found) -> Outcome:
        """Keep a key with what it opened: the list, or the chosen event."""
        key = lookup.key if isinstance(lookup, TryKey) else ""
        session = closed(context.session)
        match found:
            case KeyOpens(opens="list"):
                opened = session.model_copy(update={"list_key": key})
                return Advance(session=opened, notice=text("The key fits. This is what it opens."))
            case KeyOpens():
                opened = session.with_purchase(context.purchase.model_copy(update={"key": key}))
                return Advance(session=opened, notice=text("The key fits."))
            case NotAccepted() | CodeWorks():
                return Stay(notice=text("This key was not accepted. Check it and type it again."))
            case TooManyGuesses():
                return Stay(notice=text("Too many tries. Please wait ten minutes before the next one."))
            case NoAnswer():
                return Stay(notice=text("The shop does not answer at the moment. Please try again."))
        assert_never(found)
