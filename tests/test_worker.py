"""The worker over a real store: failing, hanging and stale turns (promises 5, 6, 10, 17)."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from redis.asyncio import Redis

import bot.worker
from bot.conversation.engine import Engine
from bot.conversation.messages import Action, Press
from bot.conversation.ports import Claim, Committed, Envelope, Keep, LeaseLost, Owed
from bot.conversation.session import Profile
from bot.conversation.turn import Turn
from bot.domain.shop import Event
from bot.domain.zones import Zones
from bot.i18n.catalog import GettextCatalog
from bot.i18n.understanding import CatalogUnderstanding
from bot.simulator.clock import MovableClock
from bot.store.client import StoreUnavailable, make_client
from bot.store.crypto import Cipher, new_key
from bot.store.dead_letters import DeadLetters
from bot.store.limits import RedisLimits
from bot.store.links import RedisLinks
from bot.store.mailbox import RedisMailbox
from bot.store.orders import RedisOrders
from bot.telegram.callback import encode
from bot.telegram.front import Front
from bot.telegram.owed import Card, read
from bot.telegram.returns import DeepLinkReturns
from bot.worker import Worker
from tests.conversation.dialogue import CATALOG, NOW, ZONE, Dialogue, PlainShop, at_review

CHAT = "user:7"
PERSON = {"id": 7, "is_bot": False, "first_name": "Robin", "language_code": "en"}
PRIVATE = {"id": 7, "type": "private"}
Misbehaviour = Callable[[], Awaitable[None]]


@dataclass
class PlainView:
    """A way out that remembers what was sent."""

    cards: list[str] = field(default_factory=list)

    async def send(self, stored: Owed, remembered: str | None) -> str | None:
        message = read(stored)
        if isinstance(message, Card):
            self.cards.append(message.html)
        return remembered

    async def answer_at_once(self, query_id: str) -> None:
        return

    async def typing(self, chat_id: int) -> None:
        return

    async def ask(self) -> None:
        return


@dataclass
class Side:
    """One worker with all it needs, as a process of its own would have it."""

    mailbox: RedisMailbox
    worker: Worker
    view: PlainView


class Moody(Front):
    """A front whose turns go wrong for the word "bad", in the way a test wants."""

    misbehave: Misbehaviour

    async def turn(
        self, claim: Claim, envelope: Envelope, *, keep: Keep, time_left_s: Callable[[], float]
    ) -> tuple[Committed, Turn | None]:
        if '"bad"' in envelope.body:
            await MISBEHAVIOUR[0]()
        return await super().turn(claim, envelope, keep=keep, time_left_s=time_left_s)


MISBEHAVIOUR: list[Misbehaviour] = []


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(NOW)


@pytest.fixture
def cipher() -> Cipher:
    return Cipher([new_key()])


MakeSide = Callable[..., Side]


@pytest.fixture
async def make_side(redis: Redis, redis_url: str, clock: MovableClock, cipher: Cipher) -> AsyncIterator[MakeSide]:
    clients = []

    def make(shop: PlainShop | None = None, *, turn_s: float = 5.0, chats_at_once: int = 2) -> Side:
        client = make_client(redis_url)
        clients.append(client)
        mailbox = RedisMailbox(client, cipher, clock, lease_s=30.0)
        engine = Engine(
            shop or PlainShop(),
            clock,
            DeepLinkReturns("bot"),
            CatalogUnderstanding(CATALOG),
            RedisLimits(client, clock, print),
            RedisLinks(client, cipher, clock),
            Zones(ZONE),
            RedisOrders(client, cipher, clock),
            time_for_a_write_s=0.5,
        )
        view = PlainView()
        front = Moody(engine, GettextCatalog(), view, "bot")  # type: ignore[arg-type]
        return Side(mailbox, Worker(mailbox, front, chats_at_once, turn_s), view)

    yield make
    for client in clients:
        await client.aclose()


def said(number: int, words: str, person: int = 7) -> Envelope:
    message = {
        "message_id": number,
        "from": PERSON | {"id": person},
        "chat": PRIVATE | {"id": person},
        "date": 1,
        "text": words,
    }
    return Envelope(f"update:{number}", "update", NOW, json.dumps({"update_id": number, "message": message}))


def tapped(number: int, visit: int, press: Press) -> Envelope:
    query = {
        "id": str(number),
        "from": PERSON,
        "message": {"message_id": 1, "chat": PRIVATE},
        "data": encode(visit, press),
    }
    return Envelope(f"update:{number}", "update", NOW, json.dumps({"update_id": number, "callback_query": query}))


async def work_until(side: Side, done: Callable[[], bool], within_s: float = 10.0) -> None:
    """Let a worker work until something is so, and stop it."""
    working = asyncio.create_task(side.worker.run())
    try:
        async with asyncio.timeout(within_s):
            while not done():
                assert not working.done(), "the worker ended"
                await asyncio.sleep(0.01)
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


async def raises() -> None:
    raise ValueError("bad")


async def raises_a_cancellation() -> None:
    raise asyncio.CancelledError


async def hangs() -> None:
    await asyncio.sleep(60)


async def mended() -> None:
    return


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
    side = make_side(turn_s=0.6)
    await side.mailbox.put(CHAT, said(1, "bad"))
    await side.mailbox.put(CHAT, said(2, "/start"))
    await side.mailbox.put("user:8", said(3, "/start", person=8))
    await work_until(side, lambda: len(side.view.cards) == 3)
    assert tries == 3
    assert sum("Sorry" in card for card in side.view.cards) == 1
    assert sum("Which event" in card for card in side.view.cards) == 2
    [letter] = await DeadLetters(redis, cipher, clock).read(CHAT)
    assert letter.envelope == said(1, "bad")


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


async def test_a_chat_that_hangs_holds_no_other_back(make_side: MakeSide):
    MISBEHAVIOUR[:] = [hangs]
    side = make_side(turn_s=5.0)
    await side.mailbox.put(CHAT, said(1, "bad"))
    await side.mailbox.put("user:8", said(2, "/start", person=8))
    await work_until(side, lambda: len(side.view.cards) == 1, within_s=4.0)


async def test_a_stop_lets_the_turn_end(make_side: MakeSide):
    begun, ended = asyncio.Event(), False

    async def slow() -> None:
        nonlocal ended
        begun.set()
        await asyncio.sleep(0.3)
        ended = True

    MISBEHAVIOUR[:] = [slow]
    side = make_side()
    await side.mailbox.put(CHAT, said(1, "bad"))
    working = asyncio.create_task(side.worker.run())
    await begun.wait()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    assert ended
    assert side.view.cards


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


# --- the lease taken away --------------------------------------------------------------------------------------------


class SlowToClaim(RedisMailbox):
    """A mailbox that leases a chat, and is slow to say so."""

    leased: asyncio.Event

    async def claim(self) -> Claim | None:
        claim = await super().claim()
        self.leased.set()
        await asyncio.sleep(0.1)
        return claim


async def test_a_stop_while_a_chat_is_claimed_gives_it_back(
    make_side: MakeSide, redis: Redis, cipher: Cipher, clock: MovableClock
):
    mailbox = SlowToClaim(redis, cipher, clock, lease_s=30.0)
    mailbox.leased = asyncio.Event()
    side = make_side()
    await side.mailbox.put(CHAT, said(1, "hello"))
    working = asyncio.create_task(replace(side.worker, mailbox=mailbox, chats_at_once=1).run())
    await mailbox.leased.wait()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    claim = await side.mailbox.claim()
    assert claim is not None
    assert claim.chat == CHAT


class SlowShop(PlainShop):
    """A shop whose event is read slowly the first time: its reader falls asleep in the middle of a turn."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.asleep = asyncio.Event()
        self.wakes = asyncio.Event()

    async def event(self, uuid: UUID, *, key: str | None = None, fresh: bool = False) -> Event:
        if not self.asleep.is_set():
            self.asleep.set()
            await self.wakes.wait()
        return await super().event(uuid, key=key, fresh=fresh)


