"""What to offer instead: the nearest time slots and days that take everybody.

A day's stock is that of all its slots together, so a day that looks large enough may still have no slot that is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from bot.domain.availability import is_slot_bound
from bot.domain.cart import Quantities, places
from bot.domain.shop import OPEN, CalendarDay, Event, TimeSlot

FEW_LEFT: Final = 10
MOST_ALTERNATIVES: Final = 3


@dataclass(frozen=True, slots=True)
class Party:
    """Those who come, as a time slot sees them: how many places they take, and with which ticket types."""

    places: int = 1
    ticket_types: frozenset[UUID] = field(default_factory=frozenset)


class Room(StrEnum):
    """How much room a time slot or a day has for a party."""

    PLENTY = "plenty"
    FEW_LEFT = "few left"
    TOO_SMALL = "too small"
    FULL = "full"
    CLOSED = "closed"
    OTHER_TICKETS = "other tickets"
    PAST = "past"

    @property
    def is_enough(self) -> bool:
        """Whether everybody can come."""
        return self in {Room.PLENTY, Room.FEW_LEFT}


def party(event: Event, quantities: Quantities) -> Party:
    """Return the party of a cart; of an empty one, a single person."""
    bound = {each.uuid for each in event.ticket_types if is_slot_bound(event, each)}
    chosen = frozenset(uuid for uuid, amount in quantities.items() if amount > 0 and uuid in bound)
    return Party(max(places(event, quantities), 1), chosen)


def room_in_slot(slot: TimeSlot, coming: Party, now: datetime) -> Room:
    """Return how much room a slot has; one that has begun has none, nor one that does not sell the party's tickets."""
    if slot.start_at <= now:
        return Room.PAST
    if slot.status_id == OPEN and slot.stock > 0 and not coming.ticket_types <= set(slot.ticket_types):
        return Room.OTHER_TICKETS
    return _room(slot.status_id, slot.stock, coming)


def room_on_day(day: CalendarDay, coming: Party, today: date) -> Room:
    """Return how much room a day has; `today` is the date at the venue."""
    return Room.PAST if day.on < today else _room(day.status_id, day.stock, coming)


def nearest_slots(
    slots: Iterable[TimeSlot], near: datetime, coming: Party, now: datetime, *, most: int = MOST_ALTERNATIVES
) -> tuple[TimeSlot, ...]:
    """Return the slots of a day that take everybody, nearest to a time first, of two equally near the earlier first.

    The slot that begins at that very time is what was asked for, so it is no alternative.
    """
    taking = (each for each in slots if each.start_at != near and room_in_slot(each, coming, now).is_enough)
    return tuple(sorted(taking, key=lambda each: (abs(each.start_at - near), each.start_at))[:most])


def nearest_days(
    days: Iterable[CalendarDay], near: date, coming: Party, today: date, *, most: int = MOST_ALTERNATIVES
) -> tuple[CalendarDay, ...]:
    """Return the other days with stock for everybody, nearest to a date first, of two equally near the earlier first."""
    taking = (each for each in days if each.on != near and room_on_day(each, coming, today).is_enough)
    return tuple(sorted(taking, key=lambda each: (abs(each.on - near), each.on))[:most])


def _room(status_id: str, stock: int, coming: Party) -> Room:
    if status_id != OPEN:
        return Room.CLOSED
    if stock <= 0:
        return Room.FULL
    if stock < coming.places:
        return Room.TOO_SMALL
    return Room.FEW_LEFT if stock <= FEW_LEFT else Room.PLENTY
