"""What a turn leaves behind, and what a turn that fails does."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from bot.conversation.effects import Intent, Reserve
from bot.conversation.ports import Claim, Owed
from bot.conversation.session import Details, Purchase, Session
from bot.simulator.clock import MovableClock
from bot.store.crypto import Cipher
from bot.store.dead_letters import DeadLetters
from bot.store.journal import Journal
from bot.store.mailbox import RedisMailbox
from tests.store.conftest import NewMailbox
from tests.store.samples import CHAT, NOON, details, keys, turn, update


async def claim_after(mailbox: RedisMailbox, claim: Claim | None = None) -> Claim:
    """Give the claim back, if any, and claim the chat again."""
    if claim is not None:
        await mailbox.release(claim)
    again = await mailbox.claim()
    assert again is not None
    return again


async def test_a_commit_stores_everything_at_once(
    mailbox: RedisMailbox, redis: Redis, cipher: Cipher, clock: MovableClock
) -> None:
    await mailbox.put(CHAT, update(1))
    await mailbox.put(CHAT, update(2))
    claim = await claim_after(mailbox)
    session = Session(language="nl", purchases=(Purchase(event=uuid4(), quantities={uuid4(): 2}),))
    owed = (Owed("show:1", '{"text": "één"}'), Owed("show:2", "{}"))
    await mailbox.commit(claim, turn(session, details(), journal='{"step": "event"}', owed=owed))

    after = await claim_after(mailbox, claim)
    assert (after.envelope, after.session, after.details, after.owed) == (update(2), session, details(), owed)
    assert await Journal(redis, cipher, clock).read(CHAT) == ('{"step": "event"}',)


async def test_an_intent_is_kept_and_the_envelope_with_it(mailbox: RedisMailbox) -> None:
    await mailbox.put(CHAT, update(1))
    claim = await claim_after(mailbox)
    intent = Intent(id="1", effect=Reserve(), reply_id="update:1", sent_at=NOON, frees_at=NOON + timedelta(minutes=21))
    await mailbox.keep(claim, Session(intent=intent), details())
    after = await claim_after(mailbox, claim)
    assert after.envelope == update(1)
    assert after.session is not None
    assert after.session.intent == intent


async def test_personal_fields_go_when_the_turn_drops_them(mailbox: RedisMailbox, redis: Redis) -> None:
    await mailbox.put(CHAT, update(1))
    claim = await claim_after(mailbox)
    await mailbox.keep(claim, Session(), details())
    assert await keys(redis, "*:details")
    await mailbox.keep(claim, Session(), Details())
    assert not await keys(redis, "*:details")
    await mailbox.keep(claim, Session(), details())
    await mailbox.commit(claim, turn(personal=Details()))
    assert not await keys(redis, "*:details")


async def test_personal_fields_past_their_end_are_not_stored(mailbox: RedisMailbox, redis: Redis) -> None:
    await mailbox.put(CHAT, update(1))
    await mailbox.keep(await claim_after(mailbox), Session(), details(until=NOON))
    assert not await keys(redis, "*:details")


async def test_what_is_owed_waits_without_an_envelope(mailbox: RedisMailbox) -> None:
    await mailbox.put(CHAT, update(1))
    claim = await claim_after(mailbox)
    await mailbox.commit(claim, turn(owed=(Owed("1", "one"), Owed("2", "two"))))
    claim = await claim_after(mailbox, claim)
    assert (claim.envelope, claim.owed) == (None, (Owed("1", "one"), Owed("2", "two")))
    assert not await mailbox.fail(claim, "nothing to fail")

    await mailbox.sent(claim, Owed("1", "one"), "card 1")
    claim = await claim_after(mailbox, claim)
    assert (claim.owed, claim.card) == ((Owed("2", "two"),), "card 1")
    await mailbox.sent(claim, Owed("2", "two"), None)
    await mailbox.release(claim)
    assert await mailbox.claim() is None

    await mailbox.put(CHAT, update(2))
    assert (await claim_after(mailbox)).card == "card 1"


async def test_a_commit_repeated_after_a_lost_answer_is_one_effect(mailbox: RedisMailbox) -> None:
    await mailbox.put(CHAT, update(1))
    await mailbox.put(CHAT, update(2))
    claim = await claim_after(mailbox)
    for _ in range(2):
        await mailbox.commit(claim, turn(owed=(Owed("1", "one"),)))
    for _ in range(3):
        assert not await mailbox.fail(claim, "the answer was lost")
    after = await claim_after(mailbox, claim)
    assert (after.envelope, after.failures, after.owed) == (update(2), 0, (Owed("1", "one"),))


async def test_three_failures_are_the_end_of_an_envelope_but_not_of_its_chat(
    mailbox: RedisMailbox, redis: Redis, cipher: Cipher, clock: MovableClock
) -> None:
    await mailbox.put(CHAT, update(1))
    await mailbox.put(CHAT, update(2))
    for failures in (0, 1):
        claim = await claim_after(mailbox)
        assert (claim.envelope, claim.failures) == (update(1), failures)
        assert not await mailbox.fail(claim, "boom")
        await mailbox.release(claim)
    claim = await claim_after(mailbox)
    assert await mailbox.fail(claim, "boom at last")
    await mailbox.commit(claim, turn(owed=(Owed("sorry", "{}"),)))

    after = await claim_after(mailbox, claim)
    assert (after.envelope, after.failures, after.owed) == (update(2), 0, (Owed("sorry", "{}"),))
    letters = DeadLetters(redis, cipher, clock)
    assert not await keys(redis, "*:failures")
    assert [(letter.envelope, letter.error) for letter in await letters.read(CHAT)] == [(update(1), "boom at last")]
    clock.move(timedelta(days=7))
    assert await letters.read(CHAT) == ()


async def test_a_dead_letter_ends_by_its_own_age(mailbox: RedisMailbox, redis: Redis, clock: MovableClock) -> None:
    for number in (1, 2):
        await mailbox.put(CHAT, update(number))
        for _ in range(3):
            claim = await claim_after(mailbox)
            await mailbox.fail(claim, "boom")
            await mailbox.release(claim)
        clock.move(timedelta(days=8))
    (key,) = await keys(redis, "*:dead_letters")
    assert await redis.llen(key) == 1


async def test_a_success_forgets_the_failures_before_it(mailbox: RedisMailbox, redis: Redis) -> None:
    await mailbox.put(CHAT, update(1))
    await mailbox.put(CHAT, update(2))
    claim = await claim_after(mailbox)
    await mailbox.fail(claim, "boom")
    claim = await claim_after(mailbox, claim)
    assert claim.failures == 1
    await mailbox.commit(claim, turn())
    assert not await keys(redis, "*:failures")
    assert (await claim_after(mailbox, claim)).failures == 0


async def test_the_journal_holds_the_last_hundred_lines_of_seven_days(
    mailbox: RedisMailbox, redis: Redis, cipher: Cipher, clock: MovableClock
) -> None:
    await mailbox.put(CHAT, update(1))
    claim = await claim_after(mailbox)
    for number in range(105):
        await mailbox.commit(claim, turn(journal=str(number)))
    journal = Journal(redis, cipher, clock)
    assert await journal.read(CHAT) == tuple(map(str, range(5, 105)))
    (key,) = await keys(redis, "*:journal")
    assert await redis.llen(key) == 100
    clock.move(timedelta(days=7))
    assert await journal.read(CHAT) == ()
    assert await journal.read("user:nobody") == ()


@pytest.mark.parametrize("owed_id", ["", "two words", "{0}"])
async def test_an_owed_message_needs_a_good_id(mailbox: RedisMailbox, owed_id: str) -> None:
    await mailbox.put(CHAT, update(1))
    claim = await claim_after(mailbox)
    with pytest.raises(ValueError, match="id"):
        await mailbox.commit(claim, turn(owed=(Owed(owed_id, "body"),)))


async def test_twenty_messages_of_a_chat_are_answered_in_order_by_two_workers(new_mailbox: NewMailbox) -> None:
    intake = new_mailbox()
    answered: list[str] = []

    async def work(mailbox: RedisMailbox) -> None:
        while len(answered) < 20:
            claim = await mailbox.claim()
            if claim is None:
                await mailbox.wait(0.05)
                continue
            assert claim.envelope is not None
            await asyncio.sleep(0.002)
            answered.append(claim.envelope.id)
            await mailbox.commit(claim, turn())
            await mailbox.release(claim)

    async def talk() -> None:
        for number in range(20):
            await intake.put(CHAT, update(number))

    async with asyncio.timeout(20):
        await asyncio.gather(work(new_mailbox()), work(new_mailbox()), talk())
    assert answered == [f"update:{number}" for number in range(20)]
