"""What the shop says now, as far as the steps ask for it, and what follows from it for a purchase."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, auto
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.conversation.orders import OrderRecord
from bot.conversation.session import Details, Profile, Purchase, Session
from bot.domain import alternatives, availability, months, pricing
from bot.domain.alternatives import Party
from bot.domain.availability import Offer
from bot.domain.customer import CUSTOM, Field, Mode, asked, region
from bot.domain.discount import is_used_up
from bot.domain.money import ZERO, Money
from bot.domain.shop import CalendarDay, Code, Event, EventSummary, PaymentMethod, TimeSlot
from bot.domain.totals import Totals, totals
from bot.domain.zones import Zones


class Need(Enum):
    """A read that a step asks for. The days around are those of the months before and after the one that is shown."""

    EVENTS = auto()
    EVENT = auto()
    DAYS = auto()
    DAYS_AROUND = auto()
    SLOTS = auto()
    CODE = auto()


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read in this turn.

    `months` are the days of each month, by its first; `month` is the one to show; `slots_on` says of which day `slots` are.
    `keyed` are the events that are listed with the session's `list_key` alone.
    `code` is what the purchase's code is worth now; None when it has none that was accepted, or when the shop does not
    know it any more. `orders` are those of the chat, newest first, read while its list of them is open. `asks_bank` is a
    wish of the organiser's: whether the bank for iDEAL is asked here. `as_of` is when the oldest of it was read, where the
    shop does not answer now: good to look at, and not to order on.
    """

    now: datetime
    zones: Zones
    events: tuple[EventSummary, ...] | None = None
    keyed: frozenset[UUID] = frozenset()
    event: Event | None = None
    month: date | None = None
    months: Mapping[date, tuple[CalendarDay, ...]] = field(default_factory=dict)
    slots_on: date | None = None
    slots: tuple[TimeSlot, ...] = ()
    code: Code | None = None
    orders: tuple[OrderRecord, ...] = ()
    asks_bank: bool = False
    as_of: datetime | None = None

    @property
    def days(self) -> tuple[CalendarDay, ...]:
        """The days of the month to show."""
        return self.months.get(self.month, ()) if self.month is not None else ()

    @property
    def days_known(self) -> tuple[CalendarDay, ...]:
        """The days of every month that was read, in order."""
        return tuple(day for month in sorted(self.months) for day in self.months[month])

    @property
    def bounds(self) -> tuple[date, date]:
        """The first and the last month in which the event can have days to come."""
        begins = self.event.start_at if self.event is not None else None
        ends = self.event.end_at if self.event is not None else None
        return months.bounds(
            self.today,
            self.local(begins).date() if begins is not None else None,
            self.local(ends).date() if ends is not None else None,
        )

    def has_open_day(self, month: date) -> bool:
        """Whether a month was read in which a day can still be chosen."""
        return any(availability.is_day_open(day) and day.on >= self.today for day in self.months.get(month, ()))

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the event that was read; before one is chosen, the shop's."""
        return self.zones.of(self.event.uuid if self.event is not None else None)

    @property
    def today(self) -> date:
        """The date at the venue."""
        return self.now.astimezone(self.zone).date()

    def local(self, at: datetime) -> datetime:
        """Return the moment as the venue's clock shows it."""
        return at.astimezone(self.zone)

    def local_at(self, event: UUID, at: datetime) -> datetime:
        """Return the moment as the clock shows it where one of the listed events takes place."""
        return at.astimezone(self.zones.of(event))


