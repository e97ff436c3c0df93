"""The events of the sandbox by name, and what the shop knows of them and does not show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from bot.simulator.shop.catalogue import dinner, festival, identifier, museum, open_day
from bot.simulator.shop.special_events import oddities, sold_out_show, workshop

SHOWN: Final = ("festival", "museum")
MAKERS: Final = {
    "festival": festival,
    "museum": museum,
    "open-day": open_day,
    "dinner": dinner,
    "show": sold_out_show,
    "workshop": workshop,
    "oddities": oddities,
}
KEYS: Final[Mapping[str, str]] = {identifier("dinner"): "KADE2026"}
"""The access keys of locked events, by event: without it the event is not listed, and every call of it is refused."""


@dataclass(frozen=True, slots=True)
class HiddenLimit:
    """What an order may hold of some ticket types together, which no answer shows (trap 8 of the notes on the API)."""

    ticket_types: frozenset[str]
    most: int | None = None
    in_steps_of: int = 1

    def allows(self, amount: int) -> bool:
        """Whether so many of these types may be in one order."""
        return amount % self.in_steps_of == 0 and (self.most is None or amount <= self.most)


LIMITS: Final[Mapping[str, tuple[HiddenLimit, ...]]] = {
    identifier("workshop"): (
        HiddenLimit(frozenset({identifier("workshop.pair")}), in_steps_of=2),
        HiddenLimit(frozenset({identifier("workshop.pair"), identifier("workshop.single")}), most=6),
    ),
}
STOCKS: Final[Mapping[frozenset[str], int]] = {
    frozenset({identifier("workshop.pair"), identifier("workshop.single")}): 12,
}
"""Stock that several ticket types share."""


def documents(names: Sequence[str] | None, today: date) -> dict[str, dict[str, Any]]:
    """Return the documents of the named events by UUID; ValueError for a name that there is not."""
    unknown = [name for name in names or () if name not in MAKERS]
    if unknown:
        raise ValueError(f"the sandbox has no event {', '.join(unknown)}; it has {', '.join(MAKERS)}")
    made = [MAKERS[name](today) for name in names or SHOWN]
    return {document["event"]["uuid"]: document for document in made}
