"""The nine calls of the Ticketing Shop API v2.0, as its text describes them."""

import base64
import binascii
import json
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import date
from email.utils import format_datetime
from typing import Any, Final
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.simulator.shop.calendar import day_slots, month_days
from bot.simulator.shop.codes import CODES
from bot.simulator.shop.orders import OrderBook, Refusal, SandboxOrder
from bot.simulator.shop.programme import KEYS

BASE: Final = "/ticketingapi/v2.0/ticketshop"
CALLS_REMEMBERED: Final = 1000


class ShopApi:
    """The API, and a journal of its calls without the product token."""

    def __init__(self, book: OrderBook, product_token: str) -> None:
        self._book = book
        self._product_token = product_token
        self.calls: deque[dict[str, Any]] = deque(maxlen=CALLS_REMEMBERED)

    def routes(self) -> list[BaseRoute]:
        """Return the routes."""
        event = f"{BASE}/events/{{event}}"
        order = f"{event}/reservations/{{order_id}}"
        return [
            self._route(f"{BASE}/events", "GET", self._events),
            self._route(event, "GET", self._event),
            self._route(f"{event}/codes/{{code:path}}", "GET", self._code),
            self._route(f"{event}/calendar/{{year:int}}/{{month:int}}", "GET", self._month),
            self._route(f"{event}/calendar/{{year:int}}/{{month:int}}/{{day:int}}", "GET", self._day),
            self._route(f"{event}/reservations/generate", "POST", self._free),
            self._route(f"{event}/reservations", "POST", self._reserve),
            self._route(order, "PUT", self._update),
            self._route(f"{order}/checkout", "POST", self._checkout),
        ]

    def _route(
        self, path: str, method: str, answer: Callable[[Request, object], Awaitable[tuple[int, object]]]
    ) -> BaseRoute:
        async def endpoint(request: Request) -> Response:
            status, body, document = 401, None, {"message": "Unauthorized."}
            if request.headers.get("X-CM-PRODUCTTOKEN") == self._product_token:
                try:
                    body = await request.json() if method != "GET" else None
                    self._expect_event(request)
                    status, document = await answer(request, body)  # type: ignore[assignment]
                except json.JSONDecodeError:
                    status, document = 400, {"message": "The body is not JSON."}
                except Refusal as refusal:
                    status, document = 400, {"message": str(refusal)}
            self._remember(request, body, status, document)
            date_header = format_datetime(self._book.clock.now(), usegmt=True)
            return JSONResponse(document, status, headers={"Date": date_header})

        return Route(path, endpoint, methods=[method])

    def _expect_event(self, request: Request) -> None:
        event = request.path_params.get("event")
        if event is not None and event not in self._book.events:
            raise Refusal("Event not found.")
        if event is not None and not _is_open(event, request):
            raise Refusal("This event is locked.")

    def _remember(self, request: Request, body: object, status: int, document: object) -> None:
        headers = {name: value for name, value in request.headers.items() if name != "x-cm-producttoken"}
        call = {
            "at": self._book.clock.now().isoformat(),
            "method": request.method,
            "path": request.url.path,
            "query": dict(request.query_params),
            "headers": headers,
            "body": body,
            "status": status,
            "answer": document,
        }
        self.calls.append(call)

    # --- reads -------------------------------------------------------------------------------------------------------

    async def _events(self, request: Request, _: object) -> tuple[int, object]:
        lines = []
        for uuid, document in self._book.events.items():
            if not _is_open(uuid, request):
                continue
            part = document["event"]
            line = {name: part[name] for name in ("uuid", "name", "start_at", "end_at")}
            lines.append(line | {"venue_name": document["venue"]["name"]})
        return 200, lines

    async def _event(self, request: Request, _: object) -> tuple[int, object]:
        return 200, self._book.events[request.path_params["event"]]

    async def _code(self, request: Request, _: object) -> tuple[int, object]:
        try:
            code = base64.b64decode(request.path_params["code"], validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise Refusal("The code is not base64.") from None
        if code not in CODES:
            raise Refusal("Unknown code.")
        return 200, CODES[code]

    async def _month(self, request: Request, _: object) -> tuple[int, object]:
        event, book = self._calendar_of(request), self._book
        year, month = request.path_params["year"], request.path_params["month"]
        if not 1 <= month <= 12 or not 2000 <= year <= 2200:
            raise Refusal("There is no such month.")
        return 200, month_days(
            year, month, book.opened_on, book.clock.now(), lambda slot: book.left_in_slot(event, slot)
        )

    async def _day(self, request: Request, _: object) -> tuple[int, object]:
        event, book = self._calendar_of(request), self._book
        try:
            on = date(*(request.path_params[part] for part in ("year", "month", "day")))
        except ValueError:
            raise Refusal("There is no such day.") from None
        slots = day_slots(
            on, book.opened_on, book.clock.now(), lambda slot: book.left_in_slot(event, slot), book.slot_types(event)
        )
        return 200, slots

    def _calendar_of(self, request: Request) -> str:
        event: str = request.path_params["event"]
        if not self._book.events[event]["event"]["is_calendar_enabled"]:
            raise Refusal("This event has no calendar.")
        return event

    # --- writes ------------------------------------------------------------------------------------------------------

    async def _reserve(self, request: Request, body: object) -> tuple[int, object]:
        language = request.headers.get("X-TF-PREFERREDLANGUAGEID", "EN").lower()
        code = request.query_params.get("code")
        return 201, _reservation(self._book.reserve(request.path_params["event"], body, language, code))

    async def _update(self, request: Request, body: object) -> tuple[int, object]:
        return 200, _reservation(self._book.update(request.path_params["event"], request.path_params["order_id"], body))

    async def _free(self, request: Request, body: object) -> tuple[int, object]:
        event = request.path_params["event"]
        tickets = self._book.tickets(event)
        lines = body.get("ticket_types", []) if isinstance(body, dict) else []
        chosen = [tickets.get(str(line.get("uuid"))) for line in lines if isinstance(line, dict)]
        if any(
            each is None or each["price"] is None or float(each["price"]) or float(each["fixed_fee"]) for each in chosen
        ):
            raise Refusal("Only free tickets can be generated.")
        order = self._book.reserve(event, body, "en")
        order.state = "paid"
        barcodes = [
            {
                "barcode_id": f"CMBR{uuid4().hex[:10].upper()}",
                "type": "QRCODE",
                "ticket_type_uuid": uuid,
                "name": tickets[uuid]["name"],
                "subtitle": tickets[uuid]["subtitle"],
            }
            for uuid, amount in order.amounts.items()
            for _ in range(amount)
        ]
        return 201, {
            "order_id": order.order_id,
            "order_uuid": str(uuid4()),
            "customer_data_uuid": str(uuid4()),
            "download_url": f"{request.base_url}tickets/{uuid4().hex}",
            "barcodes": barcodes,
        }

    async def _checkout(self, request: Request, body: object) -> tuple[int, object]:
        order = self._book.checkout(request.path_params["event"], request.path_params["order_id"], body)
        return 201, {
            "order_id": order.order_id,
            "due_at": order.due_at.isoformat(),
            "status": "OPEN",
            "redirect_url": f"{request.base_url}pay/{order.page}",
        }


def _is_open(event: str, request: Request) -> bool:
    return event not in KEYS or request.query_params.get("key") == KEYS[event]


def _reservation(order: SandboxOrder) -> dict[str, object]:
    customer = order.body["customer_data"] | {"uuid": str(uuid4())}
    return {
        "order_id": order.order_id,
        "due_at": order.due_at.isoformat(),
        "time_slot_id": order.body.get("time_slot_id"),
        "customer_data": customer,
        "ticket_types": order.body["ticket_types"],
    }
