"""The rules of a cart, kept before the shop is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from bot.domain.availability import Offer, is_slot_bound
from bot.domain.shop import Event, TimeSlot

Quantities = Mapping[UUID, int]
"""How many of each ticket type; what is not in it is none."""


class CartProblem(StrEnum):
    """Why a quantity cannot be."""

    NOT_OFFERED = "not offered"
    TOO_FEW = "too few"
    TOO_MANY = "too many"
    SLOT_TOO_SMALL = "slot too small"


@dataclass(frozen=True, slots=True)
class CartFault:
    """What is wrong with a cart: with which ticket type, and the amount that would be right."""

    problem: CartProblem
    ticket_type: UUID
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Dropped:
    """Tickets that a cart had and that cannot be sold any more: `lost` of them, because of `problem`."""

    ticket_type: UUID
    lost: int
    problem: CartProblem


@dataclass(frozen=True, slots=True)
class Kept:
    """A cart reduced to what can be sold, and what was dropped from it."""

    quantities: Quantities
    dropped: tuple[Dropped, ...] = ()


def with_amount(quantities: Quantities, ticket_type: UUID, amount: int) -> dict[UUID, int]:
    """Return the cart with that many of a type; none of it is left when the amount is not positive."""
    others = {uuid: number for uuid, number in quantities.items() if uuid != ticket_type}
    return others | ({ticket_type: amount} if amount > 0 else {})


def places(event: Event, quantities: Quantities) -> int:
    """Return how many places of a time slot the cart takes."""
    return sum(quantities.get(each.uuid, 0) for each in event.ticket_types if is_slot_bound(event, each))


def fault(event: Event, offers: Sequence[Offer], slot: TimeSlot | None, quantities: Quantities) -> CartFault | None:
    """Return the first thing that is wrong with a cart, or None; an empty cart has no fault."""
    offered = {offer.ticket_type.uuid: offer for offer in offers}
    for uuid, amount in quantities.items():
        offer = offered.get(uuid)
        if offer is None or not offer.is_on_sale:
            return CartFault(CartProblem.NOT_OFFERED, uuid)
        if amount < offer.least:
            return CartFault(CartProblem.TOO_FEW, uuid, offer.least)
        if amount > offer.most:
            return CartFault(CartProblem.TOO_MANY, uuid, offer.most)
        if slot is not None and is_slot_bound(event, offer.ticket_type) and places(event, quantities) > slot.stock:
            return CartFault(CartProblem.SLOT_TOO_SMALL, uuid, slot.stock)
    return None


def next_more(offer: Offer, amount: int) -> int | None:
    """Return the amount that "more" leads to, from none straight to the smallest order; None when there is no more."""
    wanted = offer.least if amount < offer.least else amount + 1
    return wanted if offer.is_on_sale and wanted <= offer.most else None


def next_fewer(offer: Offer, amount: int) -> int:
    """Return the amount that "fewer" leads to, from the smallest order straight to none."""
    return amount - 1 if amount > offer.least else 0


def most_of(event: Event, offer: Offer, slot: TimeSlot | None, quantities: Quantities) -> int:
    """Return how many of a type fit into the cart, beside the places of the slot that its other types take."""
    if not offer.is_on_sale:
        return 0
    if slot is None or not is_slot_bound(event, offer.ticket_type):
        return offer.most
    others = places(event, with_amount(quantities, offer.ticket_type.uuid, 0))
    most = min(offer.most, slot.stock - others)
    return most if most >= offer.least else 0


def kept(event: Event, offers: Sequence[Offer], slot: TimeSlot | None, quantities: Quantities) -> Kept:
    """Return what of a cart can be sold now, after a slot or a ticket type has gone or shrunk.

    The types share the slot's places in the order they are shown. Of a type whose smallest order does not fit, all goes.
    """
    left: dict[UUID, int] = {}
    for offer in offers:
        uuid = offer.ticket_type.uuid
        amount = min(quantities.get(uuid, 0), most_of(event, offer, slot, left))
        if amount >= offer.least:
            left[uuid] = amount
    offered = {offer.ticket_type.uuid: offer for offer in offers if offer.is_on_sale}
    dropped = tuple(
        Dropped(uuid, amount - left.get(uuid, 0), _why_dropped(offered.get(uuid), amount))
        for uuid, amount in quantities.items()
        if amount > left.get(uuid, 0)
    )
    return Kept({uuid: left[uuid] for uuid in quantities if uuid in left}, dropped)


def _why_dropped(offer: Offer | None, amount: int) -> CartProblem:
    if offer is None:
        return CartProblem.NOT_OFFERED
    if amount < offer.least:
        return CartProblem.TOO_FEW
    allowed = offer.ticket_type.max_order_amount
    return CartProblem.TOO_MANY if allowed is not None and amount > allowed else CartProblem.SLOT_TOO_SMALL
