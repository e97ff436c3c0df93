"""Whether Redis is there, new enough, takes writes, and keeps what it acknowledged."""

from collections.abc import AsyncIterator
from typing import Final

from bot.conversation.ports import Clock
from bot.doctor.finding import Finding, doubtful, good, wrong
from bot.store.client import Client, StoreUnavailable, answer_of
from bot.store.figures import RedisFigures
from bot.store.groups import is_group
from bot.store.keeping import Keeping, read_keeping
from bot.store.replicas import online_replicas
from bot.store.sharding import known_shards

REDIS: Final = "Redis"
KEEPING: Final = "Persistence"
REPLICAS: Final = "Replicas"
OLDEST: Final = 7


async def examine_store(client: Client, clock: Clock, *, may_forget: bool, shards: int = 1) -> AsyncIterator[Finding]:
    """Yield what there is to say; `may_forget` says that nothing stored is missed (REDIS_MAY_FORGET)."""
    try:
        found = await read_keeping(client)
    except StoreUnavailable as error:
        remedy = "See that it runs, that the address and its password are right, and that this machine reaches it."
        yield wrong(REDIS, f"does not answer at REDIS_URL ({error})", remedy)
        return
    try:
        await RedisFigures(client, clock, shards=shards).write()
    except StoreUnavailable as error:
        yield wrong(
            REDIS, f"takes no write ({error})", "See whether it is full, a replica, or this user may not write."
        )
        return
    for finding in dict.fromkeys(map(version, found)):
        yield finding
    known = await known_shards(client)
    if known not in {None, shards}:
        words = f"what is stored was begun with REDIS_SHARDS={known}, not {shards}"
        yield wrong(REDIS, words, f"Set REDIS_SHARDS={known}: it holds for the life of the data.")
    losses = dict.fromkeys(loss for keeping in found for loss in keeping.losses())
    doubts = dict.fromkeys(doubt for keeping in found for doubt in keeping.doubts())
    for loss in losses:
        words, _, remedy = loss.partition(". ")
        yield doubtful(KEEPING, words, remedy) if may_forget else wrong(KEEPING, words, remedy)
    for doubt in doubts:
        words, _, remedy = doubt.partition(". ")
        yield doubtful(KEEPING, words, remedy)
    if not losses and not doubts:
        yield good(KEEPING, "keeps what it acknowledges (appendonly, appendfsync always, noeviction)")
    online = await answer_of(lambda: online_replicas(client))
    if online and (is_group(client) or any(online)):
        yield replication(online)


def replication(online: tuple[int, ...]) -> Finding:
    """Return whether a failover finds a server that knows what was about to be ordered."""
    if 0 in online:
        words = f"{online.count(0)} of {len(online)} servers that take writes have no replica that is online"
        return doubtful(REPLICAS, words, "See that each has one: else what it knew is lost with it.")
    return good(REPLICAS, "one has every order before it is sent")


def version(keeping: Keeping) -> Finding:
    """Return whether it is new enough."""
    if keeping.version is None:
        return doubtful(REDIS, "takes writes, and does not tell its version", f"See that it is {OLDEST}.0 or later.")
    major = keeping.version.partition(".")[0]
    if major.isdigit() and int(major) < OLDEST:
        return wrong(REDIS, f"is of version {keeping.version}", f"Install {OLDEST}.0 or later, or any Valkey.")
    return good(REDIS, f"takes writes, version {keeping.version}")
