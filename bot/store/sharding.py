"""How many shards there are, which Redis knows: another number would look for everything where it is not."""

from typing import cast

from bot.store.client import Client, answer_of
from bot.store.keys import ShardKeys
from bot.store.scripts import Scripts


async def agreed_shards(client: Client, wanted: int) -> int:
    """Return how many shards there are, `wanted` when nothing is stored yet; raise StoreUnavailable."""
    first = ShardKeys(0)
    return cast("int", await Scripts(client).run("agree", [first.shards, first.fence], [wanted]))


async def known_shards(client: Client) -> int | None:
    """Return how many shards there are, or None when nobody has said so yet; raise StoreUnavailable."""
    stored = cast("bytes | None", await answer_of(lambda: client.get(ShardKeys(0).shards)))
    return int(stored) if stored is not None else None
