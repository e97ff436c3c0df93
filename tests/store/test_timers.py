"""Timers: set with the session that holds something, moved with it, and rung once, whoever sweeps."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from bot.conversation.messages import PaymentOutcome
from bot.conversation.ports import Claim, LeaseLost
from bot.conversation.session import Hold, Purchase, Session
from bot.conversation.timers import timers_of
from bot.simulator.clock import MovableClock
from bot.store import scripts
from bot.store.client import make_client
from bot.store.crypto import Cipher
from bot.store.mailbox import RedisMailbox
from bot.store.scripts import Scripts
from bot.store.timers import RedisTimers
from tests.store.samples import CHAT, NOON, OTHER_CHAT, keys, turn, update
from tests.web.site import hold

ALMOST = timedelta(milliseconds=500)
"""The clock runs on while a test does."""
WARNED_AT = NOON + timedelta(minutes=15)
ENDS_AT = NOON + timedelta(minutes=20)
HELD = hold({}, held_at=NOON)
MakeTimers = Callable[..., RedisTimers]


@pytest.fixture
def make_timers(redis: Redis, cipher: Cipher, clock: MovableClock) -> MakeTimers:
    def make(**changed: str) -> RedisTimers:
        return RedisTimers(redis, cipher, clock, scripts=Scripts(redis, {**scripts.load(), **changed}))

    return make


@pytest.fixture
def timers(make_timers: MakeTimers) -> RedisTimers:
    return make_timers()


def holding(*holds: Hold) -> Session:
    return Session(purchases=(Purchase(), *(Purchase(hold=each) for each in holds)))


async def claimed(mailbox: RedisMailbox, number: int, chat: str = CHAT) -> Claim:
    await mailbox.put(chat, update(number))
    claim = await mailbox.claim()
    assert claim is not None
    return claim


async def left(mailbox: RedisMailbox, session: Session, number: int = 1, chat: str = CHAT) -> None:
    """Commit a session as what a turn leaves."""
    claim = await claimed(mailbox, number, chat)
    await mailbox.commit(claim, turn(session))
    await mailbox.release(claim)


async def answered(mailbox: RedisMailbox) -> list[str]:
    """Return the ids of what waits, each answered by a turn that changes nothing."""
    found: list[str] = []
    while (claim := await mailbox.claim()) is not None:
        assert claim.envelope is not None
        assert claim.session is not None
        found.append(claim.envelope.id)
        await mailbox.commit(claim, turn(claim.session))
        await mailbox.release(claim)
    return found


def until(clock: MovableClock, moment: object) -> timedelta:
    return moment - clock.now()  # type: ignore[operator, no-any-return]


@pytest.mark.parametrize("skew", [timedelta(minutes=10), timedelta(), timedelta(minutes=-10)])
async def test_both_ring_in_their_time_by_the_clock_of_the_shop(
    mailbox: RedisMailbox, timers: RedisTimers, clock: MovableClock, skew: timedelta
):
    held = HELD.model_copy(update={"due_at": ENDS_AT + skew, "clock_skew_s": skew.total_seconds()})
    warning, end = timers_of(held)
    await left(mailbox, holding(held))
    for moment, timer in ((WARNED_AT, warning), (ENDS_AT, end)):
        clock.move(moment - ALMOST - clock.now())
        assert await timers.ring() == 0
        clock.move(timedelta(seconds=2))
        assert await timers.ring() == 1
        assert await answered(mailbox) == [timer.id]
    assert await timers.ring() == 0


async def test_what_rings_is_an_envelope_that_wakes_a_worker(
    mailbox: RedisMailbox, timers: RedisTimers, redis: Redis, clock: MovableClock
):
    await left(mailbox, holding(HELD))
    await mailbox.wait(1.0)
    clock.move(timedelta(minutes=16))
    await timers.ring()
    assert await redis.llen("ticketbot:{0}:wake") == 1
    claim = await mailbox.claim()
    assert claim is not None
    assert claim.envelope is not None
    assert (claim.envelope.kind, claim.chat, claim.envelope.body) == ("time_up", CHAT, "{}")


async def test_it_waits_for_a_turn_that_is_running(mailbox: RedisMailbox, timers: RedisTimers, clock: MovableClock):
    await left(mailbox, holding(HELD))
    clock.move(timedelta(minutes=16))
    claim = await claimed(mailbox, 2)
    assert await timers.ring() == 1
    assert await mailbox.claim() is None
    await mailbox.commit(claim, turn(holding(HELD)))
    await mailbox.release(claim)
    assert await answered(mailbox) == [timers_of(HELD)[0].id]


async def test_a_process_that_ends_between_the_writes_leaves_them(
    mailbox: RedisMailbox, timers: RedisTimers, clock: MovableClock
):
    claim = await claimed(mailbox, 1)
    await mailbox.keep(claim, holding(HELD), turn().details)
    clock.move(timedelta(minutes=16))
    assert await timers.ring() == 1


async def test_another_process_rings_them(mailbox: RedisMailbox, redis_url: str, cipher: Cipher, clock: MovableClock):
    await left(mailbox, holding(HELD))
    clock.move(timedelta(minutes=21))
    async with make_client(redis_url) as client:
        assert await RedisTimers(client, cipher, clock).ring() == 2
    assert await answered(mailbox) == [each.id for each in timers_of(HELD)]


async def test_a_hold_that_is_moved_moves_both(mailbox: RedisMailbox, timers: RedisTimers, clock: MovableClock):
    await left(mailbox, holding(HELD))
    later = HELD.model_copy(update={"due_at": ENDS_AT + timedelta(minutes=20)})
    await left(mailbox, holding(later), 2)
    clock.move(timedelta(minutes=21))
    assert await timers.ring() == 0
    clock.move(timedelta(minutes=20))
    assert await timers.ring() == 2
    assert await answered(mailbox) == [each.id for each in timers_of(later)]


@pytest.mark.parametrize(
    "after",
    [Session(), holding(HELD.model_copy(update={"reported": PaymentOutcome.SUCCESS}))],
    ids=["gone", "paid"],
)
async def test_what_is_gone_or_paid_rings_nothing(
    mailbox: RedisMailbox, timers: RedisTimers, redis: Redis, clock: MovableClock, after: Session
):
    await left(mailbox, holding(HELD))
    await left(mailbox, after, 2)
    assert await keys(redis, "*timers*") == []
    clock.move(timedelta(minutes=21))
    assert await timers.ring() == 0


async def test_each_hold_of_each_chat_has_its_own(mailbox: RedisMailbox, timers: RedisTimers, clock: MovableClock):
    other = hold({}, "CM2", held_at=NOON, due_at=ENDS_AT + timedelta(minutes=1))
    await left(mailbox, holding(HELD, other))
    await left(mailbox, holding(HELD), 2, OTHER_CHAT)
    await left(mailbox, holding(other), 3)
    clock.move(timedelta(minutes=30))
    assert await timers.ring() == 4


async def test_one_that_is_due_waits_through_a_turn_and_one_that_rang_stays_away(
    mailbox: RedisMailbox, timers: RedisTimers, clock: MovableClock
):
    await left(mailbox, holding(HELD))
    clock.move(timedelta(minutes=16))
    await left(mailbox, holding(HELD), 2)
    assert await timers.ring() == 1
    await answered(mailbox)
    await left(mailbox, holding(HELD), 3)
    assert await timers.ring() == 0


async def test_one_that_came_too_early_by_this_clock_comes_again(
    mailbox: RedisMailbox, redis: Redis, cipher: Cipher, clock: MovableClock
):
    """The sweeper's clock is ahead: its turn finds nothing to tell yet, and leaves the timer where it was."""
    await left(mailbox, holding(HELD))
    ahead = MovableClock(WARNED_AT + timedelta(seconds=3))
    clock.move(until(clock, WARNED_AT - timedelta(seconds=3)))
    await mailbox.put(CHAT, update(2))
    assert await RedisTimers(redis, cipher, ahead).ring() == 1
    assert await answered(mailbox) == ["update:2", timers_of(HELD)[0].id]
    clock.move(timedelta(seconds=4))
    assert await RedisTimers(redis, cipher, clock).ring() == 1


