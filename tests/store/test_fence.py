"""A worker that does not hold its chat any more writes nothing, and the guard is why."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from bot.conversation.ports import Claim, LeaseLost, Owed
from bot.conversation.session import Session
from bot.simulator.clock import MovableClock
from bot.store import scripts
from bot.store.mailbox import RedisMailbox
from tests.store.conftest import NewMailbox
from tests.store.samples import CHAT, contents, details, turn, update

OWED = Owed("show:1", "{}")
Write = Callable[[RedisMailbox, Claim], Awaitable[object]]

WRITES: dict[str, Write] = {
    "keep": lambda mailbox, claim: mailbox.keep(claim, Session(language="fr"), details()),
    "commit": lambda mailbox, claim: mailbox.commit(claim, turn(Session(language="fr"), details())),
    "forget": lambda mailbox, claim: mailbox.commit(claim, replace(turn(), forget=True)),
    "fail": lambda mailbox, claim: mailbox.fail(claim, "boom"),
    "sent": lambda mailbox, claim: mailbox.sent(claim, OWED, "card"),
    "release": lambda mailbox, claim: mailbox.release(claim),
}


def unguarded() -> dict[str, str]:
    """Return the scripts without what stops a stale worker."""
    return scripts.load() | {name: scripts.source(name) for name in scripts.GUARDED}


async def owed_and_waiting(mailbox: RedisMailbox) -> Claim:
    """Return a claim of a chat to which something is owed, with the next envelope waiting."""
    await mailbox.put(CHAT, update(1))
    first = await mailbox.claim()
    assert first is not None
    await mailbox.commit(first, turn(owed=(OWED,)))
    await mailbox.put(CHAT, update(2))
    await mailbox.release(first)
    claim = await mailbox.claim()
    assert claim is not None
    return claim


async def changes_by_a_stale_worker(
    stale: RedisMailbox, other: RedisMailbox, write: Write, redis: Redis, clock: MovableClock
) -> bool:
    """Let a worker write after its lease ran out and another took the chat; return whether that changed anything."""
    claim = await owed_and_waiting(stale)
    clock.move(timedelta(seconds=31))
    assert await other.claim() is not None
    before = await contents(redis)
    try:
        await write(stale, claim)
    except LeaseLost:
        assert await contents(redis) == before
        return False
    return await contents(redis) != before


def test_every_guarded_script_is_tried_here() -> None:
    assert set(WRITES) == set(scripts.GUARDED)


@pytest.mark.parametrize("name", WRITES)
async def test_a_stale_worker_writes_nothing(
    new_mailbox: NewMailbox, redis: Redis, clock: MovableClock, name: str
) -> None:
    assert not await changes_by_a_stale_worker(new_mailbox(), new_mailbox(), WRITES[name], redis, clock)


@pytest.mark.parametrize("name", WRITES)
async def test_control_without_the_guard_it_does(
    new_mailbox: NewMailbox, redis: Redis, clock: MovableClock, name: str
) -> None:
    stale = new_mailbox(scripts=unguarded())
    assert await changes_by_a_stale_worker(stale, new_mailbox(), WRITES[name], redis, clock)


@pytest.mark.parametrize("name", WRITES)
async def test_a_lease_that_ran_out_ends_the_turn_though_nobody_took_the_chat(
    mailbox: RedisMailbox, redis: Redis, clock: MovableClock, name: str
) -> None:
    claim = await owed_and_waiting(mailbox)
    clock.move(timedelta(seconds=31))
    before = await contents(redis)
    with pytest.raises(LeaseLost):
        await WRITES[name](mailbox, claim)
    assert await contents(redis) == before


@pytest.mark.parametrize("name", WRITES)
async def test_a_claim_given_back_is_over(mailbox: RedisMailbox, name: str) -> None:
    claim = await owed_and_waiting(mailbox)
    await mailbox.release(claim)
    assert await mailbox.claim() is not None
    with pytest.raises(LeaseLost):
        await WRITES[name](mailbox, claim)


@pytest.mark.parametrize("name", WRITES)
async def test_the_holder_may_write(mailbox: RedisMailbox, redis: Redis, name: str) -> None:
    claim = await owed_and_waiting(mailbox)
    before = await contents(redis)
    await WRITES[name](mailbox, claim)
    assert await contents(redis) != before
