"""One process of all on one Redis holds the seat; who waits measures how long its holder has been silent."""

from dataclasses import dataclass

import pytest
from redis.asyncio import Redis

from bot.store import scripts
from bot.store.keys import ShardKeys
from bot.store.scripts import Scripts
from bot.store.seat import RedisSeat
from tests.store.samples import contents

LEASE_S = 5.0


@dataclass
class Seconds:
    """A clock that runs forward when it is told to; those of two machines have nothing to do with each other."""

    now: float

    def __call__(self) -> float:
        return self.now


class Waiting:
    """Two processes that want one seat, the second of which began to run a week before."""

    def __init__(self, redis: Redis, texts: dict[str, str] | None = None) -> None:
        self.seconds = Seconds(10.0), Seconds(604_810.0)
        self.first, self.second = (
            RedisSeat(redis, lease_s=LEASE_S, scripts=Scripts(redis, texts), now_s=each) for each in self.seconds
        )

    def pass_(self, seconds: float) -> None:
        for each in self.seconds:
            each.now += seconds


async def test_of_two_one_has_the_seat(redis: Redis):
    both = Waiting(redis)
    for _ in range(20):
        assert await both.first.take()
        assert not await both.second.take()
        both.pass_(LEASE_S / 2)


async def test_control_a_script_that_does_not_look_seats_both(redis: Redis):
    texts = scripts.load()
    texts["sit"] = texts["sit"].replace("if holder ~= ''", "if false")
    both = Waiting(redis, texts)
    assert await both.first.take()
    assert await both.second.take()


async def test_the_seat_of_a_silent_holder_is_taken_after_a_lease_and_not_before(redis: Redis):
    both = Waiting(redis)
    assert await both.first.take()
    assert not await both.second.take()
    both.pass_(LEASE_S - 0.1)
    assert not await both.second.take()
    both.pass_(0.1)
    assert await both.second.take()
    # It wakes, and is told that it is late.
    assert not await both.first.take()


async def test_a_seat_that_is_left_is_free_at_once_and_only_its_holder_leaves_it(redis: Redis):
    both = Waiting(redis)
    assert await both.first.take()
    await both.second.leave()
    assert not await both.second.take()
    await both.first.leave()
    assert await both.second.take()
    await both.first.leave()
    assert await both.second.take()
    assert not await both.first.take()


async def test_of_two_that_wait_for_a_silent_holder_one_is_seated(redis: Redis):
    gone = Waiting(redis).first
    assert await gone.take()
    both = Waiting(redis)
    assert [await both.first.take(), await both.second.take()] == [False, False]
    both.pass_(LEASE_S)
    assert [await both.first.take(), await both.second.take()] == [True, False]


async def test_a_seat_never_says_the_same_twice(redis: Redis):
    """Else a holder that lives could be taken for a silent one of before."""
    both, said = Waiting(redis), []
    for seat in (both.first, both.second):
        for _ in range(2):
            assert await seat.take()
            said.append(await redis.get(ShardKeys().seat))
        await seat.leave()
        said.append(await redis.get(ShardKeys().seat))
    assert len(set(said)) == len(said) == 6


@pytest.mark.parametrize("is_left", [True, False])
async def test_what_it_leaves_in_the_store_has_an_end(redis: Redis, is_left: bool):
    seat = RedisSeat(redis)
    await seat.take()
    if is_left:
        await seat.leave()
    [(key, _)] = [*(await contents(redis)).items()]
    assert await redis.pttl(key) > 0
