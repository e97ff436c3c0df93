"""Reservations, the stock they take, and how they end."""

import re
import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from bot.simulator.clock import MovableClock
from bot.simulator.shop.calendar import places_at, slot_starts
from bot.simulator.shop.catalogue import ZONE
from bot.simulator.shop.codes import CODES, reduced
from bot.simulator.shop.programme import LIMITS, STOCKS, documents

STOCK: Final = 500
DEFAULT_MINUTES: Final = 20
EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MOBILE: Final = re.compile(r"\+[1-9]\d{6,14}")
ADDRESS: Final = ("address_line_1", "address_line_1_building_number", "zipcode", "city", "country_id")


class Refusal(Exception):
    """The shop says no; the message becomes the Info Message."""


@dataclass(slots=True)
class SandboxOrder:
    """An order from its reservation on. `state`: reserved, checkout, paid, failed, cancelled, expired."""

    order_id: str
    event: str
    body: dict[str, Any]
    due_at: datetime
    language: str
    code: str | None = None
    state: str = "reserved"
    method: str | None = None
    returns: dict[str, str] = field(default_factory=dict)
    page: str | None = None

    @property
    def amounts(self) -> dict[str, int]:
        """How many of each ticket type."""
        return {line["uuid"]: line["amount"] for line in self.body["ticket_types"]}


