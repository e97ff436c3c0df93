"""Amounts of money: decimal euros, never cents and never floating point."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

CENT: Final = Decimal("0.01")
ZERO: Final = Decimal("0.00")


def to_cents(amount: Decimal) -> Decimal:
    """Return the amount rounded half up to whole cents, with two decimals."""
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217), as a text shows it."""

    amount: Decimal
    currency: str = "EUR"
