"""More shards than one: all of a chat in its own, each of them answered, and their number the same for ever."""

import asyncio
import re
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from bot.conversation.messages import PaymentOutcome
from bot.conversation.returning import read_token, token_hash
from bot.conversation.session import Purchase, Session
from bot.doctor.finding import Verdict
from bot.doctor.store import examine_store
from bot.rehearsal.stage import make_simulator, settings_for
from bot.settings import Settings
from bot.simulator.clock import MovableClock
from bot.simulator.server import serve
from bot.store.crypto import Cipher, new_key
from bot.store.dead_letters import DeadLetters
from bot.store.figures import RedisFigures
from bot.store.keys import Shards
from bot.store.limits import RedisLimits
from bot.store.mailbox import RedisMailbox
from bot.store.returns import ReturnIndex
from bot.store.sharding import agreed_shards, known_shards
from bot.store.timers import RedisTimers
from bot.telegram.returns import DeepLinkReturns
from bot.web.addresses import PageReturns
from bot.wiring import CannotStart, ticketbot
from tests.store.samples import CHAT, keys, turn, update
from tests.web.site import hold

COUNT = 3


def in_shard(number: int, of: int = 20) -> list[str]:
    """Return so many chats of one shard."""
    shards = Shards(COUNT)
    chats = (f"user:{each}" for each in range(1000))
    return [chat for chat in chats if shards.number_of(chat) == number][:of]


@pytest.fixture
def sharded(redis: Redis, cipher: Cipher, clock: MovableClock) -> RedisMailbox:
    return RedisMailbox(redis, cipher, clock, shards=COUNT)


def test_a_chat_keeps_its_shard_for_ever():
    """These numbers say where customers' data lies: a release that changes them loses it."""
    assert [Shards(COUNT).number_of(chat) for chat in ("user:4711", "group:-100", "user:1", "user:2")] == [2, 2, 0, 1]
    assert {Shards(1).number_of(f"user:{each}") for each in range(100)} == {0}
    spread = [Shards(8).number_of(f"user:{each}") for each in range(8000)]
    assert all(800 < spread.count(number) < 1200 for number in range(8))


async def test_all_of_a_chat_lies_in_its_shard(
    sharded: RedisMailbox, redis: Redis, cipher: Cipher, clock: MovableClock
):
    for number in range(COUNT):
        [chat] = in_shard(number, 1)
        index = ReturnIndex(redis, cipher, clock, shards=COUNT)
        mailbox = RedisMailbox(redis, cipher, clock, shards=COUNT, returns=index)
        await mailbox.put(chat, update(number))
        claim = await mailbox.claim()
        assert claim is not None
        held = hold({PaymentOutcome.SUCCESS: token_hash("a" * 43)}, held_at=clock.now())
        await mailbox.keep(claim, Session(), turn().details)
        await mailbox.commit(claim, turn(Session(purchases=(Purchase(), Purchase(hold=held)))))
        await RedisLimits(redis, clock, print, shards=COUNT).reserved(chat)
        assert {re.findall(rb"\{\d+\}", key)[0] for key in await keys(redis)} == {b"{%d}" % number}
        await redis.flushdb()


async def test_no_shard_waits_for_another(sharded: RedisMailbox):
    """One shard has much to do, the others one chat each: those are among the first to be answered."""
    for number, chat in enumerate((*in_shard(0), *in_shard(1, 1), *in_shard(2, 1))):
        await sharded.put(chat, update(number))
    claims = [await sharded.claim() for _ in range(COUNT)]
    assert {Shards(COUNT).number_of(claim.chat) for claim in claims if claim is not None} == set(range(COUNT))
    rest = [await sharded.claim() for _ in range(20)]
    assert sum(claim is not None for claim in rest) == 19