class OrderBook:
    """All orders of the sandbox, against its events and the clock."""

    def __init__(self, clock: MovableClock, names: tuple[str, ...] | None) -> None:
        self.clock = clock
        self.opened_on = clock.now().astimezone(ZONE).date()
        self.events = documents(names, self.opened_on)
        self.orders: dict[str, SandboxOrder] = {}

    # --- stock -------------------------------------------------------------------------------------------------------

    def left_in_slot(self, event: str, slot: str, without: str | None = None) -> int:
        """Return how many places a slot still has."""
        bound = {each["uuid"] for each in self.slot_types(event)}
        held = (
            amount
            for order in self._holding(event, without)
            if order.body.get("time_slot_id") == slot
            for uuid, amount in order.amounts.items()
            if uuid in bound
        )
        return max(places_at(datetime.fromisoformat(slot)) - sum(held), 0)

    def slot_types(self, event: str) -> list[dict[str, Any]]:
        """Return the ticket types that are sold for a slot."""
        return [each for each in self.tickets(event).values() if each["is_selectable_on_calendar"]]

    def tickets(self, event: str) -> dict[str, dict[str, Any]]:
        """Return the ticket types of an event by UUID."""
        groups = [group for group in self.events[event]["categories"] if isinstance(group, dict)]
        tickets = [each for group in groups for each in group["tickets"] or () if isinstance(each, dict)]
        return {each["uuid"]: each for each in tickets if "ticket_status_type_id" in each}

    def _holding(self, event: str, without: str | None) -> list[SandboxOrder]:
        """Return the orders of an event that take stock: the paid ones, and the others until they are due."""
        now = self.clock.now()
        return [
            order
            for order in self.orders.values()
            if order.event == event and order.order_id != without and (order.state == "paid" or now < order.due_at)
        ]

    # --- writes ------------------------------------------------------------------------------------------------------

    def reserve(self, event: str, body: object, language: str, code: str | None = None) -> SandboxOrder:
        """Hold a cart, with a code or without; raise Refusal."""
        checked = self._checked(event, body)
        self._check_code(code)
        minutes = self.events[event]["event"]["minutes_to_order"] or DEFAULT_MINUTES
        due_at = (self.clock.now() + timedelta(minutes=minutes)).replace(microsecond=0)
        order = SandboxOrder(_order_id(), event, checked, due_at, language, code)
        self.orders[order.order_id] = order
        return order

    def update(self, event: str, order_id: str, body: object) -> SandboxOrder:
        """Replace a reservation; raise Refusal."""
        order = self.open_order(event, order_id)
        order.body = self._checked(event, body, without=order_id)
        return order

    def checkout(self, event: str, order_id: str, body: object) -> SandboxOrder:
        """Open a payment page; raise Refusal."""
        order = self.open_order(event, order_id)
        asked = body if isinstance(body, dict) else {}
        method, returns = asked.get("payment_method_uuid"), asked.get("callback_urls")
        if method not in {each["uuid"] for each in self.events[event]["payment_methods"]}:
            raise Refusal("This payment method is not available.")
        names = [f"{outcome}_url" for outcome in ("success", "failed", "cancelled", "expired")]
        if not isinstance(returns, dict) or not all(_is_address(returns.get(name)) for name in names):
            raise Refusal("All four callback urls are required.")
        order.method, order.returns = method, {name.removesuffix("_url"): returns[name] for name in names}
        order.page, order.state = secrets.token_urlsafe(16), "checkout"
        return order

    def open_order(self, event: str, order_id: str) -> SandboxOrder:
        """Return an order that can still be changed or paid; raise Refusal."""
        order = self.orders.get(order_id)
        if order is None or order.event != event:
            raise Refusal("Order not found.")
        if order.state == "paid":
            raise Refusal("This order is paid.")
        if self.clock.now() >= order.due_at:
            raise Refusal("This reservation has expired.")
        return order

    # --- money -------------------------------------------------------------------------------------------------------

    def total(self, order: SandboxOrder) -> Decimal:
        """Return what an order costs with the fees of its payment method."""
        subtotal = reduced(order.code, self.tickets(order.event), order.amounts)
        method = self.method(order)
        if method is not None and subtotal:
            subtotal = subtotal * (1 + _euros(method["percentage_fee"]) / 100) + _euros(method["fixed_fee"])
        return Decimal(subtotal).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def method(self, order: SandboxOrder) -> dict[str, Any] | None:
        """Return the payment method of an order."""
        return next(
            (each for each in self.events[order.event]["payment_methods"] if each["uuid"] == order.method), None
        )

    # --- the shop's rules --------------------------------------------------------------------------------------------

    def _checked(self, event: str, body: object, without: str | None = None) -> dict[str, Any]:
        if not isinstance(body, dict) or not isinstance(body.get("ticket_types"), list) or not body["ticket_types"]:
            raise Refusal("No tickets selected.")
        self._check_customer(event, body.get("customer_data"))
        self._check_slot(event, body.get("time_slot_id"))
        self._check_tickets(event, body, without)
        return body

    def _check_code(self, code: str | None) -> None:
        if code is None:
            return
        known = CODES.get(code)
        if known is None:
            raise Refusal("Unknown code.")
        if known["discount_code"] is not None and not known["discount_code"]["stock"]:
            raise Refusal("This code is used up.")

    def _check_customer(self, event: str, customer: object) -> None:
        given: Mapping[str, Any] = customer if isinstance(customer, dict) else {}
        for name, mode in self.events[event]["customer_data"].items():
            if mode != "REQUIRED":
                continue
            for part in ADDRESS if name == "address_data" else (name,):
                if not isinstance(given.get(part), str) or not given[part].strip():
                    raise Refusal(f"{part} is required.")
        if given.get("email") is not None and not EMAIL.fullmatch(str(given["email"])):
            raise Refusal("email is not valid.")
        if given.get("mobile") is not None and not MOBILE.fullmatch(str(given["mobile"])):
            raise Refusal("mobile is not valid.")

    def _check_slot(self, event: str, slot: object) -> None:
        if not self.events[event]["event"]["is_calendar_enabled"]:
            return
        if not isinstance(slot, str):
            raise Refusal("A time slot is required.")
        try:
            on = datetime.fromisoformat(slot).astimezone(ZONE).date()
        except ValueError:
            raise Refusal("This time slot does not exist.") from None
        if slot not in {start_at.isoformat() for start_at in slot_starts(on, self.opened_on)}:
            raise Refusal("This time slot does not exist.")
        if datetime.fromisoformat(slot) <= self.clock.now():
            raise Refusal("This time slot has begun.")

    def _check_tickets(self, event: str, body: dict[str, Any], without: str | None) -> None:
        tickets, now, taken = self.tickets(event), self.clock.now(), 0
        bound = {each["uuid"] for each in self.slot_types(event)}
        for line in body["ticket_types"]:
            uuid, amount = (line.get("uuid"), line.get("amount")) if isinstance(line, dict) else (None, None)
            known = tickets.get(str(uuid))
            if known is None or not known["is_visible"]:
                raise Refusal("Unknown ticket type.")
            if not isinstance(amount, int) or isinstance(amount, bool) or amount < 1:
                raise Refusal("The amount is not valid.")
            opens_at = known["online_from"]
            if known["ticket_status_type_id"] != "ONLINE" or (opens_at and now < datetime.fromisoformat(opens_at)):
                raise Refusal("This ticket is not in sale.")
            if not int(known["min_order_amount"]) <= amount <= int(known["max_order_amount"]):
                raise Refusal("The amount is not allowed.")
            if known["uuid"] in bound:
                taken += amount
            elif amount > STOCK - self._sold(event, known["uuid"], without):
                raise Refusal("Not enough tickets left.")
        self._check_limits(event, body, without)
        if taken and taken > self.left_in_slot(event, body["time_slot_id"], without):
            raise Refusal("Not enough places left in this time slot.")

    def _check_limits(self, event: str, body: dict[str, Any], without: str | None) -> None:
        amounts = {line["uuid"]: line["amount"] for line in body["ticket_types"]}
        for limit in LIMITS.get(event, ()):
            if not limit.allows(sum(amounts.get(uuid, 0) for uuid in limit.ticket_types)):
                raise Refusal("The amount is not allowed.")
        for shared, stock in STOCKS.items():
            asked = sum(amounts.get(uuid, 0) for uuid in shared)
            if asked and asked > stock - sum(self._sold(event, uuid, without) for uuid in shared):
                raise Refusal("Not enough tickets left.")

    def _sold(self, event: str, uuid: str, without: str | None) -> int:
        return sum(order.amounts.get(uuid, 0) for order in self._holding(event, without))


def _order_id() -> str:
    digits = "".join(secrets.choice(string.digits) for _ in range(3))
    return "CMTICKETS" + digits + "".join(secrets.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(4))


def _euros(value: object) -> Decimal:
    return Decimal(str(value))


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://"))
