"""Turns one reply into what is remembered and shown next.

The order of a turn: an intent left behind is settled before anything else; the purchase that is meant is made the current
one, or its bell is rung beside the current one; the facts are read; what was typed is understood against the screen last
shown; a stale button changes nothing; the open sheet or the step decides; a guess is looked up, a write is performed once,
its intent stored before; the walk finds the question to show.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from bot.conversation import commands, flow, screens
from bot.conversation.cannot_read import CannotRead
from bot.conversation.effects import Unknown
from bot.conversation.facts import Need
from bot.conversation.flow import STEPS
from bot.conversation.linked_code import try_linked_code
from bot.conversation.looking import Looking
from bot.conversation.meant import Meaning, purchase_meant
from bot.conversation.messages import (
    Followed,
    Returned,
    Screen,
    SheetName,
    StepName,
    Tap,
    Text,
    TimeUp,
    Typed,
    text,
)
from bot.conversation.outcome import Forget, Look, Outcome, Perform, Stay
from bot.conversation.ports import Clock, Keep, Limits, Links, Orders, Returns, Shop, Understanding
from bot.conversation.progress import Progress
from bot.conversation.reader import FactsReader
from bot.conversation.ringing import ring
from bot.conversation.session import Details, Profile, Purchase, Session
from bot.conversation.sheets import SHEETS, judge_of
from bot.conversation.sheets.sheet import Sheet
from bot.conversation.shown import shown
from bot.conversation.steps.payment import outcome_of
from bot.conversation.steps.step import Step
from bot.conversation.turn import ANYWHERE, Arrival, Bell, Remembered, Turn
from bot.conversation.unreadable import how_old, unreadable
from bot.conversation.writing import Writing
from bot.domain.zones import Zones

MOST_EFFECTS_A_TURN: Final = 2


@dataclass(frozen=True, slots=True)
class Engine:
    """The conversation with everything it needs. With less than `time_for_a_write_s` of a turn left nothing is sent.

    All reads of a turn share `read_s`, those that look why the shop refused `read_after_refusal_s`.
    """

    shop: Shop
    clock: Clock
    returns: Returns
    understanding: Understanding
    limits: Limits
    links: Links
    zones: Zones
    orders: Orders
    asks_bank: bool = False
    time_for_a_write_s: float = 18.0
    read_s: float = 6.0
    read_after_refusal_s: float = 3.0

    async def turn(
        self, remembered: Remembered, arrival: Arrival, *, keep: Keep, time_left_s: Callable[[], float]
    ) -> Turn:
        """Take one reply. Raises what `keep` raises, when the chat is another worker's by now."""
        here = replace(self, shop=self.shop.within(self.read_s))
        anew = replace(self, shop=self.shop.within(self.read_after_refusal_s))
        progress = Progress(remembered, here.reader())
        writing = Writing(
            shop=self.shop,
            returns=self.returns,
            clock=self.clock,
            progress=progress,
            arrival=arrival,
            keep=keep,
            time_left_s=time_left_s,
            time_for_a_write_s=self.time_for_a_write_s,
            read_anew=lambda: anew.reader(fresh=True),
            limits=self.limits,
        )
        return await _Running(here, progress, writing, arrival).run()

    def reader(self, *, fresh: bool = False) -> FactsReader:
        """Return a reader of facts for one turn; `fresh` reads past every cache."""
        return FactsReader(self.shop, self.clock, self.zones, fresh=fresh, asks_bank=self.asks_bank)


