"""The answer of the code call.

What cannot be read of a discount makes the whole of it unreadable: it is then one that shows on the payment page, never
one of another amount.
"""

from typing import Any

from bot.domain import shop
from bot.domain.labels import Label
from bot.ticketshop.wire.values import Amount, Labels, Stock, Wire, Words, count, money_or_zero, uuid


class _Discount(Wire):
    code: Words = ""
    fixed_balance: Any = None
    percentage: Any = None
    stock: Stock = None
    description: Labels = Label()
    ticket_types: Any = None

    def value(self, asked: str) -> shop.DiscountCode:
        """Return the domain's value; without amounts where one of them cannot be read."""
        fixed, percentage = money_or_zero(self.fixed_balance), money_or_zero(self.percentage)
        per_ticket = _ticket_discounts(self.ticket_types)
        known = shop.DiscountCode(self.code or asked, stock=self.stock, description=self.description)
        if fixed is None or percentage is None or per_ticket is None:
            return known
        return shop.DiscountCode(known.code, fixed, percentage, known.stock, per_ticket, known.description)


class _Voucher(Wire):
    code: Words = ""
    balance: Amount = None

    def value(self, asked: str) -> shop.VoucherCode:
        """Return the domain's value; ValueError when nobody knows what it is worth."""
        if self.balance is None:
            raise ValueError("a voucher without a readable balance")
        return shop.VoucherCode(self.code or asked, self.balance)


class _Code(Wire):
    discount_code: _Discount | None = None
    voucher_code: _Voucher | None = None


def code(document: Any, asked: str) -> shop.Code | None:  # noqa: ANN401 - whatever JSON holds
    """Return what the code that was asked for is worth, or None for neither a discount nor a voucher; else ValueError."""
    read = _Code.model_validate(document)
    if read.discount_code is not None:
        return read.discount_code.value(asked)
    return read.voucher_code.value(asked) if read.voucher_code is not None else None


def _ticket_discounts(entries: object) -> tuple[shop.TicketDiscount, ...] | None:
    """Return what is taken off each ticket type; None when they, or one of them, cannot be read."""
    if entries is not None and not isinstance(entries, list):
        return None
    read = []
    for entry in entries or ():
        known = entry if isinstance(entry, dict) else {}
        most, off = known.get("max_order_amount"), money_or_zero(known.get("fixed_balance"))
        ticket_type, counted = uuid(known.get("uuid")), count(most)
        if ticket_type is None or off is None or (most is not None and counted is None):
            return None
        read.append(shop.TicketDiscount(ticket_type, off, counted))
    return tuple(read)
