"""A shop's sandbox for tests: asked by the client that asks the real one, or word by word."""

import re
from dataclasses import dataclass
from typing import Any, Final

import httpx
import pytest

from bot.conversation.ports import Order
from bot.domain import availability, shop
from bot.domain.customer import Field
from bot.domain.shop import Event, ReturnAddresses, TimeSlot
from bot.simulator.clock import MovableClock
from bot.simulator.shop.documents import identifier
from bot.ticketshop.client import TicketShopClient
from bot.ticketshop.errors import Refused

TOKEN: Final = "11111111-2222-4333-8444-555555555555"
EVENTS: Final = ("festival", "museum", "open-day", "dinner", "show", "workshop", "oddities")
KEY: Final = "KADE2026"
RETURNS: Final = ReturnAddresses(*(f"https://t.me/bot?start={name}" for name in ("s", "f", "c", "e")))
CALLBACK_URLS: Final = {
    f"{name}_url": f"https://t.me/bot?start={name}" for name in ("success", "failed", "cancelled", "expired")
}
ROBIN: Final = {
    Field.FIRST_NAME: "Robin",
    Field.LAST_NAME: "de Vries",
    Field.EMAIL: "robin@example.com",
    Field.MOBILE: "+31612345678",
}
EVERYTHING: Final[dict[str, str | None]] = {
    "uuid": None,
    "first_name": "Robin",
    "last_name": "de Vries",
    "email": "robin@example.com",
    "mobile": "+31612345678",
    "gender": "M",
    "address_line_1": "Veerkade",
    "address_line_1_building_number": "12",
    "address_line_2": None,
    "address_line_2_building_number": None,
    "zipcode": "3016 DE",
    "city": "Rotterdam",
    "state": None,
    "organisation_name": None,
    "position_name": None,
    "date_of_birth": "1990-12-31",
    "custom_field_1": "42",
    "custom_field_2": "none",
    "custom_field_3": None,
    "created_at": None,
    "updated_at": None,
    "country_id": "NL",
}
"""A customer with every field that any event requires."""


@dataclass
class Sandbox:
    client: TicketShopClient
    http: httpx.AsyncClient
    clock: MovableClock
    address: str

    async def event(self, name: str) -> Event:
        [line] = [each for each in await self.client.events() if re.search(name, each.name)]
        return await self.client.event(line.uuid)

    async def festival(self, amount: int = 1) -> Order:
        """Return an order of the first festival ticket that is on sale."""
        event = await self.event("Polderlicht")
        offer = next(each for each in availability.offers(event, None, self.clock.now()) if each.is_on_sale)
        return Order(event.uuid, {offer.ticket_type.uuid: amount}, ROBIN)

    async def museum_slot(self) -> tuple[Event, TimeSlot]:
        event = await self.event("^Museum Het Veerhuis$")
        days = await self.client.month(event.uuid, self.clock.now().date())
        on = next(day.on for day in days if availability.is_day_open(day) and day.on > self.clock.now().date())
        slots = await self.client.day(event.uuid, on)
        return event, next(each for each in slots if availability.is_slot_open(each, 1, self.clock.now()))

    async def museum(self, amount: int = 1) -> Order:
        event, slot = await self.museum_slot()
        return Order(event.uuid, {slot.ticket_types[0]: amount}, ROBIN, slot=slot.id)

    async def reserve(self, order: Order) -> shop.Reservation:
        return await self.client.reserve(order, "nl", self.clock.now())

    async def refusal(self, order: Order) -> str:
        with pytest.raises(Refused) as refused:
            await self.reserve(order)
        return refused.value.info

    async def open_checkout(self, order: Order, order_id: str) -> shop.Checkout:
        event = await self.client.event(order.event)
        return await self.client.open_checkout(order.event, order_id, event.payment_methods[0].uuid, RETURNS)

    async def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        headers: dict[str, str] | None = None,
        query: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Ask the API word by word; the path is below its base address, percent-encoded already."""
        told = {"X-CM-PRODUCTTOKEN": TOKEN} | (headers or {})
        address = self.client.sender.base_url + path + (f"?{httpx.QueryParams(query)}" if query else "")
        return await self.http.request(method, address, json=body, headers=told)

    async def hold(
        self, event: str, amounts: dict[str, int], *, code: str = "", key: str = "", **more: Any
    ) -> httpx.Response:
        """Ask for a reservation by the sandbox's own names: `festival`, `{"festival.day": 2}`."""
        query = {name: value for name, value in (("code", code), ("key", key)) if value}
        return await self.ask("POST", f"{path_of(event)}/reservations", reservation(amounts, **more), query=query)

    async def held(self, event: str, amounts: dict[str, int], **more: Any) -> dict[str, Any]:
        """Return a reservation that the shop made."""
        answer = await self.hold(event, amounts, **more)
        assert answer.status_code == 201, answer.text
        return answer.json()  # type: ignore[no-any-return]

    async def check_out(self, event: str, held_as: str, method: str = "iDEAL", **more: Any) -> httpx.Response:
        """Ask for a payment page."""
        body = {
            "order_id": held_as,
            "payment_method_uuid": identifier(method),
            "ideal_issuer_id": None,
            "callback_urls": CALLBACK_URLS,
        }
        key = more.pop("key", "")
        query = {"key": key} if key else {}
        return await self.ask("POST", f"{path_of(event)}/reservations/{held_as}/checkout", body | more, query=query)

    async def pay(self, event: str, order_id: str, outcome: str = "success") -> httpx.Response:
        """Open a payment page and end there."""
        opened = await self.check_out(event, order_id)
        assert opened.status_code == 201, opened.text
        return await self.http.post(opened.json()["redirect_url"], data={"outcome": outcome})

    async def bring_about(self, name: str, of: str = "shop", to: str = "", on: str | None = None) -> None:
        """Bring a situation about."""
        body = {"name": name, "of": of, "to": to, "on": on}
        answer = await self.http.post(f"{self.address}/simulator/shop/situations", json=body)
        assert answer.status_code == 200, answer.text

    async def told(self, what: str) -> Any:
        """Return what the sandbox tells of itself: its calls, orders, mails, situations."""
        return (await self.http.get(f"{self.address}/simulator/shop/{what}")).json()

    async def status_of(self, name: str) -> str:
        """Return the status of a ticket type now."""
        document = (await self.ask("GET", path_of(name.partition(".")[0]))).json()
        [ticket] = [
            each for group in document["categories"] for each in group["tickets"] if each["uuid"] == identifier(name)
        ]
        return ticket["ticket_status_type_id"]  # type: ignore[no-any-return]


def path_of(event: str) -> str:
    """Return the path of an event by the sandbox's own name."""
    return f"/events/{identifier(event)}"


def reservation(amounts: dict[str, int], *, slot: str | None = None, **customer: Any) -> dict[str, Any]:
    """Return a reservation object; what is named of the customer stands instead of what is known."""
    return {
        "order_id": None,
        "due_at": None,
        "time_slot_id": slot,
        "customer_data": EVERYTHING | customer,
        "ticket_types": [{"uuid": identifier(name), "amount": amount} for name, amount in amounts.items()],
    }


def words(answer: httpx.Response) -> str:
    """Return what a refusal says."""
    assert answer.status_code == 400, answer.text
    return str(answer.json()["message"])