@pytest.mark.parametrize("number", range(COUNT))
async def test_a_chat_of_any_shard_wakes_and_is_found_at_once(sharded: RedisMailbox, number: int):
    waiting = asyncio.create_task(sharded.wait(10.0))
    await asyncio.sleep(0.05)
    [chat] = in_shard(number, 1)
    await sharded.put(chat, update(1))
    async with asyncio.timeout(5.0):
        await waiting
    assert next(iter(sharded._waking.in_turn())).ready == Shards(COUNT).of(chat).ready
    claim = await sharded.claim()
    assert claim is not None
    assert claim.chat == chat


async def test_timers_figures_and_dead_letters_are_those_of_all(
    sharded: RedisMailbox, redis: Redis, cipher: Cipher, clock: MovableClock
):
    chats = [in_shard(number, 1)[0] for number in range(COUNT)]
    for number, chat in enumerate(chats):
        await sharded.put(chat, update(number))
    figures = RedisFigures(redis, clock, shards=COUNT)
    assert (await figures.read()).waiting == COUNT
    for _ in chats:
        claim = await sharded.claim()
        assert claim is not None
        held = hold({}, held_at=clock.now())
        await sharded.commit(claim, turn(Session(purchases=(Purchase(), Purchase(hold=held)))))
        await sharded.release(claim)
    assert (await figures.read()).holds == COUNT
    await figures.write()
    assert len(await keys(redis, "*:probe")) == COUNT

    clock.move(timedelta(minutes=16))
    assert await RedisTimers(redis, cipher, clock, shards=COUNT).ring() == COUNT
    strict = RedisMailbox(redis, cipher, clock, shards=COUNT, most_failures=1)
    while (claim := await strict.claim()) is not None:
        await strict.fail(claim, "boom")
        await strict.release(claim)
    # Who puts them back need not know how many shards there are.
    letters = DeadLetters(redis, cipher, clock)
    found = await letters.of_all()
    assert {each.chat for each in found} == set(chats)
    assert [await letters.replay(each) for each in found] == [True] * COUNT
    assert (await figures.read()).waiting == COUNT


async def test_a_return_token_says_where_its_chat_lies(redis: Redis, cipher: Cipher, clock: MovableClock):
    shards = Shards(COUNT)
    for returns in (PageReturns("https://x.example", shards.number_of), DeepLinkReturns("bot", shards.number_of)):
        addresses, _ = returns.make(CHAT)
        written = re.split(r"/return/|start=r", addresses.success_url)[1]
        token = read_token(written)
        assert token is not None
        assert token[0] == shards.number_of(CHAT) != 0
    index = ReturnIndex(redis, cipher, clock, shards=COUNT)
    assert await index.find(COUNT, token_hash("a" * 43)) is None


async def test_the_first_bot_says_how_many_there_are(redis: Redis):
    assert await known_shards(redis) is None
    assert await agreed_shards(redis, COUNT) == COUNT
    assert await agreed_shards(redis, 5) == COUNT
    assert await known_shards(redis) == COUNT


async def test_what_was_begun_before_anybody_asked_has_one(redis: Redis, cipher: Cipher, clock: MovableClock):
    mailbox = RedisMailbox(redis, cipher, clock)
    await mailbox.put(CHAT, update(1))
    await mailbox.claim()
    assert await agreed_shards(redis, COUNT) == 1


async def test_a_bot_does_not_start_with_another_number(redis: Redis, redis_url: str):
    """The control is the bot that has the number that was begun with."""
    clock = MovableClock()
    async with serve(make_simulator(clock).app) as address:
        told = settings_for(address, redis_url, new_key()) | {"REDIS_SHARDS": str(COUNT)}
        for _ in range(2):
            async with ticketbot(Settings.load(told), clock):
                pass
        with pytest.raises(CannotStart, match=f"REDIS_SHARDS is 4.*begun with {COUNT}: set REDIS_SHARDS={COUNT}"):
            async with ticketbot(Settings.load(told | {"REDIS_SHARDS": "4"}), clock):
                pass
    findings = [each async for each in examine_store(redis, clock, may_forget=True, shards=4)]
    assert [each.remedy for each in findings if each.verdict is Verdict.WRONG] == [
        f"Set REDIS_SHARDS={COUNT}: it holds for the life of the data."
    ]
