"""A sandbox of the Ticketing Shop API v2.0: its calls, its rules, its stock, and a payment page."""

from collections.abc import Callable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.simulator.clock import MovableClock
from bot.simulator.shop.api import ShopApi
from bot.simulator.shop.orders import OrderBook
from bot.simulator.shop.payment_page import PaymentPage
from bot.simulator.shop.situations import Situation, SituationName
from bot.simulator.shop.ticket_page import TicketPage
from bot.simulator.telegram.customer_requests import WrongRequest, read_body


class Shop:
    """One shop. `events` names those it lists: festival and museum when None; the others are in the programme."""

    def __init__(
        self,
        clock: MovableClock,
        product_token: str,
        events: Sequence[str] | None = None,
        browser_address: Callable[[str], str] | None = None,
    ) -> None:
        self.book = OrderBook(clock, None if events is None else tuple(events))
        self.api = ShopApi(self.book, product_token)
        self._payment_page = PaymentPage(self.book, browser_address or str)
        self._ticket_page = TicketPage(self.book)

    def routes(self) -> list[BaseRoute]:
        """Return the routes of the API, its pages, its journal and outbox, and its situations."""
        return [
            *self.api.routes(),
            *self._payment_page.routes(),
            *self._ticket_page.routes(),
            Route("/simulator/shop/calls", self._calls, methods=["GET"]),
            Route("/simulator/shop/orders", self._orders, methods=["GET"]),
            Route("/simulator/shop/mails", self._mails, methods=["GET"]),
            Route("/simulator/shop/situations", self._list_situations, methods=["GET"]),
            Route("/simulator/shop/situations", self._bring_about, methods=["POST"]),
            Route("/simulator/shop/situations", self._clear_situations, methods=["DELETE"]),
        ]

    def bring_about(self, situation: Situation) -> None:
        """Let a situation be so; raise ValueError for what this shop does not have."""
        self.book.situations.bring_about(situation, self.book.programme.kinds)
        if situation.name is SituationName.ADDED:
            self.book.programme.add(situation.of)

    async def _calls(self, request: Request) -> Response:
        after = request.query_params.get("after", "0")
        last = int(after) if after.isdecimal() else 0
        return JSONResponse([call for call in self.api.calls if call["number"] > last])

    async def _orders(self, _: Request) -> Response:
        return JSONResponse([self._order_view(order_id) for order_id in self.book.orders])

    async def _mails(self, _: Request) -> Response:
        return JSONResponse(self.book.mails.listed())

    async def _list_situations(self, _: Request) -> Response:
        so = [each.model_dump(mode="json") for each in self.book.situations]
        return JSONResponse({"names": list(SituationName), "so": so, "events": self.book.programme.names()})

    async def _bring_about(self, request: Request) -> Response:
        try:
            self.bring_about(await read_body(request, Situation))
        except WrongRequest as wrong:
            return JSONResponse({"error": wrong.reason}, wrong.status)
        except ValueError as wrong:
            return JSONResponse({"error": str(wrong)}, 422)
        return await self._list_situations(request)

    async def _clear_situations(self, request: Request) -> Response:
        self.book.situations.clear()
        return await self._list_situations(request)

    def _order_view(self, order_id: str) -> dict[str, Any]:
        order = self.book.orders[order_id]
        return {
            "order_id": order.order_id,
            "event": order.event,
            "body": order.body,
            "code": order.code,
            "due_at": order.due_at.isoformat(),
            "state": order.state,
            "total": str(self.book.total(order)),
        }