@dataclass(frozen=True, slots=True)
class _Running:
    """One turn on its way."""

    engine: Engine
    progress: Progress
    writing: Writing
    arrival: Arrival

    async def run(self) -> Turn:
        """Go through the turn in its order."""
        progress = self.progress
        begun_with, left_behind = (progress.session, progress.details), progress.session.intent
        if left_behind is not None:
            progress.apply(self.writing.settled(left_behind.effect, Unknown(frees_at=left_behind.frees_at)))
            progress.may_write = False
        answers = left_behind is None or left_behind.reply_id != self.arrival.id
        reply, bell = self.arrival.reply, None
        meant = purchase_meant(progress.session, reply, progress.reader.facts.now)
        if meant is None and isinstance(reply, TimeUp):
            answers = False
            if left_behind is None:
                return self._turn(None, progress.session.purchase.at)
        elif meant is not None and meant != progress.session.current and isinstance(reply, Returned | TimeUp):
            rung_at = progress.session.purchases[meant].at
            bell, answers = ring(progress, meant, reply), False
            if left_behind is None:
                return self._turn(None, rung_at, bell)
        elif meant is not None and (meant != progress.session.current or isinstance(reply, Returned)):
            progress.session = progress.session.model_copy(update={"current": meant, "sheet": None})
        begun_at = progress.session.purchase.at, progress.session.purchase.visit, progress.session.sheet
        answered_at = progress.session.purchase.at
        try:
            target: StepName | None = answered_at
            await self._read_orders()
            if answers:
                await progress.reader.read(progress.session, self._needs_to_answer())
                if isinstance(self.arrival.reply, Typed) and progress.session.sheet is None:
                    await progress.read_to_show(progress.session.purchase.at)
                target = await self._answer()
                if isinstance(progress.outcome, Forget):
                    return self._forgotten(progress.outcome.screen, answered_at)
            if left_behind is None and isinstance(reply, Returned) and not reply.in_chat and not self._changed():
                progress.session, progress.notice = begun_with[0], None
                return self._turn(None, answered_at)
            if progress.session.sheet is None:
                await try_linked_code(self._looking(), progress)
            else:
                await self._read_orders()
                await self._read_for_sheet(SHEETS[progress.session.sheet])
            at = answered_at if progress.session.sheet is not None else await progress.walk(target)
        except CannotRead as problem:
            # What was chosen stays where a key is missing: the key may open just that. So does what a link began.
            is_kept = problem.reason == "locked" or isinstance(self.arrival.reply, Followed)
            if not progress.spent and not is_kept:
                # But for what has nothing to do with the order: a language, plain mode, a sheet that was closed.
                beside = progress.session.model_dump(include={"language", "language_chosen", "plain", "sheet"})
                progress.session, progress.details = begun_with[0].model_copy(update=beside), begun_with[1]
                progress.notice = progress.notice if isinstance(reply, TimeUp) else None
            progress.outcome = Stay()
            was_locked = begun_at[2] is SheetName.LOCKED
            instead = unreadable(progress, problem.reason, reply, answered_at, was_locked=was_locked)
            return self._turn(instead, answered_at, bell)
        entered = self._entered(at)
        moved = (at, entered.visit, progress.session.sheet) != begun_at
        if moved or progress.spent:
            entered = entered.stamped()
        progress.session = progress.session.with_purchase(entered)
        if progress.session.sheet is None:
            progress.session = progress.session.with_purchase(shown(progress.context))
            progress.say_too(how_old(progress.reader.facts))
        return self._turn(screens.screen(progress.context), answered_at, bell)

    def _changed(self) -> bool:
        """Whether the last decision changed anything that is remembered."""
        return self.progress.outcome.session is not None

    def _entered(self, at: StepName) -> Purchase:
        """Return the current purchase at its step, with what its event is called for the time when it is not current."""
        purchase, event = self.progress.session.purchase, self.progress.reader.facts.event
        if at in {step.name for step in flow.HELD}:
            purchase = purchase.model_copy(update={"is_changing": False})
        if event is None or event.uuid != purchase.event:
            return purchase.model_copy(update={"at": at})
        return purchase.model_copy(update={"at": at, "event_name": event.name})

    def _turn(self, screen: Screen | None, answered_at: StepName, bell: Bell | None = None) -> Turn:
        progress = self.progress
        return Turn(
            session=progress.session,
            details=progress.details if isinstance(self.arrival.reply, TimeUp) else progress.details_kept,
            profile=progress.profile,
            screen=screen,
            visit=progress.session.purchase.visit,
            notice=progress.notice,
            fresh=not isinstance(self.arrival.reply, Tap),
            bell=bell,
            order=progress.order,
            handed_over=progress.handed_over,
            exports=progress.outcome.exports,
            step=answered_at,
            outcome=type(progress.outcome).__name__,
            calls=progress.calls,
            decisions=progress.decisions,
        )

    def _forgotten(self, last_words: Screen, answered_at: StepName) -> Turn:
        """Leave nothing but the last words, in the language and the manner of before."""
        progress = self.progress
        manner = progress.session.model_dump(include={"language", "plain"})
        return Turn(
            session=Session(**manner),
            details=Details(),
            profile=Profile(),
            screen=last_words,
            visit=0,
            fresh=not isinstance(self.arrival.reply, Tap),
            forgotten=True,
            step=answered_at,
            outcome=Forget.__name__,
            decisions=progress.decisions,
        )

    def _needs_to_answer(self) -> set[Need]:
        """Return what must be read before the reply can be answered."""
        session = self.progress.session
        if commands.needs_no_facts(self.arrival.reply):
            return set()
        if session.sheet is not None:
            return set(SHEETS[session.sheet].needs)
        return self.progress.needs(session.purchase.at)

    async def _answer(self) -> StepName | None:
        """Let the sheet or the step answer; return the target of the walk."""
        progress = self.progress
        reply = await self._meaning().of(self.arrival.reply, progress.context)
        session = progress.session
        if isinstance(reply, Returned):
            hold = session.purchase.hold
            if hold is None or outcome_of(hold, reply.token_hash) is None:
                return self._stand(text("This return link is no longer valid."))
        elif isinstance(reply, Tap) and (reply.press is None or reply.visit != session.purchase.visit):
            return self._stand(text("That button is from an earlier message. This is where you are now."))
        command = commands.answer(progress.context, reply)
        if command is not None:
            return progress.apply(progress.decided(ANYWHERE, reply, command))
        asking: Step | Sheet
        if isinstance(reply, Returned | TimeUp):
            asking = STEPS[StepName.PAYMENT]
        else:
            asking = SHEETS[session.sheet] if session.sheet is not None else STEPS[session.purchase.at]
        return await self._decide(progress.decided(asking.name, reply, asking.answer(progress.context, reply)))

    async def _read_for_sheet(self, sheet: Sheet) -> None:
        """Read what a sheet shows more with; a hold has its own words, and a shop that is away keeps nobody from the sheet."""
        if self.progress.session.purchase.hold is not None:
            return
        with suppress(CannotRead):
            await self.progress.reader.read(self.progress.session, sheet.shows)

    async def _read_orders(self) -> None:
        """Read the orders while the list of them is open, once."""
        reader = self.progress.reader
        if self.progress.session.sheet is SheetName.ORDERS and not reader.facts.orders:
            reader.facts = replace(reader.facts, orders=await self.engine.orders.read(self.arrival.chat))

    def _meaning(self) -> Meaning:
        return Meaning(self.engine.understanding, self.engine.links, self.engine.shop)

    def _looking(self) -> Looking:
        return Looking(self.engine.shop, self.engine.limits, self.arrival.chat)

    def _stand(self, notice: Text) -> StepName:
        self.progress.notice = notice
        return self.progress.session.purchase.at

    async def _decide(self, outcome: Outcome) -> StepName | None:
        """Apply an outcome, looking up and performing what it asks for; return the target of the walk."""
        progress = self.progress
        if isinstance(outcome, Look):
            progress.apply(outcome)
            found = await self._looking().look(outcome.lookup, progress.session)
            progress.calls.append((type(outcome.lookup).__name__, type(found).__name__))
            sheet = judge_of(outcome.lookup)
            outcome = progress.decided(sheet.name, found, sheet.judge(progress.context, outcome.lookup, found))
        for _ in range(MOST_EFFECTS_A_TURN):
            if not isinstance(outcome, Perform):
                break
            progress.apply(outcome)
            if not progress.may_write:
                return progress.session.purchase.at
            reason = await self.writing.reason_not_to(outcome.effect)
            if reason is not None:
                return self._stand(reason)
            outcome = await self.writing.perform(outcome.effect)
        return progress.apply(outcome)
