"""The API's JSON as models, lenient in what they take, and the domain values made of them.

Fields may be null, missing, new or of another type than last year: money comes as a number or as text, labels may be
empty, lists may hold what nobody can read. Such an entry is left out; a price that cannot be read is no price, and what
has no price is not sold.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter, ValidationError

from bot.domain import shop
from bot.domain.customer import Field, Mode
from bot.domain.labels import Label
from bot.domain.money import ZERO

Model = TypeVar("Model", bound=BaseModel)
FIRST_YEAR, LAST_YEAR = 1970, 9000
"""Moments outside these years cannot be shown in every time zone; they are taken as not given."""


def _money(value: object) -> Decimal | None:
    try:
        amount = Decimal(str(value)) if isinstance(value, int | str | Decimal) and not isinstance(value, bool) else None
    except InvalidOperation:
        return None
    return amount if amount is not None and amount.is_finite() and 0 <= amount < 1_000_000 else None


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else ""


def _number(value: object) -> int | None:
    amount = _money(value)
    return int(amount) if amount is not None else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _moment(value: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if at is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def _label(value: object) -> Label:
    if isinstance(value, str):
        return Label.same(value.strip())
    if not isinstance(value, dict):
        return Label()
    return Label.of({str(language): _text(words) for language, words in value.items()})


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _mapped(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


Amount = Annotated[Decimal | None, BeforeValidator(_money)]
Words = Annotated[str, BeforeValidator(_text)]
Number = Annotated[int | None, BeforeValidator(_number)]
Flag = Annotated[bool | None, BeforeValidator(_flag)]
At = Annotated[datetime | None, BeforeValidator(_moment)]
Labels = Annotated[Label, BeforeValidator(_label)]
Entries = Annotated[list[Any], BeforeValidator(_listed)]
Entry = Annotated[dict[str, Any], BeforeValidator(_mapped)]
MaybeUuid = Annotated[UUID | None, BeforeValidator(_uuid)]


class _Wire(BaseModel):
    model_config = ConfigDict(extra="ignore", arbitrary_types_allowed=True)


def _read_all(kind: type[Model], entries: Iterable[Any]) -> list[Model]:
    """Return the entries that can be read; the others are left out."""
    read = []
    for entry in entries:
        try:
            read.append(kind.model_validate(entry))
        except ValidationError:
            continue
    return read


class EventLine(_Wire):
    """An entry of the event list."""

    uuid: UUID
    name: Words = ""
    start_at: At = None
    end_at: At = None
    venue_name: Words = ""

    def value(self) -> shop.EventSummary:
        """Return the domain's value."""
        return shop.EventSummary(self.uuid, self.name, self.start_at, self.end_at, self.venue_name or None)


class TicketTypeWire(_Wire):
    """A ticket type of a category."""

    uuid: UUID
    name: Labels = Label()
    price: Amount = None
    fixed_fee: Any = None
    subtitle: Labels = Label()
    description: Labels = Label()
    ticket_status_type_id: Words = ""
    is_visible: Flag = None
    is_selectable_on_calendar: Flag = None
    min_order_amount: Number = None
    max_order_amount: Number = None
    online_from: At = None
    online_till: At = None
    display_order: Number = None

    def value(self) -> shop.TicketType:
        """Return the domain's value; a fee that is there and cannot be read takes the price away with it."""
        fee = ZERO if self.fixed_fee is None else _money(self.fixed_fee)
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


class CategoryWire(_Wire):
    """A category of ticket types."""

    uuid: MaybeUuid = None
    name: Labels = Label()
    display_order: Number = None
    is_visible: Flag = None
    tickets: Entries = []

    def value(self) -> shop.Category:
        """Return the domain's value, its ticket types in display order."""
        types = sorted(
            (each.value() for each in _read_all(TicketTypeWire, self.tickets)), key=lambda each: each.display_order
        )
        return shop.Category(self.uuid, self.name, tuple(types), self.display_order or 0, self.is_visible is not False)


