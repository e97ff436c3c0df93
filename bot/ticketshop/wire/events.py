"""The answers of the two event calls."""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import BeforeValidator

from bot.domain import shop
from bot.domain.customer import Field, Mode, modes_of
from bot.domain.labels import Label
from bot.domain.money import ZERO
from bot.ticketshop.wire.values import (
    Amount,
    At,
    Count,
    Entries,
    Exact,
    Flag,
    Integer,
    Labels,
    MaybeUuid,
    Wire,
    Words,
    label,
    mapped,
    money_or_zero,
    read_all,
    whole_list,
)

CURRENCY: Final = re.compile(r"[A-Z]{3}")
EUROS: Final = "EUR"


class _Line(Wire):
    uuid: UUID
    name: Words = ""
    start_at: At = None
    end_at: At = None
    venue_name: Words = ""


class _TicketType(Wire):
    uuid: UUID
    name: Labels = Label()
    price: Amount = None
    fixed_fee: Any = None
    subtitle: Labels = Label()
    description: Labels = Label()
    ticket_status_type_id: Words = ""
    is_visible: Flag = None
    is_selectable_on_calendar: Flag = None
    min_order_amount: Count = None
    max_order_amount: Count = None
    online_from: At = None
    online_till: At = None
    display_order: Integer = None

    def value(self) -> shop.TicketType:
        """Return the domain's value; a fee that is there and cannot be read takes the price away with it."""
        fee = money_or_zero(self.fixed_fee)
        return shop.TicketType(
            uuid=self.uuid,
            name=self.name or Label.same("?"),
            price=self.price if fee is not None else None,
            fixed_fee=fee if fee is not None else ZERO,
            subtitle=self.subtitle,
            description=self.description,
            status_id=self.ticket_status_type_id,
            is_visible=self.is_visible is not False,
            is_selectable_on_calendar=self.is_selectable_on_calendar is True,
            min_order_amount=max(self.min_order_amount or 1, 1),
            max_order_amount=self.max_order_amount,
            online_from=self.online_from,
            online_till=self.online_till,
            display_order=self.display_order or 0,
        )


class _Category(Wire):
    uuid: MaybeUuid = None
    name: Labels = Label()
    display_order: Integer = None
    is_visible: Flag = None
    tickets: Entries = ()

    def value(self) -> shop.Category:
        """Return the domain's value, its ticket types in display order."""
        types = sorted(
            (each.value() for each in read_all(_TicketType, self.tickets)), key=lambda each: each.display_order
        )
        return shop.Category(self.uuid, self.name, tuple(types), self.display_order or 0, self.is_visible is not False)


class _Method(Wire):
    uuid: UUID
    name: Words = ""
    fixed_fee: Any = None
    percentage_fee: Any = None
    currency_id: Any = None
    description: Words = ""
    image_uri: Words = ""
    display_order: Integer = None

    def value(self) -> shop.PaymentMethod | None:
        """Return the domain's value; None when its fees or its currency are there and cannot be read."""
        fixed, percentage = money_or_zero(self.fixed_fee), money_or_zero(self.percentage_fee)
        currency = _currency(self.currency_id)
        if fixed is None or percentage is None or currency is None:
            return None
        return shop.PaymentMethod(
            uuid=self.uuid,
            name=self.name or "?",
            fixed_fee=fixed,
            percentage_fee=percentage,
            currency_id=currency,
            description=self.description,
            image_uri=self.image_uri or None,
            display_order=self.display_order or 0,
        )


class _Venue(Wire):
    name: Words = ""
    address_line_1: Words = ""
    address_line_2: Words = ""
    zipcode: Words = ""
    city: Words = ""
    country_id: Words = ""


class _Status(Wire):
    id: Exact
    status: Labels = Label()


class _Issuer(Wire):
    id: Exact
    name: Words = ""


class _Part(Wire):
    uuid: UUID
    name: Words = ""
    start_at: At = None
    end_at: At = None
    online_from: At = None
    online_till: At = None
    description: Labels = Label()
    discount_label: Labels = Label()
    minutes_to_order: Count = None
    shop_image: Words = ""
    is_discount_enabled: Flag = None
    is_calendar_enabled: Flag = None
    support_email: Words = ""
    organiser_entity: Words = ""
    privacy_policy_url: Words = ""
    terms_and_conditions_url: Words = ""


