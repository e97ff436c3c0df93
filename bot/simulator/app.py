"""The simulator as one web application: Telegram, the ticket shop and the chat page on one clock."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.simulator.breaking import BreakingOnOrder
from bot.simulator.clock import MovableClock
from bot.simulator.faults import Fault, FaultBook, FaultName
from bot.simulator.guard import LoopbackOnly
from bot.simulator.page import page_routes
from bot.simulator.shop import Shop
from bot.simulator.shop.calls import BASE, SHOP_CALLS
from bot.simulator.situations_api import SituationsApi
from bot.simulator.telegram import Telegram
from bot.simulator.telegram.bot_api import METHOD_NAMES
from bot.simulator.telegram.customer_requests import ClockMove, WrongRequest, read_body

BOT_USERNAME = "ticket_rehearsal_bot"
BOT_NAME = "Tickets"


class Simulator:
    """A Telegram, a ticket shop and a chat page. `app` is the ASGI application that serves them all.

    The bot's API is at `/bot<token>/`, the shop's at `/ticketingapi/v2.0/ticketshop`, the page at `/`.
    """

    def __init__(
        self,
        clock: MovableClock,
        token: str,
        shop: Shop,
        bot_username: str = BOT_USERNAME,
        bot_name: str = BOT_NAME,
    ) -> None:
        self.clock = clock
        self.token = token
        self.bot_username = bot_username
        self.telegram = Telegram(clock, token, bot_username, bot_name)
        self.shop = shop
        self.faults = FaultBook(clock)
        self.situations = SituationsApi(clock, shop, self.faults, self.telegram.messenger.flood_gate)
        self.app = Starlette(
            routes=[
                *self.telegram.routes(),
                *self.shop.routes(),
                Route("/simulator/clock", self._tell_time, methods=["GET"]),
                Route("/simulator/clock", self._move_clock, methods=["POST"]),
                Route("/simulator/faults", self._list_faults, methods=["GET"]),
                Route("/simulator/faults", self._order_fault, methods=["POST"]),
                Route("/simulator/faults", self._clear_faults, methods=["DELETE"]),
                *self.situations.routes(),
                *page_routes(),
            ],
            middleware=[
                Middleware(LoopbackOnly),
                Middleware(BreakingOnOrder, book=self.faults, shop_base=BASE),
            ],
        )

    async def _tell_time(self, _: Request) -> Response:
        return JSONResponse({"now": self.clock.now().isoformat()})

    async def _move_clock(self, request: Request) -> Response:
        try:
            move = await read_body(request, ClockMove)
        except WrongRequest as wrong:
            return JSONResponse({"error": wrong.reason}, wrong.status)
        self.clock.move(timedelta(seconds=move.move_s))
        return await self._tell_time(request)

    async def _list_faults(self, _: Request) -> Response:
        calls = {"telegram": sorted(METHOD_NAMES), "shop": [name for name, _, _ in SHOP_CALLS]}
        return JSONResponse({"names": list(FaultName), "calls": calls, "ordered": self.faults.as_json()})

    async def _order_fault(self, request: Request) -> Response:
        try:
            self.faults.order(await read_body(request, Fault))
        except WrongRequest as wrong:
            return JSONResponse({"error": wrong.reason}, wrong.status)
        return await self._list_faults(request)

    async def _clear_faults(self, request: Request) -> Response:
        self.faults.clear()
        return await self._list_faults(request)


def browser_address(bot_username: str) -> Callable[[str], str]:
    """Return the mapping of an address to the one that a browser is sent to: the bot's t.me links lead to the page."""

    def mapped(address: str) -> str:
        parts = urlsplit(address)
        if parts.hostname not in ("t.me", "telegram.me") or parts.path.strip("/").lower() != bot_username.lower():
            return address
        return f"/t.me/{bot_username}?{parts.query}"

    return mapped
