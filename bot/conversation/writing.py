"""Performs a write that a step asked for: once, its intent stored before, and not at all when something speaks against it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, assert_never

from bot.conversation.cannot_read import CannotRead
from bot.conversation.effects import (
    CheckoutOpened,
    Effect,
    Failed,
    FreeReserved,
    Intent,
    NotSent,
    OpenCheckout,
    Refused,
    Reserve,
    Reserved,
    ReserveFree,
    Settled,
    Unknown,
    Update,
)
from bot.conversation.facts import Context
from bot.conversation.flow import writer_of
from bot.conversation.messages import Text, text
from bot.conversation.outcome import Outcome
from bot.conversation.ports import Clock, Keep, Limits, NotConfirmed, Order, Returns, Shop
from bot.conversation.progress import Progress
from bot.conversation.reader import FactsReader
from bot.conversation.rivals import rival
from bot.conversation.turn import Arrival
from bot.domain.shop import DEFAULT_MINUTES_TO_ORDER, Checkout, FreeReservation

OLDEST_REPLY_THAT_WRITES: Final = timedelta(minutes=10)
UNKNOWN_HOLD_SLACK: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Writing:
    """The writes of one turn. With less than `time_for_a_write_s` of it left nothing is sent."""

    shop: Shop
    returns: Returns
    clock: Clock
    progress: Progress
    arrival: Arrival
    keep: Keep
    time_left_s: Callable[[], float]
    time_for_a_write_s: float
    read_anew: Callable[[], FactsReader]
    limits: Limits

    async def reason_not_to(self, effect: Effect) -> Text | None:
        """Return why a write must not be made now, or None."""
        progress = self.progress
        purchase = progress.session.purchase
        if progress.reader.facts.now - self.arrival.given_at > OLDEST_REPLY_THAT_WRITES:
            return text("That was a while ago. Please check it and tap again.")
        if isinstance(effect, Reserve | Update | ReserveFree):
            if await progress.walk(purchase.at) is not purchase.at:
                return text("Something changed in the shop. Please check your choice.")
            if progress.reader.facts.as_of is not None:
                return text("Nothing was booked just now.")
            if purchase.shown_total != progress.context.order_total.amount:
                return text("The price has changed. Please check the new total.")
        if isinstance(effect, Reserve | ReserveFree):
            return await self._reason_not_to_order_more(effect)
        return None

    async def _reason_not_to_order_more(self, effect: Reserve | ReserveFree) -> Text | None:
        """Return why this person is not to order more, or None. Free tickets are not held: they stand beside anything."""
        context = self.progress.context
        is_named = isinstance(effect, ReserveFree) or context.purchase.is_second
        if rival(context) is not None and not is_named:
            return text("You have an order for this event already. Choose below what is to become of this one.")
        if not await self.limits.may_reserve(self.arrival.chat):
            return text("You have begun many orders within an hour. Please pay for one of them, or wait a while.")
        return None

    async def perform(self, effect: Effect) -> Outcome:
        """Store the intent, write once, settle."""
        progress = self.progress
        now = self.clock.now()
        frees_at = self._frees_at(now)
        intent = Intent(
            id=secrets.token_hex(8), effect=effect, reply_id=self.arrival.id, sent_at=now, frees_at=frees_at
        )
        progress.session = progress.session.model_copy(update={"intent": intent})
        settled = await self._write(effect, frees_at) if await self._may_send() else NotSent()
        progress.calls.append((effect.kind, type(settled).__name__))
        if isinstance(effect, Reserve | ReserveFree) and isinstance(settled, Reserved | FreeReserved | Unknown):
            await self.limits.reserved(self.arrival.chat)
        if isinstance(settled, Refused):
            await self._read_past_caches()
        return self.settled(effect, settled)

    async def _may_send(self) -> bool:
        """Store the session with its intent; return whether that is safe from being lost, and time is left to write."""
        try:
            await self.keep(self.progress.session, self.progress.details_kept)
        except NotConfirmed:
            return False
        return self.time_left_s() >= self.time_for_a_write_s

    def _frees_at(self, now: datetime) -> datetime:
        """Return when what is written now lapses at the latest: what is held already, when that ends."""
        purchase, event = self.progress.session.purchase, self.progress.reader.facts.event
        if purchase.hold is not None:
            return purchase.hold.due_at
        minutes = event.minutes_to_order if event is not None else DEFAULT_MINUTES_TO_ORDER
        return now + timedelta(minutes=minutes) + UNKNOWN_HOLD_SLACK

    def settled(self, effect: Effect, settled: Settled) -> Outcome:
        """Let the step decide on how its write ended; its buttons are spent and the intent is done with."""
        self.progress.spent = True
        step = writer_of(effect)
        outcome = self.progress.decided(step.name, settled, step.settle(self.progress.context, effect, settled))
        session = (outcome.session or self.progress.session).model_copy(update={"intent": None})
        self.progress.session = session
        return replace(outcome, session=session)

    async def _write(self, effect: Effect, frees_at: datetime) -> Settled:
        shop, session = self.shop, self.progress.session
        match effect:
            case Reserve():
                return await shop.reserve(_order(self.progress.context), language=session.language, frees_at=frees_at)
            case Update(order_id=order_id):
                return await self._update(order_id, frees_at)
            case ReserveFree():
                order = _order(self.progress.context)
                completed = await shop.reserve_free(order, language=session.language, frees_at=frees_at)
                return FreeReserved(completed=completed) if isinstance(completed, FreeReservation) else completed
            case OpenCheckout(event=event, order_id=order_id, method=method, issuer=issuer):
                addresses, hashes = self.returns.make(self.arrival.chat)
                opened = await shop.open_checkout(
                    event, order_id, method, addresses, issuer=issuer, key=session.purchase.key, frees_at=frees_at
                )
                if isinstance(opened, Checkout):
                    return CheckoutOpened(checkout=opened, method=method, return_hashes=hashes)
                return opened
        assert_never(effect)

    async def _update(self, order_id: str, due_at: datetime) -> Reserved | Failed:
        context = self.progress.context
        hold = context.purchase.hold
        return await self.shop.update(
            _order(context),
            order_id,
            customer_data_uuid=hold.customer_data_uuid if hold is not None else None,
            language=context.session.language,
            due_at=due_at,
        )

    async def _read_past_caches(self) -> None:
        """Read again what the shop says now: why it refused stands there, if anywhere.

        A shop that does not answer says nothing; one that does not show the event any more says why it refused.
        """
        anew = self.read_anew()
        try:
            await anew.read(self.progress.session, self.progress.needs(self.progress.session.purchase.at))
        except CannotRead as problem:
            if problem.reason in {"unavailable", "misconfigured"}:
                return
        self.progress.reader = anew


def _order(context: Context) -> Order:
    """Return the order that the current purchase stands for."""
    purchase = context.purchase
    return Order(
        event=context.event.uuid,
        quantities=purchase.quantities,
        customer=context.given,
        slot=purchase.slot,
        code=context.ordered_code,
        key=purchase.key,
    )
