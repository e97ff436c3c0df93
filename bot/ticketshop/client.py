"""The nine calls of the shop, typed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from bot.conversation.ports import Order
from bot.domain import shop
from bot.domain.labels import Language
from bot.domain.shop import ReturnAddresses
from bot.ticketshop import wire
from bot.ticketshop.errors import Unavailable, Unknown
from bot.ticketshop.protocol import Protocol, Request, decode
from bot.ticketshop.sender import Sender

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class TicketShopClient:
    """The nine calls, typed. Raises the errors of `bot.ticketshop.errors`; its `repr` holds no secret."""

    sender: Sender
    protocol: Protocol = field(default_factory=Protocol)

    async def events(self, key: str | None = None) -> tuple[shop.EventSummary, ...]:
        """Return the future and ongoing events."""
        request = self.protocol.events(key)
        return self._valid(request, wire.events, await self.sender.read(request))

    async def event(self, uuid: UUID, key: str | None = None) -> shop.Event:
        """Return one event."""
        request = self.protocol.event(uuid, key)
        event = self._valid(request, wire.event, await self.sender.read(request))
        if event.uuid != uuid:
            raise Unavailable("answered with another event")
        return event

    async def code(self, event: UUID, code: str, key: str | None = None) -> shop.Code | None:
        """Return what a code is worth, or None when it is neither a discount nor a voucher."""
        request = self.protocol.code(event, code, key)
        return self._valid(request, lambda read: wire.code(read, code), await self.sender.read(request))

    async def month(self, event: UUID, of: date, key: str | None = None) -> tuple[shop.CalendarDay, ...]:
        """Return the days of a month."""
        request = self.protocol.month(event, of, key)
        return self._valid(request, wire.month, await self.sender.read(request))

    async def day(self, event: UUID, on: date, key: str | None = None) -> tuple[shop.TimeSlot, ...]:
        """Return the time slots of a day."""
        request = self.protocol.day(event, on, key)
        return self._valid(request, wire.day, await self.sender.read(request))

    async def reserve(self, order: Order, language: Language, fallback_due_at: datetime) -> shop.Reservation:
        """Reserve a cart; where the shop names no end of the hold, the fallback is taken."""
        return await self._reservation(self.protocol.reserve(order, language), fallback_due_at)

    async def update(
        self,
        order: Order,
        order_id: str,
        customer_data_uuid: UUID | None,
        language: Language,
        fallback_due_at: datetime,
    ) -> shop.Reservation:
        """Replace a whole reservation."""
        return await self._reservation(
            self.protocol.update(order, order_id, customer_data_uuid, language), fallback_due_at
        )

    async def reserve_free(self, order: Order, language: Language) -> shop.FreeReservation:
        """Order free tickets, complete at once."""
        request = self.protocol.reserve_free(order, language)
        answer = await self.sender.write(request)
        return self._valid(request, wire.free_reservation, decode(request, answer.body))

    async def open_checkout(
        self,
        event: UUID,
        order_id: str,
        method: UUID,
        returns: ReturnAddresses,
        *,
        issuer: str | None = None,
        key: str | None = None,
    ) -> shop.Checkout:
        """Open the payment page of a reservation."""
        request = self.protocol.checkout(event, order_id, method, returns, issuer=issuer, key=key)
        answer = await self.sender.write(request)
        document = decode(request, answer.body)
        return self._valid(request, lambda read: wire.checkout(read, answer.clock_skew_s), document)

    async def _reservation(self, request: Request, fallback_due_at: datetime) -> shop.Reservation:
        answer = await self.sender.write(request)
        document = decode(request, answer.body)
        return self._valid(request, lambda read: wire.reservation(read, fallback_due_at, answer.clock_skew_s), document)

    @staticmethod
    def _valid(request: Request, read: Callable[[Any], Value], document: Any) -> Value:  # noqa: ANN401 - any JSON
        try:
            return read(document)
        except ValueError:  # a ValidationError is one
            kind = Unavailable if request.method == "GET" else Unknown
            raise kind("answered with something that is not what was asked for") from None
