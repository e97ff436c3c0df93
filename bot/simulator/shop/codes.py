"""Discount and voucher codes of the sandbox, and what they take off a total (trap 12 of the notes on the API)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from bot.simulator.shop.catalogue import identifier, in_four

LABEL: Final = in_four("Korting", "Discount", "Réduction", "Rabatt")


def discount(code: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a discount code as the API writes one."""
    known: dict[str, Any] = {
        "code": code,
        "external_code": None,
        "fixed_balance": 0,
        "percentage": 0,
        "capacity": 100,
        "stock": 93,
        "discount_type_id": "DISCOUNT_TICKET_TYPE",
        "description": LABEL,
        "ticket_types": [],
    }
    return {"discount_code": known | more, "voucher_code": None}


def voucher(code: str, balance: float) -> dict[str, Any]:
    """Return a voucher code as the API writes one."""
    return {"discount_code": None, "voucher_code": {"code": code, "external_code": None, "balance": balance}}


def per_ticket(name: str, off: float, most: int | None) -> dict[str, Any]:
    """Return what a discount takes off each ticket of a type, on so many of them."""
    return {"uuid": identifier(name), "max_order_amount": most, "fixed_balance": off}


CODES: Final[Mapping[str, dict[str, Any]]] = {
    "FRIENDS": discount(
        "FRIENDS", ticket_types=[per_ticket("festival.day", 5, 2), per_ticket("festival.child", 2.5, 1)]
    ),
    "TENPERCENT": discount("TENPERCENT", percentage="10", discount_type_id="DISCOUNT_PERCENTAGE"),
    "FIVEOFF": discount("FIVEOFF", fixed_balance=5.0, discount_type_id="DISCOUNT_FIXED"),
    "ALLFREE": discount("ALLFREE", fixed_balance=1000.0, discount_type_id="DISCOUNT_FIXED"),
    "USEDUP": discount("USEDUP", percentage=50, stock=0),
    "SURPRISE": discount("SURPRISE", discount_type_id="DISCOUNT_SURPRISE"),
    "VOUCHER25": voucher("VOUCHER25", 25),
    "VOUCHER500": voucher("VOUCHER500", 500.0),
}


def reduced(code: str | None, tickets: Mapping[str, dict[str, Any]], amounts: Mapping[str, int]) -> Decimal:
    """Return the subtotal with a code: off prices and never off fees, never below nothing, unrounded."""
    fees = sum((_euros(tickets[uuid]["fixed_fee"]) * amount for uuid, amount in amounts.items()), Decimal())
    prices = {uuid: _euros(tickets[uuid]["price"]) * amount for uuid, amount in amounts.items()}
    whole = sum(prices.values(), Decimal())
    known = CODES.get(code or "", {})
    if (given := known.get("voucher_code")) is not None:
        return max(whole + fees - _euros(given["balance"]), Decimal())
    if (given := known.get("discount_code")) is None:
        return whole + fees
    if given["ticket_types"]:
        off = sum((_off(line, tickets, amounts) for line in given["ticket_types"]), Decimal())
    elif _euros(given["percentage"]):
        off = whole * _euros(given["percentage"]) / 100
    else:
        off = _euros(given["fixed_balance"])
    return max(whole - off, Decimal()) + fees


def _off(line: Mapping[str, Any], tickets: Mapping[str, dict[str, Any]], amounts: Mapping[str, int]) -> Decimal:
    amount = amounts.get(line["uuid"], 0)
    if not amount:
        return Decimal()
    counted = amount if line["max_order_amount"] is None else min(amount, line["max_order_amount"])
    return min(_euros(line["fixed_balance"]), _euros(tickets[line["uuid"]]["price"])) * counted


def _euros(value: object) -> Decimal:
    return Decimal(str(value))
