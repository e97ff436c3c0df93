"""What a ticket shop has and does, in the API's own words where those are unambiguous.

Shapes follow the Ticketing Shop API v2.0; identifiers are the shop's. Every datetime is aware.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from bot.domain.customer import Field, Mode
from bot.domain.labels import Label
from bot.domain.money import ZERO

ONLINE: Final = "ONLINE"
OPEN: Final = "OPEN"
CLOSED: Final = "CLOSED"
SOLD_OUT: Final = "SOLD_OUT"
IN_RESERVATION: Final = "IN_RESERVATION"
DEFAULT_MINUTES_TO_ORDER: Final = 20
IDEAL: Final = "ideal"


@dataclass(frozen=True, slots=True)
class EventSummary:
    """A line of the event list. The end is missing where the shop gives none."""

    uuid: UUID
    name: str
    start_at: datetime | None = None
    end_at: datetime | None = None
    venue_name: str | None = None


@dataclass(frozen=True, slots=True)
class Venue:
    """Where an event takes place; any line may be missing."""

    name: str = ""
    address_line_1: str = ""
    address_line_2: str = ""
    zipcode: str = ""
    city: str = ""
    country_id: str = ""


@dataclass(frozen=True, slots=True)
class TicketType:
    """One kind of ticket. A price of None is a price the shop did not give: such tickets are not sold."""

    uuid: UUID
    name: Label
    price: Decimal | None
    fixed_fee: Decimal = ZERO
    subtitle: Label = field(default_factory=Label)
    description: Label = field(default_factory=Label)
    status_id: str = ONLINE
    is_visible: bool = True
    is_selectable_on_calendar: bool = False
    min_order_amount: int = 1
    max_order_amount: int | None = None
    online_from: datetime | None = None
    online_till: datetime | None = None
    display_order: int = 0


@dataclass(frozen=True, slots=True)
class Category:
    """A heading over ticket types, both in display order."""

    uuid: UUID | None
    name: Label
    ticket_types: tuple[TicketType, ...]
    display_order: int = 0
    is_visible: bool = True


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """A way to pay, with its fees: `percentage_fee` in percent of the subtotal, `fixed_fee` in its currency."""

    uuid: UUID
    name: str
    fixed_fee: Decimal = ZERO
    percentage_fee: Decimal = ZERO
    currency_id: str = "EUR"
    description: str = ""
    image_uri: str | None = None
    display_order: int = 0

    @property
    def is_ideal(self) -> bool:
        """Whether it is iDEAL, the one method for which a bank can be named."""
        return self.name.strip().casefold() == IDEAL


@dataclass(frozen=True, slots=True)
class Issuer:
    """A bank that can be named for iDEAL."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Event:
    """Everything the shop tells about one event, its lists already in display order."""

    uuid: UUID
    name: str
    categories: tuple[Category, ...] = ()
    payment_methods: tuple[PaymentMethod, ...] = ()
    customer_data: Mapping[Field, Mode] = field(default_factory=dict)
    customer_labels: Mapping[Field, Label] = field(default_factory=dict)
    ticket_statuses: Mapping[str, Label] = field(default_factory=dict)
    issuers: tuple[Issuer, ...] = ()
    start_at: datetime | None = None
    end_at: datetime | None = None
    online_from: datetime | None = None
    online_till: datetime | None = None
    description: Label = field(default_factory=Label)
    discount_label: Label = field(default_factory=Label)
    venue: Venue = field(default_factory=Venue)
    shop_image: str | None = None
    minutes_to_order: int = DEFAULT_MINUTES_TO_ORDER
    is_calendar_enabled: bool = False
    is_discount_enabled: bool = False
    support_email: str = ""
    organiser_entity: str = ""
    privacy_policy_url: str = ""
    terms_and_conditions_url: str = ""

    def ticket_type(self, uuid: UUID) -> TicketType | None:
        """Return the ticket type with that identifier, if the event has it."""
        return next((each for each in self.ticket_types if each.uuid == uuid), None)

    @property
    def ticket_types(self) -> tuple[TicketType, ...]:
        """All ticket types, in the order they are shown."""
        return tuple(each for category in self.categories for each in category.ticket_types)

    def payment_method(self, uuid: UUID | None) -> PaymentMethod | None:
        """Return the payment method with that identifier, if the event has it."""
        return next((each for each in self.payment_methods if each.uuid == uuid), None)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of the month overview. `on` is its local date, taken from its id."""

    on: date
    start_at: datetime | None
    status_id: str
    stock: int


@dataclass(frozen=True, slots=True)
class TimeSlot:
    """One time slot of a day overview; only its `id` may be sent with a reservation."""

    id: str
    start_at: datetime
    end_at: datetime | None
    status_id: str
    stock: int
    ticket_types: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class TicketDiscount:
    """What a discount code takes off each ticket of one type, on at most `max_order_amount` of them an order."""

    ticket_type: UUID
    fixed_balance: Decimal
    max_order_amount: int | None = None


@dataclass(frozen=True, slots=True)
class DiscountCode:
    """A code that lowers prices. `stock` is how often it can still be used; None when the shop does not say."""

    code: str
    fixed_balance: Decimal = ZERO
    percentage: Decimal = ZERO
    stock: int | None = None
    ticket_types: tuple[TicketDiscount, ...] = ()
    description: Label = field(default_factory=Label)


@dataclass(frozen=True, slots=True)
class VoucherCode:
    """A code with a balance in euros, a means of payment."""

    code: str
    balance: Decimal = ZERO


Code = DiscountCode | VoucherCode


@dataclass(frozen=True, slots=True)
class Reservation:
    """What the shop holds for a customer until `due_at`; `clock_skew_s` is the shop's clock less ours, by its Date header."""

    order_id: str
    due_at: datetime
    customer_data_uuid: UUID | None = None
    clock_skew_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Barcode:
    """One ticket of a completed free order."""

    barcode_id: str
    type: str
    ticket_type: UUID | None
    name: Label
    subtitle: Label = field(default_factory=Label)


@dataclass(frozen=True, slots=True)
class FreeReservation:
    """A free order, complete at once."""

    order_id: str
    download_url: str
    barcodes: tuple[Barcode, ...] = ()


@dataclass(frozen=True, slots=True)
class Checkout:
    """An opened payment page for a reservation."""

    order_id: str
    due_at: datetime | None
    status: str
    redirect_url: str
    clock_skew_s: float = 0.0


@dataclass(frozen=True, slots=True)
class ReturnAddresses:
    """Where the payment page sends the customer's browser, one address an outcome."""

    success_url: str
    failed_url: str
    cancelled_url: str
    expired_url: str
