"""Do you have an access key? Asked when a customer says so, and where the shop or an event seems locked."""

from typing import ClassVar, Final, assert_never

from bot.conversation.facts import Context, Need
from bot.conversation.lookups import CodeWorks, Found, KeyOpens, Lookup, NoAnswer, NotAccepted, TooManyGuesses, TryKey
from bot.conversation.messages import Action, Button, Line, Press, Reply, Screen, SheetName, Tap, Text, Typed, text
from bot.conversation.outcome import Advance, Look, Outcome, Stay
from bot.conversation.session import Purchase, Session
from bot.conversation.sheets.sheet import CLOSE, closed
from bot.conversation.steps.beside import OTHER_EVENTS, others

LONGEST_KEY: Final = 100
HOW = Line(text("Type the key exactly as you received it."))
TRY_AGAIN = Button(text("Try again"), Press(Action.CLOSE))


class _TakesKeys:
    """What both sheets have in common: what is typed is tried, whatever it opens; on closing, the shop is read again."""

    needs: ClassVar = frozenset[Need]()
    shows: ClassVar = frozenset[Need]()
    how: ClassVar[Text]

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Try what was typed."""
        match reply:
            case Typed(text=words) if 0 < len(words.strip()) <= LONGEST_KEY:
                return Look(lookup=TryKey(words.strip()))
            case Tap(press=Press(action=Action.CLOSE)):
                return Stay(session=closed(context.session))
            case _:
                return Stay(notice=self.how)


class KeySheet(_TakesKeys):
    """Asked for by the customer. The same words for a wrong key and an unknown event: the shop tells no more."""

    name: ClassVar = SheetName.KEY
    how: ClassVar = text("Type the access key, or close this.")

    def screen(self, context: Context) -> Screen:
        """Ask for the key."""
        why = Line(text("Some events are only shown with an access key."))
        return Screen(text("Do you have an access key?"), ((why, HOW),), ((CLOSE,),))

    def judge(self, context: Context, lookup: Lookup, found: Found) -> Outcome:
        """Keep a key with what it opened: the list, the chosen event, or both."""
        key = lookup.key if isinstance(lookup, TryKey) else ""
        match found:
            case KeyOpens(chosen=True):
                fits = text("The key fits.")
                return Advance(session=_opened(context, key, found), notice=fits)
            case KeyOpens():
                fits = text("The key fits. This is what it opens.")
                return Advance(session=_opened(context, key, found), notice=fits)
            case NotAccepted() | CodeWorks():
                return Stay(notice=text("This key was not accepted. Check it and type it again."))
            case TooManyGuesses():
                return Stay(notice=text("Too many tries. Please wait ten minutes before the next one."))
            case NoAnswer():
                return Stay(notice=text("The shop does not answer at the moment. Please try again."))
        assert_never(found)


class LockedSheet(_TakesKeys):
    """Nothing can be shown without a key: the shop is locked, or the chosen event is, or there is no such event.

    It takes a key at once. Trying again closes it; where all is still locked it is opened anew.
    """

    name: ClassVar = SheetName.LOCKED
    how: ClassVar = text("Type the access key, or try again later.")

    def screen(self, context: Context) -> Screen:
        """Ask for the key, and say what else can be done."""
        ways = ((OTHER_EVENTS,),) if context.purchase.event is not None else ()
        later = Line(text("Without one, please come back later."))
        return Screen(
            text("Nothing to see yet. Do you have an access key?"),
            ((HOW, later),),
            ((TRY_AGAIN,), *ways, *others(context)),
        )


def _opened(context: Context, key: str, opens: KeyOpens) -> Session:
    """Return the session with a key where it belongs: with the chosen event, and with the list for what shows in it only so."""
    session = closed(context.session)
    if opens.listed:
        session = session.model_copy(update={"list_key": key})
    if opens.chosen:
        return session.with_purchase(context.purchase.model_copy(update={"key": key}))
    if len(opens.listed) == 1:
        return session.begin(Purchase(event=next(iter(opens.listed)), key=key))
    return session.begin(Purchase())
