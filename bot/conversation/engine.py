"""Turns one reply into what is remembered and shown next.

The order of a turn: an intent left behind is settled before anything else; the purchase that is meant is made the current
one; the facts are read; what was typed is understood against the screen last shown; a stale button changes nothing; the
open sheet or the step decides; a write is performed once, its intent stored before; the walk finds the question to show.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, assert_never

from bot.conversation import commands, screens
from bot.conversation.effects import (
    CheckoutOpened,
    Effect,
    Intent,
    NotSent,
    OpenCheckout,
    Refused,
    Reserve,
    Settled,
    Unknown,
)
from bot.conversation.facts import Context, Need
from bot.conversation.flow import STEPS, before, steps_of, up_to, writer_of
from bot.conversation.messages import Command, Reply, Returned, Screen, StepName, Tap, Text, Typed, text
from bot.conversation.outcome import Advance, Back, Goto, Outcome, Perform, Stay
from bot.conversation.ports import CannotRead, Clock, Keep, Order, Returns, Shop, Understanding
from bot.conversation.reader import FactsReader
from bot.conversation.session import Details, Purchase, Session
from bot.conversation.sheets import SHEETS
from bot.conversation.steps.payment import outcome_of
from bot.domain.shop import Checkout
from bot.domain.zones import Zones

OLDEST_REPLY_THAT_WRITES: Final = timedelta(minutes=10)
IDLE_DETAILS_LAST: Final = timedelta(minutes=30)
DETAILS_OUTLAST_A_HOLD: Final = timedelta(hours=24)
UNKNOWN_HOLD_SLACK: Final = timedelta(seconds=60)
MOST_EFFECTS_A_TURN: Final = 2


@dataclass(frozen=True, slots=True)
class Arrival:
    """A reply as it came in: the id of its envelope and when it was given."""

    id: str
    reply: Reply
    given_at: datetime


@dataclass(slots=True)
class Turn:
    """What a turn comes to. `fresh` asks for the card to be sent anew below, rather than edited.

    `step`, `outcome` and `calls` are for the journal: the step that answered, the type of what it decided, and each write
    with how it ended. None of them holds a personal value.
    """

    session: Session
    details: Details
    screen: Screen
    visit: int
    notice: Text | None = None
    fresh: bool = False
    step: StepName = StepName.EVENT
    outcome: str = ""
    calls: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Engine:
    """The conversation with everything it needs. With less than `time_for_a_write_s` of a turn left nothing is sent."""

    shop: Shop
    clock: Clock
    returns: Returns
    understanding: Understanding
    zones: Zones
    time_for_a_write_s: float = 18.0

    async def turn(
        self,
        session: Session,
        details: Details,
        arrival: Arrival,
        *,
        keep: Keep,
        time_left_s: Callable[[], float],
    ) -> Turn:
        """Take one reply. Raises what `keep` raises, when the chat is another worker's by now."""
        running = _Running(self, session, details.at(self.clock.now()), arrival, keep, time_left_s)
        return await running.run()


