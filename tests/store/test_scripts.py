"""The scripts as a whole: all loaded, one slot each, the time given, the server's memory of them not needed."""

import re
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bot import store
from bot.store import scripts
from bot.store.client import StoreUnavailable
from bot.store.keys import ShardKeys
from bot.store.mailbox import RedisMailbox
from bot.store.scripts import Scripts
from tests.store.samples import CHAT, update

FILES = {path.stem for path in Path(store.__path__[0], "scripts").glob("*.lua")}


def test_every_file_is_loaded() -> None:
    assert set(scripts.load()) | {"guard", "timers", "deliver"} == FILES


@pytest.mark.parametrize("name", sorted(FILES))
def test_no_script_looks_at_the_clock_of_redis(name: str) -> None:
    assert re.search(r"'TIME'|os\.|P?TTL'|EXPIRETIME", scripts.source(name)) is None


@pytest.mark.parametrize("name", sorted(FILES))
def test_no_script_makes_up_a_key(name: str) -> None:
    keys = re.findall(r"redis\.call\('[A-Z]+',\s*([^,)]+)", scripts.source(name))
    assert all(re.fullmatch(r"KEYS\[(?:\d+|index)\]", key) for key in keys), keys


def test_all_keys_of_a_shard_carry_its_tag() -> None:
    shard = ShardKeys(3)
    chat = shard.chat(CHAT)
    names = [*vars(shard).values(), *(getattr(chat, name) for name in chat.__slots__), shard.seen("update:1")]
    assert all(re.match(r"[^{]*\{3\}", name) for name in names)
    assert len(set(names)) == len(names)


async def test_a_server_that_forgot_the_scripts_is_given_them_again(mailbox: RedisMailbox, redis: Redis) -> None:
    await mailbox.put(CHAT, update(1))
    await redis.script_flush()
    assert await mailbox.put(CHAT, update(2))


async def test_what_redis_refuses_is_the_store_being_unavailable(redis: Redis) -> None:
    with pytest.raises(StoreUnavailable, match="ResponseError"):
        await Scripts(redis, {"broken": "return redis.call('NOSUCH')"}).run("broken", [], [])
