"""The shop as the conversation knows it: cached reads, and writes that end in a value."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from pydantic import TypeAdapter

from bot.conversation.effects import Failed, Reserved
from bot.conversation.effects import NotSent as WasNotSent
from bot.conversation.effects import Refused as WasRefused
from bot.conversation.effects import Unknown as IsUnknown
from bot.conversation.ports import CannotRead, Clock, Order
from bot.domain.labels import Language
from bot.domain.shop import (
    CalendarDay,
    Checkout,
    Code,
    Event,
    EventSummary,
    FreeReservation,
    ReturnAddresses,
    TimeSlot,
)
from bot.domain.zones import Zones, is_day_of
from bot.ticketshop.cache import ReadCache
from bot.ticketshop.client import TicketShopClient
from bot.ticketshop.errors import Misconfigured, NotSent, Refused, ShopError, Unavailable, Unknown
from bot.ticketshop.hosts import AllowedHosts
from bot.ticketshop.operator import ONCE, STANDING, Operator
from bot.ticketshop.sharing import SharedAnswers

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


class TicketShop:
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

    # --- reads -------------------------------------------------------------------------------------------------------

    async def events(self, *, key: str | None = None, fresh: bool = False) -> Sequence[EventSummary]:
        """Return the events of the list, or those of the settings where the list is refused or empty."""
        try:
            events = await self._cache.get(
                ("events", key), LIST, lambda: self._client.events(key), EVENTS_LAST, fresh=fresh
            )
        except ShopError as error:
            if not self._listed or isinstance(error, Unavailable):
                raise self._cannot_read_list(error, key) from None
        else:
            if events:
                return events
            if not self._listed:
                raise CannotRead("locked")
        return await self._configured_events(key, fresh=fresh)

    async def event(self, uuid: UUID, *, key: str | None = None, fresh: bool = False) -> Event:
        """Return one event; of its picture's address only one that may be shown."""
        try:
            return await self._cache.get(
                ("event", uuid, key), EVENT, lambda: self._shown_event(uuid, key), EVENTS_LAST, fresh=fresh
            )
        except ShopError as error:
            raise self._cannot_read(error, key, locks=True) from None

    async def month(
        self, event: UUID, of: date, *, key: str | None = None, fresh: bool = False
    ) -> Sequence[CalendarDay]:
        """Return the days of a month."""
        name = ("month", event, of.year, of.month, key)
        try:
            return await self._cache.get(
                name, MONTH, lambda: self._checked_month(event, of, key), CALENDAR_LASTS, fresh=fresh
            )
        except ShopError as error:
            raise self._cannot_read(error, key) from None

    async def day(self, event: UUID, on: date, *, key: str | None = None, fresh: bool = False) -> Sequence[TimeSlot]:
        """Return the time slots of a day."""
        name = ("day", event, on, key)
        try:
            return await self._cache.get(
                name, DAY, lambda: self._client.day(event, on, key), CALENDAR_LASTS, fresh=fresh
            )
        except ShopError as error:
            raise self._cannot_read(error, key) from None

    async def code(self, event: UUID, code: str, *, key: str | None = None, fresh: bool = False) -> Code | None:
        """Return what a code is worth; None for one that the shop does not know or refuses."""
        name = ("code", event, code, key)
        try:
            return await self._cache.get(
                name, CODE, lambda: self._known_code(event, code, key), CODES_LAST, fresh=fresh
            )
        except ShopError as error:
            raise self._cannot_read(error, key) from None

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
            raise CannotRead(
                next(each for each in ("unavailable", "misconfigured", "locked", "refused") if each in reasons)
            )
        return [
            EventSummary(each.uuid, each.name, each.start_at, each.end_at, each.venue.name or None) for each in found
        ]

    def _cannot_read_list(self, error: ShopError, key: str | None) -> CannotRead:
        if isinstance(error, Refused) and error.status in NO_LIST:
            error = Misconfigured(
                "the shop has no list of events: SHOP_API_URL is wrong, or SHOP_EVENTS has to name them"
            )
        return self._cannot_read(error, key, locks=True)

    def _cannot_read(self, error: ShopError, key: str | None, *, locks: bool = False) -> CannotRead:
        match error:
            case Refused(status=status):
                self._hear_of_token(error, key)
                return CannotRead("locked" if locks and status in LOCKS else "refused")
            case Misconfigured():
                self._operator.hears("shop_misconfigured", str(error), at_most_every=STANDING)
                return CannotRead("misconfigured")
            case _:
                self._operator.hears("shop_unavailable", str(error))
                return CannotRead("unavailable")

    def _hear_of_token(self, refused: Refused, key: str | None) -> None:
        """Tell the operator of an answer that may mean the product token; a customer's wrong key looks the same."""
        if refused.status in UNAUTHORISED and key is None:
            word = f"answered with {refused.status}: SHOP_PRODUCT_TOKEN is wrong, or an access key is asked for"
            self._operator.hears("shop_unauthorised", word, at_most_every=STANDING)

    # --- writes ------------------------------------------------------------------------------------------------------

    async def reserve(self, order: Order, *, language: Language, frees_at: datetime) -> Reserved | Failed:
        """Reserve a cart."""
        try:
            return Reserved(reservation=await self._client.reserve(order, language, frees_at))
        except ShopError as error:
            return self._failed(error, frees_at)

    async def update(
        self, order: Order, order_id: str, *, customer_data_uuid: UUID | None, language: Language, due_at: datetime
    ) -> Reserved | Failed:
        """Replace the whole of a hold; unanswered, it is held until `due_at` in any case."""
        try:
            updated = await self._client.update(order, order_id, customer_data_uuid, language, due_at)
        except ShopError as error:
            return self._failed(error, due_at)
        return Reserved(reservation=updated)

    async def reserve_free(self, order: Order, *, language: Language, frees_at: datetime) -> FreeReservation | Failed:
        """Order free tickets; of the download's address only one that may be shown."""
        try:
            completed = await self._client.reserve_free(order, language)
        except ShopError as error:
            return self._failed(error, frees_at)
        if not completed.download_url or self._tickets.allows(completed.download_url):
            return completed
        self._operator.hears("ticket_address_refused", "the shop named a download outside TICKET_HOSTS")
        return replace(completed, download_url="")

    async def open_checkout(
        self,
        event: UUID,
        order_id: str,
        method: UUID,
        returns: ReturnAddresses,
        *,
        issuer: str | None = None,
        key: str | None = None,
        frees_at: datetime,
    ) -> Checkout | Failed:
        """Open a payment page; an address that is not one of the allowed hosts' is never shown."""
        try:
            opened = await self._client.open_checkout(event, order_id, method, returns, issuer=issuer, key=key)
        except ShopError as error:
            return self._failed(error, frees_at)
        if not self._allowed.allows(opened.redirect_url):
            self._operator.hears("payment_address_refused", "the shop named a payment page outside PAYMENT_HOSTS")
            return WasRefused()
        return opened

    def _failed(self, error: ShopError, frees_at: datetime) -> Failed:
        match error:
            case NotSent():
                return WasNotSent()
            case Unknown():
                self._operator.hears("write_unanswered", str(error))
                return IsUnknown(frees_at=frees_at)
            case Refused(status=status, info=info):
                self._hear_of_token(error, None)
                self._operator.hears("write_refused", str(status))
                return WasRefused(info=info)
            case _:
                self._operator.hears("shop_misconfigured", str(error), at_most_every=STANDING)
                return WasRefused(misconfigured=True)