class _Running:
    """One turn on its way."""

    def __init__(
        self,
        engine: Engine,
        session: Session,
        details: Details,
        arrival: Arrival,
        keep: Keep,
        time_left_s: Callable[[], float],
    ) -> None:
        self._engine = engine
        self._session = session
        self._details = details
        self._arrival = arrival
        self._keep = keep
        self._time_left_s = time_left_s
        self._reader = FactsReader(engine.shop, engine.clock, engine.zones)
        self._notice: Text | None = None
        self._outcome: Outcome = Stay()
        self._calls: list[tuple[str, str]] = []
        self._spent = False

    async def run(self) -> Turn:
        """Go through the turn in its order."""
        begun_with, left_behind = self._session, self._session.intent
        if left_behind is not None:
            self._apply(self._settled(left_behind.effect, Unknown(frees_at=left_behind.frees_at)))
        self._choose_purchase()
        answered_at, visit, sheet = self._session.purchase.at, self._session.purchase.visit, self._session.sheet
        try:
            target: StepName | None = answered_at
            if left_behind is None or left_behind.reply_id != self._arrival.id:
                if sheet is None and not isinstance(self._arrival.reply, Command):
                    await self._reader.read(self._session.purchase, self._needs(answered_at))
                target = await self._answer()
            at = answered_at if self._session.sheet is not None else await self._walk(target)
        except CannotRead as problem:
            if not self._spent:
                self._session, self._notice = begun_with, None
            return self._resting(problem)
        moved = at is not answered_at or self._session.sheet is not sheet or self._session.purchase.visit != visit
        self._session = self._session.with_purchase(_entered(self._session.purchase, at, stamp=moved or self._spent))
        context = self._context
        if at is StepName.REVIEW and self._session.sheet is None:
            shown = self._session.purchase.model_copy(update={"shown_total": context.total(context.method).amount})
            self._session = self._session.with_purchase(shown)
        return self._turn(screens.screen(self._context), answered_at)

    @property
    def _context(self) -> Context:
        return Context(self._session, self._details, self._reader.facts)

    def _turn(self, screen: Screen, answered_at: StepName) -> Turn:
        reply = self._arrival.reply
        return Turn(
            session=self._session,
            details=self._details_kept(),
            screen=screen,
            visit=self._session.purchase.visit,
            notice=self._notice,
            fresh=not isinstance(reply, Tap),
            step=answered_at,
            outcome=type(self._outcome).__name__,
            calls=self._calls,
        )

    def _details_kept(self) -> Details:
        until = self._reader.facts.now + IDLE_DETAILS_LAST
        hold = self._session.purchase.hold
        if hold is not None and hold.link_shown:
            until = max(until, hold.due_at + DETAILS_OUTLAST_A_HOLD)
        if not self._details.values:
            return Details()
        return self._details.model_copy(update={"until": until})

    def _resting(self, problem: CannotRead) -> Turn:
        self._outcome = Stay()
        screen = screens.resting(self._session, problem.reason)
        return self._turn(screen, self._session.purchase.at)

    def _needs(self, name: StepName) -> set[Need]:
        return {need for step in up_to(self._session, name) for need in step.needs}

    def _choose_purchase(self) -> None:
        """Make the purchase that a button or a return names the current one."""
        for index, purchase in enumerate(self._session.purchases):
            match self._arrival.reply:
                case Returned(token_hash=token_hash) if purchase.hold and outcome_of(purchase.hold, token_hash):
                    self._session = self._session.model_copy(update={"current": index, "sheet": None})
                    return
                case Tap(visit=visit) if purchase.visit == visit:
                    self._session = self._session.model_copy(update={"current": index})
                    return
                case _:
                    pass

    async def _answer(self) -> StepName | None:
        """Let the sheet or the step answer; return the target of the walk."""
        reply = self._understood()
        session = self._session
        if isinstance(reply, Returned):
            hold = session.purchase.hold
            if hold is None or outcome_of(hold, reply.token_hash) is None:
                self._notice = text("This return link is no longer valid.")
                return session.purchase.at
        elif isinstance(reply, Tap) and (reply.press is None or reply.visit != session.purchase.visit):
            self._notice = text("That button is from an earlier message. This is where you are now.")
            return session.purchase.at
        command = commands.answer(self._context, reply)
        if command is not None:
            return self._apply(command)
        if session.sheet is not None:
            return self._apply(SHEETS[session.sheet].answer(session, reply))
        return await self._decide(STEPS[session.purchase.at].answer(self._context, reply))

    def _understood(self) -> Reply:
        reply = self._arrival.reply
        if not isinstance(reply, Typed):
            return reply
        screen = screens.screen(self._context)
        purchase = self._session.purchase
        return self._engine.understanding.understand(
            reply.text, self._session.language, screen, purchase.visit, self._reader.facts.today
        )

    async def _decide(self, outcome: Outcome) -> StepName | None:
        """Apply an outcome, performing the writes it asks for; return the target of the walk."""
        for _ in range(MOST_EFFECTS_A_TURN):
            if not isinstance(outcome, Perform):
                break
            self._apply(outcome)
            reason = await self._reason_not_to(outcome.effect)
            if reason is not None:
                self._notice = reason
                return self._session.purchase.at
            outcome = await self._perform(outcome.effect)
        return self._apply(outcome)

    def _apply(self, outcome: Outcome) -> StepName | None:
        """Take what an outcome changes; return the target of the walk it asks for: None for as far as it goes."""
        self._outcome = outcome
        if outcome.session is not None:
            self._session = outcome.session
        if outcome.details is not None:
            self._details = outcome.details
        if outcome.notice is not None:
            self._notice = outcome.notice
        purchase = self._session.purchase
        match outcome:
            case Advance():
                target = purchase.return_to
                self._session = self._session.with_purchase(purchase.model_copy(update={"return_to": None}))
                return target
            case Back():
                return before(self._context) or purchase.at
            case Goto(step=step):
                self._session = self._session.with_purchase(purchase.model_copy(update={"return_to": purchase.at}))
                return step
            case Stay() | Perform():
                return purchase.at
        assert_never(outcome)

    async def _reason_not_to(self, effect: Effect) -> Text | None:
        """Return why a write must not be made now, or None."""
        facts, purchase = self._reader.facts, self._session.purchase
        if facts.now - self._arrival.given_at > OLDEST_REPLY_THAT_WRITES:
            return text("That was a while ago. Please check it and tap again.")
        if isinstance(effect, Reserve):
            if await self._walk(purchase.at) is not purchase.at:
                return text("Something changed in the shop. Please check your choice.")
            context = self._context
            if purchase.shown_total != context.total(context.method).amount:
                return text("The price has changed. Please check the new total.")
        return None

    async def _perform(self, effect: Effect) -> Outcome:
        """Store the intent, write once, settle."""
        now = self._engine.clock.now()
        context = self._context
        minutes = context.facts.event.minutes_to_order if context.facts.event is not None else 20
        frees_at = now + timedelta(minutes=minutes) + UNKNOWN_HOLD_SLACK
        intent = Intent(
            id=secrets.token_hex(8), effect=effect, reply_id=self._arrival.id, sent_at=now, frees_at=frees_at
        )
        self._session = self._session.model_copy(update={"intent": intent})
        await self._keep(self._session, self._details_kept())
        if self._time_left_s() < self._engine.time_for_a_write_s:
            settled: Settled = NotSent()
        else:
            settled = await self._write(effect, frees_at)
        self._calls.append((effect.kind, type(settled).__name__))
        if isinstance(settled, Refused):
            await self._read_past_caches()
        return self._settled(effect, settled)

    async def _write(self, effect: Effect, frees_at: datetime) -> Settled:
        shop, purchase = self._engine.shop, self._session.purchase
        match effect:
            case Reserve():
                return await shop.reserve(_order(self._context), language=self._session.language, frees_at=frees_at)
            case OpenCheckout(event=event, order_id=order_id, method=method):
                addresses, hashes = self._engine.returns.make()
                opened = await shop.open_checkout(
                    event, order_id, method, addresses, key=purchase.key, frees_at=frees_at
                )
                if isinstance(opened, Checkout):
                    return CheckoutOpened(checkout=opened, method=method, return_hashes=hashes)
                return opened
        assert_never(effect)

    async def _read_past_caches(self) -> None:
        """Read again what the shop says now: why it refused stands there, if anywhere."""
        engine = self._engine
        anew = FactsReader(engine.shop, engine.clock, engine.zones, fresh=True)
        try:
            await anew.read(self._session.purchase, self._needs(self._session.purchase.at))
        except CannotRead:
            return
        self._reader = anew

    def _settled(self, effect: Effect, settled: Settled) -> Outcome:
        """Let the step decide on how its write ended; its buttons are spent and the intent is done with."""
        self._spent = True
        outcome = writer_of(effect).settle(self._context, effect, settled)
        self._session = (outcome.session or self._session).model_copy(update={"intent": None})
        return replace(outcome, session=self._session)

    async def _walk(self, target: StepName | None) -> StepName:
        """Go from the first step to the first open question, or to the target, whichever comes first."""
        *questions, last = steps_of(self._session)
        for step in questions:
            await self._reader.read(self._session.purchase, step.needs)
            if not step.applies(self._context):
                continue
            if step.name is target:
                return target
            if step.done(self._context):
                continue
            answered = step.only(self._context)
            if answered is None:
                return step.name
            before_it, self._session = self._session, answered
            await self._reader.read(self._session.purchase, step.needs)
            if not step.done(self._context):
                self._session = before_it
                return step.name
        return last.name


def _entered(purchase: Purchase, at: StepName, *, stamp: bool) -> Purchase:
    """Return the purchase at a step, stamped anew when the buttons shown before are not to be pressed any more."""
    visit = (purchase.visit + 1) % 2**32 if stamp else purchase.visit
    return purchase.model_copy(update={"at": at, "visit": visit})


def _order(context: Context) -> Order:
    """Return the order that the current purchase stands for."""
    purchase = context.purchase
    asked = set(context.asked_fields)
    return Order(
        event=context.event.uuid,
        quantities=purchase.quantities,
        customer={name: value for name, value in context.details.values.items() if name in asked},
        slot=purchase.slot,
        code=purchase.code,
        key=purchase.key,
    )
