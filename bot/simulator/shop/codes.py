"""Discount and voucher codes of the sandbox, of every kind (trap 12 of the notes on the API)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.simulator.shop.documents import identifier, in_four

LABEL: Final = in_four("Korting", "Discount", "Réduction", "Rabatt")


@dataclass(frozen=True, slots=True)
class Code:
    """A code as the API writes it, and the access key that it is good with, if with one alone."""

    document: Mapping[str, Any]
    with_key: str | None = None

    @property
    def discount(self) -> Mapping[str, Any] | None:
        """The discount, if it is one."""
        return self.document["discount_code"]  # type: ignore[no-any-return]

    @property
    def voucher(self) -> Mapping[str, Any] | None:
        """The voucher, if it is one."""
        return self.document["voucher_code"]  # type: ignore[no-any-return]


def discount(code: str, *, with_key: str | None = None, **more: Any) -> Code:  # noqa: ANN401
    """Return a discount code."""
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
    return Code({"discount_code": known | more, "voucher_code": None}, with_key)


def voucher(code: str, balance: float, external_code: str | None = None) -> Code:
    """Return a voucher code."""
    known = {"code": code, "external_code": external_code, "balance": balance}
    return Code({"discount_code": None, "voucher_code": known})


def per_ticket(name: str, off: float, most: int | None) -> dict[str, Any]:
    """Return what a discount takes off each ticket of a type, on so many of them."""
    return {"uuid": identifier(name), "max_order_amount": most, "fixed_balance": off}


PERCENTAGE: Final = "DISCOUNT_PERCENTAGE"
CODES: Final[Mapping[str, Code]] = {
    "FRIENDS": discount(
        "FRIENDS", ticket_types=[per_ticket("festival.day", 5, 2), per_ticket("festival.child", 2.5, 1)]
    ),
    "KIDSFREE": discount("KIDSFREE", ticket_types=[per_ticket("festival.child", 50, None)]),
    "TENPERCENT": discount("TENPERCENT", percentage="10", discount_type_id=PERCENTAGE),
    "FIVEOFF": discount("FIVEOFF", fixed_balance=5.0, discount_type_id="DISCOUNT_FIXED"),
    "ALLFREE": discount("ALLFREE", fixed_balance=1000.0, discount_type_id="DISCOUNT_FIXED"),
    "LASTONE": discount("LASTONE", fixed_balance=5, capacity=1, stock=1, discount_type_id="DISCOUNT_FIXED"),
    "USEDUP": discount("USEDUP", percentage=50, stock=0, discount_type_id=PERCENTAGE),
    "SURPRISE": discount("SURPRISE", discount_type_id="DISCOUNT_SURPRISE"),
    "A~?>~>?+/=&%1": discount("A~?>~>?+/=&%1", percentage=20, discount_type_id=PERCENTAGE),
    "KADEKORTING": discount("KADEKORTING", with_key="KADE2026", percentage=10, discount_type_id=PERCENTAGE),
    "VOUCHER25": voucher("VOUCHER25", 25),
    "VOUCHER500": voucher("VOUCHER500", 500.0, external_code="VVV-0001-2345"),
}
