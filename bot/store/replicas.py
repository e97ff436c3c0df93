"""Whether a replica has what was just written, so that it outlives the server that said it was stored.

https://redis.io/docs/latest/commands/wait/
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from redis.asyncio import RedisCluster
from redis.exceptions import ResponseError

from bot.store.client import Client

PATIENCE_MS: Final = 500
"""How long a replica may take to say that it has it. Less than a socket may be silent."""


async def has_replica(client: Client, key: str) -> bool:
    """Whether the server that has a key has a replica that is up to date, or nearly; False where it does not tell."""
    try:
        told = await client.info("replication", **_at(client, key))
    except ResponseError:
        return False
    return _online(told) > 0


async def online_replicas(client: Client) -> tuple[int, ...]:
    """Return how many replicas each server that takes writes has online; nothing where one does not tell."""
    nodes: Sequence[dict[str, Any]] = [{}]
    if isinstance(client, RedisCluster):
        nodes = [{"target_nodes": node} for node in client.get_primaries()]
    try:
        return tuple([_online(await client.info("replication", **at)) for at in nodes])
    except ResponseError:
        return ()


def _online(told: Mapping[str, Any]) -> int:
    replicas = (each for name, each in told.items() if name.startswith("slave") and isinstance(each, dict))
    return sum(each["state"] == "online" for each in replicas)


async def run_and_wait(client: Client, key: str, command: Sequence[str | bytes | int]) -> tuple[object, bool]:
    """Run a command at the server that has a key, and wait for a replica; return its answer and whether one has it all.

    Both go over one connection: what is waited for is what that connection wrote.
    """
    at = _at(client, key)
    async with client.pipeline(transaction=False) as commands:
        commands.execute_command(*command, **at)
        commands.execute_command("WAIT", 1, PATIENCE_MS, **at)
        # Elsewhere, where a Cluster may send one of them, nothing would be waited for.
        more: dict[str, Any] = {"allow_redirections": False} if at else {}
        answer, replicas = await commands.execute(raise_on_error=False, **more)
    for each in (answer, replicas):
        if isinstance(each, Exception):
            raise each
    return answer, cast("int", replicas) > 0


def _at(client: Client, key: str) -> dict[str, Any]:
    return {"target_nodes": client.get_node_from_key(key)} if isinstance(client, RedisCluster) else {}
