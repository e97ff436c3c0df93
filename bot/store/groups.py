"""Clients of more than one server: of the master that Sentinels name, and of a Cluster."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from redis.asyncio import BlockingConnectionPool, Redis, RedisCluster
from redis.asyncio.cluster import ClusterNode
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool

from bot.store.address import Address

SENTINEL_TIMEOUT_S: Final = 0.4
"""For each of them: with one that swallows everything the next one is still asked in time."""


class _MasterPool(SentinelConnectionPool, BlockingConnectionPool):
    """Connections to whichever server is the master now; who finds none free waits, as with a single server."""


class _Master(Redis):
    """A client of the master, which closes its way to the Sentinels too."""

    watched_by: Sentinel

    async def aclose(self, close_connection_pool: bool | None = None) -> None:
        """Close all connections."""
        await super().aclose(close_connection_pool)
        await self.watched_by.aclose()


def master_of(address: Address, most_connections: int, pool_timeout_s: float, how: Mapping[str, Any]) -> Redis:
    """Return a client of the master of a service; it follows a failover."""
    sentinel = Sentinel(  # type: ignore[no-untyped-call]
        address.hosts,
        sentinel_kwargs={
            **how,
            "socket_connect_timeout": SENTINEL_TIMEOUT_S,
            "socket_timeout": SENTINEL_TIMEOUT_S,
            "username": address.sentinel_username,
            "password": address.sentinel_password,
            "ssl": address.is_encrypted,
        },
    )
    client: _Master = sentinel.master_for(
        address.service,
        redis_class=_Master,
        connection_pool_class=_MasterPool,
        db=address.database,
        username=address.username,
        password=address.password,
        ssl=address.is_encrypted,
        max_connections=most_connections,
        timeout=pool_timeout_s,
        **how,
    )
    client.watched_by = sentinel
    return client


class _Cluster(RedisCluster):
    """A client of a Cluster; who finds no free connection waits, as with a single server."""

    def __init__(self, most_connections: int, **how: Any) -> None:  # noqa: ANN401 - the library's own
        # Its look at who holds what takes connections of its own.
        super().__init__(max_connections=2 * most_connections, **how)
        self._free = asyncio.Semaphore(most_connections)

    async def execute_command(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - the library's own
        """Execute a command at the node that has its key, once there is a connection for it."""
        async with self._free:
            return await super().execute_command(*args, **kwargs)


def cluster_of(address: Address, most_connections: int, how: Mapping[str, Any]) -> RedisCluster:
    """Return a client of a Cluster; it follows keys that move and masters that change."""
    return _Cluster(
        most_connections,
        startup_nodes=[ClusterNode(host, port) for host, port in address.hosts],
        username=address.username,
        password=address.password,
        ssl=address.is_encrypted,
        **how,
    )


def is_group(client: Redis | RedisCluster) -> bool:
    """Whether a client is one of more than one server."""
    return isinstance(client, _Master | RedisCluster)
