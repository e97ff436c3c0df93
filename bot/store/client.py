"""The one place that makes a Redis client."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

SCHEMES: Final = ("redis", "rediss", "unix")


class StoreUnavailable(ConnectionError):
    """The store could not be reached, or refused (read-only, out of memory, loading); whether it acted is unknown."""


@contextmanager
def as_unavailable() -> Iterator[None]:
    """Raise StoreUnavailable for every error of Redis."""
    try:
        yield
    except RedisError as error:
        raise StoreUnavailable(type(error).__name__) from error


def make_client(
    url: str,
    *,
    connect_timeout_s: float = 2.0,
    socket_timeout_s: float = 5.0,
    pool_timeout_s: float = 2.0,
    most_connections: int = 50,
) -> Redis:
    """Return a client for ``redis://``, ``rediss://`` or ``unix://``; raise ValueError for another scheme.

    Nothing is ever sent twice: the library would repeat commands by itself, and a repeated INCR counts twice. A caller
    that finds no free connection waits for one. Close it with ``aclose()``, which closes its connections too.
    """
    scheme = urlsplit(url).scheme
    if scheme not in SCHEMES:
        raise ValueError(f"REDIS_URL must begin with redis://, rediss:// or unix://, not {scheme or 'no scheme'!r}")
    pool = BlockingConnectionPool.from_url(
        url,
        max_connections=most_connections,
        timeout=pool_timeout_s,
        socket_connect_timeout=connect_timeout_s,
        socket_timeout=socket_timeout_s,
        retry=Retry(NoBackoff(), 0),
        protocol=2,
    )
    return Redis.from_pool(pool)
