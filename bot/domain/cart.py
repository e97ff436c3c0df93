"""The rules of a cart, kept before the shop is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from bot.domain.availability import Offer, is_slot_bound
from bot.domain.shop import Event, TimeSlot


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


def with_amount(quantities: Mapping[UUID, int], ticket_type: UUID, amount: int) -> dict[UUID, int]:
    """Return the cart with that many of a type; none of it is left when the amount is not positive."""
    others = {uuid: number for uuid, number in quantities.items() if uuid != ticket_type}
    return others | ({ticket_type: amount} if amount > 0 else {})


def places(event: Event, quantities: Mapping[UUID, int]) -> int:
    """Return how many places of a time slot the cart takes."""
    return sum(quantities.get(each.uuid, 0) for each in event.ticket_types if is_slot_bound(event, each))


def fault(
    event: Event, offers: Sequence[Offer], slot: TimeSlot | None, quantities: Mapping[UUID, int]
) -> CartFault | None:
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
