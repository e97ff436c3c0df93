"""Ticket types as the customer sees them: a line with the price, fee included, and a row of absolute quantities."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.conversation.facts import Context
from bot.conversation.messages import Action, Button, Line, Moment, Press, Style, Text, plain, plural, text
from bot.domain import cart, pricing
from bot.domain.alternatives import FEW_LEFT
from bot.domain.availability import Availability, Offer
from bot.domain.labels import Label
from bot.domain.shop import ONLINE
from bot.domain.titles import titles

OFFERS_A_PAGE: Final = 10
"""So many fit a message with their descriptions, and a keyboard with three buttons each."""


@dataclass(frozen=True, slots=True)
class Page:
    """The offers that are shown: page `number` of so many, counted from 0."""

    number: int
    pages: int
    offers: tuple[Offer, ...]


def page_of(context: Context) -> Page:
    """Return the page that the customer turned to, or the last there is."""
    offers = context.offers
    pages = max(-(-len(offers) // OFFERS_A_PAGE), 1)
    number = min(context.purchase.ticket_page, pages - 1)
    return Page(number, pages, offers[number * OFFERS_A_PAGE : (number + 1) * OFFERS_A_PAGE])


def page_row(page: Page) -> tuple[Button, ...]:
    """Return the buttons that turn the page; none where there is one alone."""
    buttons = []
    if page.number > 0:
        buttons.append(Button(text("Previous tickets"), Press(Action.PAGE, amount=page.number - 1)))
    if page.number < page.pages - 1:
        buttons.append(Button(text("More tickets"), Press(Action.PAGE, amount=page.number + 1)))
    return tuple(buttons)


def offer_paragraphs(context: Context, page: Page) -> Iterator[tuple[Line, ...]]:
    """Yield a paragraph for each category on a page, its name above."""
    shown = {offer.ticket_type.uuid: offer for offer in page.offers}
    for category in context.event.categories:
        offers = [shown[each.uuid] for each in category.ticket_types if each.uuid in shown]
        if offers:
            heading = (Line(plain(category.name), Style.STRONG),) if category.name else ()
            yield (*heading, *(line for offer in offers for line in _lines(context, offer)))


def offer_rows(context: Context, page: Page) -> Iterator[tuple[Button, ...]]:
    """Yield the rows that change quantities."""
    for offer in page.offers:
        amount = context.purchase.quantities.get(offer.ticket_type.uuid, 0)
        if offer.is_on_sale and (row := _row(context, offer, amount)):
            yield row


def next_more(context: Context, offer: Offer, amount: int) -> int | None:
    """Return the amount that "more" leads to while the others in the cart leave room for it."""
    most = cart.most_of(context.event, offer, context.slot, context.purchase.quantities)
    wanted = cart.next_more(offer, amount)
    return wanted if wanted is not None and wanted <= most else None


def _row(context: Context, offer: Offer, amount: int) -> tuple[Button, ...]:
    uuid = offer.ticket_type.uuid
    name = titles(context.event)[uuid]
    more = next_more(context, offer, amount)
    if amount == 0:
        return (Button(text("+ {ticket}", ticket=name), Press(Action.SET, uuid, more)),) if more is not None else ()
    in_words = context.session.plain
    fewer_label = text("Fewer: {ticket}", ticket=name) if in_words else text("−")
    fewer = Button(fewer_label, Press(Action.SET, uuid, cart.next_fewer(offer, amount)))
    if more is None:
        most = text("{count} × {ticket} (no more)", count=amount, ticket=name)
        return (fewer, Button(most, Press(Action.SET, uuid, amount)))
    count = Button(text("{count} × {ticket}", count=amount, ticket=name), Press(Action.SET, uuid, amount))
    more_label = text("More: {ticket}", ticket=name) if in_words else text("+")
    return (fewer, count, Button(more_label, Press(Action.SET, uuid, more)))


def _lines(context: Context, offer: Offer) -> Iterator[Line]:
    ticket_type = offer.ticket_type
    if not offer.is_on_sale:
        yield Line(_why_not(context, offer), Style.QUIET)
        return
    price = pricing.priced(pricing.unit_price(ticket_type), context.event)
    if ticket_type.subtitle:
        subtitle = ticket_type.subtitle
        yield Line(text("{ticket}: {price} · {subtitle}", ticket=ticket_type.name, price=price, subtitle=subtitle))
    else:
        yield Line(text("{ticket}: {price}", ticket=ticket_type.name, price=price))
    if ticket_type.description:
        yield Line(plain(ticket_type.description), Style.REMARK)
    if offer.least > 1:
        yield Line(plural("At least {count} per order", "At least {count} per order", offer.least), Style.QUIET)
    amount = context.purchase.quantities.get(ticket_type.uuid, 0)
    if amount == 0 and next_more(context, offer, 0) is None:
        yield Line(text("No room is left for it at this time beside what you chose."), Style.QUIET)


def _why_not(context: Context, offer: Offer) -> Text:
    """Return the shop's own words for a ticket type that is not sold now, ours where it has none."""
    name, status_id = offer.ticket_type.name, offer.ticket_type.status_id
    status = context.event.ticket_statuses.get(status_id, Label()) if status_id != ONLINE else Label()
    match offer.availability:
        case Availability.IN_RESERVATION if status:
            return text("{ticket}: {status}. Try again in a few minutes.", ticket=name, status=status)
        case Availability.IN_RESERVATION:
            return text("{ticket}: all in other people’s orders. Try again in a few minutes.", ticket=name)
        case _ if status:
            return text("{ticket}: {status}", ticket=name, status=status)
        case Availability.NOT_YET if offer.ticket_type.online_from is not None:
            begins = Moment(context.facts.local(offer.ticket_type.online_from))
            return text("{ticket}: on sale from {begins}", ticket=name, begins=begins)
        case Availability.NO_LONGER:
            return text("{ticket}: no longer on sale", ticket=name)
        case Availability.SOLD_OUT:
            return text("{ticket}: sold out", ticket=name)
        case _:
            return text("{ticket}: not available now", ticket=name)


def few_left(context: Context) -> tuple[Line, ...]:
    """Return how many places the time slot still has, where those are few."""
    slot = context.slot
    if slot is None or slot.stock > FEW_LEFT:
        return ()
    left = plural("{count} place is left at this time.", "{count} places are left at this time.", slot.stock)
    return (Line(left),)
