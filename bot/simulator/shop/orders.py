"""Reservations from their first request to their end."""

import secrets
import string
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import uuid4

from bot.simulator.clock import MovableClock
from bot.simulator.shop.calendar import Calendar
from bot.simulator.shop.cart_rules import CartRules, has_price
from bot.simulator.shop.checkout_rules import check_checkout
from bot.simulator.shop.code_book import CodeBook
from bot.simulator.shop.codes import CODES
from bot.simulator.shop.customer_rules import check_customer
from bot.simulator.shop.documents import ZONE
from bot.simulator.shop.info_messages import Refusal
from bot.simulator.shop.mails import Mails
from bot.simulator.shop.money import euros, subtotal, with_payment_fee
from bot.simulator.shop.order import SandboxOrder
from bot.simulator.shop.programme import Programme
from bot.simulator.shop.situations import SituationBook, SituationName
from bot.simulator.shop.stock import Stock

DEFAULT_MINUTES: Final = 20
STATES: Final = {"success": "paid", "failed": "failed", "cancelled": "cancelled", "expired": "expired"}


class OrderBook:
    """All orders of the sandbox, against its events, its situations and its clock."""

    def __init__(self, clock: MovableClock, names: tuple[str, ...] | None) -> None:
        self._clock = clock
        self.situations = SituationBook()
        self.orders: dict[str, SandboxOrder] = {}
        self.mails = Mails()
        self.programme = Programme(names, self.now(), self.situations)
        self.stock = Stock(self.programme, self.situations, self.orders, self.now)
        self.codes = CodeBook(self.programme, self.situations, self.orders, self.now)
        self.calendar = Calendar(self.programme, self.stock, self.now)
        self._cart = CartRules(self.programme, self.stock, self.calendar, self.now)

    def now(self) -> datetime:
        """Return the shop's own time, which a situation can set wrong."""
        return self._clock.now() + timedelta(seconds=int(self.situations.value(SituationName.SKEW) or 0))

    # --- writes ------------------------------------------------------------------------------------------------------

    def reserve(
        self, event: str, body: object, language: str, code: str | None = None, key: str | None = None
    ) -> SandboxOrder:
        """Hold a cart, with a code or without; raise Refusal."""
        checked = self._checked(event, body, key)
        if checked.get("order_id") is not None:
            raise Refusal("A new reservation has no order_id.")
        if code is not None:
            self.codes.check(event, code, key)
        minutes = self.programme.document(event)["event"]["minutes_to_order"] or DEFAULT_MINUTES
        order = SandboxOrder(
            order_id=_order_id(),
            order_uuid=str(uuid4()),
            customer_data_uuid=str(uuid4()),
            event=event,
            body=checked,
            due_at=self._in_minutes(minutes),
            language=language,
            code=code,
            key=key,
        )
        self.orders[order.order_id] = order
        return order

    def update(self, event: str, order_id: str, body: object, language: str | None, key: str | None) -> SandboxOrder:
        """Replace a whole reservation, all or nothing: its number, its end and its code stay; raise Refusal."""
        order = self._open_order(event, order_id)
        checked = self._checked(event, body, key, without=order_id)
        if checked.get("order_id") not in (None, order_id):
            raise Refusal("order_id is not that of the path.")
        if checked["customer_data"].get("uuid") != order.customer_data_uuid:
            raise Refusal("customer_data.uuid is not that of this reservation.")
        order.body, order.language = checked, language or order.language
        return order

    def generate(self, event: str, body: object, language: str, key: str | None) -> SandboxOrder:
        """Complete an order of free tickets at once; raise Refusal."""
        tickets = self.programme.tickets(event)
        lines = body.get("ticket_types") if isinstance(body, dict) else None
        for line in lines if isinstance(lines, list) else ():
            known = tickets.get(str(line.get("uuid"))) if isinstance(line, dict) else None
            if known is not None and not (has_price(known) and euros(known["price"]) == euros(known["fixed_fee"]) == 0):
                raise Refusal("Only free tickets can be generated.")
        with_slot = isinstance(body, dict) and body.get("time_slot_id") is not None
        if with_slot and not self.situations.allows(SituationName.FREE_SLOT, by_default=True):
            raise Refusal("time_slot_id is not known here.")
        order = self.reserve(event, body, language, key=key)
        order.barcodes = [
            {
                "barcode_id": f"CMBR{secrets.token_hex(5).upper()}",
                "type": "QRCODE",
                "ticket_type_uuid": uuid,
                "name": tickets[uuid]["name"],
                "subtitle": tickets[uuid]["subtitle"],
            }
            for uuid, amount in order.amounts.items()
            for _ in range(amount)
        ]
        digits = "".join(secrets.choice(string.digits) for _ in range(10))
        order.download_path = f"tickets/{digits}/{order.order_uuid}/{secrets.token_hex(64)}"
        self.end(order, "success")
        return order

    def checkout(self, event: str, order_id: str, body: object) -> SandboxOrder:
        """Open a payment page; raise Refusal."""
        order = self._open_order(event, order_id)
        is_first = order.page is None
        if not is_first and not self.situations.allows(SituationName.SECOND_CHECKOUT, by_default=True):
            raise Refusal("There is a checkout of this order already.")
        document = self.programme.document(event) | {"payment_methods": self.programme.methods(event)}
        order.method, order.returns = check_checkout(document, order_id, body)
        if (minutes := self.situations.value(SituationName.CHECKOUT_MINUTES)) is not None:
            order.due_at = max(order.due_at, self._in_minutes(int(minutes)))
        order.page, order.state = secrets.token_urlsafe(16), "checkout"
        return order

    def end(self, order: SandboxOrder, outcome: str) -> None:
        """End a payment: a paid order takes of its voucher and is mailed, one that ran out gives its stock back."""
        order.state = STATES[outcome]
        if outcome == "success":
            order.taken = self._voucher_share(order)
            self.mails.tickets(order, self.programme.document(order.event), self.now())
        elif outcome == "expired":
            order.due_at = min(order.due_at, self.now())

    def _open_order(self, event: str, order_id: str) -> SandboxOrder:
        order = self.orders.get(order_id)
        if order is None or order.event != event:
            raise Refusal("Order not found.")
        if order.state == "paid":
            raise Refusal("This order is paid.")
        if self.now() >= order.due_at:
            raise Refusal("This reservation has expired.")
        return order

    def _checked(self, event: str, body: object, key: str | None, without: str | None = None) -> dict[str, Any]:
        if not isinstance(body, dict):
            raise Refusal("The body is not a reservation.")
        asked: Mapping[str, object] = self.programme.customer_data(event)
        null_gender = self.situations.allows(SituationName.NULL_GENDER, by_default=True)
        check_customer(asked, body.get("customer_data"), self.now().astimezone(ZONE).date(), null_gender=null_gender)
        self._cart.check(event, body, key, without)
        return body

    def _in_minutes(self, minutes: int) -> datetime:
        return (self.now() + timedelta(minutes=minutes)).replace(microsecond=0)

    # --- money -------------------------------------------------------------------------------------------------------

    def total(self, order: SandboxOrder) -> Decimal:
        """Return what is to pay for an order, with the fees of its payment method."""
        return with_payment_fee(self._subtotal(order) - self._voucher_share(order), self._method(order))

    def _subtotal(self, order: SandboxOrder) -> Decimal:
        code = CODES[order.code] if order.code is not None else None
        return subtotal(code, self.programme.tickets(order.event), order.amounts)

    def _voucher_share(self, order: SandboxOrder) -> Decimal:
        if order.code is None or (order.state == "paid" and order.taken):
            return order.taken
        return min(self.codes.balance(CODES[order.code]), self._subtotal(order))

    def _method(self, order: SandboxOrder) -> dict[str, Any] | None:
        methods = self.programme.document(order.event)["payment_methods"]
        return next((each for each in methods if each["uuid"] == order.method), None)


def _order_id() -> str:
    digits = "".join(secrets.choice(string.digits) for _ in range(3))
    return "CMTICKETS" + digits + "".join(secrets.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(4))
