"""What every test may use: a real Redis server, started once, and an empty database of it."""

import gc
from collections.abc import AsyncIterator, Iterator

import pytest
from redis.asyncio import Redis

from bot.log import quiet_logging
from bot.store.client import make_client
from bot.store.embedded import embedded_server

pytest_plugins = ["tests.emulator", "tests.violations"]


@pytest.fixture(autouse=True)
def plain_lines() -> None:
    """Log as a command for people does: tracebacks with every value in them take seconds to draw."""
    quiet_logging()


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with embedded_server() as url:
        yield url


@pytest.fixture(scope="module")
def own_server() -> Iterator[str]:
    """A server of the file's own, to be set otherwise. It is killed: one that writes its file first takes its time to stop."""
    with embedded_server(stop_timeout_s=0.1) as url:
        yield url


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    """A client of the server at `redis_url`, whose database is empty at the start of the test."""
    client = make_client(redis_url)
    assert isinstance(client, Redis)
    await client.flushdb()
    yield client
    await client.aclose()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what is given most time: begun last, it would be waited for by all other processes."""
    items.sort(key=_time_given_s, reverse=True)


def _time_given_s(item: pytest.Item) -> float:
    given = item.get_closest_marker("timeout")
    return given.args[0] if given is not None else 0.0


def pytest_collection_finish() -> None:
    """Keep the thousands of collected tests out of every later round of the garbage collector."""
    gc.freeze()
