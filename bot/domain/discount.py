"""What a discount code takes off a cart, and why it takes nothing off some of it.

Only discounts on ticket types are documented; which kind a code is, is decided by what is filled in its answer: amounts
for ticket types, else a percentage, else an amount off the order, else it shows on the payment page alone. A discount
takes at most a ticket's price; ticket fees stay.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from bot.domain.money import CENT, ZERO
from bot.domain.pricing import HUNDRED, CartLine
from bot.domain.shop import Code, DiscountCode, TicketDiscount, VoucherCode


class DiscountKind(StrEnum):
    """What a code takes its amount off."""

    PER_TICKET = "per ticket"
    PERCENTAGE = "percentage"
    ON_ORDER = "on order"
    UNKNOWN = "unknown"
    USED_UP = "used up"


class FullPrice(StrEnum):
    """Why tickets cost as much with a code as without it."""

    OTHER_TICKET_TYPE = "other ticket type"
    BEYOND_MAXIMUM = "beyond maximum"
    NO_PRICE = "no price"
    USED_UP = "used up"
    SHOWN_ON_PAYMENT_PAGE = "shown on payment page"


@dataclass(frozen=True, slots=True)
class LineDiscount:
    """What a code does for one line: `off` for `tickets` of them together, unrounded; the others stay as `full_price` says.

    An amount off the whole order is on no line: there `off` is zero and `tickets` are those that it counts for.
    """

    line: CartLine
    tickets: int = 0
    off: Decimal = ZERO
    full_price: FullPrice | None = None


@dataclass(frozen=True, slots=True)
class Discount:
    """What a code does for a cart; `off` is all of it, unrounded."""

    kind: DiscountKind
    lines: tuple[LineDiscount, ...]
    off: Decimal = ZERO


def is_used_up(code: Code) -> bool:
    """Whether nothing of a code is left: it was used as often as it may be, or less than a cent is on the voucher."""
    if isinstance(code, VoucherCode):
        return code.balance < CENT
    return kind_of(code) is DiscountKind.USED_UP


def kind_of(code: DiscountCode) -> DiscountKind:
    """Return the kind of a code, by what is filled; ticket types listed without any amount say as little as nothing."""
    if code.stock == 0:
        return DiscountKind.USED_UP
    if code.ticket_types:
        filled = any(each.fixed_balance > ZERO for each in code.ticket_types)
        return DiscountKind.PER_TICKET if filled else DiscountKind.UNKNOWN
    if code.percentage > ZERO:
        return DiscountKind.PERCENTAGE
    return DiscountKind.ON_ORDER if code.fixed_balance > ZERO else DiscountKind.UNKNOWN


def discount(code: DiscountCode, lines: tuple[CartLine, ...]) -> Discount:
    """Return what a code takes off the lines of a cart."""
    match kind := kind_of(code):
        case DiscountKind.USED_UP:
            return Discount(kind, tuple(LineDiscount(line, full_price=FullPrice.USED_UP) for line in lines))
        case DiscountKind.UNKNOWN:
            return Discount(kind, tuple(_unknown(line, code) for line in lines))
        case DiscountKind.PER_TICKET:
            amounts = {each.ticket_type: each for each in reversed(code.ticket_types)}
            return _summed(kind, tuple(_per_ticket(line, amounts) for line in lines))
        case DiscountKind.PERCENTAGE:
            share = min(code.percentage, HUNDRED) / HUNDRED
            return _summed(kind, tuple(_counted(line, _price(line) * line.amount * share) for line in lines))
        case DiscountKind.ON_ORDER:
            prices = sum((_price(line) * line.amount for line in lines), ZERO)
            return Discount(kind, tuple(_counted(line, ZERO) for line in lines), min(code.fixed_balance, prices))


def _summed(kind: DiscountKind, lines: tuple[LineDiscount, ...]) -> Discount:
    return Discount(kind, lines, sum((each.off for each in lines), ZERO))


def _per_ticket(line: CartLine, amounts: Mapping[UUID, TicketDiscount]) -> LineDiscount:
    given = amounts.get(line.ticket_type.uuid)
    if given is None or given.fixed_balance <= ZERO:
        return LineDiscount(line, full_price=FullPrice.OTHER_TICKET_TYPE)
    most = line.amount if given.max_order_amount is None else min(line.amount, given.max_order_amount)
    if _price(line) == ZERO:
        return LineDiscount(line, full_price=FullPrice.NO_PRICE)
    beyond = FullPrice.BEYOND_MAXIMUM if most < line.amount else None
    return LineDiscount(line, most, min(given.fixed_balance, _price(line)) * most, beyond)


def _counted(line: CartLine, off: Decimal) -> LineDiscount:
    if _price(line) == ZERO:
        return LineDiscount(line, full_price=FullPrice.NO_PRICE)
    return LineDiscount(line, line.amount, off)


def _unknown(line: CartLine, code: DiscountCode) -> LineDiscount:
    listed = {each.ticket_type for each in code.ticket_types} or {line.ticket_type.uuid}
    if line.ticket_type.uuid not in listed:
        return LineDiscount(line, full_price=FullPrice.OTHER_TICKET_TYPE)
    return LineDiscount(line, full_price=FullPrice.SHOWN_ON_PAYMENT_PAGE)


def _price(line: CartLine) -> Decimal:
    return line.ticket_type.price or ZERO
