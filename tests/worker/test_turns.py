"""Turns that fail, hang or are cancelled over a real store (promises 5, 6, 10)."""

from dataclasses import replace

import pytest
from redis.asyncio import Redis

import bot.worker
from bot.conversation.ports import Claim, Committed, Envelope
from bot.simulator.clock import MovableClock
from bot.store.client import StoreUnavailable
from bot.store.crypto import Cipher
from bot.store.dead_letters import DeadLetters
from bot.store.mailbox import RedisMailbox
from tests.conversation.dialogue import NOW
from tests.worker.conftest import MakeSide
from tests.worker.sides import (
    CHAT,
    MISBEHAVIOUR,
    Misbehaviour,
    Side,
    hangs,
    mended,
    raises,
    raises_a_cancellation,
    said,
    work_until,
)


@pytest.mark.parametrize("misbehave", [raises, raises_a_cancellation, hangs])
async def test_a_turn_that_goes_wrong_is_tried_three_times_and_the_chat_goes_on(
    make_side: MakeSide, redis: Redis, cipher: Cipher, clock: MovableClock, misbehave: Misbehaviour
):
    tries = 0

    async def counted() -> None:
        nonlocal tries
        tries += 1
        await misbehave()

    MISBEHAVIOUR[:] = [counted]
    side = make_side(turn_s=0.3)
    await side.mailbox.put(CHAT, said(1, "bad"))
    await side.mailbox.put(CHAT, said(2, "/start"))
    await side.mailbox.put("user:8", said(3, "/start", person=8))
    await work_until(side, lambda: len(side.view.cards) == 3)
    assert tries == 3
    assert sum("Sorry" in card for card in side.view.cards) == 1
    assert sum("Which event" in card for card in side.view.cards) == 2
    [letter] = await DeadLetters(redis, cipher, clock).read(CHAT)
    assert letter.envelope == said(1, "bad")


async def goes_on(side: Side, misbehave: Misbehaviour, *, person: int = 7, within_s: float = 0.5) -> bool:
    """Let a turn go wrong, and return whether that person is answered in time after it."""
    MISBEHAVIOUR[:] = [misbehave]
    await side.mailbox.put(CHAT, said(1, "bad"))
    await side.mailbox.put(f"user:{person}", said(2, "/start", person))
    try:
        await work_until(side, lambda: any("Which event" in card for card in side.view.cards), within_s)
    except TimeoutError:
        return False
    return True


async def test_control_without_a_deadline_the_chat_does_not_go_on(make_side: MakeSide):
    assert not await goes_on(make_side(turn_s=60.0, grace_s=0.0), hangs)


async def test_control_without_an_end_of_its_tries_the_chat_does_not_go_on(make_side: MakeSide):
    assert not await goes_on(make_side(most_failures=10**9), raises)


async def test_control_a_cancellation_that_is_taken_for_a_stop_ends_the_worker(
    make_side: MakeSide, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bot.worker, "cancellation_asked", lambda: not MISBEHAVIOUR)

    async def cancels() -> None:
        MISBEHAVIOUR.clear()
        await raises_a_cancellation()

    with pytest.raises(AssertionError, match="a worker ended"):
        await goes_on(make_side(), cancels)


async def test_a_dead_letter_that_is_put_back_is_answered_once_its_cause_is_mended(
    make_side: MakeSide, redis: Redis, cipher: Cipher, clock: MovableClock
):
    MISBEHAVIOUR[:] = [raises]
    side, letters = make_side(), DeadLetters(redis, cipher, clock)
    await side.mailbox.put(CHAT, said(1, "bad"))
    await work_until(side, lambda: len(side.view.cards) == 1)
    MISBEHAVIOUR[:] = [mended]
    [letter] = await letters.of_all()
    assert await letters.replay(letter)
    await work_until(side, lambda: len(side.view.cards) == 2)
    assert "Sorry" not in side.view.cards[1]
    assert await letters.of_all() == ()


async def test_nobody_is_asked_to_try_again_what_they_did_not_do(make_side: MakeSide, redis: Redis, cipher: Cipher):
    MISBEHAVIOUR[:] = [raises]
    side = make_side()
    await side.mailbox.put(CHAT, Envelope("timer:CM1:end:2026-12-01T09:20:00+00:00", "time_up", NOW, '"bad"'))
    await side.mailbox.put(CHAT, said(2, "/start"))
    await work_until(side, lambda: len(side.view.cards) == 1)
    assert "Which event" in side.view.cards[0]
    assert len(await DeadLetters(redis, cipher, MovableClock(NOW)).read(CHAT)) == 1


@pytest.mark.parametrize(("chats_at_once", "is_answered"), [(2, True), (1, False)], ids=["two at once", "control"])
async def test_a_chat_that_hangs_holds_no_other_back(make_side: MakeSide, chats_at_once: int, is_answered: bool):
    side = make_side(turn_s=60.0, grace_s=0.0, chats_at_once=chats_at_once)
    within_s = 10.0 if is_answered else 0.5
    assert await goes_on(side, hangs, person=8, within_s=within_s) is is_answered


class Forgetful(RedisMailbox):
    """A mailbox whose store goes away over a commit."""

    went_away: bool = False

    async def commit(self, claim: Claim, committed: Committed) -> None:
        if not self.went_away:
            self.went_away = True
            raise StoreUnavailable("away")
        await super().commit(claim, committed)


async def test_a_chat_does_not_wait_for_its_lease_when_the_store_is_back(
    make_side: MakeSide, redis: Redis, cipher: Cipher, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
):
    """The control is the lease, which is longer than this test may take."""
    monkeypatch.setattr(bot.worker, "PAUSE_WITHOUT_STORE_S", 0.05)
    side = make_side()
    mailbox = Forgetful(redis, cipher, clock, lease_s=3600.0)
    await mailbox.put(CHAT, said(1, "hello"))
    await work_until(replace(side, worker=replace(side.worker, mailbox=mailbox)), lambda: len(side.view.cards) == 1)
    assert mailbox.went_away
