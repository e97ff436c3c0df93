"""Promise 38: nothing is sold on a server that loses what it acknowledged, unless somebody says so."""

import re
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from bot.rehearsal.stage import make_simulator, settings_for
from bot.settings import Settings
from bot.simulator.clock import MovableClock
from bot.simulator.server import serve
from bot.store.client import make_client
from bot.store.crypto import new_key
from bot.store.keeping import Keeping, read_keeping
from bot.wiring import CannotStart, ticketbot

GOOD = {"appendonly": "yes", "appendfsync": "always", "maxmemory-policy": "noeviction"}


@pytest.fixture
async def server(own_server: str) -> AsyncIterator[tuple[Redis, str]]:
    """The server, set up as `compose.yaml` does."""
    client = make_client(own_server)
    assert isinstance(client, Redis)
    for name, value in GOOD.items():
        await client.config_set(name, value)
    yield client, own_server
    await client.aclose()


async def test_a_server_that_keeps_all_is_not_doubted(server: tuple[Redis, str]):
    [keeping] = await read_keeping(server[0])
    assert keeping == Keeping(keeping.version, True, "always", "noeviction")
    assert re.fullmatch(r"\d+\.\d+\.\d+", keeping.version or "")
    assert [*keeping.losses(), *keeping.doubts()] == []


@pytest.mark.parametrize(
    ("name", "value", "loses", "words"),
    [
        ("appendonly", "no", True, "Set `appendonly yes`"),
        ("maxmemory-policy", "allkeys-lru", True, "maxmemory-policy is allkeys-lru"),
        ("maxmemory-policy", "volatile-ttl", True, "Set `maxmemory-policy noeviction`"),
        ("appendfsync", "everysec", False, "Set `appendfsync always`"),
    ],
)
async def test_one_that_does_not_is_refused_or_doubted_in_words(
    server: tuple[Redis, str], name: str, value: str, loses: bool, words: str
):
    await server[0].config_set(name, value)
    [keeping] = await read_keeping(server[0])
    [word] = [*keeping.losses(), *keeping.doubts()]
    assert words in word
    assert bool([*keeping.losses()]) is loses


async def test_one_that_does_not_tell_is_doubted(server: tuple[Redis, str]):
    client, url = server
    await client.acl_setuser("asker", enabled=True, nopass=True, keys=["*"], commands=["+@all", "-config", "-info"])
    asker = make_client(url.replace("unix://", "unix://asker:x@"))
    [keeping] = await read_keeping(asker)
    await asker.aclose()
    assert keeping == Keeping(None, None, None, None)
    assert [*keeping.losses()] == []
    [word] = keeping.doubts()
    assert "`appendonly yes`, `appendfsync always`, `maxmemory-policy noeviction`" in word


async def test_a_bot_does_not_start_on_it_unless_told_to(server: tuple[Redis, str]):
    """The control is the bot that is told to."""
    client, url = server
    await client.config_set("appendonly", "no")
    await client.config_set("maxmemory-policy", "allkeys-lfu")
    clock = MovableClock()
    async with serve(make_simulator(clock).app) as address:
        told = settings_for(address, url, new_key())
        with pytest.raises(CannotStart) as refused:
            async with ticketbot(Settings.load(told | {"REDIS_MAY_FORGET": ""}), clock):
                pass
        async with ticketbot(Settings.load(told), clock) as bot:
            assert len(bot.doubts) == 2
        for name, value in GOOD.items():
            await client.config_set(name, value)
        async with ticketbot(Settings.load(told | {"REDIS_MAY_FORGET": ""}), clock) as bot:
            assert bot.doubts == ()
    for words in ("appendonly is off", "maxmemory-policy is allkeys-lfu", "REDIS_MAY_FORGET=true"):
        assert words in str(refused.value)
