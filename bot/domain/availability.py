"""What can be bought now.

The shop enforces more than it shows (increments, shared limits), so this is necessary, never sufficient: an order that
looks good here can still be refused.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from bot.domain.shop import IN_RESERVATION, ONLINE, OPEN, SOLD_OUT, CalendarDay, Event, TicketType, TimeSlot


class Availability(StrEnum):
    """Whether something is sold at this moment, and why not."""

    ON_SALE = "on sale"
    NOT_YET = "not yet"
    NO_LONGER = "no longer"
    ENDED = "ended"
    SOLD_OUT = "sold out"
    IN_RESERVATION = "in reservation"
    NOT_IN_SALE = "not in sale"


@dataclass(frozen=True, slots=True)
class Offer:
    """A ticket type as it is offered: whether it is sold, how few and how many of it an order may hold."""

    ticket_type: TicketType
    availability: Availability
    least: int
    most: int

    @property
    def is_on_sale(self) -> bool:
        """Whether at least the smallest order can be made."""
        return self.availability is Availability.ON_SALE


MOST_WHEN_UNLIMITED = 20


def of_event(event: Event, now: datetime) -> Availability:
    """Whether the event as a whole is on sale: its window, its end, and any ticket type that could be sold."""
    if event.end_at is not None and now >= event.end_at:
        return Availability.ENDED
    window = _window(event.online_from, event.online_till, now)
    if window is not Availability.ON_SALE:
        return window
    states = {of_ticket_type(each, now) for each in visible(event)}
    for state in (Availability.ON_SALE, Availability.IN_RESERVATION, Availability.NOT_YET, Availability.SOLD_OUT):
        if state in states:
            return state
    return Availability.NOT_IN_SALE


def sale_begins_at(event: Event, now: datetime) -> datetime:
    """Return when the first ticket comes on sale: the event's own window, else the earliest of its types'.

    ValueError for an event of which nothing is yet to come on sale.
    """
    if event.online_from is not None and now < event.online_from:
        return event.online_from
    waiting = (each for each in visible(event) if of_ticket_type(each, now) is Availability.NOT_YET)
    return min(each.online_from for each in waiting if each.online_from is not None)


def of_ticket_type(ticket_type: TicketType, now: datetime) -> Availability:
    """Whether a ticket type is sold now, by its price, its status and its own window. Unknown statuses are not sold."""
    if ticket_type.price is None:
        return Availability.NOT_IN_SALE
    match ticket_type.status_id:
        case status if status == ONLINE:
            return _window(ticket_type.online_from, ticket_type.online_till, now)
        case status if status == SOLD_OUT:
            return Availability.SOLD_OUT
        case status if status == IN_RESERVATION:
            return Availability.IN_RESERVATION
        case _:
            return Availability.NOT_IN_SALE


def visible(event: Event) -> tuple[TicketType, ...]:
    """Return the ticket types a customer may see, in order."""
    return tuple(
        each
        for category in event.categories
        if category.is_visible
        for each in category.ticket_types
        if each.is_visible
    )


def is_slot_bound(event: Event, ticket_type: TicketType) -> bool:
    """Whether the type is sold for a time slot and takes a place of it; extras such as parking are not."""
    return event.is_calendar_enabled and ticket_type.is_selectable_on_calendar


def offers(event: Event, slot: TimeSlot | None, now: datetime) -> tuple[Offer, ...]:
    """Return what is offered, in order: with a calendar the slot's ticket types and those that need no slot."""
    listed = frozenset(slot.ticket_types) if slot is not None else frozenset[UUID]()
    return tuple(
        _offer(event, each, slot, now)
        for each in visible(event)
        if not is_slot_bound(event, each) or each.uuid in listed
    )


def _offer(event: Event, ticket_type: TicketType, slot: TimeSlot | None, now: datetime) -> Offer:
    state = of_ticket_type(ticket_type, now)
    most = ticket_type.max_order_amount if ticket_type.max_order_amount is not None else MOST_WHEN_UNLIMITED
    if slot is not None and is_slot_bound(event, ticket_type):
        most = min(most, slot.stock)
    least = max(ticket_type.min_order_amount, 1)
    if state is Availability.ON_SALE and most < least:
        state = Availability.SOLD_OUT
    return Offer(ticket_type, state, least, max(most, 0))


def is_day_open(day: CalendarDay) -> bool:
    """Whether any slot of the day may be sold."""
    return day.status_id == OPEN and day.stock > 0


def is_slot_open(slot: TimeSlot, places: int, now: datetime) -> bool:
    """Whether the slot can take so many people (at least one) and has not begun."""
    return slot.status_id == OPEN and slot.stock >= max(places, 1) and slot.start_at > now


def _window(opens_at: datetime | None, closes_at: datetime | None, now: datetime) -> Availability:
    if opens_at is not None and now < opens_at:
        return Availability.NOT_YET
    if closes_at is not None and now >= closes_at:
        return Availability.NO_LONGER
    return Availability.ON_SALE
