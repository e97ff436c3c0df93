"""The answers of the four writes."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator

from bot.domain import shop
from bot.domain.labels import Label
from bot.ticketshop.wire.values import At, Entries, Exact, Labels, MaybeUuid, Wire, Words, mapped, read_all


class _Customer(Wire):
    uuid: MaybeUuid = None


class _Reservation(Wire):
    order_id: Words = ""
    due_at: At = None
    customer_data: Annotated[_Customer, BeforeValidator(mapped)] = _Customer()


class _Barcode(Wire):
    barcode_id: Words = ""
    type: Words = ""
    ticket_type_uuid: MaybeUuid = None
    name: Labels = Label()
    subtitle: Labels = Label()


class _Free(Wire):
    order_id: Words = ""
    download_url: Words = ""
    barcodes: Entries = ()


class _Checkout(Wire):
    order_id: Words = ""
    due_at: At = None
    status: Words = ""
    redirect_url: Exact


def reservation(document: Any, fallback_due_at: datetime, clock_skew_s: float) -> shop.Reservation:  # noqa: ANN401
    """Return a reservation; one without a readable end is taken to end at the fallback. ValueError without a number."""
    read = _Reservation.model_validate(document)
    if not read.order_id:
        raise ValueError("a reservation without an order number")
    return shop.Reservation(read.order_id, read.due_at or fallback_due_at, read.customer_data.uuid, clock_skew_s)


def free_reservation(document: Any) -> shop.FreeReservation:  # noqa: ANN401
    """Return a completed free order: whatever of its number, its link and its tickets is there; ValueError for none."""
    read = _Free.model_validate(document)
    barcodes = tuple(
        shop.Barcode(each.barcode_id, each.type, each.ticket_type_uuid, each.name, each.subtitle)
        for each in read_all(_Barcode, read.barcodes)
        if each.barcode_id
    )
    if not (read.order_id or read.download_url or barcodes):
        raise ValueError("a free order without a number, a link or a ticket")
    return shop.FreeReservation(read.order_id, read.download_url, barcodes)


def checkout(document: Any, clock_skew_s: float) -> shop.Checkout:  # noqa: ANN401
    """Return an opened payment page; ValidationError without an address."""
    read = _Checkout.model_validate(document)
    return shop.Checkout(read.order_id, read.due_at, read.status, read.redirect_url, clock_skew_s)