class MethodWire(_Wire):
    """A payment method; one whose fees cannot be read is not offered."""

    uuid: UUID
    name: Words = ""
    fixed_fee: Any = None
    percentage_fee: Any = None
    currency_id: Words = ""
    description: Words = ""
    image_uri: Words = ""
    display_order: Number = None

    def value(self) -> shop.PaymentMethod | None:
        """Return the domain's value."""
        fixed = ZERO if self.fixed_fee is None else _money(self.fixed_fee)
        percentage = ZERO if self.percentage_fee is None else _money(self.percentage_fee)
        if fixed is None or percentage is None:
            return None
        return shop.PaymentMethod(
            uuid=self.uuid,
            name=self.name or "?",
            fixed_fee=fixed,
            percentage_fee=percentage,
            currency_id=self.currency_id or "EUR",
            description=self.description,
            image_uri=self.image_uri or None,
            display_order=self.display_order or 0,
        )


class _VenueWire(_Wire):
    name: Words = ""
    address_line_1: Words = ""
    address_line_2: Words = ""
    zipcode: Words = ""
    city: Words = ""
    country_id: Words = ""


class _Status(_Wire):
    id: str
    status: Labels = Label()


class _Issuer(_Wire):
    id: str
    name: Words = ""


class _EventPart(_Wire):
    uuid: UUID
    name: Words = ""
    start_at: At = None
    end_at: At = None
    online_from: At = None
    online_till: At = None
    description: Labels = Label()
    discount_label: Labels = Label()
    minutes_to_order: Number = None
    shop_image: Words = ""
    is_discount_enabled: Flag = None
    is_calendar_enabled: Flag = None
    support_email: Words = ""
    organiser_entity: Words = ""
    privacy_policy_url: Words = ""
    terms_and_conditions_url: Words = ""


