"""Who gets which chat, when, and with what."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from bot.conversation.ports import Claim, LeaseLost, Mailbox, Owed
from bot.conversation.session import Details, Session
from bot.domain.labels import Language
from bot.simulator.clock import MovableClock
from bot.store.client import make_client
from bot.store.crypto import Cipher, new_key
from bot.store.dead_letters import DeadLetters
from bot.store.mailbox import RedisMailbox
from tests.store.conftest import NewMailbox
from tests.store.samples import CHAT, OTHER_CHAT, details, keys, turn, update


async def claimed(mailbox: Mailbox) -> Claim:
    claim = await mailbox.claim()
    assert claim is not None
    return claim


async def test_nothing_is_ready_at_first(mailbox: RedisMailbox) -> None:
    assert await mailbox.claim() is None


async def test_a_new_chat_has_nothing_remembered(mailbox: RedisMailbox) -> None:
    await mailbox.put(CHAT, update(1))
    claim = await claimed(mailbox)
    assert (claim.session, claim.details, claim.owed, claim.card) == (None, Details(), (), None)


async def test_the_oldest_envelope_stays_until_its_commit(mailbox: RedisMailbox) -> None:
    await mailbox.put(CHAT, update(1))
    await mailbox.put(CHAT, update(2))
    for _ in range(2):
        claim = await claimed(mailbox)
        assert claim.envelope == update(1)
        await mailbox.release(claim)


async def test_a_chat_has_one_worker_at_a_time(new_mailbox: NewMailbox) -> None:
    first, second = new_mailbox(), new_mailbox()
    await first.put(CHAT, update(1))
    claims = await asyncio.gather(*(each.claim() for each in (first, second, first, second)))
    assert sum(claim is not None for claim in claims) == 1


async def test_the_chat_that_waits_longest_is_next(mailbox: RedisMailbox, clock: MovableClock) -> None:
    await mailbox.put(CHAT, update(1))
    clock.move(timedelta(seconds=1))
    await mailbox.put(OTHER_CHAT, update(2))
    clock.move(timedelta(seconds=1))
    await mailbox.put(CHAT, update(3))
    first = await claimed(mailbox)
    await mailbox.commit(first, turn())
    clock.move(timedelta(seconds=1))
    await mailbox.release(first)
    assert [first.chat, (await claimed(mailbox)).chat, (await claimed(mailbox)).chat] == [CHAT, OTHER_CHAT, CHAT]


async def test_a_lease_that_ran_out_is_taken_back(new_mailbox: NewMailbox, clock: MovableClock) -> None:
    first, second = new_mailbox(), new_mailbox()
    await first.put(CHAT, update(1))
    lost = await claimed(first)
    clock.move(timedelta(seconds=29))
    assert await second.claim() is None
    clock.move(timedelta(seconds=2))
    taken = await claimed(second)
    assert taken.envelope == lost.envelope
    assert taken.fence > lost.fence


async def test_the_lease_is_a_setting(new_mailbox: NewMailbox, clock: MovableClock) -> None:
    mailbox = new_mailbox(lease_s=2.0)
    await mailbox.put(CHAT, update(1))
    await claimed(mailbox)
    clock.move(timedelta(seconds=2))
    assert await mailbox.claim() is not None


async def test_a_delayed_chat_waits(mailbox: RedisMailbox, clock: MovableClock) -> None:
    await mailbox.put(CHAT, update(1))
    await mailbox.release(await claimed(mailbox), delay_s=5.0)
    await mailbox.put(CHAT, update(2))
    assert await mailbox.claim() is None
    clock.move(timedelta(seconds=5))
    assert (await claimed(mailbox)).envelope == update(1)


async def test_a_chat_at_rest_is_not_ready(mailbox: RedisMailbox) -> None:
    await mailbox.put(CHAT, update(1))
    claim = await claimed(mailbox)
    await mailbox.commit(claim, turn())
    await mailbox.release(claim)
    assert await mailbox.claim() is None


async def test_a_ready_chat_whose_mailbox_is_gone_is_passed_over(mailbox: RedisMailbox, redis: Redis) -> None:
    await mailbox.put(CHAT, update(1))
    await redis.delete(*await keys(redis, "*:mailbox"))
    assert await mailbox.claim() is None


async def test_a_session_counts_for_24_hours_of_our_clock(mailbox: RedisMailbox, clock: MovableClock) -> None:
    await mailbox.put(CHAT, update(1))
    claim = await claimed(mailbox)
    session = Session(language="de")
    await mailbox.commit(claim, turn(session))
    await mailbox.release(claim)

    clock.move(timedelta(hours=23, minutes=59))
    await mailbox.put(CHAT, update(2))
    claim = await claimed(mailbox)
    assert claim.session == session
    await mailbox.release(claim)
    clock.move(timedelta(minutes=2))
    assert (await claimed(mailbox)).session is None


async def test_a_chosen_language_outlives_the_session(mailbox: RedisMailbox, clock: MovableClock) -> None:
    await mailbox.put(CHAT, update(1))
    claim = await claimed(mailbox)
    await mailbox.commit(claim, turn(Session(language="fr", language_chosen=True)))
    await mailbox.release(claim)

    clock.move(timedelta(days=364))
    await mailbox.put(CHAT, update(2))
    claim = await claimed(mailbox)
    assert claim.session is not None
    assert (claim.session.language, claim.session.language_chosen) == ("fr", True)
    await mailbox.release(claim)
    clock.move(timedelta(days=2))
    assert (await claimed(mailbox)).session is None


@pytest.mark.parametrize("chosen", [True, False])
async def test_plain_mode_outlives_the_session_with_the_language_or_without(
    mailbox: RedisMailbox, clock: MovableClock, redis: Redis, chosen: bool
) -> None:
    await mailbox.put(CHAT, update(1))
    claim = await claimed(mailbox)
    language: Language = "fr" if chosen else "en"
    await mailbox.commit(claim, turn(Session(language=language, language_chosen=chosen, plain=True)))
    await mailbox.release(claim)
    [key] = await keys(redis, "*:language")
    stored = await redis.get(key)
    assert isinstance(stored, bytes)
    assert b"plain" not in stored

    clock.move(timedelta(days=364))
    await mailbox.put(CHAT, update(2))
    claim = await claimed(mailbox)
    assert claim.session is not None
    assert (claim.session.language, claim.session.language_chosen, claim.session.plain) == (language, chosen, True)
    await mailbox.commit(claim, turn(claim.session.model_copy(update={"plain": False})))
    await mailbox.release(claim)

    clock.move(timedelta(days=2))
    await mailbox.put(CHAT, update(3))
    claim = await claimed(mailbox)
    assert claim.session is not None
    assert not claim.session.plain


async def test_a_language_that_was_stored_alone_still_counts(
    mailbox: RedisMailbox, clock: MovableClock, redis: Redis
) -> None:
    await mailbox.put(CHAT, update(1))
    claim = await claimed(mailbox)
    await mailbox.commit(claim, turn(Session(language="fr", language_chosen=True)))
    await mailbox.release(claim)
    [key] = await keys(redis, "*:language")
    stored = await redis.get(key)
    assert isinstance(stored, bytes)
    await redis.set(key, stored.rpartition(b" ")[0])

    clock.move(timedelta(days=2))
    await mailbox.put(CHAT, update(2))
    claim = await claimed(mailbox)
    assert claim.session == Session(
        language="fr", language_chosen=True, purchases=claim.session.purchases if claim.session else ()
    )


async def test_personal_fields_count_until_their_own_end(mailbox: RedisMailbox, clock: MovableClock) -> None:
    await mailbox.put(CHAT, update(1))
    claim = await claimed(mailbox)
    personal = details(until=clock.now() + timedelta(minutes=30))
    await mailbox.keep(claim, Session(), personal)
    await mailbox.release(claim)

    clock.move(timedelta(minutes=29))
    claim = await claimed(mailbox)
    assert claim.details == personal
    await mailbox.release(claim)
    clock.move(timedelta(minutes=2))
    assert (await claimed(mailbox)).details == Details()


async def test_what_no_key_can_read_is_set_aside(new_mailbox: NewMailbox, redis: Redis, clock: MovableClock) -> None:
    before, cipher = new_mailbox(), Cipher([new_key()])
    await before.put(CHAT, update(1))
    claim = await claimed(before)
    await before.commit(claim, turn(Session(language="nl"), details(), owed=(Owed("1", "lost"),)))
    await before.release(claim)
    await before.put(CHAT, update(2))

    after = new_mailbox(cipher=cipher)
    await after.put(CHAT, update(3))
    claim = await claimed(after)
    assert (claim.envelope, claim.session, claim.details, claim.owed) == (update(3), None, Details(), ())
    assert [letter.envelope for letter in await DeadLetters(redis, cipher, clock).read(CHAT)] == [None]
    await after.commit(claim, turn())
    await after.release(claim)
    assert await after.claim() is None


async def test_an_envelope_of_another_shape_is_set_aside(mailbox: RedisMailbox, redis: Redis, cipher: Cipher) -> None:
    await mailbox.put(CHAT, update(1))
    (key,) = await keys(redis, "*:mailbox")
    await redis.lset(key, 0, (b"update:1 " + cipher.encrypt('{"id": "update:1"}')).decode())
    await mailbox.put(CHAT, update(2))
    assert (await claimed(mailbox)).envelope == update(2)


async def test_another_claimant_with_the_same_fence_writes_nothing(mailbox: RedisMailbox) -> None:
    """A server that lost its last second counts its claims anew."""
    await mailbox.put(CHAT, update(1))
    claim = await claimed(mailbox)
    with pytest.raises(LeaseLost):
        await mailbox.release(replace(claim, claimant="another"))


async def test_waiting_ends_when_a_chat_becomes_ready(new_mailbox: NewMailbox) -> None:
    worker, intake = new_mailbox(), new_mailbox()
    waiting = asyncio.create_task(worker.wait(2.0))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await intake.put(CHAT, update(1))
    async with asyncio.timeout(1.0):
        await waiting
    assert await worker.claim() is not None


async def test_waiting_may_last_longer_than_the_socket_may_be_silent(new_mailbox: NewMailbox) -> None:
    mailbox = new_mailbox(socket_timeout_s=0.4)
    async with asyncio.timeout(5.0):
        await mailbox.wait(0.6)
        await mailbox.wait(0.0)


async def test_any_number_may_wait_on_few_connections(
    redis: Redis, redis_url: str, cipher: Cipher, clock: MovableClock
):
    """The control is a worker for each connection: nobody would be left one to be answered by."""
    client = make_client(redis_url, most_connections=2)
    mailbox = RedisMailbox(client, cipher, clock)
    waiting = [asyncio.create_task(mailbox.wait(10.0)) for _ in range(256)]
    await asyncio.sleep(0.05)
    assert sum("b" in each["flags"] for each in await redis.client_list()) == 1
    for number in range(2):
        await mailbox.put(f"user:{number}", update(number))
        async with asyncio.timeout(5.0):
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        assert sum(each.done() for each in waiting) == 1
        waiting = [each for each in waiting if not each.done()]
    for each in waiting:
        each.cancel()
    await asyncio.wait(waiting)
    await client.aclose()


@pytest.mark.parametrize("is_closed", [True, False], ids=["closed", "control"])
async def test_once_closed_nothing_listens_on_a_connection_that_is_to_be_closed(mailbox: RedisMailbox, is_closed: bool):
    before = asyncio.all_tasks()
    waiting = asyncio.create_task(mailbox.wait(10.0))
    await asyncio.sleep(0.05)
    waiting.cancel()
    await asyncio.wait({waiting})
    if is_closed:
        await mailbox.aclose()
    listening = asyncio.all_tasks() - before
    assert bool(listening) is not is_closed
    if listening:
        await asyncio.wait(listening)


async def test_a_token_that_nobody_here_waits_for_any_more_wakes_somebody_else(mailbox: RedisMailbox, redis: Redis):
    await mailbox.wait(0.01)
    await mailbox.put(CHAT, update(1))
    assert await redis.blpop(["ticketbot:{0}:wake"], timeout=0.7) is not None


async def test_two_chats_wake_two_workers(new_mailbox: NewMailbox) -> None:
    first, second, intake = new_mailbox(), new_mailbox(), new_mailbox()
    await intake.put(CHAT, update(1))
    await intake.put(OTHER_CHAT, update(2))

    async def work(mailbox: RedisMailbox) -> Claim:
        await mailbox.wait(2.0)
        return await claimed(mailbox)

    async with asyncio.timeout(1.0):
        claims = await asyncio.gather(work(first), work(second))
    assert {claim.chat for claim in claims} == {CHAT, OTHER_CHAT}


async def test_a_chat_given_back_with_more_waiting_wakes_a_worker(new_mailbox: NewMailbox) -> None:
    first, second = new_mailbox(), new_mailbox()
    await first.put(CHAT, update(1))
    await second.wait(1.0)
    claim = await claimed(first)
    waiting = asyncio.create_task(second.wait(2.0))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await first.release(claim)
    async with asyncio.timeout(1.0):
        await waiting
    assert await second.claim() is not None
