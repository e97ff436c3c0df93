"""What a cart costs with a code, down to the total for a payment method.

A discount code comes off the prices, a voucher off what is left then, fees of tickets included; the payment fee comes
last. All of it is exact until the figure that is shown, which is rounded half up, once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from bot.domain import pricing
from bot.domain.discount import Discount, DiscountKind, discount
from bot.domain.money import CENT, ZERO, to_cents
from bot.domain.pricing import CartLine
from bot.domain.shop import Code, DiscountCode, PaymentMethod, VoucherCode


@dataclass(frozen=True, slots=True)
class VoucherUse:
    """How much of a voucher pays for a cart; a part of a cent is never spent."""

    before: Decimal
    used: Decimal

    @property
    def left(self) -> Decimal:
        """What is still on the voucher afterwards."""
        return self.before - self.used


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a cart in whole cents: subtotal - off - voucher = payable. `exact` is payable unrounded."""

    lines: tuple[CartLine, ...]
    exact: Decimal
    discount: Discount | None = None
    voucher: VoucherUse | None = None

    @property
    def subtotal(self) -> Decimal:
        """What the tickets cost with their fees, without the code."""
        return pricing.subtotal(self.lines)

    @property
    def off(self) -> Decimal:
        """What a discount code takes off."""
        return self.subtotal - self.payable - (self.voucher.used if self.voucher is not None else ZERO)

    @property
    def payable(self) -> Decimal:
        """What is left to pay, before a payment fee."""
        return to_cents(self.exact)

    def total(self, method: PaymentMethod) -> Decimal:
        """Return what is to be paid with a method; a cart that a code brought to nothing has no fee either."""
        return pricing.total(self.exact, method)

    def fee(self, method: PaymentMethod) -> Decimal:
        """Return what a method costs."""
        return self.total(method) - self.payable

    @property
    def is_free(self) -> bool:
        """Whether a free reservation is for it: by its ticket types, never by a code."""
        return pricing.is_free(self.lines)

    @property
    def is_estimate(self) -> bool:
        """Whether only the payment page knows the total for certain: always, unless there is nothing to pay for."""
        return not self.is_free

    @property
    def unknown_discount(self) -> bool:
        """Whether the code takes off something that only the payment page shows."""
        return self.discount is not None and self.discount.kind is DiscountKind.UNKNOWN


def totals(lines: Iterable[CartLine], code: Code | None = None) -> Totals:
    """Return the sums of a cart, with a code where one is given; ValueError when a ticket type has no price."""
    cart = tuple(lines)
    full = sum((line.total for line in cart), ZERO)
    match code:
        case None:
            return Totals(cart, full)
        case DiscountCode():
            taken = discount(code, cart)
            return Totals(cart, full - taken.off, taken)
        case VoucherCode():
            before = code.balance.quantize(CENT, ROUND_DOWN)
            exact = max(full - before, ZERO)
            return Totals(cart, exact, voucher=VoucherUse(before, to_cents(full) - to_cents(exact)))