class EventDocument(_Wire):
    """The answer of the event call."""

    event: _EventPart
    venue: Annotated[_VenueWire, BeforeValidator(_mapped)] = _VenueWire()
    categories: Entries = []
    ticket_statuses: Entries = []
    customer_data: Entry = {}
    payment_methods: Entries = []
    ideal_issuers: Entries = []

    def value(self) -> shop.Event:
        """Return the domain's value, its lists in display order."""
        part = self.event
        categories = sorted((each.value() for each in _read_all(CategoryWire, self.categories)), key=_order)
        methods = [
            method for each in _read_all(MethodWire, self.payment_methods) if (method := each.value()) is not None
        ]
        return shop.Event(
            uuid=part.uuid,
            name=part.name or "?",
            categories=tuple(categories),
            payment_methods=tuple(sorted(methods, key=lambda each: each.display_order)),
            customer_data={each: _mode(self.customer_data.get(each.value)) for each in Field},
            customer_labels={each: _label(self.customer_data.get(f"{each.value}_label")) for each in Field},
            ticket_statuses={each.id: each.status for each in _read_all(_Status, self.ticket_statuses)},
            issuers=tuple(shop.Issuer(each.id, each.name) for each in _read_all(_Issuer, self.ideal_issuers)),
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


def _order(category: shop.Category) -> int:
    return category.display_order


def _mode(value: object) -> Mode:
    """Return the mode of a field; one nobody documented is taken as required, so that no order lacks what is wanted."""
    if value is None or value == "":
        return Mode.NOT_IN_USE
    try:
        return Mode(str(value))
    except ValueError:
        return Mode.REQUIRED


class _DayWire(_Wire):
    id: date
    start_at: At = None
    status_id: Words = ""
    stock: Number = None


class _SlotType(_Wire):
    uuid: UUID


class _SlotWire(_Wire):
    id: str
    start_at: At = None
    end_at: At = None
    status_id: Words = ""
    stock: Number = None
    ticket_types: Entries = []


class _TicketDiscount(_Wire):
    uuid: UUID
    fixed_balance: Amount = None
    max_order_amount: Number = None


class _DiscountWire(_Wire):
    code: str
    fixed_balance: Amount = None
    percentage: Amount = None
    stock: Number = None
    description: Labels = Label()
    ticket_types: Entries = []


class _VoucherWire(_Wire):
    code: str
    balance: Amount = None


class _CodeDocument(_Wire):
    discount_code: _DiscountWire | None = None
    voucher_code: _VoucherWire | None = None


class _CustomerPart(_Wire):
    uuid: MaybeUuid = None


class _ReservationWire(_Wire):
    order_id: Annotated[str, BeforeValidator(_text)]
    due_at: At = None
    customer_data: Annotated[_CustomerPart, BeforeValidator(_mapped)] = _CustomerPart()


class _BarcodeWire(_Wire):
    barcode_id: str
    type: Words = ""
    ticket_type_uuid: MaybeUuid = None
    name: Labels = Label()
    subtitle: Labels = Label()


class _FreeWire(_Wire):
    order_id: Annotated[str, BeforeValidator(_text)]
    download_url: Words = ""
    barcodes: Entries = []


class _CheckoutWire(_Wire):
    order_id: Words = ""
    due_at: At = None
    status: Words = ""
    redirect_url: str


_DOCUMENTS = TypeAdapter(list[Any])


def events(document: Any) -> tuple[shop.EventSummary, ...]:  # noqa: ANN401 - whatever JSON holds
    """Return the event list; ValidationError when it is no list."""
    return tuple(each.value() for each in _read_all(EventLine, _DOCUMENTS.validate_python(document, strict=True)))


def event(document: Any) -> shop.Event:  # noqa: ANN401
    """Return an event; ValidationError when it is none."""
    return EventDocument.model_validate(document).value()


def month(document: Any) -> tuple[shop.CalendarDay, ...]:  # noqa: ANN401
    """Return the days of a month by their date, which is their id: their start is local midnight in UTC."""
    read = _read_all(_DayWire, _DOCUMENTS.validate_python(document, strict=True))
    days = [shop.CalendarDay(each.id, each.start_at, each.status_id, each.stock or 0) for each in read]
    return tuple(sorted(days, key=lambda day: day.on))


def day(document: Any) -> tuple[shop.TimeSlot, ...]:  # noqa: ANN401
    """Return the time slots of a day in order; their ids are kept to the letter."""
    read = _read_all(_SlotWire, _DOCUMENTS.validate_python(document, strict=True))
    slots = [
        shop.TimeSlot(
            id=each.id,
            start_at=each.start_at,
            end_at=each.end_at,
            status_id=each.status_id,
            stock=each.stock or 0,
            ticket_types=tuple(known.uuid for known in _read_all(_SlotType, each.ticket_types)),
        )
        for each in read
        if each.start_at is not None
    ]
    return tuple(sorted(slots, key=lambda slot: slot.start_at))


def code(document: Any) -> shop.Code | None:  # noqa: ANN401
    """Return a discount or a voucher, or None for neither; ValidationError when it is no such answer."""
    read = _CodeDocument.model_validate(document)
    if (discount := read.discount_code) is not None:
        return shop.DiscountCode(
            code=discount.code,
            fixed_balance=discount.fixed_balance or ZERO,
            percentage=discount.percentage or ZERO,
            stock=discount.stock,
            ticket_types=tuple(
                shop.TicketDiscount(each.uuid, each.fixed_balance or ZERO, each.max_order_amount)
                for each in _read_all(_TicketDiscount, discount.ticket_types)
            ),
            description=discount.description,
        )
    if (voucher := read.voucher_code) is not None:
        return shop.VoucherCode(voucher.code, voucher.balance or ZERO)
    return None


def reservation(document: Any, fallback_due_at: datetime, clock_skew_s: float) -> shop.Reservation:  # noqa: ANN401
    """Return a reservation; one without a readable end is taken to end at the fallback. ValidationError without a number."""
    read = _ReservationWire.model_validate(document)
    if not read.order_id:
        raise ValueError("a reservation without an order number")
    return shop.Reservation(read.order_id, read.due_at or fallback_due_at, read.customer_data.uuid, clock_skew_s)


def free_reservation(document: Any) -> shop.FreeReservation:  # noqa: ANN401
    """Return a completed free order."""
    read = _FreeWire.model_validate(document)
    barcodes = tuple(
        shop.Barcode(each.barcode_id, each.type, each.ticket_type_uuid, each.name, each.subtitle)
        for each in _read_all(_BarcodeWire, read.barcodes)
    )
    return shop.FreeReservation(read.order_id, read.download_url, barcodes)


def checkout(document: Any, clock_skew_s: float) -> shop.Checkout:  # noqa: ANN401
    """Return an opened payment page; ValidationError without an address."""
    read = _CheckoutWire.model_validate(document)
    return shop.Checkout(read.order_id, read.due_at, read.status, read.redirect_url, clock_skew_s)
