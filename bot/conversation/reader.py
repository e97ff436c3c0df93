"""Reads the facts that steps ask for, each at most once a turn."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from bot.conversation.facts import Facts, Need
from bot.conversation.ports import CannotRead, Clock, Shop
from bot.conversation.session import Purchase, Session
from bot.domain.availability import is_day_open
from bot.domain.zones import Zones


class FactsReader:
    """The facts of one turn. What a purchase names decides what is read; what was read for it is not read again."""

    def __init__(self, shop: Shop, clock: Clock, zones: Zones, *, fresh: bool = False) -> None:
        self._shop = shop
        self._fresh = fresh
        self._code_read: str | None = None
        self.facts = Facts(clock.now(), zones)

    async def read(self, session: Session, needs: Iterable[Need]) -> Facts:
        """Return the facts with all that is needed for a purchase; raise `CannotRead`.

        Without a chosen event only the list is read. The month is the one the customer turned to, else the first from
        today on with an open day, of this month and the next.
        """
        wanted, purchase = set(needs), session.purchase
        if Need.EVENTS in wanted and self.facts.events is None:
            await self._read_events(session)
        if purchase.event is None:
            self.facts = replace(self.facts, event=None, month=None, days=(), slots_on=None, slots=(), code=None)
            return self.facts
        if wanted & {Need.EVENT, Need.DAYS, Need.SLOTS}:
            await self._read_event(purchase)
        event = self.facts.event
        if event is not None and event.is_calendar_enabled:
            if Need.DAYS in wanted:
                await self._read_month(event.uuid, purchase)
            if Need.SLOTS in wanted and purchase.day is not None and self.facts.slots_on != purchase.day:
                slots = await self._shop.day(event.uuid, purchase.day, key=purchase.key, fresh=self._fresh)
                self.facts = replace(self.facts, slots_on=purchase.day, slots=tuple(slots))
        if Need.CODE in wanted:
            await self._read_code(purchase)
        return self.facts

    async def _read_events(self, session: Session) -> None:
        """Read the list. A chosen event is sold without it: it may open to a link or a key when the list does not."""
        try:
            events = await self._shop.events(key=session.list_key, fresh=self._fresh)
        except CannotRead as problem:
            if problem.reason == "unavailable" or session.purchase.event is None:
                raise
            events = ()
        self.facts = replace(self.facts, events=tuple(events))

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
        event = await self._shop.event(purchase.event, key=purchase.key, fresh=self._fresh)
        self.facts = replace(self.facts, event=event, month=None, days=(), slots_on=None, slots=(), code=None)
        self._code_read = None

    async def _read_month(self, event: UUID, purchase: Purchase) -> None:
        wanted = purchase.month or (purchase.day or self.facts.today).replace(day=1)
        if self.facts.month is not None and (purchase.month is None or self.facts.month == wanted):
            return
        await self._take_month(event, purchase.key, wanted)
        nothing_open = not any(is_day_open(day) and day.on >= self.facts.today for day in self.facts.days)
        if purchase.month is None and purchase.day is None and nothing_open:
            await self._take_month(event, purchase.key, (wanted + timedelta(days=31)).replace(day=1))

    async def _take_month(self, event: UUID, key: str | None, month: date) -> None:
        days = await self._shop.month(event, month, key=key, fresh=self._fresh)
        self.facts = replace(self.facts, month=month, days=tuple(days))
