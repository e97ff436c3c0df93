"""The answers of the two calendar calls."""

from datetime import date
from typing import Any
from uuid import UUID

from bot.domain import shop
from bot.ticketshop.wire.values import At, Entries, Exact, Stock, Wire, Words, read_all, whole_list


class _Day(Wire):
    id: date
    start_at: At = None
    status_id: Words = ""
    stock: Stock = None


class _SlotType(Wire):
    uuid: UUID


class _Slot(Wire):
    id: Exact
    start_at: At = None
    end_at: At = None
    status_id: Words = ""
    stock: Stock = None
    ticket_types: Entries = ()


def month(document: Any) -> tuple[shop.CalendarDay, ...]:  # noqa: ANN401 - whatever JSON holds
    """Return the days of a month by their date, which is their id: their start is local midnight in UTC."""
    days = [
        shop.CalendarDay(each.id, each.start_at, each.status_id, each.stock or 0)
        for each in read_all(_Day, whole_list(document))
    ]
    return tuple(sorted(days, key=lambda day: day.on))


def day(document: Any) -> tuple[shop.TimeSlot, ...]:  # noqa: ANN401
    """Return the time slots of a day in order; their ids are kept to the letter."""
    slots = [
        shop.TimeSlot(
            id=each.id,
            start_at=each.start_at,
            end_at=each.end_at,
            status_id=each.status_id,
            stock=each.stock or 0,
            ticket_types=tuple(known.uuid for known in read_all(_SlotType, each.ticket_types)),
        )
        for each in read_all(_Slot, whole_list(document))
        if each.start_at is not None
    ]
    return tuple(sorted(slots, key=lambda slot: slot.start_at))
