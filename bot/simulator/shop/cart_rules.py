"""What may be in an order together: tickets, amounts, a time slot; against what is left and what is not shown."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.simulator.shop.calendar import Calendar
from bot.simulator.shop.info_messages import Refusal
from bot.simulator.shop.limits import LIMITS, SHARED
from bot.simulator.shop.money import euros
from bot.simulator.shop.programme import Programme
from bot.simulator.shop.stock import Stock


class CartRules:
    """Checks a cart. `without` is the order that it is to replace, whose stock it may use."""

    def __init__(self, programme: Programme, stock: Stock, calendar: Calendar, now: Callable[[], datetime]) -> None:
        self._programme = programme
        self._stock = stock
        self._calendar = calendar
        self._now = now

    def check(self, event: str, body: Mapping[str, Any], key: str | None, without: str | None = None) -> None:
        """Raise Refusal for what cannot be ordered."""
        self._check_sale(event)
        amounts = self._amounts(event, body)
        slot = body.get("time_slot_id")
        self._check_slot(event, slot, amounts, without)
        for uuid, amount in amounts.items():
            self._check_ticket(self._programme.tickets(event)[uuid], amount, without)
        self._check_limits(event, amounts, without)
        self._check_key(event, sum(amounts.values()), key, without)

    def _check_sale(self, event: str) -> None:
        about = self._programme.document(event)["event"]
        if not is_within(about["online_from"], about["online_till"], self._now()):
            raise Refusal("This event is not in sale.")
        if not is_within(None, about["end_at"], self._now()):
            raise Refusal("This event is over.")

    def _amounts(self, event: str, body: Mapping[str, Any]) -> dict[str, int]:
        lines, amounts = body.get("ticket_types"), dict[str, int]()
        if not isinstance(lines, list) or not lines:
            raise Refusal("No tickets selected.")
        hidden = {
            each["uuid"]
            for group in self._programme.categories(event)
            if group["is_visible"] is False
            for each in group["tickets"]
        }
        for line in lines:
            uuid, amount = (line.get("uuid"), line.get("amount")) if isinstance(line, dict) else (None, None)
            known = self._programme.tickets(event).get(str(uuid))
            if known is None or not known["is_visible"] or known["uuid"] in hidden:
                raise Refusal("Unknown ticket type.")
            if not isinstance(amount, int) or isinstance(amount, bool) or amount < 1:
                raise Refusal("The amount is not valid.")
            if known["uuid"] in amounts:
                raise Refusal("A ticket type is there twice.")
            amounts[known["uuid"]] = amount
        return amounts

    def _check_ticket(self, ticket: Mapping[str, Any], amount: int, without: str | None) -> None:
        is_online = is_within(ticket["online_from"], ticket["online_till"], self._now())
        if not is_online or ticket["ticket_status_type_id"] != "ONLINE" or not has_price(ticket):
            raise Refusal("This ticket is not in sale.")
        if not int(ticket["min_order_amount"]) <= amount <= int(ticket["max_order_amount"]):
            raise Refusal("The amount is not allowed.")
        left = None if ticket["is_selectable_on_calendar"] else self._stock.left(ticket, without)
        if left is not None and amount > left:
            raise Refusal("Not enough tickets left.")

    def _check_slot(self, event: str, slot: object, amounts: Mapping[str, int], without: str | None) -> None:
        if not self._programme.document(event)["event"]["is_calendar_enabled"]:
            if slot is not None:
                raise Refusal("This event has no time slots.")
            return
        if not isinstance(slot, str):
            raise Refusal("A time slot is required.")
        if not self._calendar.exists(slot):
            raise Refusal("This time slot does not exist.")
        start_at = datetime.fromisoformat(slot)
        if start_at <= self._now():
            raise Refusal("This time slot has begun.")
        if self._calendar.status(event, start_at) != "OPEN":
            raise Refusal("This time slot is not open.")
        bound = {each["uuid"] for each in self._programme.slot_types(event)} & amounts.keys()
        if bound - {each["uuid"] for each in self._calendar.types(event, start_at)}:
            raise Refusal("This ticket is not sold for this time slot.")
        wanted = sum(amounts[uuid] for uuid in bound)
        if wanted > self._stock.left_in_slot(event, slot, without):
            raise Refusal("Not enough places left in this time slot.")

    def _check_limits(self, event: str, amounts: Mapping[str, int], without: str | None) -> None:
        for limit in LIMITS.get(event, ()):
            if not limit.allows(sum(amounts.get(uuid, 0) for uuid in limit.ticket_types)):
                raise Refusal("The amount is not allowed.")
        for types in SHARED:
            wanted = sum(amounts.get(uuid, 0) for uuid in types)
            if wanted and wanted > self._stock.left_shared(types, without):
                raise Refusal("Not enough tickets left.")

    def _check_key(self, event: str, wanted: int, key: str | None, without: str | None) -> None:
        most = (self._programme.keys(event) or {}).get(key or "")
        used = (sum(order.amounts.values()) for order in self._stock.holding(without) if order.key == key)
        if most is not None and sum(used) + wanted > most:
            raise Refusal("The amount is not allowed.")


def has_price(ticket: Mapping[str, Any]) -> bool:
    """Whether a ticket type has a price and a fee that can be read."""
    try:
        return min(euros(ticket["price"]), euros(ticket["fixed_fee"])) >= Decimal()
    except InvalidOperation:
        return False


def is_within(opens_at: str | None, closes_at: str | None, now: datetime) -> bool:
    """Whether a moment is in a window whose ends may be open."""
    if opens_at is not None and now < datetime.fromisoformat(opens_at):
        return False
    return closes_at is None or now < datetime.fromisoformat(closes_at)
