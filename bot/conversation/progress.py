"""How far a turn has come: what is remembered by now, and what was read."""

from typing import assert_never

from bot.conversation.effects import Settled
from bot.conversation.facts import Context, Need
from bot.conversation.flow import STEPS, before, steps_of, up_to
from bot.conversation.holders_view import as_holder
from bot.conversation.kept import DETAILS_OUTLAST_A_HOLD, IDLE_DETAILS_LAST
from bot.conversation.lookups import Found
from bot.conversation.messages import Reply, StepName, Text, text
from bot.conversation.orders import OrderRecord
from bot.conversation.outcome import Advance, Back, Forget, Goto, Look, Outcome, Perform, Stay
from bot.conversation.reader import FactsReader
from bot.conversation.session import Details
from bot.conversation.turn import Decision, Remembered


class Progress:
    """The state of one turn on its way. `spent` once a write was performed: the buttons shown before are not to be pressed.

    `may_write` unless the turn found a write of before, of which nobody knew: who pressed did not know of it either.
    """

    def __init__(self, remembered: Remembered, reader: FactsReader) -> None:
        self.session = remembered.session.at(reader.facts.now)
        self.details = remembered.details.at(reader.facts.now)
        self.profile = remembered.profile
        self.reader = reader
        self.notice: Text | None = None
        self.outcome: Outcome = Stay()
        self.order: OrderRecord | None = None
        self.handed_over: OrderRecord | None = None
        self.calls: list[tuple[str, str]] = []
        self.decisions: list[Decision] = []
        self.spent = False
        self.may_write = True

    @property
    def context(self) -> Context:
        """All that a step looks at now."""
        facts = as_holder(self.reader.facts, self.session.purchase)
        return Context(self.session, self.details, facts, self.profile)

    @property
    def details_kept(self) -> Details:
        """The personal fields with the moment until which they are kept from now on."""
        if not self.details.values:
            return Details()
        until = self.reader.facts.now + IDLE_DETAILS_LAST
        for purchase in self.session.purchases:
            if purchase.hold is not None and purchase.hold.link_shown:
                until = max(until, purchase.hold.due_at + DETAILS_OUTLAST_A_HOLD)
        return self.details.model_copy(update={"until": until})

    def needs(self, name: StepName) -> set[Need]:
        """Return what the steps up to the named one ask for."""
        return {need for step in up_to(self.context, name) for need in step.needs}

    def decided(self, by: str, on: Reply | Settled | Found, outcome: Outcome) -> Outcome:
        """Note a decision and return its outcome."""
        self.decisions.append(Decision(by, on, outcome))
        return outcome

    def apply(self, outcome: Outcome) -> StepName | None:
        """Take what an outcome changes; return the target of the walk it asks for: None for as far as it goes."""
        self.outcome = outcome
        if outcome.session is not None:
            self.session = outcome.session
        if outcome.details is not None:
            self.details = outcome.details
        if outcome.profile is not None:
            self.profile = outcome.profile
        if outcome.notice is not None:
            self.notice = outcome.notice
        self.order = outcome.order or self.order
        self.handed_over = outcome.handed_over or self.handed_over
        purchase = self.session.purchase
        match outcome:
            case Advance():
                target = purchase.return_to
                self.session = self.session.with_purchase(purchase.model_copy(update={"return_to": None}))
                return target
            case Back():
                return before(self.context) or purchase.at
            case Goto(step=step):
                self.session = self.session.with_purchase(purchase.model_copy(update={"return_to": purchase.at}))
                return step
            case Stay() | Look() | Perform() | Forget():
                return purchase.at
        assert_never(outcome)

    def say_too(self, notice: Text | None) -> None:
        """Add a notice to the one there is."""
        if notice is not None and self.notice is not None:
            self.notice = text("{first} {second}", first=self.notice, second=notice)
        else:
            self.notice = notice or self.notice

    async def walk(self, target: StepName | None) -> StepName:
        """Go from the first step to the first open question, or to the target, whichever comes first."""
        name = await self._first_open(target)
        await self.read_to_show(name)
        return name

    async def read_to_show(self, name: StepName) -> None:
        """Read what a question needs beside the rest to be shown."""
        await self.reader.read(self.session, STEPS[name].to_show(self.context))

    async def _first_open(self, target: StepName | None) -> StepName:
        *questions, last = steps_of(self.context)
        for step in questions:
            await self.reader.read(self.session, step.needs)
            if not step.applies(self.context):
                continue
            if step.name is target:
                return target
            if step.done(self.context):
                continue
            answered = step.only(self.context)
            if answered is None:
                return step.name
            before_it = self.session, self.details
            self.session, self.details = answered.session, answered.details
            await self.reader.read(self.session, step.needs)
            if not step.done(self.context):
                self.session, self.details = before_it
                return step.name
            self.notice = answered.notice or self.notice
        return last.name
