"""What a sheet is."""

from typing import ClassVar, Protocol

from bot.conversation.messages import Action, Button, Press, Reply, Screen, SheetName, text
from bot.conversation.outcome import Outcome
from bot.conversation.session import Session


class Sheet(Protocol):
    """A question beside the flow, opened by a command."""

    name: ClassVar[SheetName]

    def screen(self, session: Session) -> Screen:
        """Return what the customer sees."""
        ...

    def answer(self, session: Session, reply: Reply) -> Outcome:
        """Decide on a reply; the session of the outcome has the sheet closed when it is answered."""
        ...


CLOSE = Button(text("Close"), Press(Action.CLOSE))


def closed(session: Session) -> Session:
    """Return the session with no sheet open."""
    return session.model_copy(update={"sheet": None})