class _Document(Wire):
    event: _Part
    venue: Annotated[_Venue, BeforeValidator(mapped)] = _Venue()
    categories: Entries = ()
    ticket_statuses: Entries = ()
    customer_data: Any = None
    payment_methods: Entries = ()
    ideal_issuers: Entries = ()

    def value(self) -> shop.Event:
        """Return the domain's value, its lists in display order."""
        part, customer_data = self.event, mapped(self.customer_data)
        categories = sorted((each.value() for each in read_all(_Category, self.categories)), key=_display_order)
        return shop.Event(
            uuid=part.uuid,
            name=part.name or "?",
            categories=_listed_once(categories),
            payment_methods=_methods(read_all(_Method, self.payment_methods)),
            customer_data=modes_of(
                {name: _mode(customer_data.get(name)) for name in {each.mode_name for each in Field}}
            ),
            customer_labels={each: label(customer_data.get(f"{each.value}_label")) for each in Field},
            ticket_statuses={each.id: each.status for each in read_all(_Status, self.ticket_statuses)},
            issuers=tuple(shop.Issuer(each.id, each.name) for each in read_all(_Issuer, self.ideal_issuers)),
            start_at=part.start_at,
            end_at=part.end_at,
            online_from=part.online_from,
            online_till=part.online_till,
            description=part.description,
            discount_label=part.discount_label,
            venue=shop.Venue(**self.venue.model_dump()),
            shop_image=part.shop_image or None,
            minutes_to_order=part.minutes_to_order or shop.DEFAULT_MINUTES_TO_ORDER,
            is_calendar_enabled=part.is_calendar_enabled is True,
            is_discount_enabled=part.is_discount_enabled is True,
            support_email=part.support_email,
            organiser_entity=part.organiser_entity,
            privacy_policy_url=part.privacy_policy_url,
            terms_and_conditions_url=part.terms_and_conditions_url,
        )


def events(document: Any) -> tuple[shop.EventSummary, ...]:  # noqa: ANN401 - whatever JSON holds
    """Return the event list; ValidationError when it is no list."""
    return tuple(
        shop.EventSummary(each.uuid, each.name or "?", each.start_at, each.end_at, each.venue_name or None)
        for each in read_all(_Line, whole_list(document))
    )


def event(document: Any) -> shop.Event:  # noqa: ANN401
    """Return an event; ValidationError when it is none."""
    return _Document.model_validate(document).value()


def _display_order(category: shop.Category) -> int:
    return category.display_order


def _listed_once(categories: Iterable[shop.Category]) -> tuple[shop.Category, ...]:
    """Keep each ticket type where it comes first; one that is listed again at another price has none."""
    prices: dict[UUID, set[tuple[Decimal | None, Decimal]]] = {}
    for category in categories:
        for each in category.ticket_types:
            prices.setdefault(each.uuid, set()).add((each.price, each.fixed_fee))
    seen: set[UUID] = set()
    kept = []
    for category in categories:
        types = []
        for each in category.ticket_types:
            if each.uuid not in seen:
                seen.add(each.uuid)
                types.append(each if len(prices[each.uuid]) == 1 else replace(each, price=None))
        kept.append(replace(category, ticket_types=tuple(types)))
    return tuple(kept)


def _methods(read: Iterable[_Method]) -> tuple[shop.PaymentMethod, ...]:
    """Return the methods that can be offered; one that is listed with two different fees is not."""
    values = [(each.uuid, each.value()) for each in read]
    known: dict[UUID, shop.PaymentMethod | None] = {}
    for uuid, value in values:
        known[uuid] = value if uuid not in known or known[uuid] == value else None
    return tuple(sorted((each for each in known.values() if each is not None), key=lambda each: each.display_order))


def _currency(value: object) -> str | None:
    """Return the currency (ISO 4217): euros where none is given, None where it cannot be read."""
    if value is None or value == "":
        return EUROS
    written = value.strip().upper() if isinstance(value, str) else ""
    return written if CURRENCY.fullmatch(written) else None


def _mode(value: object) -> Mode:
    """Return the mode of a field; one nobody documented is taken as required, so that no order lacks what is wanted."""
    if value is None or value == "":
        return Mode.NOT_IN_USE
    try:
        return Mode(str(value).strip().upper())
    except ValueError:
        return Mode.REQUIRED