@dataclass(frozen=True, slots=True)
class Context:
    """All that a step looks at: what is remembered of the chat, and what the shop says now."""

    session: Session
    details: Details
    facts: Facts
    profile: Profile = field(default_factory=Profile)

    @property
    def purchase(self) -> Purchase:
        """The current purchase."""
        return self.session.purchase

    @property
    def is_changing(self) -> bool:
        """Whether the customer changes what the shop holds, or has to, as nobody knows which of two carts that is."""
        purchase = self.purchase
        is_open = purchase.hold is not None and purchase.hold.is_open(self.facts.now)
        return purchase.hold is not None and is_open and (purchase.is_changing or purchase.hold.is_unsure)

    def key_of(self, event: UUID) -> str | None:
        """Return the key that a listed event was found with, or that opened it before; None for one that needs none."""
        return self.session.list_key if event in self.facts.keyed else self.session.key_of(event)

    @property
    def event(self) -> Event:
        """The chosen event; steps behind the event step are only looked at once it was read."""
        if self.facts.event is None:
            raise LookupError("no event was read")
        return self.facts.event

    @property
    def slot(self) -> TimeSlot | None:
        """The chosen time slot, while the shop still lists it."""
        return next((slot for slot in self.facts.slots if slot.id == self.purchase.slot), None)

    @property
    def party(self) -> Party:
        """Those who come, as a time slot sees them."""
        return alternatives.party(self.event, self.purchase.quantities)

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What is offered for the chosen slot, or for an event without a calendar."""
        return availability.offers(self.event, self.slot, self.facts.now)

    @property
    def lines(self) -> tuple[pricing.CartLine, ...]:
        """The cart, line by line; what the shop gives no price for is not sold and stands in none."""
        cart = pricing.cart_lines(self.event, self.purchase.quantities)
        return tuple(line for line in cart if line.ticket_type.price is not None)

    @property
    def totals(self) -> Totals:
        """The sums of the cart, with what its code takes off or pays; `priced` turns them into money."""
        return totals(self.lines, self.facts.code)

    @property
    def method(self) -> PaymentMethod:
        """The chosen payment method; steps behind the method step are only looked at once it was chosen.

        Where a code pays for all, nobody is asked: the shop's first stands in, as a checkout has to name one.
        """
        method = self.event.payment_method(self.purchase.method)
        if method is None and self.is_paid_by_code:
            method = next(iter(self.event.payment_methods), None)
        if method is None:
            raise LookupError("no payment method was chosen")
        return method

    @property
    def is_free(self) -> bool:
        """Whether there is nothing to pay for, code or not: by the cart, and before there is one by all that is sold."""
        if self.lines:
            return self.totals.is_free
        types = self.event.ticket_types
        return bool(types) and pricing.is_free(pricing.CartLine(each, 1) for each in types)

    @property
    def order_total(self) -> Money:
        """What the order costs: with the chosen method, which free tickets have none of."""
        return self.payable if self.is_free else self.total(self.method)

    @property
    def is_paid_by_code(self) -> bool:
        """Whether a code leaves nothing to pay of a cart that is not free: it is ordered like any other, without a fee."""
        return bool(self.lines) and not self.totals.is_free and self.totals.payable == ZERO

    @property
    def is_bank_asked(self) -> bool:
        """Whether the bank is a question of this order: where the organiser wants it so, for iDEAL, with banks to name."""
        event, method = self.event, self.event.payment_method(self.purchase.method)
        is_ideal = method is not None and method.is_ideal and not (self.is_paid_by_code or self.is_free)
        return self.facts.asks_bank and is_ideal and bool(event.issuers)

    @property
    def issuer(self) -> str | None:
        """The bank that a checkout names; None where it is chosen on iDEAL's own page."""
        return (self.purchase.bank or None) if self.is_bank_asked else None

    @property
    def ordered_code(self) -> str | None:
        """The code that an order names: the purchase's, as long as the shop knows it and something is left of it."""
        worth = self.facts.code
        return self.purchase.code if worth is not None and not is_used_up(worth) else None

    def priced(self, amount: Decimal) -> Money:
        """Return an amount in the event's currency."""
        return pricing.priced(amount, self.event)

    @property
    def subtotal(self) -> Money:
        """What the tickets cost with their fees, without the code."""
        return self.priced(self.totals.subtotal)

    @property
    def payable(self) -> Money:
        """What is left to pay with the code, before a payment fee."""
        return self.priced(self.totals.payable)

    def total(self, method: PaymentMethod) -> Money:
        """What the cart costs with its code and a payment method, in the currency of that."""
        return Money(self.totals.total(method), method.currency_id)

    @property
    def asked(self) -> Mapping[Field, Mode]:
        """The customer fields that the event asks, required or optional, in the order they are asked."""
        return asked(self.event.customer_data, self.region)

    @property
    def given(self) -> Mapping[Field, str]:
        """What the customer gave of the fields that the event asks; answers to another event's own questions are not."""
        is_own = self.details.custom_of == self.event.uuid
        known = self.details.values
        return {each: known[each] for each in self.asked if each in known and (is_own or each not in CUSTOM)}

    @property
    def region(self) -> str:
        """The country in which phone numbers and postcodes are read: the customer's where it is known, else the venue's."""
        return region(self.details.values.get(Field.COUNTRY), self.event.venue.country_id)
