"""What a cart costs. The fee formula stands here and nowhere else.

    subtotal = sum of (price + ticket fee) x amount
    total    = subtotal x (1 + percentage fee / 100) + fixed fee

The API's text writes the percentage as a factor of its own, which would turn 64.00 at 2.6 % into 166.75; read as a
surcharge it gives 66.01 with a fixed fee of 0.35. No answer of the API ever holds a total, so ours is an estimate.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from bot.domain.availability import Availability, is_slot_bound, of_ticket_type, visible
from bot.domain.money import ZERO, Money, to_cents
from bot.domain.shop import Event, PaymentMethod, TicketType

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class CartLine:
    """So many tickets of one type."""

    ticket_type: TicketType
    amount: int

    @property
    def total(self) -> Decimal:
        """What the line costs with ticket fees, without a payment fee."""
        return unit_price(self.ticket_type) * self.amount


def unit_price(ticket_type: TicketType) -> Decimal:
    """Return the price of one ticket with its fee; ValueError when the shop gave no price."""
    if ticket_type.price is None:
        raise ValueError("the shop gave no price")
    return ticket_type.price + ticket_type.fixed_fee


def prices_now(event: Event, now: datetime) -> list[Decimal]:
    """Return the prices, fee included, of what is sold now.

    With a calendar they are those of a visit: an audio guide is not the price of the museum.
    """
    sold = [each for each in visible(event) if of_ticket_type(each, now) is Availability.ON_SALE]
    visits = [each for each in sold if is_slot_bound(event, each)] or sold
    return [to_cents(unit_price(each)) for each in visits]


def cart_lines(event: Event, quantities: Mapping[UUID, int]) -> tuple[CartLine, ...]:
    """Return the lines of a cart in the order the event shows them; types the event does not have are left out."""
    return tuple(
        CartLine(each, quantities[each.uuid]) for each in event.ticket_types if quantities.get(each.uuid, 0) > 0
    )


def subtotal(lines: Iterable[CartLine]) -> Decimal:
    """Return what the lines cost together, before any payment fee."""
    return to_cents(sum((line.total for line in lines), ZERO))


def total(amount: Decimal, method: PaymentMethod) -> Decimal:
    """Return the subtotal with the payment fees of a method, rounded half up once; nothing is added to nothing."""
    if to_cents(amount) == ZERO:
        return ZERO
    return to_cents(amount * (1 + method.percentage_fee / HUNDRED) + method.fixed_fee)


def is_free(lines: Iterable[CartLine]) -> bool:
    """Whether every chosen ticket type has price 0.00 and fee 0.00: only then the free reservation is for it."""
    return all(line.ticket_type.price == ZERO and line.ticket_type.fixed_fee == ZERO for line in lines)


def priced(amount: Decimal, event: Event) -> Money:
    """Return the amount in the event's currency, which stands on its payment methods only."""
    return Money(amount, event.payment_methods[0].currency_id if event.payment_methods else "EUR")
