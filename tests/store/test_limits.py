"""Wrong guesses and orders that were begun, counted in a window that moves with the clock."""

import time
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from bot.simulator.clock import MovableClock
from bot.store.limits import RESERVATIONS_WINDOW, WINDOW, RedisLimits
from tests.store.samples import CHAT


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def limits(redis: Redis, clock: MovableClock, told: list[str]) -> RedisLimits:
    return RedisLimits(redis, clock, lambda what, _: told.append(what), most=2, alarm_at=4, delay_s=0.2)


async def test_only_so_many_wrong_guesses_in_ten_minutes(limits: RedisLimits, clock: MovableClock):
    for _ in range(2):
        assert await limits.may_guess(CHAT)
        await limits.guessed_wrong(CHAT)
    assert not await limits.may_guess(CHAT)
    assert await limits.may_guess("8")
    clock.move(WINDOW)
    assert await limits.may_guess(CHAT)


async def test_control_right_guesses_do_not_count(limits: RedisLimits):
    assert [await limits.may_guess(CHAT) for _ in range(9)] == [True] * 9


async def test_very_many_wrong_guesses_of_all_raise_one_alarm_and_slow_each_down(
    limits: RedisLimits, clock: MovableClock, told: list[str]
):
    for person in range(5):
        await limits.guessed_wrong(str(person))
    assert told == ["many_wrong_guesses"]
    began_s = time.monotonic()
    assert await limits.may_guess("9")
    assert time.monotonic() - began_s >= 0.2
    clock.move(WINDOW + timedelta(seconds=1))
    assert await limits.may_guess("9")


async def test_two_workers_count_together(limits: RedisLimits, redis: Redis, clock: MovableClock):
    other = RedisLimits(redis, clock, lambda *_: None, most=2)
    await limits.guessed_wrong(CHAT)
    await other.guessed_wrong(CHAT)
    assert not await limits.may_guess(CHAT)


async def test_nothing_of_it_is_kept_for_ever(limits: RedisLimits, redis: Redis):
    await limits.guessed_wrong(CHAT)
    assert [await redis.pttl(key) > 0 for key in await redis.keys("*")] == [True, True]


async def test_only_so_many_orders_in_an_hour_and_person(limits: RedisLimits, clock: MovableClock):
    for _ in range(3):
        assert await limits.may_reserve(CHAT)
        await limits.reserved(CHAT)
    assert not await limits.may_reserve(CHAT)
    assert await limits.may_reserve("8")
    clock.move(RESERVATIONS_WINDOW)
    assert await limits.may_reserve(CHAT)


async def test_control_without_the_limit_there_is_no_end(redis: Redis, clock: MovableClock):
    unlimited = RedisLimits(redis, clock, lambda *_: None, reservations=0)
    for _ in range(100):
        assert await unlimited.may_reserve(CHAT)
        await unlimited.reserved(CHAT)
