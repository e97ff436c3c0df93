"""What was read of the shop: remembered in a process, and shared among all of a bot."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Final, cast
from uuid import UUID

import pytest
from pydantic import TypeAdapter
from redis.asyncio import Redis

from bot.simulator.clock import MovableClock
from bot.store.answers import RedisAnswers
from bot.store.client import make_client
from bot.store.crypto import Cipher, new_key
from bot.ticketshop.cache import KEPT, MOST_REMEMBERED, ReadCache
from bot.ticketshop.errors import Unavailable
from tests.store.test_client import black_hole
from tests.ticketshop.samples import KEY

WORDS: Final = TypeAdapter(str)
LASTS: Final = timedelta(seconds=30)
OF: Final = "https://shop.example token-of-the-shop"
NewProcess = Callable[..., ReadCache]


class Shop:
    """Counts how often it is read, and answers when it is let."""

    def __init__(self) -> None:
        self.reads = 0
        self.begun = asyncio.Event()
        self.go_on = asyncio.Event()
        self.fails = False

    async def read(self) -> str:
        self.reads += 1
        number = self.reads
        self.begun.set()
        await self.go_on.wait()
        if self.fails:
            raise Unavailable("answered with 500")
        return f"answer {number}"


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
async def new_process(redis: Redis, redis_url: str, clock: MovableClock) -> AsyncIterator[NewProcess]:
    """Make what a process of the bot would have: a cache on a connection of its own, sharing or, blinded, by itself."""
    cipher = Cipher([new_key()])
    async with AsyncExitStack() as clients:

        def make(*, url: str = redis_url, shares: bool = True, of: str = OF, **limits: float) -> ReadCache:
            client = make_client(url)
            clients.push_async_callback(client.aclose)
            return ReadCache(clock, RedisAnswers(client, cipher, clock, of=of) if shares else None, **limits)

        yield make


def get(cache: ReadCache, read: Callable[[], Awaitable[str]], *, fresh: bool = False) -> Awaitable[str]:
    return cache.get(("event", UUID(int=1), KEY), WORDS, read, LASTS, fresh=fresh)


# --- in one process --------------------------------------------------------------------------------------------------


async def test_what_is_remembered_is_bounded(clock: MovableClock):
    cache = ReadCache(clock)

    async def read() -> str:
        return "value"

    for number in range(MOST_REMEMBERED + 10):
        await cache.get((number,), WORDS, read, timedelta(minutes=1))
    assert len(cache._known) == MOST_REMEMBERED


async def test_a_read_that_a_fresh_one_has_overtaken_is_not_remembered(clock: MovableClock, shop: Shop):
    cache = ReadCache(clock)

    async def new() -> str:
        return "new"

    slow = asyncio.ensure_future(get(cache, shop.read))
    await shop.begun.wait()
    assert await get(cache, new, fresh=True) == "new"
    shop.go_on.set()
    assert await slow == "answer 1"
    assert await get(cache, shop.read) == "new"


async def test_the_last_that_is_known_is_told_for_a_while(clock: MovableClock, shop: Shop):
    cache = ReadCache(clock)
    shop.go_on.set()
    await get(cache, shop.read)
    name, read_at = ("event", UUID(int=1), KEY), clock.now()
    clock.move(LASTS)
    shop.fails = True
    with pytest.raises(Unavailable):
        await get(cache, shop.read)
    known = cache.last_known(name)
    assert known is not None
    assert (known.value, round((read_at - known.read_at).total_seconds())) == ("answer 1", 0)
    clock.move(KEPT - LASTS)
    assert cache.last_known(name) is None
    assert cache.last_known(("event", UUID(int=2), KEY)) is None


# --- in several ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("shares", "reads"), [(True, 1), pytest.param(False, 2, id="control: each by itself")])
async def test_of_two_processes_one_reads_for_both(new_process: NewProcess, shop: Shop, shares: bool, reads: int):
    caches = [new_process(shares=shares), new_process(shares=shares)]
    reading = [asyncio.ensure_future(get(cache, shop.read)) for cache in caches for _ in range(500)]
    await shop.begun.wait()
    await asyncio.sleep(0.2)
    shop.go_on.set()
    assert len(await asyncio.gather(*reading)) == 1000
    assert shop.reads == reads


async def test_what_another_process_read_counts_from_when_it_was_asked_for(
    new_process: NewProcess, shop: Shop, clock: MovableClock
):
    one, other = new_process(), new_process()
    shop.go_on.set()
    await get(one, shop.read)
    clock.move(LASTS - timedelta(seconds=5))
    assert await get(other, shop.read) == "answer 1"
    clock.move(timedelta(seconds=5))
    assert await get(other, shop.read) == "answer 2"
    assert await get(one, shop.read) == "answer 2"


async def test_a_fresh_read_passes_what_is_shared_and_refills_it(
    new_process: NewProcess, shop: Shop, clock: MovableClock
):
    one, other, third = new_process(), new_process(), new_process()
    slow = asyncio.ensure_future(get(one, shop.read))
    await shop.begun.wait()
    clock.move(timedelta(milliseconds=2))

    async def new() -> str:
        return "new"

    assert await get(other, new, fresh=True) == "new"
    shop.go_on.set()
    assert await slow == "answer 1"
    assert await get(third, shop.read) == "new"
    assert shop.reads == 1


async def test_a_reader_that_died_holds_nobody_up_for_long(new_process: NewProcess, shop: Shop, redis: Redis):
    """Nothing lets go for a process that was killed: its claim stays until it runs out."""
    dead, other = new_process(), new_process(patience_s=0.2)
    dying = asyncio.ensure_future(get(dead, shop.read))
    await shop.begun.wait()
    dead._running[("event", UUID(int=1), KEY)].cancel()
    with pytest.raises(asyncio.CancelledError):
        await dying
    [claimed] = [key async for key in redis.scan_iter("*:reading_until_ms:*")]
    assert await redis.pttl(claimed) > 0
    shop.go_on.set()
    assert await get(other, shop.read) == "answer 2"


async def test_where_the_reader_fails_the_next_reads_at_once(new_process: NewProcess, shop: Shop):
    one, other = new_process(), new_process(patience_s=60.0)
    first = asyncio.ensure_future(get(one, shop.read))
    await shop.begun.wait()
    second = asyncio.ensure_future(get(other, shop.read))
    shop.fails = True
    shop.go_on.set()
    for each in (first, second):
        with pytest.raises(Unavailable):
            await each
    assert shop.reads == 2


async def test_a_process_that_just_began_knows_the_last_of_the_others(
    new_process: NewProcess, shop: Shop, clock: MovableClock
):
    shop.go_on.set()
    await get(new_process(), shop.read)
    clock.move(LASTS + timedelta(minutes=5))
    shop.fails, began_later = True, new_process()
    with pytest.raises(Unavailable):
        await get(began_later, shop.read)
    known = began_later.last_known(("event", UUID(int=1), KEY))
    assert known is not None
    assert known.value == "answer 1"


async def test_a_store_that_is_away_or_silent_keeps_nobody_from_reading(new_process: NewProcess, shop: Shop):
    shop.go_on.set()
    assert await get(new_process(url="redis://127.0.0.1:9/0"), shop.read) == "answer 1"
    async with black_hole() as (silent, _):
        assert await get(new_process(url=silent, shared_s=0.1), shop.read) == "answer 2"


class Open(Cipher):
    """Hides nothing."""

    def encrypt(self, text: str) -> bytes:
        return text.encode()

    def hashed(self, name: str) -> str:
        return name.translate(str.maketrans(" {}", "___"))


@pytest.mark.parametrize(
    ("cipher", "seen"), [(Cipher, set()), pytest.param(Open, {KEY, "answer 1", "token-of-the-shop"}, id="control")]
)
async def test_nothing_of_a_key_or_an_answer_can_be_read_in_the_store(
    redis: Redis, clock: MovableClock, shop: Shop, cipher: type[Cipher], seen: set[str]
):
    shop.go_on.set()
    await get(ReadCache(clock, RedisAnswers(redis, cipher([new_key()]), clock, of=OF)), shop.read)
    [key] = cast("list[bytes]", await redis.keys("*"))
    stored = (key + cast("bytes", await redis.get(key))).decode()
    assert {secret for secret in (KEY, "answer 1", "token-of-the-shop") if secret in stored} == seen
    assert 0 < await redis.pttl(key) <= KEPT // timedelta(milliseconds=1)


async def test_another_shop_on_the_same_store_has_answers_of_its_own(new_process: NewProcess, shop: Shop):
    shop.go_on.set()
    assert await get(new_process(), shop.read) == "answer 1"
    assert await get(new_process(of="https://shop.example another-token"), shop.read) == "answer 2"


async def test_what_a_process_of_another_version_wrote_is_read_anew(new_process: NewProcess, shop: Shop):
    shop.go_on.set()
    name = ("event", UUID(int=1), KEY)

    async def number() -> int:
        return 5

    assert await new_process().get(name, TypeAdapter(int), number, LASTS) == 5
    assert await get(new_process(patience_s=0.1), shop.read) == "answer 1"


async def test_what_cannot_be_written_down_is_not_shared(new_process: NewProcess, shop: Shop):
    async def half() -> str:
        return "\ud800"

    shop.go_on.set()
    one, other = new_process(), new_process()
    assert await get(one, half) == await get(one, shop.read) == "\ud800"
    assert await get(other, shop.read) == "answer 1"


async def test_what_seems_to_come_out_of_the_future_counts_for_nothing(
    new_process: NewProcess, shop: Shop, clock: MovableClock
):
    """Another machine's clock, ten minutes ahead, must not make its answers last that much longer."""
    shop.go_on.set()
    ahead, ours = new_process(), new_process()
    ahead._clock = ahead._shared._clock = MovableClock(clock.now() + timedelta(minutes=10))  # type: ignore[attr-defined]
    assert await get(ahead, shop.read) == "answer 1"
    assert await get(ours, shop.read) == "answer 2"
    assert await get(new_process(), shop.read) == "answer 2"
    clock.move(LASTS)
    assert await get(ours, shop.read) == "answer 3"
