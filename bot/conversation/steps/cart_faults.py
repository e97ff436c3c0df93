"""What is wrong with a cart, in words, and whose doing it is."""

from collections.abc import Mapping
from typing import assert_never
from uuid import UUID

from bot.conversation.facts import Context
from bot.conversation.messages import Listing, Text, plural, text
from bot.domain import cart
from bot.domain.cart import CartFault, CartProblem, Kept, Quantities


def fault_of(context: Context, quantities: Quantities) -> CartFault | None:
    """Return the first thing that is wrong with quantities for the chosen slot, or None."""
    return cart.fault(context.event, context.offers, context.slot, quantities)


def kept_of(context: Context) -> Kept:
    """Return what of the cart can be ordered now."""
    return cart.kept(context.event, context.offers, context.slot, context.purchase.quantities)


def is_by(context: Context, fault: CartFault, amounts: Mapping[UUID, int]) -> bool:
    """Whether a change made the cart wrong: asking for less never does, unless it is fewer than an order can hold."""
    grown = {uuid for uuid, amount in amounts.items() if amount > context.purchase.quantities.get(uuid, 0)}
    match fault.problem:
        case CartProblem.TOO_FEW:
            return fault.ticket_type in amounts
        case CartProblem.SLOT_TOO_SMALL:
            return bool(grown)
        case CartProblem.NOT_OFFERED | CartProblem.TOO_MANY:
            return fault.ticket_type in grown
    assert_never(fault.problem)


def words(context: Context, fault: CartFault) -> Text:
    """Return what is wrong and what to do about it."""
    ticket_type = context.event.ticket_type(fault.ticket_type)
    name = ticket_type.name if ticket_type is not None else ""
    match fault.problem:
        case CartProblem.NOT_OFFERED:
            if not name:
                return text("This ticket is not available any more. Please change your choice.")
            return text("“{ticket}” is not available at the moment. Please change your choice.", ticket=name)
        case CartProblem.TOO_FEW:
            return plural(
                "Please order at least {count} ticket of “{ticket}”.",
                "Please order at least {count} tickets of “{ticket}”.",
                fault.limit,
                ticket=name,
            )
        case CartProblem.TOO_MANY:
            return plural(
                "You can order at most {count} ticket of “{ticket}”.",
                "You can order at most {count} tickets of “{ticket}”.",
                fault.limit,
                ticket=name,
            )
        case CartProblem.SLOT_TOO_SMALL:
            return plural(
                "Only {count} place is left at this time.",
                "Only {count} places are left at this time.",
                fault.limit,
            )
    assert_never(fault.problem)


def taken_out(context: Context, kept: Kept) -> Text:
    """Return what was taken out of a cart, by the names that the event still has."""
    types = {each.uuid: each for each in context.event.ticket_types}
    lost = tuple(
        text("{count} × {ticket}", count=each.lost, ticket=types[each.ticket_type].name)
        for each in kept.dropped
        if each.ticket_type in types
    )
    if not lost:
        return text("What is not sold any more was taken out.")
    return text("Taken out: {tickets}.", tickets=Listing(lost))
