"""The shop as the conversation knows it: cached reads, and writes that end in a value."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final, TypeVar
from uuid import UUID

from bot.conversation.effects import Failed, Reserved
from bot.conversation.effects import NotSent as WasNotSent
from bot.conversation.effects import Refused as WasRefused
from bot.conversation.effects import Unknown as IsUnknown
from bot.conversation.ports import CannotRead, Clock, Order
from bot.domain.labels import Language
from bot.domain.shop import CalendarDay, Checkout, Event, EventSummary, ReturnAddresses, TimeSlot
from bot.ticketshop.cache import ReadCache
from bot.ticketshop.client import TicketShopClient
from bot.ticketshop.errors import Misconfigured, NotSent, Refused, ShopError, Unavailable, Unknown
from bot.ticketshop.hosts import AllowedHosts

Value = TypeVar("Value")
EVENTS_LAST: Final = timedelta(seconds=30)
CALENDAR_LASTS: Final = timedelta(seconds=5)


class TicketShop:
    """Implements `bot.conversation.ports.Shop`.

    `listed` are the events to sell when the shop refuses its list. `told` hears what the operator must know: a name and
    a word on it, without a secret.
    """

    def __init__(
        self,
        client: TicketShopClient,
        clock: Clock,
        allowed: AllowedHosts,
        listed: Sequence[UUID],
        told: Callable[[str, str], None],
    ) -> None:
        self._client = client
        self._cache = ReadCache(clock)
        self._allowed = allowed
        self._listed = tuple(listed)
        self._told = told

    async def events(self, *, key: str | None = None, fresh: bool = False) -> Sequence[EventSummary]:
        """Return the events of the list, or those of the settings where the list is refused."""
        try:
            return await self._cached(("events", key), lambda: self._client.events(key), EVENTS_LAST, fresh=fresh)
        except CannotRead as problem:
            if problem.reason == "unavailable" or not self._listed:
                raise
        return await self._configured_events(key, fresh=fresh)

    async def event(self, uuid: UUID, *, key: str | None = None, fresh: bool = False) -> Event:
        """Return one event; of its picture's address only one that may be shown."""
        return await self._cached(("event", uuid, key), lambda: self._shown_event(uuid, key), EVENTS_LAST, fresh=fresh)

    async def month(
        self, event: UUID, of: date, *, key: str | None = None, fresh: bool = False
    ) -> Sequence[CalendarDay]:
        """Return the days of a month."""
        name = ("month", event, of.year, of.month, key)
        return await self._cached(name, lambda: self._client.month(event, of, key), CALENDAR_LASTS, fresh=fresh)

    async def day(self, event: UUID, on: date, *, key: str | None = None, fresh: bool = False) -> Sequence[TimeSlot]:
        """Return the time slots of a day."""
        name = ("day", event, on, key)
        return await self._cached(name, lambda: self._client.day(event, on, key), CALENDAR_LASTS, fresh=fresh)

    async def reserve(self, order: Order, *, language: Language, frees_at: datetime) -> Reserved | Failed:
        """Reserve a cart."""
        try:
            return Reserved(reservation=await self._client.reserve(order, language, frees_at))
        except ShopError as error:
            return self._failed(error, frees_at)

    async def open_checkout(
        self,
        event: UUID,
        order_id: str,
        method: UUID,
        returns: ReturnAddresses,
        *,
        key: str | None = None,
        frees_at: datetime,
    ) -> Checkout | Failed:
        """Open a payment page; an address that is not one of the allowed hosts' is never shown."""
        try:
            opened = await self._client.open_checkout(event, order_id, method, returns, key)
        except ShopError as error:
            return self._failed(error, frees_at)
        if not self._allowed.allows(opened.redirect_url):
            self._told("payment_address_refused", "the shop named a payment page outside PAYMENT_HOSTS")
            return WasRefused()
        return opened

    async def _shown_event(self, uuid: UUID, key: str | None) -> Event:
        event = await self._client.event(uuid, key)
        if event.shop_image is None or self._allowed.allows(event.shop_image):
            return event
        self._told("picture_address_refused", "an event names a picture outside PAYMENT_HOSTS")
        return replace(event, shop_image=None)

    async def _configured_events(self, key: str | None, *, fresh: bool) -> Sequence[EventSummary]:
        found = []
        for uuid in self._listed:
            try:
                event = await self.event(uuid, key=key, fresh=fresh)
            except CannotRead:
                continue
            found.append(EventSummary(event.uuid, event.name, event.start_at, event.end_at, event.venue.name or None))
        if not found:
            raise CannotRead("refused")
        return found

    async def _cached(
        self,
        name: tuple[object, ...],
        read: Callable[[], Awaitable[Value]],
        lasts: timedelta,
        *,
        fresh: bool,
    ) -> Value:
        try:
            return await self._cache.get(name, read, lasts, fresh=fresh)
        except Refused:
            raise CannotRead("refused") from None
        except Misconfigured as error:
            self._told("shop_misconfigured", str(error))
            raise CannotRead("misconfigured") from None
        except Unavailable as error:
            self._told("shop_unavailable", str(error))
            raise CannotRead("unavailable") from None

    def _failed(self, error: ShopError, frees_at: datetime) -> Failed:
        match error:
            case NotSent():
                return WasNotSent()
            case Unknown():
                self._told("write_unanswered", str(error))
                return IsUnknown(frees_at=frees_at)
            case Refused(status=status, info=info):
                self._told("write_refused", str(status))
                return WasRefused(info=info)
            case _:
                self._told("shop_misconfigured", str(error))
                return WasRefused()
