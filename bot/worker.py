"""Claims chats and takes their turns: claim, turn, commit, send.

Deadlines add up: a turn is cut before its lease runs out, and no write begins that could not end within the turn.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

import structlog

from bot.clock import SystemClock
from bot.conversation.messages import text
from bot.conversation.ports import Claim, Committed, LeaseLost, Mailbox, Owed
from bot.conversation.session import Details, Session
from bot.conversation.turn import Turn
from bot.metrics import Metrics
from bot.pulse import Pulse
from bot.telegram import incoming, owed
from bot.telegram.delivery import NotDelivered
from bot.telegram.front import Front
from bot.telegram.incoming import chat_id_of
from bot.telegram.line import Line
from bot.telegram.pauses import WHOLE_BOT, Pauses
from bot.telegram.stopping import cancellation_asked

log = structlog.get_logger(__name__)

WAIT_S: Final = 1.0
PAUSE_WITHOUT_STORE_S: Final = 1.0
SENDING_S: Final = 60.0
"""How long a turn may last beyond its deadline, in which what it came to is sent."""
APOLOGY: Final = text("Sorry, something went wrong with that. Please try it once more.")


class WaitingMailbox(Mailbox, Protocol):
    """A mailbox that can be waited on."""

    async def wait(self, timeout_s: float) -> None:
        """Return when a chat became ready, or after the timeout."""
        ...

    async def aclose(self) -> None:
        """End what waits, once no worker does any more."""
        ...


def unwatched(turn: Turn) -> None:
    """Let a turn go by."""


@dataclass(frozen=True, slots=True)
class Worker:
    """Takes turns, many chats at once and one turn a chat.

    `turn_s` is the deadline of a turn, shorter than the lease; `grace_s` is how long a worker that is asked to stop waits for
    the turn it is in; `watch` sees each turn that was taken. `line` and `pauses` are those that the requests of the front's
    view tell of Telegram.
    """

    mailbox: WaitingMailbox
    front: Front
    chats_at_once: int = 8
    turn_s: float = 25.0
    grace_s: float = 17.0
    watch: Callable[[Turn], None] = unwatched
    pulse: Pulse = field(default_factory=Pulse)
    metrics: Metrics = field(default_factory=Metrics)
    line: Line = field(default_factory=Line)
    pauses: Pauses = field(default_factory=lambda: Pauses(SystemClock()))

    async def run(self) -> None:
        """Work until cancelled; a turn that is running then is finished first."""
        try:
            async with asyncio.TaskGroup() as tasks:
                for number in range(self.chats_at_once):
                    tasks.create_task(self._work(f"worker {number + 1}"))
        finally:
            await self.mailbox.aclose()

    async def _work(self, name: str) -> None:
        held: Claim | None = None
        # A library that swallows the cancellation of a call must not keep a worker alive for ever.
        while not cancellation_asked():
            self.pulse.turns(name)
            try:
                if held is not None:
                    # The store went away in the middle of a turn: its chat need not wait for its lease now.
                    await self._give_back(held)
                    held = None
                if not await self.line.is_up(self._ask, WAIT_S):
                    continue
                held = await self._claim()
                if held is not None:
                    self.pulse.turns(name, self.turn_s + SENDING_S)
                    await self._finish(held, asyncio.create_task(self.take(held)))
                    held = None
                else:
                    await self.mailbox.wait(WAIT_S)
            except LeaseLost:
                log.warning("lease_lost", **_named(held))
                held = None
            except ConnectionError as error:
                log.error("store_unavailable", error=type(error).__name__)
                await asyncio.sleep(PAUSE_WITHOUT_STORE_S)

    async def _ask(self) -> None:
        await self.front.view.ask()

    async def _claim(self) -> Claim | None:
        """Claim a chat. Asked to stop meanwhile, give it back: else nobody could answer there until the lease runs out."""
        claiming = asyncio.create_task(self.mailbox.claim())
        try:
            return await asyncio.shield(claiming)
        except asyncio.CancelledError:
            await asyncio.wait({claiming}, timeout=self.grace_s)
            claiming.cancel()
            [claim] = await asyncio.gather(claiming, return_exceptions=True)
            if isinstance(claim, Claim):
                await self.mailbox.release(claim)
            raise

    async def _finish(self, claim: Claim, turn: asyncio.Task[None]) -> None:
        """Wait for a turn. Asked to stop meanwhile, give it time to end well; then cut it, and give its chat to the others.

        Its intent, if it stored one, tells them that a write may have been heard.
        """
        try:
            await asyncio.shield(turn)
        except asyncio.CancelledError:
            _, running = await asyncio.wait({turn}, timeout=self.grace_s)
            turn.cancel()
            await asyncio.gather(turn, return_exceptions=True)
            if running:
                with suppress(LeaseLost, ConnectionError):
                    await self.mailbox.release(claim)
            raise

    async def take(self, claim: Claim) -> None:
        """Take one turn of a claimed chat and give the chat back; raise LeaseLost when it is another worker's by now.

        Whatever is logged meanwhile, by whomever, names the envelope.
        """
        with structlog.contextvars.bound_contextvars(**_named(claim)):
            await self._take(claim)

    async def _take(self, claim: Claim) -> None:
        began_s = time.monotonic()

        def time_left_s() -> float:
            return self.turn_s - (time.monotonic() - began_s)

        delay_s, unsent = 0.0, None
        try:
            card = await self._send(claim, claim.owed, claim.card)
            if claim.envelope is not None:
                waiting = await self._turn(replace(claim, card=card), time_left_s)
                await self._send(claim, waiting, card)
        except NotDelivered as late:
            log.warning("not_delivered", wait_s=late.wait_s)
            delay_s, unsent = late.wait_s, late.unsent
        self.metrics.took(time.monotonic() - began_s)
        await self._give_back(claim, delay_s, unsent)

    async def _give_back(self, claim: Claim, delay_s: float = 0.0, unsent: Owed | None = None) -> None:
        """Give a chat back, not to be claimed before Telegram's time for it is over.

        Telegram may have asked for that by refusing what does not matter enough to fail a sending.
        """
        chat_id = chat_id_of(claim.chat)
        delay_s, news = max(delay_s, self.pauses.left_s(chat_id)), self.pauses.news(chat_id)
        await self.mailbox.release(claim, delay_s=delay_s, unsent=unsent, refused=news)
        self.pauses.passed_on(chat_id)

    async def _turn(self, claim: Claim, time_left_s: Callable[[], float]) -> tuple[Owed, ...]:
        """Take the turn and commit it; return what is owed for it. A turn that fails is tried again, at most three times."""
        envelope = claim.envelope
        if envelope is None:
            return ()

        async def keep(session: Session, details: Details) -> None:
            await self.mailbox.keep(claim, session, details)

        try:
            async with asyncio.timeout(self.turn_s):
                committed, turn = await self.front.turn(claim, envelope, keep=keep, time_left_s=time_left_s)
        except (LeaseLost, ConnectionError):
            raise
        except (Exception, asyncio.CancelledError) as error:
            # A turn may raise the exception of a stop without anybody having asked for one.
            if cancellation_asked():
                raise
            log.error("turn_failed", failures=claim.failures, exc_info=error)
            is_dead = await self.mailbox.fail(claim, type(error).__name__)
            self.metrics.failed(is_dead=is_dead)
            return await self._apologise(claim) if is_dead else ()
        if turn is not None:
            self.watch(turn)
            log.info("turn", step=turn.step, outcome=turn.outcome, calls=turn.calls)
        await self.mailbox.commit(claim, committed)
        self.metrics.turned(turn, len(committed.owed))
        return committed.owed

    async def _apologise(self, claim: Claim) -> tuple[Owed, ...]:
        said = incoming.of(claim.chat, claim.envelope) if claim.envelope is not None else None
        if said is None or said.language is None:
            # What the customer did not ask for is not missed either.
            return ()
        session = claim.session or Session(language=said.language)
        words = self.front.catalog.words(APOLOGY, session.language)
        apology = owed.owed(owed.Card(chat_id=said.chat_id, html=words, keyboard=(), fresh=True))
        journal = '{"outcome": "apology"}'
        await self.mailbox.commit(claim, Committed(session, claim.details, claim.profile, journal, (apology,)))
        return (apology,)

    async def _send(self, claim: Claim, waiting: tuple[Owed, ...], card: str | None) -> str | None:
        """Send what is owed in its order, striking off each; return what is remembered of the live card."""
        if waiting:
            self.pauses.begin(WHOLE_BOT, await self.mailbox.paused_s(claim))
        for each in waiting:
            try:
                card = await self.front.view.send(each, card)
            except NotDelivered:
                self.metrics.sent(is_delayed=True)
                raise
            await self.mailbox.sent(claim, each, card)
            self.metrics.sent()
        return card


def _named(claim: Claim | None) -> dict[str, str]:
    """Return what lines of the log are found by that belong together. It tells nothing of whose it is."""
    return {"envelope": claim.envelope.id} if claim is not None and claim.envelope is not None else {}
