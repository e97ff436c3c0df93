"""Reads of the shop as the conversation has it: remembered, shared, within the time of a turn."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from copy import copy
from dataclasses import replace
from datetime import date, timedelta
from typing import Final, Self, TypeVar, cast
from uuid import UUID

from pydantic import TypeAdapter

from bot.conversation.cannot_read import CannotRead, LastKnown
from bot.conversation.ports import Clock
from bot.domain.shop import CalendarDay, Code, Event, EventSummary, TimeSlot
from bot.domain.zones import Zones, is_day_of
from bot.ticketshop.cache import Name, ReadCache
from bot.ticketshop.client import TicketShopClient
from bot.ticketshop.errors import Misconfigured, Refused, ShopError, Unavailable
from bot.ticketshop.hosts import AllowedHosts
from bot.ticketshop.operator import ONCE, PASSING, STANDING, Operator
from bot.ticketshop.patience import Patience
from bot.ticketshop.sharing import SharedAnswers

Value = TypeVar("Value")

EVENTS_LAST: Final = timedelta(seconds=30)
CALENDAR_LASTS: Final = timedelta(seconds=5)
CODES_LAST: Final = timedelta(seconds=5)
LIST: Final = TypeAdapter(tuple[EventSummary, ...])
EVENT: Final = TypeAdapter(Event)
MONTH: Final = TypeAdapter(tuple[CalendarDay, ...])
DAY: Final = TypeAdapter(tuple[TimeSlot, ...])
CODE: Final[TypeAdapter[Code | None]] = TypeAdapter(Code | None)
LOCKS: Final = (400, 401, 403)
"""How a shop or an event that is locked may answer: none is documented."""
UNAUTHORISED: Final = (401, 403)
NO_LIST: Final = (404, 405)
AT_ONCE: Final = 4
"""How many of the events of the settings are read at a time."""


class ShopReads:
    """Implements `bot.conversation.ports.Shop`.

    `listed` are the events to sell when the shop refuses its list. `told` hears what the operator must know: a name and
    a word on it, without a secret. `allowed` are the hosts of payment pages and pictures, `tickets` those of downloads.
    `shared` is what all processes of the bot know of it.
    """

    def __init__(
        self,
        client: TicketShopClient,
        clock: Clock,
        allowed: AllowedHosts,
        listed: Sequence[UUID],
        told: Callable[[str, str], None],
        *,
        zones: Zones | None = None,
        tickets: AllowedHosts | None = None,
        shared: SharedAnswers | None = None,
    ) -> None:
        self._client = client
        self._cache = ReadCache(clock, shared)
        self._allowed = allowed
        self._tickets = tickets or allowed
        self._listed = tuple(listed)
        self._zones = zones or Zones()
        self._operator = Operator(told, clock)
        self._patience = Patience()

    async def aclose(self) -> None:
        """Cut what still runs for nobody: before what it runs on is closed."""
        await self._cache.aclose()
        await self._client.sender.trying.aclose()

    def within(self, seconds: float) -> Self:
        """Return the same shop for one turn, all of whose reads share a time."""
        here = copy(self)
        here._patience = Patience(seconds)
        return here

    # --- reads -------------------------------------------------------------------------------------------------------

    async def events(self, *, key: str | None = None, fresh: bool = False) -> Sequence[EventSummary]:
        """Return the events of the list, or those of the settings where the list is refused or empty."""
        try:
            events = await self._get(("events", key), LIST, lambda: self._client.events(key), EVENTS_LAST, fresh=fresh)
        except ShopError as error:
            if not self._listed or isinstance(error, Unavailable):
                raise self._cannot_read_list(error, key, None if fresh else self._last_list(key)) from None
        else:
            if events:
                return events
            if not self._listed:
                raise CannotRead("locked")
        return await self._configured_events(key, fresh=fresh)

    async def event(self, uuid: UUID, *, key: str | None = None, fresh: bool = False) -> Event:
        """Return one event; of its picture's address only one that may be shown."""
        try:
            return await self._get(
                ("event", uuid, key), EVENT, lambda: self._shown_event(uuid, key), EVENTS_LAST, fresh=fresh
            )
        except ShopError as error:
            raise self._cannot_read(error, key, locks=True, known=None if fresh else self._last(uuid, key)) from None

    async def month(
        self, event: UUID, of: date, *, key: str | None = None, fresh: bool = False
    ) -> Sequence[CalendarDay]:
        """Return the days of a month."""
        name = ("month", event, of.year, of.month, key)
        try:
            return await self._get(
                name, MONTH, lambda: self._checked_month(event, of, key), CALENDAR_LASTS, fresh=fresh
            )
        except ShopError as error:
            raise self._cannot_read(error, key) from None

    async def day(self, event: UUID, on: date, *, key: str | None = None, fresh: bool = False) -> Sequence[TimeSlot]:
        """Return the time slots of a day."""
        name = ("day", event, on, key)
        try:
            return await self._get(name, DAY, lambda: self._client.day(event, on, key), CALENDAR_LASTS, fresh=fresh)
        except ShopError as error:
            raise self._cannot_read(error, key) from None

    async def code(self, event: UUID, code: str, *, key: str | None = None, fresh: bool = False) -> Code | None:
        """Return what a code is worth; None for one that the shop does not know or refuses."""
        name = ("code", event, code, key)
        try:
            return await self._get(name, CODE, lambda: self._known_code(event, code, key), CODES_LAST, fresh=fresh)
        except ShopError as error:
            raise self._cannot_read(error, key) from None

    async def _get(
        self,
        name: Name,
        kind: TypeAdapter[Value],
        read: Callable[[], Awaitable[Value]],
        lasts: timedelta,
        *,
        fresh: bool,
    ) -> Value:
        async with self._patience.waiting():
            return await self._cache.get(name, kind, read, lasts, fresh=fresh)

    async def _shown_event(self, uuid: UUID, key: str | None) -> Event:
        event = await self._client.event(uuid, key)
        if event.shop_image is None or self._allowed.allows(event.shop_image):
            return event
        self._operator.hears("picture_address_refused", "an event names a picture outside PAYMENT_HOSTS")
        return replace(event, shop_image=None)

    async def _checked_month(self, event: UUID, of: date, key: str | None) -> tuple[CalendarDay, ...]:
        days = await self._client.month(event, of, key)
        zone = self._zones.of(event)
        if not all(is_day_of(zone, day) for day in days):
            word = f"the days of event {event} do not begin at midnight in {zone.key}: set SHOP_TIMEZONE for it"
            self._operator.hears("time_zone_disagrees", word, at_most_every=ONCE)
        return days

    async def _known_code(self, event: UUID, code: str, key: str | None) -> Code | None:
        try:
            return await self._client.code(event, code, key) if code else None
        except Refused as refused:
            self._hear_of_token(refused, key)
            return None

    async def _configured_events(self, key: str | None, *, fresh: bool) -> Sequence[EventSummary]:
        """Return those events of the settings that can be read; raise what tells most of why none can."""
        at_once = asyncio.Semaphore(AT_ONCE)

        async def read(uuid: UUID) -> Event | CannotRead:
            async with at_once:
                try:
                    return await self.event(uuid, key=key, fresh=fresh)
                except CannotRead as problem:
                    return problem

        answers = await asyncio.gather(*(read(uuid) for uuid in self._listed))
        found = [each for each in answers if isinstance(each, Event)]
        if not found:
            reasons = {each.reason for each in answers if isinstance(each, CannotRead)}
            reason = next(each for each in ("unavailable", "misconfigured", "locked", "refused") if each in reasons)
            raise CannotRead(reason, self._last_list(key) if reason == "unavailable" and not fresh else None)
        return [_line(each) for each in found]

    def _last(self, uuid: UUID, key: str | None) -> LastKnown | None:
        known = self._cache.last_known(("event", uuid, key))
        return LastKnown(known.read_at, event=cast("Event", known.value)) if known is not None else None

    def _last_list(self, key: str | None) -> LastKnown | None:
        """Return the list as it was last, or what is known of the events of the settings."""
        listed = self._cache.last_known(("events", key))
        if listed is not None and listed.value:
            return LastKnown(listed.read_at, cast("tuple[EventSummary, ...]", listed.value))
        known = [each for each in (self._last(uuid, key) for uuid in self._listed) if each is not None]
        if not known:
            return None
        events = tuple(_line(each.event) for each in known if each.event is not None)
        return LastKnown(min(each.read_at for each in known), events)

    def _cannot_read_list(self, error: ShopError, key: str | None, known: LastKnown | None = None) -> CannotRead:
        if isinstance(error, Refused) and error.status in NO_LIST:
            error = Misconfigured(
                "the shop has no list of events: SHOP_API_URL is wrong, or SHOP_EVENTS has to name them"
            )
        return self._cannot_read(error, key, locks=True, known=known)

    def _cannot_read(
        self, error: ShopError, key: str | None, *, locks: bool = False, known: LastKnown | None = None
    ) -> CannotRead:
        match error:
            case Refused(status=status):
                self._hear_of_token(error, key)
                return CannotRead("locked" if locks and status in LOCKS else "refused")
            case Misconfigured():
                self._operator.hears("shop_misconfigured", str(error), at_most_every=STANDING)
                return CannotRead("misconfigured")
            case _:
                self._operator.hears("shop_unavailable", str(error), at_most_every=PASSING)
                return CannotRead("unavailable", known)

    def _hear_of_token(self, refused: Refused, key: str | None) -> None:
        """Tell the operator of an answer that may mean the product token; a customer's wrong key looks the same."""
        if refused.status in UNAUTHORISED and key is None:
            word = f"answered with {refused.status}: SHOP_PRODUCT_TOKEN is wrong, or an access key is asked for"
            self._operator.hears("shop_unauthorised", word, at_most_every=STANDING)


def _line(event: Event) -> EventSummary:
    """Return the line of a list for an event."""
    return EventSummary(event.uuid, event.name, event.start_at, event.end_at, event.venue.name or None)
