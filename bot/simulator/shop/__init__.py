"""A sandbox of the Ticketing Shop API v2.0: its calls, its rules, its stock, and a payment page."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.simulator.clock import MovableClock
from bot.simulator.shop.api import ShopApi
from bot.simulator.shop.orders import OrderBook
from bot.simulator.shop.payment_page import PaymentPage


class Shop:
    """One shop. `events` names those it lists: festival and museum when None, also open-day and dinner."""

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

    def routes(self) -> list[BaseRoute]:
        """Return the routes of the API, the payment page and the journal."""
        return [
            *self.api.routes(),
            *self._payment_page.routes(),
            Route("/simulator/shop/calls", self._calls, methods=["GET"]),
            Route("/simulator/shop/orders", self._orders, methods=["GET"]),
        ]

    async def _calls(self, _: Request) -> Response:
        return JSONResponse(list(self.api.calls))

    async def _orders(self, _: Request) -> Response:
        return JSONResponse([self._order_view(order_id) for order_id in self.book.orders])

    def _order_view(self, order_id: str) -> dict[str, Any]:
        order = self.book.orders[order_id]
        total: Decimal = self.book.total(order)
        return {
            "order_id": order.order_id,
            "event": order.event,
            "body": order.body,
            "due_at": order.due_at.isoformat(),
            "state": order.state,
            "total": str(total),
        }
