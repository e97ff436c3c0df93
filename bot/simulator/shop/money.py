"""What an order costs: codes off prices, vouchers off the subtotal, the payment fee on top (traps 11 and 12)."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from bot.simulator.shop.codes import Code

CENT: Final = Decimal("0.01")


def euros(value: object) -> Decimal:
    """Return an amount that the API writes as text or as a number."""
    return Decimal(str(value))


def subtotal(code: Code | None, tickets: Mapping[str, dict[str, Any]], amounts: Mapping[str, int]) -> Decimal:
    """Return the prices and fees with a discount, which takes off prices, never off fees, and never below nothing."""
    fees = sum((euros(tickets[uuid]["fixed_fee"]) * amount for uuid, amount in amounts.items()), Decimal())
    prices = sum((euros(tickets[uuid]["price"]) * amount for uuid, amount in amounts.items()), Decimal())
    given = code.discount if code is not None else None
    if given is None:
        return prices + fees
    if given["ticket_types"]:
        off = sum((_off(line, tickets, amounts) for line in given["ticket_types"]), Decimal())
    elif euros(given["percentage"]):
        off = prices * euros(given["percentage"]) / 100
    else:
        off = euros(given["fixed_balance"])
    return max(prices - off, Decimal()) + fees


def with_payment_fee(to_pay: Decimal, method: Mapping[str, Any] | None) -> Decimal:
    """Return the total, rounded once; nothing costs no fee."""
    if method is not None and to_pay:
        to_pay = to_pay * (1 + euros(method["percentage_fee"]) / 100) + euros(method["fixed_fee"])
    return to_pay.quantize(CENT, ROUND_HALF_UP)


def _off(line: Mapping[str, Any], tickets: Mapping[str, dict[str, Any]], amounts: Mapping[str, int]) -> Decimal:
    amount = amounts.get(line["uuid"], 0)
    if not amount:
        return Decimal()
    counted = amount if line["max_order_amount"] is None else min(amount, line["max_order_amount"])
    return min(euros(line["fixed_balance"]), euros(tickets[line["uuid"]]["price"])) * counted
