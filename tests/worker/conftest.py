"""Workers beside each other on one store."""

from collections.abc import AsyncIterator, Callable, Mapping

import pytest
from redis.asyncio import Redis

from bot.conversation.engine import Engine
from bot.domain.zones import Zones
from bot.i18n.understanding import CatalogUnderstanding
from bot.simulator.clock import MovableClock
from bot.store.client import make_client
from bot.store.crypto import Cipher, new_key
from bot.store.limits import RedisLimits
from bot.store.links import RedisLinks
from bot.store.mailbox import RedisMailbox
from bot.store.orders import RedisOrders
from bot.store.scripts import Scripts
from bot.telegram.returns import DeepLinkReturns
from bot.worker import Worker
from tests.conversation.dialogue import CATALOG, NOW, ZONE, PlainShop
from tests.worker.sides import Moody, PlainView, Seen, Side

MakeSide = Callable[..., Side]


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(NOW)


@pytest.fixture
def cipher() -> Cipher:
    return Cipher([new_key()])


@pytest.fixture
async def make_side(redis: Redis, redis_url: str, clock: MovableClock, cipher: Cipher) -> AsyncIterator[MakeSide]:
    clients = []

    def make(
        shop: PlainShop | None = None,
        *,
        turn_s: float = 5.0,
        grace_s: float = 5.0,
        chats_at_once: int = 2,
        most_failures: int = 3,
        scripts: Mapping[str, str] | None = None,
        seen: Seen | None = None,
    ) -> Side:
        client = make_client(redis_url)
        clients.append(client)
        mailbox = RedisMailbox(
            client, cipher, clock, lease_s=30.0, most_failures=most_failures, scripts=Scripts(client, scripts)
        )
        engine = Engine(
            shop or PlainShop(),
            clock,
            DeepLinkReturns("bot"),
            CatalogUnderstanding(CATALOG),
            RedisLimits(client, clock, print),
            RedisLinks(client, cipher, clock),
            Zones(ZONE),
            RedisOrders(client, cipher, clock),
            time_for_a_write_s=0.5,
        )
        view = PlainView()
        front = Moody(engine, CATALOG, view, "bot", seen=seen or Seen())  # type: ignore[arg-type]
        return Side(mailbox, Worker(mailbox, front, chats_at_once, turn_s, grace_s), view)

    yield make
    for client in clients:
        await client.aclose()
