"""Promise 58: once somebody is forgotten, no key with that person's data is left."""

from dataclasses import replace
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from bot.conversation.ports import Claim, Committed, LeaseLost, Owed
from bot.conversation.session import Details, Profile, Purchase, Session
from bot.domain.customer import Field
from bot.simulator.clock import MovableClock
from bot.store import scripts
from bot.store.limits import RedisLimits
from bot.store.mailbox import RedisMailbox
from tests.store.conftest import NewMailbox
from tests.store.samples import CHAT, FREE, NOON, OTHER_CHAT, contents, details, keys, turn, update
from tests.web.site import hold

LAST_WORDS = Owed("9", "all is deleted")
FORGET = Committed(Session(), Details(), Profile(), "{}", (LAST_WORDS,), forget=True)


async def claim_of(mailbox: RedisMailbox) -> Claim:
    claim = await mailbox.claim()
    assert claim is not None
    return claim


async def live(mailbox: RedisMailbox, redis: Redis, clock: MovableClock, chat: str = CHAT) -> Claim:
    """Leave every kind of key behind, with more in the mailbox than the envelope that is claimed in the end."""
    first = 1 if chat == CHAT else 101
    for number in range(first, first + 4):
        await mailbox.put(chat, update(number))
    for _ in range(3):
        claim = await claim_of(mailbox)
        await mailbox.fail(claim, "trouble")
        await mailbox.release(claim)
    claim = await claim_of(mailbox)
    await mailbox.fail(claim, "trouble")
    owed = (Owed("1", "card"), Owed("2", "keepsake"))
    profile = Profile(values={Field.EMAIL: "w@example.com"})
    session = Session(language="nl", language_chosen=True, purchases=(Purchase(hold=hold({}, held_at=NOON)),))
    left = turn(session, details(), profile=profile, owed=owed)
    await mailbox.commit(claim, replace(left, order=FREE))
    await mailbox.sent(claim, owed[0], "card 77")
    await mailbox.release(claim)
    await RedisLimits(redis, clock, lambda *_: None).guessed_wrong(chat)
    claim = await claim_of(mailbox)
    await mailbox.fail(claim, "trouble")
    return claim


async def forget(mailbox: RedisMailbox, claim: Claim) -> None:
    await mailbox.commit(claim, FORGET)
    await mailbox.sent(claim, LAST_WORDS, "")
    await mailbox.release(claim)


async def left_of(redis: Redis, chat: str) -> list[bytes]:
    """Return the keys that name a chat, or hold its name."""
    return [key for key, value in (await contents(redis)).items() if chat.encode() in key + value]


async def test_every_kind_of_key_is_gone_and_another_chat_has_all_of_its_own(
    mailbox: RedisMailbox, redis: Redis, clock: MovableClock
) -> None:
    await live(mailbox, redis, clock, OTHER_CHAT)
    claim = await live(mailbox, redis, clock)
    kinds = {key.rsplit(b":", 1)[1] for key in await keys(redis, f"*:chat:{CHAT}:*")}
    assert len(kinds) == 14
    of_other = {key: value for key, value in (await contents(redis)).items() if OTHER_CHAT.encode() in key}
    await forget(mailbox, claim)
    assert await left_of(redis, CHAT) == []
    assert of_other.items() <= (await contents(redis)).items()


async def test_control_without_its_deletions_the_keys_are_found(
    new_mailbox: NewMailbox, redis: Redis, clock: MovableClock
) -> None:
    texts = scripts.load()
    kept = texts["forget"].replace("redis.call('DEL', KEYS[index])", "")
    assert kept != texts["forget"]
    mailbox = new_mailbox(scripts={**texts, "forget": kept})
    await forget(mailbox, await live(mailbox, redis, clock))
    assert len(await left_of(redis, CHAT)) >= 9


async def test_control_a_timer_that_is_left_is_found(
    new_mailbox: NewMailbox, redis: Redis, clock: MovableClock
) -> None:
    texts = scripts.load()
    kept = texts["forget"].replace("redis.call('ZREM', KEYS[3], timer)", "")
    assert kept != texts["forget"]
    mailbox = new_mailbox(scripts={**texts, "forget": kept})
    await forget(mailbox, await live(mailbox, redis, clock))
    assert await left_of(redis, CHAT) == [b"ticketbot:{0}:timers_at_ms"]


async def test_control_a_card_that_is_remembered_after_the_last_words_is_found(
    mailbox: RedisMailbox, redis: Redis, clock: MovableClock
) -> None:
    claim = await live(mailbox, redis, clock)
    await mailbox.commit(claim, FORGET)
    await mailbox.sent(claim, LAST_WORDS, "card 78")
    await mailbox.release(claim)
    assert await left_of(redis, CHAT) == [f"ticketbot:{{0}}:chat:{CHAT}:card".encode()]


async def test_the_last_words_are_owed_until_they_are_sent(
    mailbox: RedisMailbox, redis: Redis, clock: MovableClock
) -> None:
    claim = await live(mailbox, redis, clock)
    for _ in range(2):
        # Run again, as after a lost answer, it leaves the same.
        await mailbox.commit(claim, FORGET)
    await mailbox.release(claim)
    again = await claim_of(mailbox)
    assert (again.envelope, again.session, again.owed, again.card) == (None, None, (LAST_WORDS,), None)
    assert (again.details, again.profile) == (Details(), Profile())
    await mailbox.sent(again, LAST_WORDS, "")
    await mailbox.release(again)
    assert await left_of(redis, CHAT) == []


async def test_who_writes_again_is_somebody_new(mailbox: RedisMailbox, redis: Redis, clock: MovableClock) -> None:
    await forget(mailbox, await live(mailbox, redis, clock))
    assert await mailbox.claim() is None
    await mailbox.put(CHAT, update(50))
    claim = await claim_of(mailbox)
    assert (claim.session, claim.details, claim.profile, claim.card) == (None, Details(), Profile(), None)


async def test_a_worker_that_lost_the_chat_forgets_nothing(
    mailbox: RedisMailbox, redis: Redis, clock: MovableClock
) -> None:
    claim = await live(mailbox, redis, clock)
    clock.move(timedelta(seconds=31))
    before = await contents(redis)
    with pytest.raises(LeaseLost):
        await mailbox.commit(claim, FORGET)
    assert await contents(redis) == before
