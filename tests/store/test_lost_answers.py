"""Promise 35: an answer of Redis is lost after what was asked was done, and it has one effect all the same."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from redis.asyncio import Redis

from bot.conversation.ports import LeaseLost, Owed
from bot.conversation.session import Purchase, Session
from bot.simulator.clock import MovableClock
from bot.store import scripts
from bot.store.client import Client, StoreUnavailable, make_client
from bot.store.crypto import Cipher
from bot.store.dead_letters import DeadLetters
from bot.store.limits import RedisLimits
from bot.store.mailbox import RedisMailbox
from bot.store.scripts import Scripts
from bot.store.timers import RedisTimers
from tests.chaos.proxy import FaultProxy, Trouble, fault_proxy
from tests.store.samples import CHAT, FREE, keys, turn, update
from tests.web.site import hold

OWED = Owed("show:1", "{}")
STEPS = ("put", "claim", "keep", "commit", "sent")
"""A turn, step by step, but for its end."""
CARELESS = {
    "put": ("if seen_at_ms and", "if false and"),
    "claim": ("if ARGV[4] == '1' then", "if false then"),
    "commit": ("if redis.call('LINDEX', KEYS[12], -1) == ARGV[16] then", "if false then"),
    "fail": ("redis.call('HSET', KEYS[4], ARGV[4], ARGV[9])", "redis.call('HINCRBY', KEYS[4], ARGV[4], 1)"),
}
"""How each script would be if nobody had thought of it."""


@dataclass
class Far:
    """A store behind a way that loses answers."""

    near: Redis
    way: FaultProxy
    client: Client
    cipher: Cipher
    clock: MovableClock
    texts: Mapping[str, str]

    async def lose(self) -> None:
        """Lose the next answer, which is not that a script is not known."""
        for text in self.texts.values():
            await self.near.script_load(text)
        self.way.order(Trouble.DROPPED_REPLY, times=1)

    @property
    def mailbox(self) -> RedisMailbox:
        return RedisMailbox(self.client, self.cipher, self.clock, scripts=Scripts(self.client, self.texts))


@pytest.fixture
async def far(redis: Redis, redis_url: str, cipher: Cipher, clock: MovableClock) -> AsyncIterator[Far]:
    async with fault_proxy(urlsplit(redis_url).path) as way:
        client = make_client(f"redis://{way.address}")
        await client.ping()
        yield Far(redis, way, client, cipher, clock, scripts.load())
        await client.aclose()


def careless(name: str) -> dict[str, str]:
    text, careful = scripts.load(), scripts.load()[name]
    assert CARELESS[name][0] in careful
    return text | {name: careful.replace(*CARELESS[name])}


async def whole_turn(far: Far, loses: str | None) -> bool:
    """Take a turn, the answer to one step of which is lost; return whether there was one to take."""
    mailbox = far.mailbox

    async def about_to(step: str) -> None:
        if step == loses:
            await far.lose()

    await about_to("put")
    await mailbox.put(CHAT, update(1))
    await about_to("claim")
    claim = await mailbox.claim()
    if claim is None:
        return False
    await about_to("keep")
    await mailbox.keep(claim, Session(language="nl"), turn().details)
    await about_to("commit")
    await mailbox.commit(claim, turn(Session(language="fr", language_chosen=True), owed=(OWED,)))
    await about_to("sent")
    await mailbox.sent(claim, OWED, "card")
    await mailbox.release(claim)
    return True


async def left(far: Far, redis: Redis) -> list[tuple[bytes, int]]:
    """Return every key, and how much is in it."""
    length = {b"list": redis.llen, b"zset": redis.zcard, b"hash": redis.hlen, b"set": redis.scard}
    found = []
    for key in sorted(await keys(redis)):
        kind = await redis.type(key)
        found.append((key, await length[kind](key) if kind in length else 1))
    return found


@pytest.mark.parametrize("loses", STEPS)
async def test_a_turn_leaves_the_same(far: Far, redis: Redis, loses: str) -> None:
    assert await whole_turn(far, None)
    expected = await left(far, redis)
    await redis.flushdb()
    assert await whole_turn(far, loses)
    assert await left(far, redis) == expected
    assert far.way.happened == 1


@pytest.mark.parametrize("loses", ["put", "commit"])
async def test_control_scripts_that_do_not_think_of_it_do_it_twice(far: Far, redis: Redis, loses: str) -> None:
    far.texts = careless(loses)
    await whole_turn(far, None)
    expected = await left(far, redis)
    await redis.flushdb()
    await whole_turn(far, loses)
    assert await left(far, redis) != expected


async def test_control_a_claim_that_is_not_known_again_is_lost(far: Far, redis: Redis) -> None:
    far.texts = careless("claim")
    assert not await whole_turn(far, "claim")


async def test_a_lease_that_was_given_back_already_may_be_anothers(far: Far, redis: Redis) -> None:
    mailbox = far.mailbox
    await mailbox.put(CHAT, update(1))
    claim = await mailbox.claim()
    assert claim is not None
    await far.lose()
    with pytest.raises(LeaseLost):
        await mailbox.release(claim)
    assert await mailbox.claim() is not None


async def test_an_order_is_remembered_once(far: Far, redis: Redis) -> None:
    mailbox = far.mailbox
    await mailbox.put(CHAT, update(1))
    claim = await mailbox.claim()
    assert claim is not None
    await far.lose()
    await mailbox.commit(claim, replace(turn(), order=FREE))
    [orders] = await keys(redis, "*:orders")
    assert await redis.llen(orders) == 1


async def failed(far: Far, redis: Redis) -> tuple[list[bool], int]:
    """Fail three times, the first and the last answer lost; return what was said, and how many letters there are."""
    mailbox, said = far.mailbox, []
    await mailbox.put(CHAT, update(1))
    for attempt in range(3):
        claim = await mailbox.claim()
        if claim is None:
            break
        if attempt != 1:
            await far.lose()
        said.append(await mailbox.fail(claim, "boom"))
        await mailbox.release(claim)
    return said, len(await DeadLetters(redis, far.cipher, far.clock).read(CHAT))


async def test_a_failure_counts_once_and_the_last_one_is_known_to_be(far: Far, redis: Redis) -> None:
    assert await failed(far, redis) == ([False, False, True], 1)


async def test_control_a_failure_that_is_added_counts_twice(far: Far, redis: Redis) -> None:
    """What is written by a number is the same twice; what is added is not."""
    far.texts = careless("fail")
    mailbox = far.mailbox
    await mailbox.put(CHAT, update(1))
    claim = await mailbox.claim()
    assert claim is not None
    await far.lose()
    await mailbox.fail(claim, "boom")
    await mailbox.release(claim)
    claim = await mailbox.claim()
    assert claim is not None
    assert claim.failures == 2


async def test_a_wrong_guess_counts_once(far: Far, redis: Redis) -> None:
    limits = RedisLimits(far.client, far.clock, print, most=2)
    await far.lose()
    await limits.guessed_wrong(CHAT)
    assert await limits.may_guess(CHAT)


async def test_a_timer_rings_once(far: Far, redis: Redis) -> None:
    mailbox, timers = far.mailbox, RedisTimers(far.client, far.cipher, far.clock)
    await mailbox.put(CHAT, update(1))
    claim = await mailbox.claim()
    assert claim is not None
    await mailbox.commit(claim, turn(holding(far.clock)))
    await mailbox.release(claim)
    far.clock.move(timedelta(hours=1))
    await far.lose()
    assert await timers.ring() == 2
    assert await timers.ring() == 0
    [mailbox_key] = await keys(redis, "*:mailbox")
    assert await redis.llen(mailbox_key) == 2


def holding(clock: MovableClock) -> Session:
    return Session(purchases=(Purchase(), Purchase(hold=hold({}, held_at=clock.now()))))


async def test_what_cannot_be_put_back_twice_is_not_asked_for_twice(far: Far, redis: Redis) -> None:
    mailbox = far.mailbox
    await mailbox.put(CHAT, update(1))
    for _ in range(3):
        claim = await mailbox.claim()
        assert claim is not None
        await mailbox.fail(claim, "boom")
        await mailbox.release(claim)
    letters = DeadLetters(far.client, far.cipher, far.clock)
    [letter] = await letters.of_all()
    await far.lose()
    with pytest.raises(StoreUnavailable):
        await letters.replay(letter)
    assert await letters.of_all() == ()
    claim = await mailbox.claim()
    assert claim is not None
