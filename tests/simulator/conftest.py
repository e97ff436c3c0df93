"""The sandbox of the shop, served."""

from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette

from bot.simulator.clock import MovableClock
from bot.simulator.server import serve
from bot.simulator.shop import Shop
from bot.ticketshop.client import TicketShopClient
from bot.ticketshop.connection import http_client
from bot.ticketshop.sender import Sender
from tests.conversation.dialogue import NOW
from tests.simulator.sandbox import EVENTS, TOKEN, Sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    clock = MovableClock(NOW)
    app = Starlette(routes=Shop(clock, TOKEN, EVENTS).routes())
    async with serve(app) as address, http_client(5.0) as http:
        client = TicketShopClient(Sender(f"{address}/ticketingapi/v2.0/ticketshop", TOKEN, clock, http))
        yield Sandbox(client, http, clock, address)