async def rung_by_two(mailbox: RedisMailbox, one: RedisTimers, other: RedisTimers, clock: MovableClock) -> list[str]:
    for number in range(20):
        await left(mailbox, holding(HELD), number, f"user:{number}")
    clock.move(timedelta(minutes=16))
    await asyncio.gather(one.ring(), other.ring())
    return await answered(mailbox)


async def test_two_sweepers_ring_each_once(mailbox: RedisMailbox, make_timers: MakeTimers, clock: MovableClock):
    assert len(await rung_by_two(mailbox, make_timers(), make_timers(), clock)) == 20


async def test_control_without_a_look_at_what_is_left_they_ring_twice(
    mailbox: RedisMailbox, make_timers: MakeTimers, clock: MovableClock
):
    careless = scripts.load()["ring"].replace(
        "if not at_ms or tonumber(at_ms) > tonumber(ARGV[1]) then", "if false then"
    )
    assert careless != scripts.load()["ring"]
    assert len(await rung_by_two(mailbox, make_timers(ring=careless), make_timers(ring=careless), clock)) > 20


async def test_a_stale_turn_sets_none(mailbox: RedisMailbox, timers: RedisTimers, redis: Redis):
    claim = await claimed(mailbox, 1)
    with pytest.raises(LeaseLost):
        await mailbox.keep(replace(claim, fence=claim.fence + 1), holding(HELD), turn().details)
    with pytest.raises(LeaseLost):
        await mailbox.commit(replace(claim, fence=claim.fence + 1), turn(holding(HELD)))
    assert await keys(redis, "*timers*") == []


async def test_control_without_moving_them_with_the_session_the_old_ones_ring(
    redis: Redis, cipher: Cipher, timers: RedisTimers, clock: MovableClock
):
    texts = scripts.load()
    kept = texts["commit"].replace("redis.call('ZREM', KEYS[3], timer)", "")
    assert kept != texts["commit"]
    mailbox = RedisMailbox(redis, cipher, clock, scripts=Scripts(redis, {**texts, "commit": kept}))
    await left(mailbox, holding(HELD))
    await left(mailbox, Session(), 2)
    clock.move(timedelta(minutes=21))
    assert await timers.ring() == 2


async def test_any_order_number_makes_a_timer(mailbox: RedisMailbox, timers: RedisTimers, clock: MovableClock):
    odd = hold({}, "n° {1}\n" + "7" * 2000, held_at=NOON)
    await left(mailbox, holding(odd))
    clock.move(timedelta(minutes=21))
    assert await timers.ring() == 2
