"""What a shop sells to somebody who holds some of it already: what they hold is theirs to keep or to exchange.

The shop counts it as gone for everybody. An update replaces the whole of a hold, so for its holder it is not.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeVar

from bot.domain.cart import Quantities, places
from bot.domain.shop import (
    CLOSED,
    IN_RESERVATION,
    ONLINE,
    OPEN,
    SOLD_OUT,
    CalendarDay,
    Code,
    DiscountCode,
    Event,
    TicketType,
    TimeSlot,
)

Place = TypeVar("Place", TimeSlot, CalendarDay)

GONE: Final = frozenset({SOLD_OUT, IN_RESERVATION})


@dataclass(frozen=True, slots=True)
class Holding:
    """What is held: how many of which tickets, for which time slot of which day."""

    quantities: Quantities
    slot: str | None = None
    day: date | None = None


def event_for(holding: Holding, event: Event) -> Event:
    """Return the event as its holder sees it: of a type that has run out, those that are held."""

    def of(ticket_type: TicketType) -> TicketType:
        held = holding.quantities.get(ticket_type.uuid, 0)
        if held == 0 or ticket_type.status_id not in GONE:
            return ticket_type
        return replace(ticket_type, status_id=ONLINE, max_order_amount=held)

    categories = tuple(
        replace(each, ticket_types=tuple(of(ticket_type) for ticket_type in each.ticket_types))
        for each in event.categories
    )
    return replace(event, categories=categories)


def slots_for(holding: Holding, event: Event, slots: Iterable[TimeSlot]) -> tuple[TimeSlot, ...]:
    """Return the time slots as their holder sees them: the one that is held has the held places too."""
    held = places(event, holding.quantities)
    return tuple(_with_places(each, held) if each.id == holding.slot else each for each in slots)


def days_for(holding: Holding, event: Event, days: Iterable[CalendarDay]) -> tuple[CalendarDay, ...]:
    """Return the days of a calendar as their holder sees them."""
    held = places(event, holding.quantities)
    return tuple(_with_places(each, held) if each.on == holding.day else each for each in days)


def code_for(code: Code | None) -> Code | None:
    """Return the code of a hold as its holder sees it: one that it was the last use of is not used up."""
    return replace(code, stock=1) if isinstance(code, DiscountCode) and code.stock == 0 else code


def _with_places(place: Place, held: int) -> Place:
    """Return a slot or a day with the held places; one that is closed for being full is open then."""
    was_full = place.stock <= 0 and place.status_id == CLOSED and held > 0
    return replace(place, stock=place.stock + held, status_id=OPEN if was_full else place.status_id)
