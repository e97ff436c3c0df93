"""What a customer asked to be remembered: encrypted, for a year after the order that asked for it, gone when told so."""

from datetime import timedelta
from uuid import uuid4

from redis.asyncio import Redis

from bot.conversation.ports import Claim
from bot.conversation.session import Profile
from bot.simulator.clock import MovableClock
from bot.store.mailbox import RedisMailbox
from tests.store.conftest import NewMailbox
from tests.store.samples import CHAT, EMAIL, NAME, NOBODY, contents, details, keys, turn, update

PROFILE = Profile(values=details().values, method=uuid4())
YEAR = timedelta(days=365)


async def turn_with(mailbox: RedisMailbox, number: int, profile: Profile | None = None) -> Claim:
    """Take a turn that leaves this profile behind, or the one that was there; return the claim it began with."""
    await mailbox.put(CHAT, update(number))
    claim = await mailbox.claim()
    assert claim is not None
    await mailbox.commit(claim, turn(profile=claim.profile if profile is None else profile))
    await mailbox.release(claim)
    return claim


async def test_a_profile_is_remembered_by_every_worker(mailbox: RedisMailbox, new_mailbox: NewMailbox) -> None:
    assert (await turn_with(mailbox, 1, PROFILE)).profile == NOBODY
    assert (await turn_with(new_mailbox(), 2)).profile == PROFILE


async def test_no_profile_is_in_clear(mailbox: RedisMailbox, redis: Redis) -> None:
    await redis.config_set("rdbcompression", "no")
    await turn_with(mailbox, 1, PROFILE)
    held = b"\n".join((await contents(redis)).values())
    assert not [each for each in (NAME, EMAIL, "first_name", str(PROFILE.method)) if each.encode() in held]


async def test_a_profile_ends_a_year_after_it_was_asked_for_and_not_after_it_was_used(
    mailbox: RedisMailbox, redis: Redis, clock: MovableClock
) -> None:
    await turn_with(mailbox, 1, PROFILE)
    [key] = await keys(redis, "*:profile")
    assert timedelta(0) < timedelta(milliseconds=await redis.pttl(key)) <= YEAR
    clock.move(YEAR - timedelta(seconds=1))
    assert (await turn_with(mailbox, 2)).profile == PROFILE
    clock.move(timedelta(seconds=1))
    assert (await turn_with(mailbox, 3)).profile == NOBODY


async def test_a_profile_that_is_asked_for_again_lasts_another_year(mailbox: RedisMailbox, clock: MovableClock) -> None:
    await turn_with(mailbox, 1, PROFILE)
    clock.move(YEAR - timedelta(days=1))
    await turn_with(mailbox, 2, PROFILE.model_copy(update={"method": None}))
    clock.move(YEAR - timedelta(days=1))
    assert (await turn_with(mailbox, 3)).profile.values == PROFILE.values


async def test_a_profile_is_forgotten_at_once(mailbox: RedisMailbox, redis: Redis) -> None:
    await turn_with(mailbox, 1, PROFILE)
    await turn_with(mailbox, 2, NOBODY)
    assert await keys(redis, "*:profile") == []
    assert (await turn_with(mailbox, 3)).profile == NOBODY
