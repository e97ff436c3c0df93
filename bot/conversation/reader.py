"""Reads the facts that steps ask for, each at most once a turn."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from bot.conversation.cannot_read import CannotRead
from bot.conversation.facts import Facts, Need
from bot.conversation.ports import Clock, Shop
from bot.conversation.session import Purchase, Session
from bot.domain import months
from bot.domain.shop import Event, EventSummary
from bot.domain.zones import Zones

MOST_MONTHS_ASKED_FOR: Final = 3
MOST_MONTHS_AROUND: Final = 2


class FactsReader:
    """The facts of one turn. What a purchase names decides what is read; what was read for it is not read again."""

    def __init__(self, shop: Shop, clock: Clock, zones: Zones, *, fresh: bool = False, asks_bank: bool = False) -> None:
        self._shop = shop
        self._fresh = fresh
        self._code_read: str | None = None
        self.facts = Facts(clock.now(), zones, asks_bank=asks_bank)

    async def read(self, session: Session, needs: Iterable[Need]) -> Facts:
        """Return the facts with all that is needed for a purchase; raise `CannotRead`.

        Without a chosen event only the list is read. The month to show is the one the customer turned to, that of the day
        asked for or chosen, or the first one; where nothing is open in it, one of the next with an open day.
        """
        wanted, purchase = set(needs), session.purchase
        if Need.EVENTS in wanted and self.facts.events is None:
            await self._read_events(session)
        if purchase.event is None:
            self.facts = replace(self.facts, event=None, months={}, month=None, slots_on=None, slots=(), code=None)
            return self.facts
        if wanted & {Need.EVENT, Need.DAYS, Need.DAYS_AROUND, Need.SLOTS}:
            await self._read_event(purchase)
        event = self.facts.event
        if event is not None and event.is_calendar_enabled:
            if Need.DAYS in wanted:
                await self._read_days(event, purchase)
            if Need.DAYS_AROUND in wanted:
                await self._read_around(event, purchase)
            if Need.SLOTS in wanted and purchase.day is not None and self.facts.slots_on != purchase.day:
                slots = await self._shop.day(event.uuid, purchase.day, key=purchase.key, fresh=self._fresh)
                self.facts = replace(self.facts, slots_on=purchase.day, slots=tuple(slots))
        if Need.CODE in wanted:
            await self._read_code(purchase)
        return self.facts

    async def _read_events(self, session: Session) -> None:
        """Read the list. A chosen event is sold without it: it may open to a link or a key when the list does not."""
        try:
            events, keyed = await self._listed(session.list_key)
        except CannotRead as problem:
            if problem.reason == "unavailable" or session.purchase.event is None:
                raise
            events, keyed = (), frozenset()
        self.facts = replace(self.facts, events=tuple(events), keyed=keyed)

    async def _listed(self, key: str | None) -> tuple[Sequence[EventSummary], frozenset[UUID]]:
        """Return what is listed without a key and with it, and which of them only with it: a key opens, it closes nothing."""
        if key is None:
            return await self._list(None), frozenset()
        opened = await self._unlocked(key)
        listed = await self._unlocked(None)
        if not opened and not listed:
            raise CannotRead("locked")
        known = {event.uuid for event in listed}
        more = [event for event in opened if event.uuid not in known]
        return (*listed, *more), frozenset(event.uuid for event in more)

    async def _unlocked(self, key: str | None) -> Sequence[EventSummary]:
        """Return the list; none where it is locked, also for a key that was good once."""
        try:
            return await self._list(key)
        except CannotRead as problem:
            if problem.reason != "locked":
                raise
            return ()

    async def _list(self, key: str | None) -> Sequence[EventSummary]:
        """Return the list as it is, or as it was when the shop answered last."""
        try:
            return await self._shop.events(key=key, fresh=self._fresh)
        except CannotRead as problem:
            if problem.known is None:
                raise
            self._knows_since(problem.known.read_at)
            return problem.known.events

    def _knows_since(self, read_at: datetime) -> None:
        before = self.facts.as_of
        self.facts = replace(self.facts, as_of=read_at if before is None else min(before, read_at))

    async def _read_code(self, purchase: Purchase) -> None:
        code = purchase.code if purchase.code_accepted else None
        if code == self._code_read or purchase.event is None:
            return
        worth = await self._shop.code(purchase.event, code, key=purchase.key, fresh=self._fresh) if code else None
        self._code_read = code
        self.facts = replace(self.facts, code=worth)

    async def _read_event(self, purchase: Purchase) -> None:
        if purchase.event is None or (self.facts.event is not None and self.facts.event.uuid == purchase.event):
            return
        event = await self._event_of(purchase.event, purchase.key)
        self.facts = replace(self.facts, event=event, months={}, month=None, slots_on=None, slots=(), code=None)
        self._code_read = None

    async def _event_of(self, uuid: UUID, key: str | None) -> Event:
        """Return an event as it is, or as it was when the shop answered last."""
        try:
            return await self._shop.event(uuid, key=key, fresh=self._fresh)
        except CannotRead as problem:
            if problem.known is None or problem.known.event is None:
                raise
            self._knows_since(problem.known.read_at)
            return problem.known.event

    async def _read_days(self, event: Event, purchase: Purchase) -> None:
        """Read the months of the days asked for, and the one to show: at most two more to find one with an open day."""
        first, last = self.facts.bounds
        asked_for = [months.of(on) for on in purchase.days_wanted if first <= months.of(on) <= last]
        for month in asked_for[:MOST_MONTHS_ASKED_FOR]:
            await self._read_month(event, purchase, month)
        shown = purchase.month or (asked_for[0] if asked_for else None)
        if shown is None and purchase.day is not None and purchase.day >= self.facts.today:
            await self._read_month(event, purchase, months.of(purchase.day))
            self.facts = replace(self.facts, month=months.of(purchase.day))
            return
        shown = min(max(shown or first, first), last)
        near = (0, 1, -1) if asked_for else (0, 1, 2)
        for month in (months.after(shown, ahead) for ahead in near):
            if first <= month <= last:
                await self._read_month(event, purchase, month)
                if self.facts.has_open_day(month):
                    shown = month
                    break
        self.facts = replace(self.facts, month=shown)

    async def _read_around(self, event: Event, purchase: Purchase) -> None:
        """Read the month before the one that is shown, and the next with an open day: at most two. Both can be missing."""
        first, last = self.facts.bounds
        shown, left = self.facts.month or first, MOST_MONTHS_AROUND
        for ahead in (-1, 1, 2):
            month = months.after(shown, ahead)
            if ahead > 1 and self.facts.has_open_day(months.after(shown, 1)):
                return
            if not first <= month <= last or month in self.facts.months or not left:
                continue
            left -= 1
            try:
                await self._read_month(event, purchase, month)
            except CannotRead:
                return

    async def _read_month(self, event: Event, purchase: Purchase, month: date) -> None:
        if month not in self.facts.months:
            days = await self._shop.month(event.uuid, month, key=purchase.key, fresh=self._fresh)
            self.facts = replace(self.facts, months={**self.facts.months, month: tuple(days)})
