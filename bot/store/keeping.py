"""Whether a Redis keeps what it acknowledged, by its own word.

https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/
https://redis.io/docs/latest/develop/reference/eviction/
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

from redis.asyncio import RedisCluster
from redis.exceptions import ResponseError

from bot.store.client import Client, answer_of

ALWAYS: Final = "always"
NO_EVICTION: Final = "noeviction"


@dataclass(frozen=True, slots=True)
class Keeping:
    """How a server keeps what it is given; None for what it does not tell, as a service may not."""

    version: str | None
    is_append_only: bool | None
    append_fsync: str | None
    eviction_policy: str | None

    def losses(self) -> Iterator[str]:
        """Yield, with what to do, why it loses what it acknowledged as a matter of course."""
        if self.is_append_only is False:
            yield "appendonly is off: what it acknowledged is gone when it stops. Set `appendonly yes`."
        if self.eviction_policy not in {None, NO_EVICTION}:
            policy = f"maxmemory-policy is {self.eviction_policy}"
            yield f"{policy}: short of memory it deletes orders that are under way. Set `maxmemory-policy {NO_EVICTION}`."

    def doubts(self) -> Iterator[str]:
        """Yield, with what to do, why it may lose what it acknowledged last."""
        if self.is_append_only and self.append_fsync not in {None, ALWAYS}:
            fsync = f"appendfsync is {self.append_fsync}"
            yield f"{fsync}: what it acknowledged last is gone when its machine stops. Set `appendfsync {ALWAYS}`."
        told = {
            "appendonly yes": self.is_append_only,
            f"appendfsync {ALWAYS}": self.append_fsync if self.is_append_only is not False else ALWAYS,
            f"maxmemory-policy {NO_EVICTION}": self.eviction_policy,
        }
        if untold := [f"`{wanted}`" for wanted, known in told.items() if known is None]:
            yield f"it does not tell whether it has {', '.join(untold)}. See to it that it has."


async def read_keeping(client: Client) -> tuple[Keeping, ...]:
    """Ask the server, or each master of a Cluster, how it keeps what it is given; raise StoreUnavailable."""
    if not isinstance(client, RedisCluster):
        return (await _of_one(client),)
    await answer_of(client.initialize)
    return tuple([await _of_one(client, target_nodes=[node]) for node in client.get_primaries()])


async def _of_one(client: Client, **of: Any) -> Keeping:  # noqa: ANN401 - the library's own
    server = await _told(lambda: client.info("server", **of))
    persistence = await _told(lambda: client.info("persistence", **of))
    memory = await _told(lambda: client.info("memory", **of))
    config = await _told(lambda: client.config_get("appendfsync", **of))
    is_append_only = persistence.get("aof_enabled")
    return Keeping(
        version=server.get("valkey_version") or server.get("redis_version"),
        is_append_only=None if is_append_only is None else bool(is_append_only),
        append_fsync=config.get("appendfsync"),
        eviction_policy=memory.get("maxmemory_policy"),
    )


async def _told(ask: Callable[[], Awaitable[Any]]) -> dict[str, Any]:
    """Return an answer, or an empty one where the question is forbidden or unknown."""

    async def asked() -> dict[str, Any]:
        try:
            return cast("dict[str, Any]", await ask())
        except ResponseError:
            return {}

    return await answer_of(asked)
