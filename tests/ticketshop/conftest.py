"""A shop that answers what a test says, and the client and the port that ask it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest

from bot.simulator.clock import MovableClock
from bot.ticketshop.client import TicketShopClient
from bot.ticketshop.connection import http_client
from bot.ticketshop.hosts import AllowedHosts
from bot.ticketshop.port import TicketShop
from bot.ticketshop.sender import Sender
from tests.scripted import ScriptedServer, scripted_server
from tests.ticketshop.samples import NOON, PRODUCT_TOKEN

POST_S = 2.0


@pytest.fixture
async def shop() -> AsyncIterator[ScriptedServer]:
    async with scripted_server() as scripted:
        yield scripted


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with http_client(POST_S) as client:
        yield client


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(NOON)


@pytest.fixture
def client(shop: ScriptedServer, http: httpx.AsyncClient, clock: MovableClock) -> TicketShopClient:
    sender = Sender(f"{shop.address}/shop", PRODUCT_TOKEN, clock, http, read_s=1.0, post_s=POST_S, pause_s=0.001)
    return TicketShopClient(sender)


@dataclass
class Told:
    """What the operator was told."""

    words: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, what: str, word: str) -> None:
        self.words.append((what, word))


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def port(client: TicketShopClient, clock: MovableClock, told: Told) -> TicketShop:
    """The shop as the conversation has it."""
    tickets = AllowedHosts(("cm.com", "cmtickets.com"))
    return TicketShop(client, clock, AllowedHosts(("cm.com",)), (), told, tickets=tickets)
