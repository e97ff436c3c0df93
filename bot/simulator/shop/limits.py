"""What the shop knows of its events and does not show: limits, shared stock, holds from before, access keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.simulator.shop.documents import identifier

STOCK: Final = 500
"""How many of a ticket type there are where nothing else is said and it is not unlimited."""
STOCKS: Final[Mapping[str, int]] = {identifier("show.balcony"): 2}


@dataclass(frozen=True, slots=True)
class HiddenLimit:
    """What an order may hold of some ticket types together, which no answer shows (trap 8 of the notes on the API)."""

    ticket_types: frozenset[str]
    most: int | None = None
    in_steps_of: int = 1

    def allows(self, amount: int) -> bool:
        """Whether so many of these types may be in one order."""
        return amount % self.in_steps_of == 0 and (self.most is None or amount <= self.most)


_PAIR, _SINGLE = identifier("workshop.pair"), identifier("workshop.single")
LIMITS: Final[Mapping[str, tuple[HiddenLimit, ...]]] = {
    identifier("workshop"): (
        HiddenLimit(frozenset({_PAIR}), in_steps_of=2),
        HiddenLimit(frozenset({_PAIR, _SINGLE}), most=6),
    ),
}
SHARED: Final[Mapping[frozenset[str], int]] = {frozenset({_PAIR, _SINGLE}): 12}
"""Stock that several ticket types share."""
RESERVED_BEFORE: Final[Mapping[str, tuple[int, timedelta]]] = {identifier("show.balcony"): (2, timedelta(minutes=25))}
"""What strangers hold when the sandbox opens, and how long: reserved, not sold out, and on sale again later."""
KEYS: Final[Mapping[str, Mapping[str, int | None]]] = {identifier("dinner"): {"KADE2026": None, "KADEDUO": 2}}
"""The access keys of locked events, by event, and how many tickets all orders with a key may hold together."""