async def two_workers_order(
    make_side: MakeSide, clock: MovableClock, dialogue: Dialogue
) -> tuple[list[str], type[BaseException] | None]:
    """Let a worker fall asleep over the order button until another took its chat; return the writes, and how it woke."""
    slow = SlowShop(heard=dialogue.shop.heard)
    first, second = make_side(slow), make_side(dialogue.shop)
    await first.mailbox.put(CHAT, said(1, "hello"))
    claim = await first.mailbox.claim()
    assert claim is not None
    await first.mailbox.commit(claim, Committed(dialogue.session, dialogue.details, Profile(), "{}"))
    await first.mailbox.release(claim)

    await first.mailbox.put(CHAT, tapped(2, dialogue.visit, Press(Action.ORDER)))
    claim = await first.mailbox.claim()
    assert claim is not None
    sleeping = asyncio.create_task(first.worker.take(claim))
    await slow.asleep.wait()
    clock.move(timedelta(seconds=31))
    await work_until(second, lambda: len(second.view.cards) == 1)
    slow.wakes.set()
    [woken] = await asyncio.gather(sleeping, return_exceptions=True)
    return dialogue.shop.heard, type(woken) if isinstance(woken, BaseException) else None


async def test_a_worker_that_wakes_after_its_lease_reserves_nothing(make_side: MakeSide, clock: MovableClock):
    writes, woken = await two_workers_order(make_side, clock, await at_review())
    assert writes == ["reserve", "checkout"]
    assert woken is LeaseLost


async def test_control_without_the_fence_the_shop_hears_two_reservations(
    make_side: MakeSide, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
):
    async def unguarded(self: RedisMailbox, claim: Claim, *_: Any) -> None:
        return None

    dialogue = await at_review()
    monkeypatch.setattr(RedisMailbox, "keep", unguarded)
    writes, _ = await two_workers_order(make_side, clock, dialogue)
    assert writes.count("reserve") == 2


def test_the_zone_of_these_tests_is_the_shops():
    assert ZoneInfo("Europe/Amsterdam") == ZONE
