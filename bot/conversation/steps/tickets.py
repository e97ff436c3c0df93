"""How many tickets of which type?"""

from collections.abc import Mapping
from typing import ClassVar, assert_never
from uuid import UUID

from bot.conversation.facts import Context, Need
from bot.conversation.messages import (
    Action,
    Button,
    Counted,
    Line,
    Press,
    Reply,
    Screen,
    StepName,
    Style,
    Tap,
    Text,
    Typed,
    plain,
    plural,
    text,
)
from bot.conversation.outcome import Advance, Outcome, Stay
from bot.conversation.steps.code import code_buttons, code_lines
from bot.conversation.steps.head import when_and_where
from bot.conversation.steps.step import Question
from bot.domain import cart, matching, pricing
from bot.domain.availability import Offer
from bot.domain.cart import CartFault, CartProblem
from bot.domain.labels import LANGUAGES


class TicketsStep(Question):
    """Ticket types with prices including ticket fees, absolute quantities in the buttons, and a running total."""

    name: ClassVar = StepName.TICKETS
    needs: ClassVar = frozenset({Need.EVENT, Need.CODE})

    def done(self, context: Context) -> bool:
        """Whether the cart holds something, all of it can be ordered, and it is an order this bot can place."""
        return bool(context.lines) and _fault(context) is None and not pricing.is_free(context.lines)

    def screen(self, context: Context) -> Screen:
        """Show each type with its price and a row to change it."""
        offers = {offer.ticket_type.uuid: offer for offer in context.offers}
        paragraphs: list[tuple[Line, ...]] = [when_and_where(context)]
        for category in context.event.categories:
            shown = [offers[each.uuid] for each in category.ticket_types if each.uuid in offers]
            if shown:
                paragraphs.append((Line(plain(category.name), Style.STRONG), *(_line(context, each) for each in shown)))
        if (fault := _fault(context)) is not None:
            paragraphs.append((Line(_words(context, fault)),))
        elif context.lines and pricing.is_free(context.lines):
            paragraphs.append((Line(_FREE),))
        rows = [_row(context, offer) for offer in offers.values() if offer.is_on_sale]
        if context.lines:
            paragraphs.append((Line(text("Together: {total}", total=context.subtotal), Style.STRONG),))
            rows.append((Button(text("Continue"), Press(Action.NEXT)),))
        if code := code_lines(context):
            paragraphs.append(code)
        if buttons := code_buttons(context):
            rows.append(buttons)
        return Screen(
            text("Which tickets would you like?"),
            tuple(paragraphs),
            tuple(rows),
            picture=context.event.shop_image,
        )

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Set quantities by button or by words; go on when the cart is good."""
        match reply:
            case Tap(press=Press(action=Action.SET, thing=UUID() as uuid, amount=int() as amount)):
                return self._set(context, {uuid: amount})
            case Tap(press=Press(action=Action.NEXT)):
                return self._next(context)
            case Typed(quantities=quantities):
                counted = _counted(context, quantities)
                return self._set(context, counted) if counted else Stay(notice=_how_to_type(context))
            case _:
                return self.not_understood()

    def _set(self, context: Context, amounts: Mapping[UUID, int]) -> Outcome:
        quantities: Mapping[UUID, int] = context.purchase.quantities
        for uuid, amount in amounts.items():
            quantities = cart.with_amount(quantities, uuid, amount)
        fault = cart.fault(context.event, context.offers, context.slot, quantities)
        if fault is not None and _is_by(context, fault, amounts):
            return Stay(notice=_words(context, fault))
        changed = context.purchase.model_copy(update={"quantities": quantities})
        return Stay(session=context.session.with_purchase(changed))

    def _next(self, context: Context) -> Outcome:
        if not context.lines:
            return Stay(notice=text("Choose at least one ticket first."))
        if (fault := _fault(context)) is not None:
            return Stay(notice=_words(context, fault))
        if pricing.is_free(context.lines):
            return Stay(notice=_FREE)
        return Advance()


_FREE = text("Free tickets cannot be booked in this chat yet.")


def _is_by(context: Context, fault: CartFault, amounts: Mapping[UUID, int]) -> bool:
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


def _how_to_type(context: Context) -> Text:
    on_sale = next((offer.ticket_type.name for offer in context.offers if offer.is_on_sale), None)
    if on_sale is None:
        return text("No tickets are available here now. Go back to choose something else.")
    return text("Type how many of which ticket, for example: 2 {example}", example=on_sale)


def _fault(context: Context) -> CartFault | None:
    return cart.fault(context.event, context.offers, context.slot, context.purchase.quantities)


def _words(context: Context, fault: CartFault) -> Text:
    ticket_type = context.event.ticket_type(fault.ticket_type)
    name = ticket_type.name if ticket_type is not None else ""
    match fault.problem:
        case CartProblem.NOT_OFFERED:
            if not name:
                return text("This ticket is not available any more. Please change your choice.")
            return text("“{ticket}” is not available at the moment. Please change your choice.", ticket=name)
        case CartProblem.TOO_FEW:
            return plural(
                "“{ticket}” is sold from {count} ticket on.",
                "“{ticket}” is sold from {count} tickets on.",
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


def _line(context: Context, offer: Offer) -> Line:
    ticket_type = offer.ticket_type
    if not offer.is_on_sale:
        status = context.event.ticket_statuses.get(ticket_type.status_id)
        if ticket_type.status_id == "ONLINE" or not status:
            return Line(text("{ticket}: not available now", ticket=ticket_type.name), Style.QUIET)
        return Line(text("{ticket}: {status}", ticket=ticket_type.name, status=status), Style.QUIET)
    price = pricing.priced(pricing.unit_price(ticket_type), context.event)
    if ticket_type.subtitle:
        return Line(
            text("{ticket}: {price} · {subtitle}", ticket=ticket_type.name, price=price, subtitle=ticket_type.subtitle)
        )
    return Line(text("{ticket}: {price}", ticket=ticket_type.name, price=price))


def _row(context: Context, offer: Offer) -> tuple[Button, ...]:
    uuid, name = offer.ticket_type.uuid, offer.ticket_type.name
    amount = context.purchase.quantities.get(uuid, 0)
    more = cart.next_more(offer, amount)
    if amount == 0:
        return (Button(text("+ {ticket}", ticket=name), Press(Action.SET, uuid, more)),)
    fewer = Button(text("−"), Press(Action.SET, uuid, cart.next_fewer(offer, amount)))
    count = Button(text("{count} × {ticket}", count=amount, ticket=name), Press(Action.SET, uuid, amount))
    if more is None:
        return (fewer, count)
    return (fewer, count, Button(text("+"), Press(Action.SET, uuid, more)))


def _counted(context: Context, quantities: tuple[Counted, ...]) -> dict[UUID, int]:
    """Return the quantity of each ticket type that was named; nothing at all when one of them is not clear."""
    names = {
        offer.ticket_type.uuid: [offer.ticket_type.name.in_language(language) for language in LANGUAGES]
        for offer in context.offers
        if offer.is_on_sale
    }
    counted: dict[UUID, int] = {}
    for each in quantities:
        named = matching.matching(each.words, names) if each.words else tuple(names)
        if len(named) != 1 or named[0] in counted:
            return {}
        counted[named[0]] = each.amount
    return counted
