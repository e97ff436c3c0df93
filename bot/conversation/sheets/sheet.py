"""What a sheet is."""

from typing import ClassVar, Protocol

from bot.conversation.facts import Context, Need
from bot.conversation.lookups import Found, Lookup
from bot.conversation.messages import Action, Button, Press, Reply, Screen, SheetName, text
from bot.conversation.outcome import Outcome
from bot.conversation.session import Session


class Sheet(Protocol):
    """A question beside the flow, opened by a command or a button.

    `needs` must be read before it can answer; with what it `shows` it says more, and without it is shown as well.
    """

    name: ClassVar[SheetName]
    needs: ClassVar[frozenset[Need]]
    shows: ClassVar[frozenset[Need]]

    def screen(self, context: Context) -> Screen:
        """Return what the customer sees."""
        ...

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Decide on a reply; the session of the outcome has the sheet closed when it is answered."""
        ...


class Judge(Protocol):
    """A sheet that takes guesses."""

    name: ClassVar[SheetName]

    def judge(self, context: Context, lookup: Lookup, found: Found) -> Outcome:
        """Decide on what a guess turned out to be worth."""
        ...


CLOSE = Button(text("Close"), Press(Action.CLOSE))


def closed(session: Session) -> Session:
    """Return the session with no sheet open."""
    return session.model_copy(update={"sheet": None})
