"""Events, tickets and slots with only what a test is about."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from bot.domain.labels import Label
from bot.domain.shop import Category, Event, PaymentMethod, TicketType, TimeSlot

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def uuid(number: int) -> UUID:
    return UUID(int=number)


def ticket_type(number: int = 1, price: str | None = "10.00", **more: Any) -> TicketType:
    return TicketType(uuid(number), Label.same(f"type {number}"), None if price is None else Decimal(price), **more)


def event(*types: TicketType, methods: tuple[PaymentMethod, ...] = (), **more: Any) -> Event:
    return Event(uuid(900), "Fair", (Category(uuid(800), Label.same("All"), types),), methods, **more)


def method(fixed: str = "0.00", percentage: str = "0.00", currency: str = "EUR") -> PaymentMethod:
    return PaymentMethod(uuid(700), "iDEAL", Decimal(fixed), Decimal(percentage), currency)


def slot(stock: int, *numbers: int, starts_at: datetime = NOON + HOUR, status: str = "OPEN") -> TimeSlot:
    return TimeSlot("slot", starts_at, starts_at + HOUR, status, stock, tuple(map(uuid, numbers)))
