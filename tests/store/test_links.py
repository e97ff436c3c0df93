"""Stored links: random ids, encrypted, gone after their time."""

from datetime import timedelta
from typing import cast
from uuid import UUID

import pytest
from redis.asyncio import Redis

from bot.conversation.links import StoredLink
from bot.simulator.clock import MovableClock
from bot.store.crypto import Cipher, new_key
from bot.store.entries import entry, split
from bot.store.links import RedisLinks

STORED = StoredLink(event=UUID(int=1), quantities={UUID(int=2): 3}, key="SECRET-KEY")


@pytest.fixture
def cipher() -> Cipher:
    return Cipher([new_key()])


@pytest.fixture
def links(redis: Redis, cipher: Cipher, clock: MovableClock) -> RedisLinks:
    return RedisLinks(redis, cipher, clock)


async def test_a_link_is_read_as_it_was_saved_until_its_end(links: RedisLinks, redis: Redis, clock: MovableClock):
    identifier = await links.save(STORED, clock.now() + timedelta(days=30))
    assert await links.read(identifier) == STORED
    [key] = await redis.keys("*")
    assert b"SECRET" not in (await redis.get(key) or b"")
    assert 0 < await redis.pttl(key) <= 30 * 86_400_000
    clock.move(timedelta(days=30))
    assert await links.read(identifier) is None


async def test_ids_are_random_and_begin_with_their_shard(links: RedisLinks, clock: MovableClock):
    made = {await links.save(STORED, clock.now() + timedelta(days=1)) for _ in range(20)}
    assert len(made) == 20
    assert all(identifier.startswith("0-") for identifier in made)


@pytest.mark.parametrize("identifier", ["", "0-", "0-ABC", "0-" + "a" * 20, "x-" + "a" * 20, "0-" + "a" * 21, "{0}"])
async def test_what_is_no_id_or_not_there_is_nothing(links: RedisLinks, identifier: str):
    assert await links.read(identifier) is None


async def test_what_another_key_or_shape_holds_is_nothing(
    links: RedisLinks, redis: Redis, cipher: Cipher, clock: MovableClock
):
    identifier = await links.save(STORED, clock.now() + timedelta(days=1))
    assert await RedisLinks(redis, Cipher([new_key()]), clock).read(identifier) is None
    [key] = await redis.keys("*")
    until_ms, _ = split(cast("bytes", await redis.get(key)))
    await redis.set(key, entry(until_ms, cipher.encrypt("{}")))
    assert await links.read(identifier) is None
