"""Dead letters of all chats: listed without whose they are, and put back once."""

from datetime import timedelta

from redis.asyncio import Redis

from bot.conversation.ports import Claim
from bot.simulator.clock import MovableClock
from bot.store.crypto import Cipher, new_key
from bot.store.dead_letters import DeadLetters, SetAside
from bot.store.mailbox import RedisMailbox
from bot.store.scripts import Scripts, load
from tests.store.samples import CHAT, NAME, OTHER_CHAT, turn, update


async def claimed(mailbox: RedisMailbox) -> Claim:
    claim = await mailbox.claim()
    assert claim is not None
    return claim


async def die(mailbox: RedisMailbox, chat: str, number: int) -> None:
    """Let an update fail until it is set aside."""
    await mailbox.put(chat, update(number, NAME))
    is_dead = False
    while not is_dead:
        claim = await claimed(mailbox)
        is_dead = await mailbox.fail(claim, "ValueError")
        await mailbox.release(claim)


async def test_those_of_every_chat_are_found_oldest_first(
    mailbox: RedisMailbox, redis: Redis, cipher: Cipher, clock: MovableClock
):
    letters = DeadLetters(redis, cipher, clock)
    assert await letters.of_all() == ()
    for number, chat in enumerate((CHAT, OTHER_CHAT, CHAT)):
        await die(mailbox, chat, number)
        clock.move(timedelta(minutes=1))
    found = await letters.of_all()
    assert [each.envelope for each in found] == [update(number, NAME) for number in range(3)]
    assert [each.chat for each in found] == [CHAT, OTHER_CHAT, CHAT]
    assert len({each.reference for each in found}) == 3
    clock.move(timedelta(days=7, minutes=-2))
    assert [each.envelope for each in await letters.of_all()] == [update(2, NAME)]


async def test_one_that_is_put_back_is_answered_after_what_waits(
    mailbox: RedisMailbox, redis: Redis, cipher: Cipher, clock: MovableClock
):
    letters = DeadLetters(redis, cipher, clock)
    await die(mailbox, CHAT, 1)
    await mailbox.put(CHAT, update(2))
    [letter] = await letters.of_all()
    busy = await claimed(mailbox)
    assert await letters.replay(letter)
    assert await mailbox.claim() is None
    await mailbox.commit(busy, turn())
    await mailbox.release(busy)
    claim = await claimed(mailbox)
    assert claim.envelope == update(1, NAME)
    assert claim.failures == 0
    assert await letters.of_all() == ()


async def put_back_twice(letters: DeadLetters, redis: Redis, letter: SetAside) -> int:
    await letters.replay(letter)
    await letters.replay(letter)
    return int(await redis.llen(f"ticketbot:{{0}}:chat:{CHAT}:mailbox"))


async def test_one_is_put_back_once(mailbox: RedisMailbox, redis: Redis, cipher: Cipher, clock: MovableClock):
    letters = DeadLetters(redis, cipher, clock)
    await die(mailbox, CHAT, 1)
    [letter] = await letters.of_all()
    assert await put_back_twice(letters, redis, letter) == 1
    assert not await letters.replay(letter)


async def test_control_a_script_that_does_not_look_puts_it_back_twice(
    mailbox: RedisMailbox, redis: Redis, cipher: Cipher, clock: MovableClock
):
    blind = load() | {"replay": load()["replay"].replace("== 0", "== -1", 1)}
    letters = DeadLetters(redis, cipher, clock, scripts=Scripts(redis, blind))
    await die(mailbox, CHAT, 1)
    [letter] = await letters.of_all()
    assert await put_back_twice(letters, redis, letter) == 2


async def test_one_whose_chat_is_not_ready_makes_it_so(
    mailbox: RedisMailbox, redis: Redis, cipher: Cipher, clock: MovableClock
):
    await die(mailbox, CHAT, 1)
    letters = DeadLetters(redis, cipher, clock)
    assert await mailbox.claim() is None
    assert await letters.replay((await letters.of_all())[0])
    assert (await claimed(mailbox)).envelope == update(1, NAME)


async def test_one_that_no_key_reads_is_listed_and_cannot_be_put_back(
    mailbox: RedisMailbox, redis: Redis, clock: MovableClock
):
    await die(mailbox, CHAT, 1)
    letters = DeadLetters(redis, Cipher([new_key()]), clock)
    [letter] = await letters.of_all()
    assert letter.envelope is None
    assert not await letters.replay(letter)
    assert await letters.of_all() == (letter,)
