"""The tickets of a link: which are meant, and whether the shop sells so many of them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.domain import availability, cart, matching
from bot.domain.cart import CartFault, CartProblem, Quantities
from bot.domain.labels import LANGUAGES
from bot.domain.shop import OPEN, Event, TicketType, TimeSlot
from bot.linking.wanted import NoLink
from bot.linking.words import listed


def quantities_of(event: Event, tickets: Sequence[str]) -> dict[UUID, int]:
    """Return the quantities that are written as "Adult=2"; raise NoLink."""
    quantities: dict[UUID, int] = {}
    for words in tickets:
        name, equals, digits = words.rpartition("=")
        if not equals or not name.strip() or not digits.strip().isdecimal() or int(digits) < 1:
            raise NoLink(f"“{words}” is no number of tickets; write a name, = and a number, for example: Adult=2")
        meant = _named(event, name.strip())
        if meant.uuid in quantities:
            raise NoLink(f"“{meant.name.in_language('en')}” is asked for twice.")
        quantities[meant.uuid] = int(digits)
    return quantities


def refuse_what_is_not_sold(event: Event, slots: Sequence[TimeSlot], quantities: Quantities, now: datetime) -> None:
    """Raise NoLink unless the cart can be ordered as it is, for any of the slots where there are some."""
    faults = [
        cart.fault(event, availability.offers(event, slot, now), slot, quantities)
        for slot in slots or (_roomy(event, now),)
    ]
    if None not in faults and faults[0] is not None:
        raise NoLink(_words(event, faults[0]))


def _named(event: Event, name: str) -> TicketType:
    types = {each.uuid: each for each in availability.visible(event)}
    names = {
        uuid: (str(uuid), *(each.name.in_language(language) for language in LANGUAGES)) for uuid, each in types.items()
    }
    meant = matching.matching(name, names)
    if len(meant) == 1:
        return types[meant[0]]
    there = listed([types[uuid].name.in_language("en") for uuid in meant or types])
    if meant:
        raise NoLink(f"“{name}” can be several tickets: {there}. Write one of them in full.")
    raise NoLink(f"{event.name} has no ticket “{name}”. It has: {there}.")


def _roomy(event: Event, now: datetime) -> TimeSlot | None:
    """Return a slot that has everything, for a link that names none: what any slot could sell."""
    if not event.is_calendar_enabled:
        return None
    types = tuple(each.uuid for each in event.ticket_types)
    return TimeSlot("", now, None, OPEN, availability.MOST_WHEN_UNLIMITED, types)


def _words(event: Event, fault: CartFault) -> str:
    ticket_type = event.ticket_type(fault.ticket_type)
    name = ticket_type.name.in_language("en") if ticket_type is not None else str(fault.ticket_type)
    match fault.problem:
        case CartProblem.NOT_OFFERED:
            return f"“{name}” is not sold now."
        case CartProblem.TOO_FEW:
            return f"“{name}” is sold from {fault.limit} on."
        case CartProblem.TOO_MANY:
            return f"An order holds at most {fault.limit} of “{name}”."
        case CartProblem.SLOT_TOO_SMALL:
            return f"There is room for {fault.limit} only."
