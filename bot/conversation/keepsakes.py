"""What a customer keeps of an order: messages that are sent once, hold no state and are never edited.

The order and where it leads, a file for the calendar, and a picture for each free ticket.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, assert_never
from uuid import uuid5
from zoneinfo import ZoneInfo

from bot.conversation.messages import Button, Day, Line, Listing, Moment, Screen, Style, Text, TimeOfDay, plain, text
from bot.conversation.orders import OrderRecord, OrderState
from bot.conversation.steps.done import download_rows, number_rows
from bot.domain.shop import Barcode, Venue
from bot.domain.venue import address_lines, map_url

MOST_TICKETS: Final = 10
"""Of more tickets than this the link alone is sent."""
QR_CODE: Final = "QRCODE"
"""The type of the barcodes that are drawn; what another one looks like is not ours to guess."""
LONGEST_CODE: Final = 300
"""Characters that fit a QR code in any script, and that a scanner still finds the modules of."""
ONE_SITTING: Final = timedelta(hours=24)
UNSAFE: Final = re.compile(r"[^A-Za-z0-9_-]")
"""What a file's name is better without."""


@dataclass(frozen=True, slots=True)
class Note:
    """A message whose buttons open or copy something and press nothing."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """An order as a calendar takes it: a file whose name and whose `uid` stay the same however often it is made."""

    uid: str
    name: str
    made_at: datetime
    start_at: datetime
    end_at: datetime | None
    title: str
    place: str
    description: Text
    caption: Screen


@dataclass(frozen=True, slots=True)
class TicketPicture:
    """A ticket as a picture of its QR code."""

    code: str
    caption: Screen


Keepsake = Note | CalendarFile | TicketPicture


def keepsakes(order: OrderRecord, *, draws_tickets: bool) -> Iterator[Keepsake]:
    """Yield what is handed over with an order; pictures of its tickets where these are wanted."""
    yield Note(_confirmation(order, draws_tickets=draws_tickets))
    if order.start_at is not None:
        yield _calendar_file(order, order.start_at)
    if draws_tickets and len(order.barcodes) <= MOST_TICKETS:
        for number, barcode in enumerate(order.barcodes, 1):
            if _is_drawn(barcode):
                yield TicketPicture(barcode.barcode_id, _caption(order, barcode, number))


# --- the order ----------------------------------------------------------------------------------------------------------


def _confirmation(order: OrderRecord, *, draws_tickets: bool) -> Screen:
    head = [Line(plain(order.event_name), Style.STRONG), *(Line(each) for each in when(order))]
    tickets = [Line(text("{count} × {ticket}", count=each.amount, ticket=each.name)) for each in order.tickets]
    if order.order_id:
        tickets.append(Line(text("Order {order}", order=order.order_id)))
    paragraphs = (
        tuple(head),
        tuple(Line(plain(each)) for each in (order.venue.name, *address_lines(order.venue)) if each),
        tuple(tickets),
        _where_tickets_are(order),
        tuple(_codes(order, draws_tickets=draws_tickets)),
        _support(order),
    )
    rows = (*download_rows(order), *number_rows(order.order_id), _map_row(order.venue), _support_row(order))
    return Screen(text("Your order"), tuple(filter(None, paragraphs)), tuple(filter(None, rows)))


def when(order: OrderRecord) -> Iterator[Text]:
    """Yield the date with its times, in the zone where it is."""
    if order.start_at is None:
        return
    zone = ZoneInfo(order.zone)
    begins = order.start_at.astimezone(zone)
    if order.end_at is None:
        yield plain(Moment(begins))
    elif order.end_at - order.start_at < ONE_SITTING:
        ends = TimeOfDay(order.end_at.astimezone(zone))
        yield text("{day}, {begins} to {ends}", day=Day(begins.date()), begins=TimeOfDay(begins), ends=ends)
    else:
        yield text("{first} to {last}", first=Moment(begins), last=Moment(order.end_at.astimezone(zone)))


def _where_tickets_are(order: OrderRecord) -> tuple[Line, ...]:
    """Return where the tickets are, as far as it is known: whether a held order was paid is not."""
    match order.state:
        case OrderState.FREE if order.download_url:
            return (Line(text("Download your tickets with the button below.")),)
        case OrderState.REPORTED_PAID if order.masked_email:
            email = order.masked_email
            return (
                Line(text("The payment page reports success. Your tickets come by e-mail to {email}.", email=email)),
            )
        case OrderState.REPORTED_PAID:
            return (Line(text("The payment page reports success. Your tickets come by e-mail.")),)
        case OrderState.FREE | OrderState.HELD:
            return ()
    assert_never(order.state)


def _codes(order: OrderRecord, *, draws_tickets: bool) -> Iterator[Line]:
    """Yield in letters the codes of tickets that no picture shows, where there is no link to the tickets either."""
    of = len(order.barcodes)
    if of > MOST_TICKETS and order.download_url:
        return
    for number, barcode in enumerate(order.barcodes, 1):
        if _is_drawn(barcode) and (draws_tickets or order.download_url):
            continue
        yield Line(
            text(
                "{ticket}, {number} of {count}: {code} ({type})",
                ticket=barcode.name,
                number=number,
                count=of,
                code=barcode.barcode_id,
                type=barcode.type,
            )
        )


def _support(order: OrderRecord) -> tuple[Line, ...]:
    if not order.support_email:
        return ()
    return (Line(text("Questions? Write to {support}.", support=order.support_email), Style.QUIET),)


def _map_row(venue: Venue) -> tuple[Button, ...]:
    url = map_url(venue)
    return (Button(text("Show on the map"), url=url),) if url is not None else ()


def _support_row(order: OrderRecord) -> tuple[Button, ...]:
    """Return a button that copies how a letter to the organiser begins: a button cannot open one (Bot API: HTTP, tg://)."""
    if not (order.support_email and order.order_id):
        return ()
    letter = text("Hello, this is about order {order} for {event}.", order=order.order_id, event=order.event_name)
    return (Button(text("Copy a message to the organiser"), copy_words=letter),)


# --- the calendar -------------------------------------------------------------------------------------------------------


def _calendar_file(order: OrderRecord, start_at: datetime) -> CalendarFile:
    zone = ZoneInfo(order.zone)
    own = order.order_id or order.placed_at.isoformat()
    tickets = Listing(tuple(text("{count} × {ticket}", count=each.amount, ticket=each.name) for each in order.tickets))
    named = text("{tickets}. Order {order}.", tickets=tickets, order=order.order_id)
    return CalendarFile(
        uid=str(uuid5(order.event, own)),
        name=f"{UNSAFE.sub('', own) or 'order'}.ics",
        made_at=order.placed_at,
        start_at=start_at.astimezone(zone),
        end_at=order.end_at.astimezone(zone) if order.end_at is not None else None,
        title=order.event_name,
        place=", ".join(filter(None, (order.venue.name, *address_lines(order.venue)))),
        description=named if order.order_id else plain(tickets),
        caption=Screen(text("Open this file to put the date into your calendar.")),
    )


# --- the tickets --------------------------------------------------------------------------------------------------------


def _is_drawn(barcode: Barcode) -> bool:
    return barcode.type == QR_CODE and len(barcode.barcode_id) <= LONGEST_CODE


def _caption(order: OrderRecord, barcode: Barcode, number: int) -> Screen:
    """Return what stands below a ticket, so that it says alone what it is for: many are passed on to friends."""
    which = text("{ticket}, {number} of {count}", ticket=barcode.name, number=number, count=len(order.barcodes))
    return Screen(plain(order.event_name), ((Line(which, Style.STRONG), *(Line(each) for each in when(order))),))
