"""What Telegram wants left alone, as all workers see it (promise 39)."""

from datetime import timedelta

import pytest
from redis.asyncio import Redis

from bot.conversation.ports import Claim, Mailbox, Owed, Scope
from bot.conversation.session import Details
from bot.simulator.clock import MovableClock
from bot.store import retention
from bot.store.crypto import Cipher
from bot.store.mailbox import RedisMailbox
from tests.store.conftest import NewMailbox
from tests.store.samples import CHAT, turn, update

WAIT_S = 30.0
A_CLAIM = Claim(chat=CHAT, fence=1, envelope=None, session=None, details=Details())


@pytest.fixture(autouse=True)
def slow_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow it is here, it is all at once."""
    monkeypatch.setattr(retention, "REFUSED", timedelta(minutes=1))


def chats(number: int) -> list[str]:
    return [f"user:{each}" for each in range(1, number + 1)]


async def claimed(mailbox: Mailbox) -> Claim:
    claim = await mailbox.claim()
    assert claim is not None
    return claim


async def refuse(mailbox: RedisMailbox, *names: str, wait_s: float = WAIT_S, refused: Scope = "chat") -> None:
    """Let Telegram refuse each of these chats."""
    for name in names:
        await mailbox.put(name, update(100 + int(name.rpartition(":")[2])))
        await mailbox.release(await claimed(mailbox), delay_s=wait_s, refused=refused)


async def test_a_new_envelope_does_not_end_a_pause(new_mailbox: NewMailbox, clock: MovableClock):
    first, second = new_mailbox(), new_mailbox()
    await refuse(first, CHAT)
    await second.put(CHAT, update(2))
    assert (await first.claim(), await second.claim()) == (None, None)
    clock.move(timedelta(seconds=WAIT_S))
    assert (await claimed(second)).chat == CHAT


async def test_a_pause_lasts_also_where_nothing_was_left_to_do(mailbox: RedisMailbox, clock: MovableClock):
    await mailbox.put(CHAT, update(1))
    claim = await claimed(mailbox)
    await mailbox.commit(claim, turn())
    await mailbox.release(claim, delay_s=WAIT_S, refused="chat")
    await mailbox.put(CHAT, update(2))
    assert await mailbox.claim() is None
    clock.move(timedelta(seconds=WAIT_S))
    assert (await claimed(mailbox)).envelope == update(2)


async def test_one_chat_less_than_too_many_pauses_no_other(mailbox: RedisMailbox):
    await refuse(mailbox, *chats(retention.MOST_REFUSED - 1))
    await mailbox.put(CHAT, update(1))
    assert (await claimed(mailbox)).chat == CHAT
    assert await mailbox.paused_s(A_CLAIM) == 0


async def others_go_on(new_mailbox: NewMailbox, refused: int) -> bool:
    """Let Telegram refuse so many chats of one worker at once; return whether another one goes on."""
    first, second = new_mailbox(), new_mailbox()
    await refuse(first, *chats(refused))
    await second.put(CHAT, update(1))
    return await second.claim() is not None


async def test_too_many_chats_at_once_are_all_of_the_bot(new_mailbox: NewMailbox, clock: MovableClock):
    assert not await others_go_on(new_mailbox, retention.MOST_REFUSED)
    mailbox = new_mailbox()
    assert WAIT_S - 10 < await mailbox.paused_s(A_CLAIM) <= WAIT_S
    clock.move(timedelta(seconds=WAIT_S))
    assert await mailbox.paused_s(A_CLAIM) == 0
    assert await mailbox.claim() is not None


async def test_control_where_nobody_counts_the_others_go_on(new_mailbox: NewMailbox, monkeypatch: pytest.MonkeyPatch):
    too_many = retention.MOST_REFUSED
    monkeypatch.setattr(retention, "MOST_REFUSED", too_many + 1)
    assert await others_go_on(new_mailbox, too_many)


async def test_the_same_chats_over_a_while_are_not_too_many(mailbox: RedisMailbox, clock: MovableClock):
    for name in chats(2 * retention.MOST_REFUSED):
        await refuse(mailbox, name, wait_s=3600.0)
        clock.move(retention.REFUSED)
    assert await mailbox.paused_s(A_CLAIM) == 0


async def test_all_wait_as_long_as_the_one_that_waits_least(mailbox: RedisMailbox):
    await refuse(mailbox, *chats(retention.MOST_REFUSED - 1), wait_s=90.0)
    await refuse(mailbox, "user:98", wait_s=5.0)
    assert await mailbox.paused_s(A_CLAIM) <= 5


async def test_a_call_that_names_no_chat_is_all_of_the_bot_at_once(mailbox: RedisMailbox):
    await refuse(mailbox, CHAT, wait_s=9.0, refused="bot")
    await mailbox.put("user:98", update(98))
    assert await mailbox.claim() is None
    assert 0 < await mailbox.paused_s(A_CLAIM) <= 9


async def test_a_pause_of_all_is_one_of_every_shard(redis: Redis, cipher: Cipher, clock: MovableClock):
    mailbox = RedisMailbox(redis, cipher, clock, shards=4)
    await refuse(mailbox, CHAT, refused="bot")
    for name in chats(20):
        await mailbox.put(name, update(int(name.rpartition(":")[2])))
    assert await mailbox.claim() is None
    clock.move(timedelta(seconds=WAIT_S))
    assert len({(await claimed(mailbox)).chat for _ in range(21)}) == 21


async def test_a_shorter_pause_ends_none_that_is_longer(mailbox: RedisMailbox):
    await mailbox.put(CHAT, update(1))
    running = await claimed(mailbox)
    await refuse(mailbox, "user:98", wait_s=60.0, refused="bot")
    await mailbox.release(running, delay_s=1.0, refused="bot")
    assert await mailbox.paused_s(A_CLAIM) > 1


async def test_what_was_tried_is_kept_in_its_place(mailbox: RedisMailbox, redis: Redis):
    await mailbox.put(CHAT, update(1))
    claim = await claimed(mailbox)
    await mailbox.commit(claim, turn(owed=(Owed("a", "first"), Owed("b", "second"))))
    await mailbox.release(claim, unsent=Owed("a", "first, tried"))
    claim = await claimed(mailbox)
    assert claim.owed == (Owed("a", "first, tried"), Owed("b", "second"))
    [key] = await redis.keys("*:owed")
    assert await redis.pttl(key) > 0
    await mailbox.release(claim, unsent=Owed("gone", "struck off"))
    assert len((await claimed(mailbox)).owed) == 2
