"""Promises 33 and 36: a Redis that is killed, that takes no writes, or that loads."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis.exceptions import BusyLoadingError, RedisError

from bot.store.client import Client, make_client
from tests.chaos.judging import Record, Trial
from tests.chaos.world import Crowd, world
from tests.redis_groups import ask
from tests.redis_server import SPOILT, Server, running

ROUNDS = 3
LASTS_S = 2.0
LOADS_A_COMMAND_US = "300"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A Redis that writes down what it acknowledges, before it does."""
    keeping = Server(tmp_path, appendonly="yes", appendfsync="always")
    with running(keeping):
        yield keeping


@pytest.mark.chaos
@pytest.mark.timeout(300)
async def test_killed_and_restarted(server: Server, record_property: Record):
    trial = Trial("33 · Redis killed and restarted", ROUNDS, record_property)
    async with world(server.url) as opened:
        await opened.start()
        crowd = Crowd(opened, at_once=6)
        for _ in range(ROUNDS):
            await asyncio.sleep(LASTS_S)
            server.kill()
            await asyncio.sleep(LASTS_S / 2)
            opened.recorder.note_cut()
            await asyncio.to_thread(server.start)
        await trial.judge(opened, crowd)


@pytest.mark.chaos
@pytest.mark.timeout(300)
@pytest.mark.parametrize("state", SPOILT)
async def test_takes_no_writes_for_a_while(server: Server, record_property: Record, state: str):
    trial = Trial(f"36 · Redis {state} for a while", ROUNDS, record_property)
    begin, end = SPOILT[state]
    async with world(server.url) as opened:
        await opened.start()
        crowd = Crowd(opened, at_once=6)
        for _ in range(ROUNDS):
            await asyncio.sleep(LASTS_S)
            assert ask(server, *begin).startswith(b"+OK")
            with pytest.raises(RedisError):
                await opened.redis.set("x", "y")
            await asyncio.sleep(LASTS_S)
            # What was sent meanwhile could not be struck off.
            opened.recorder.note_cut()
            assert ask(server, *end).startswith(b"+OK")
        await trial.judge(opened, crowd)


@pytest.mark.chaos
@pytest.mark.timeout(300)
async def test_loads_for_a_while(tmp_path: Path, record_property: Record):
    trial = Trial("36 · Redis loading for a while", 1, record_property)
    server = Server(tmp_path, appendonly="yes", appendfsync="always", key_load_delay=LOADS_A_COMMAND_US)
    with running(server):
        async with world(server.url) as opened:
            await opened.start()
            crowd = Crowd(opened, at_once=6)
            await asyncio.sleep(3 * LASTS_S)
            server.kill()
            starting = asyncio.create_task(asyncio.to_thread(server.start))
            loading = 0
            async with make_client(server.url) as client:
                while not starting.done():
                    loading += await is_loading(client)
                    await asyncio.sleep(0.05)
            await starting
            opened.recorder.note_cut()
            assert loading
            await trial.judge(opened, crowd)


async def is_loading(client: Client) -> bool:
    """Whether it says that it loads."""
    try:
        await client.ping()
    except BusyLoadingError:
        return True
    except RedisError:
        return False
    return False
