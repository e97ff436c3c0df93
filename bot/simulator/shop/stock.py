"""What is left of ticket types and time slots: a hold takes it, gives it back when it is due, and keeps it when paid."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from bot.simulator.shop.limits import RESERVED_BEFORE, SHARED, STOCK, STOCKS
from bot.simulator.shop.order import SandboxOrder
from bot.simulator.shop.programme import Programme
from bot.simulator.shop.situations import SituationBook, SituationName

PLACES_IN_A_SLOT: Final = 16


class Stock:
    """Stock as the orders leave it. `without` leaves one order out, which is about to be replaced."""

    def __init__(
        self,
        programme: Programme,
        situations: SituationBook,
        orders: Mapping[str, SandboxOrder],
        now: Callable[[], datetime],
    ) -> None:
        self._programme = programme
        self._situations = situations
        self._orders = orders
        self._now = now

    def left(self, ticket: Mapping[str, Any], without: str | None = None) -> int | None:
        """Return how many of a ticket type can still be ordered; None where there is no end to it."""
        uuid = ticket["uuid"]
        limits = [self.left_shared(types, without) for types in SHARED if uuid in types]
        if (places := self._places(ticket)) is not None:
            limits.append(places - self._held(uuid, without))
        return max(min(limits), 0) if limits else None

    def left_shared(self, types: frozenset[str], without: str | None = None) -> int:
        """Return what is left of the stock that these ticket types share."""
        return max(SHARED[types] - sum(self._held(uuid, without) for uuid in types), 0)

    def left_in_slot(self, event: str, slot: str, without: str | None = None) -> int:
        """Return how many places a slot still has; its ticket types share them."""
        bound = {each["uuid"] for each in self._programme.slot_types(event)}
        held = (
            amount
            for order in self.holding(without)
            if order.event == event and order.body.get("time_slot_id") == slot
            for uuid, amount in order.amounts.items()
            if uuid in bound
        )
        changed = self._situations.value(SituationName.PLACES, event)
        places = places_at(datetime.fromisoformat(slot)) if changed is None else int(changed)
        return max(places - sum(held), 0)

    def status(self, ticket: Mapping[str, Any]) -> str:
        """Return the status of a ticket type: with all of it in unpaid holds, it is reserved and not yet sold out."""
        status: str = ticket["ticket_status_type_id"]
        if status != "ONLINE" or ticket["is_selectable_on_calendar"] or self.left(ticket) != 0:
            return status
        places = self._places(ticket)
        paid = sum(order.amounts.get(ticket["uuid"], 0) for order in self._orders.values() if order.state == "paid")
        return "SOLD_OUT" if places is not None and paid >= places else "IN_RESERVATION"

    def holding(self, without: str | None = None) -> Iterator[SandboxOrder]:
        """Return the orders that take stock now."""
        now = self._now()
        return (order for order in self._orders.values() if order.order_id != without and order.holds(now))

    def _places(self, ticket: Mapping[str, Any]) -> int | None:
        if (changed := self._situations.value(SituationName.PLACES, ticket["uuid"])) is not None:
            return int(changed)
        return None if ticket["is_unlimited"] else STOCKS.get(ticket["uuid"], STOCK)

    def _held(self, uuid: str, without: str | None) -> int:
        amount, lasts = RESERVED_BEFORE.get(uuid, (0, None))
        by_strangers = amount if lasts is not None and self._now() < self._programme.opened_at + lasts else 0
        return by_strangers + sum(order.amounts.get(uuid, 0) for order in self.holding(without))


def places_at(start_at: datetime) -> int:
    """Return how many places a slot has when nobody is held in it: some are nearly full, some full."""
    kind = (start_at.toordinal() + start_at.hour * 2 + start_at.minute // 30) % 11
    return {5: 3, 9: 0}.get(kind, PLACES_IN_A_SLOT)
