"""The index of return tokens: written with the session, by hashes alone, gone after its time."""

from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from redis.asyncio import Redis

from bot.conversation.messages import PaymentOutcome
from bot.conversation.ports import Claim
from bot.conversation.returning import AwaitedReturn, token_hash
from bot.conversation.session import Purchase, Session
from bot.simulator.clock import MovableClock
from bot.store.crypto import Cipher, new_key
from bot.store.entries import entry, split
from bot.store.mailbox import RedisMailbox
from bot.store.returns import ReturnIndex
from tests.store.samples import CHAT, NOON, contents, keys, turn, update
from tests.web.site import DUE_AT, hold

HASHES = {outcome: token_hash(outcome) for outcome in PaymentOutcome}
SUCCESS = PaymentOutcome.SUCCESS


@pytest.fixture
def index(redis: Redis, cipher: Cipher, clock: MovableClock) -> ReturnIndex:
    return ReturnIndex(redis, cipher, clock)


@pytest.fixture
def mailbox(redis: Redis, cipher: Cipher, clock: MovableClock, index: ReturnIndex) -> RedisMailbox:
    return RedisMailbox(redis, cipher, clock, returns=index)


async def left(mailbox: RedisMailbox, session: Session, number: int = 1) -> Claim:
    """Commit a session as what a turn leaves; return the claim of that turn."""
    await mailbox.put(CHAT, update(number))
    claim = await mailbox.claim()
    assert claim is not None
    await mailbox.commit(claim, turn(session))
    await mailbox.release(claim)
    return claim


async def test_each_token_leads_to_its_chat_in_its_language(mailbox: RedisMailbox, index: ReturnIndex):
    await left(mailbox, Session(language="fr", purchases=(Purchase(hold=hold(HASHES)),)))
    for outcome in PaymentOutcome:
        assert await index.find(0, HASHES[outcome]) == AwaitedReturn(chat=CHAT, language="fr", outcome=outcome)
    assert await index.find(1, HASHES[SUCCESS]) is None
    assert await index.find(0, token_hash("another")) is None


async def test_what_is_kept_is_no_token_and_names_nobody_in_clear(mailbox: RedisMailbox, redis: Redis):
    await left(mailbox, Session(purchases=(Purchase(hold=hold(HASHES)),)))
    for key, value in (await contents(redis)).items():
        if b":return:" in key:
            assert CHAT.encode() not in key + value
            assert b"success" not in key + value
            assert 0 < await redis.pttl(key) <= timedelta(hours=25) / timedelta(milliseconds=1)


async def test_a_mailbox_without_an_index_keeps_none(redis: Redis, cipher: Cipher, clock: MovableClock):
    await left(RedisMailbox(redis, cipher, clock), Session(purchases=(Purchase(hold=hold(HASHES)),)))
    assert await keys(redis, "*:return:*") == []


async def test_of_earlier_pages_the_way_of_success_stays(mailbox: RedisMailbox, index: ReturnIndex):
    again = {outcome: token_hash(f"{outcome} again") for outcome in PaymentOutcome}
    held = hold(again, earlier_successes=(HASHES[SUCCESS],))
    await left(mailbox, Session(purchases=(Purchase(hold=held),)))
    for hashed in (HASHES[SUCCESS], again[SUCCESS]):
        found = await index.find(0, hashed)
        assert found is not None
        assert found.outcome is SUCCESS


async def test_the_end_moves_with_the_hold_and_the_language_with_the_chat(
    mailbox: RedisMailbox, index: ReturnIndex, clock: MovableClock
):
    session = Session(purchases=(Purchase(hold=hold(HASHES)),))
    await left(mailbox, session)
    longer = hold(HASHES, due_at=DUE_AT + timedelta(hours=1))
    await left(mailbox, Session(language="de", purchases=(Purchase(hold=longer),)), number=2)
    clock.move(DUE_AT - NOON + timedelta(hours=24, minutes=59))
    found = await index.find(0, HASHES[SUCCESS])
    assert found is not None
    assert found.language == "de"
    clock.move(timedelta(minutes=1))
    assert await index.find(0, HASHES[SUCCESS]) is None


async def test_what_is_as_before_is_not_written_again(mailbox: RedisMailbox, index: ReturnIndex):
    session = Session(purchases=(Purchase(hold=hold(HASHES)), Purchase()))
    assert index.changes(CHAT, session, session) == ([], [])
    changed, values = index.changes(CHAT, None, session)
    assert (len(changed), len(values)) == (4, 8)
    assert set(changed) == set(index.keys_of(CHAT, session))
    unopened = hold(HASHES, checkout=None)
    assert index.changes(CHAT, None, Session(purchases=(Purchase(hold=unopened),))) == ([], [])


async def test_a_stale_turn_leaves_none(mailbox: RedisMailbox, index: ReturnIndex, clock: MovableClock):
    claim = await left(mailbox, Session())
    session = Session(purchases=(Purchase(hold=hold(HASHES)),))
    with pytest.raises(Exception, match=CHAT):
        await mailbox.commit(replace(claim, fence=claim.fence + 1), turn(session))
    assert await index.find(0, HASHES[SUCCESS]) is None


async def test_what_another_key_or_version_wrote_is_nothing(
    mailbox: RedisMailbox, redis: Redis, cipher: Cipher, clock: MovableClock
):
    await left(mailbox, Session(purchases=(Purchase(hold=hold(HASHES)),)))
    assert await ReturnIndex(redis, Cipher([new_key()]), clock).find(0, HASHES[SUCCESS]) is None
    [key] = await keys(redis, f"*:return:{HASHES[SUCCESS]}")
    until_ms, _ = split(cast("bytes", await redis.get(key)))
    await redis.set(key, entry(until_ms, cipher.encrypt("{}")))
    assert await ReturnIndex(redis, cipher, clock).find(0, HASHES[SUCCESS]) is None


async def test_no_return_is_known_of_somebody_who_is_forgotten(mailbox: RedisMailbox, redis: Redis):
    await left(mailbox, Session(purchases=(Purchase(hold=hold(HASHES)),)))
    assert await keys(redis, "*:return:*") != []
    await mailbox.put(CHAT, update(2))
    claim = await mailbox.claim()
    assert claim is not None
    await mailbox.commit(claim, replace(turn(), forget=True))
    assert await keys(redis, "*:return:*") == []
