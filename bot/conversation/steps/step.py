"""What a step is."""

from dataclasses import dataclass
from typing import ClassVar, Protocol

from bot.conversation.effects import Effect, Settled
from bot.conversation.facts import Context, Need
from bot.conversation.messages import Reply, Screen, StepName, Text, text
from bot.conversation.outcome import Outcome, Stay
from bot.conversation.session import Details, Session


@dataclass(frozen=True, slots=True)
class Answered:
    """What is remembered once a question has the only answer that is possible, and what there is to say of it."""

    session: Session
    details: Details
    notice: Text | None = None


class Step(Protocol):
    """One question of the flow."""

    name: ClassVar[StepName]
    needs: ClassVar[frozenset[Need]]

    def applies(self, context: Context) -> bool:
        """Whether this purchase meets the question at all."""
        ...

    def done(self, context: Context) -> bool:
        """Whether it is answered, and the shop still agrees."""
        ...

    def only(self, context: Context) -> Answered | None:
        """Return the only possible answer, where there is just one: then nobody is asked."""
        ...

    def to_show(self, context: Context) -> frozenset[Need]:
        """Return what must be read beside the needs when this question is the one that is asked."""
        ...

    def screen(self, context: Context) -> Screen:
        """Return what the customer sees."""
        ...

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Decide on a reply."""
        ...

    def settle(self, context: Context, effect: Effect, settled: Settled) -> Outcome:
        """Decide on how a write ended that this step asked for."""
        ...


class Question:
    """What the steps that write nothing have in common; and the kind line for a reply none of them expects."""

    def applies(self, context: Context) -> bool:
        """Every purchase meets it."""
        return True

    def only(self, context: Context) -> Answered | None:
        """Nothing is answered for the customer."""
        return None

    def to_show(self, context: Context) -> frozenset[Need]:
        """Nothing more is read."""
        return frozenset()

    def settle(self, context: Context, effect: Effect, settled: Settled) -> Outcome:
        """Stand still: this step asked for no write."""
        return Stay()

    def not_understood(self) -> Outcome:
        """Say kindly that a reply is no answer here."""
        return Stay(notice=text("I did not understand that. Tap a button, or type what it says."))
