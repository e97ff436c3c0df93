"""The one place that makes a Redis client, and the one way in which it is asked."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, TypeVar

from redis.asyncio import BlockingConnectionPool, Redis, RedisCluster
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ClusterDownError, RedisClusterException, RedisError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from bot.store.address import Address, Kind
from bot.store.groups import cluster_of, master_of

Client = Redis | RedisCluster
"""Both take the same commands."""
CONNECT_TIMEOUT_S: Final = 0.8
SOCKET_TIMEOUT_S: Final = 0.8
"""Short enough that a question whose answer was lost is asked again within `STORE_S`."""
STORE_S: Final = 1.8
"""How long anybody waits for the store in all: a webhook has two seconds to say that nothing was stored."""
PAUSES_S: Final = (0.02, 0.2)
"""Before each repetition: a connection that broke is made anew at once, a server that is away is given a moment."""

LOST: Final = (RedisConnectionError, RedisTimeoutError, ClusterDownError, RedisClusterException)
"""What may pass by itself. What a server refuses is not asked again."""

_Answer = TypeVar("_Answer")


class StoreUnavailable(ConnectionError):
    """The store could not be reached, or refused (read-only, out of memory, loading); whether it acted is unknown."""


@contextmanager
def as_unavailable() -> Iterator[None]:
    """Raise StoreUnavailable for every error of Redis, and for a time that ran out."""
    try:
        yield
    except (RedisError, RedisClusterException, TimeoutError) as error:
        raise StoreUnavailable(type(error).__name__) from error


async def answer_of(ask: Callable[[], Awaitable[_Answer]], *, pauses_s: Sequence[float] = PAUSES_S) -> _Answer:
    """Return what Redis answers, asked again after each pause when an answer is lost; raise StoreUnavailable, always in time.

    Without an answer nobody knows whether it acted: what is asked again must do the same when it is done twice.
    """
    with as_unavailable():
        async with asyncio.timeout(STORE_S):
            for pause_s in pauses_s:
                try:
                    return await ask()
                except LOST:
                    await asyncio.sleep(pause_s)
            return await ask()


def make_client(
    url: str,
    *,
    connect_timeout_s: float = CONNECT_TIMEOUT_S,
    socket_timeout_s: float = SOCKET_TIMEOUT_S,
    most_connections: int = 50,
) -> Client:
    """Return a client for an address as `bot.store.address` describes them; raise ValueError for another one.

    It sends nothing twice by itself, as the library would: a repeated INCR counts twice. What may be repeated is asked by
    `answer_of`. A caller that finds no free connection waits for one. Close it with ``aclose()``, which closes its
    connections too.
    """
    address = Address.read(url)
    how = {
        "socket_connect_timeout": connect_timeout_s,
        "socket_timeout": socket_timeout_s,
        "retry": Retry(NoBackoff(), 0),
        "protocol": 2,
    }
    match address.kind:
        case Kind.SERVER:
            pool = BlockingConnectionPool.from_url(url, max_connections=most_connections, timeout=STORE_S, **how)
            return Redis.from_pool(pool)
        case Kind.SENTINEL:
            return master_of(address, most_connections, STORE_S, how)
        case Kind.CLUSTER:
            return cluster_of(address, most_connections, how)


def socket_timeout_s(client: Client) -> float:
    """Return how long a client lets a server be silent."""
    known = client.connection_kwargs if isinstance(client, RedisCluster) else client.connection_pool.connection_kwargs
    return known["socket_timeout"] or SOCKET_TIMEOUT_S
