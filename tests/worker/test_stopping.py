"""A worker that is asked to stop: no new claim, an end in time, nothing lost and nothing twice (promise 3)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from redis.asyncio import Redis

import bot.worker
from bot.conversation.effects import Failed, Reserved
from bot.conversation.messages import Action, Press
from bot.conversation.ports import Claim
from bot.simulator.clock import MovableClock
from bot.store.crypto import Cipher
from bot.store.mailbox import RedisMailbox
from tests.conversation.dialogue import Dialogue, PlainShop, at_review
from tests.worker.conftest import MakeSide
from tests.worker.sides import CHAT, MISBEHAVIOUR, Seen, Side, said, tapped, work_until

AT_ONCE = 3
PEOPLE = range(1, 2 * AT_ONCE + 1)


async def test_a_turn_that_runs_is_let_end(make_side: MakeSide):
    begun, ended = asyncio.Event(), False

    async def slow() -> None:
        nonlocal ended
        begun.set()
        await asyncio.sleep(0.1)
        ended = True

    MISBEHAVIOUR[:] = [slow]
    side = make_side()
    await side.mailbox.put(CHAT, said(1, "bad"))
    await stopped_once(side, begun)
    assert ended
    assert side.view.cards


async def stopped_once(side: Side, begun: asyncio.Event) -> None:
    """Stop a worker once something has begun, and wait for its end."""
    working = asyncio.create_task(side.worker.run())
    await begun.wait()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)


class SlowToClaim(RedisMailbox):
    """A mailbox that leases a chat, and is slow to say so."""

    leased: asyncio.Event

    async def claim(self) -> Claim | None:
        claim = await super().claim()
        self.leased.set()
        await asyncio.sleep(0.1)
        return claim


async def test_a_chat_that_is_claimed_meanwhile_is_given_back(
    make_side: MakeSide, redis: Redis, cipher: Cipher, clock: MovableClock
):
    mailbox = SlowToClaim(redis, cipher, clock, lease_s=30.0)
    mailbox.leased = asyncio.Event()
    side = make_side()
    await side.mailbox.put(CHAT, said(1, "hello"))
    await stopped_once(replace(side, worker=replace(side.worker, mailbox=mailbox, chats_at_once=1)), mailbox.leased)
    claim = await side.mailbox.claim()
    assert claim is not None
    assert claim.chat == CHAT


# --- in time ----------------------------------------------------------------------------------------------------------


async def ends_within(side: Side, seconds: float) -> bool:
    """Stop a worker whose turn hangs; return whether it has ended within a time, and let it end."""
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        begun.set()
        await may_end.wait()

    MISBEHAVIOUR[:] = [hang]
    await side.mailbox.put(CHAT, said(1, "bad"))
    working = asyncio.create_task(side.worker.run())
    await begun.wait()
    working.cancel()
    _, running = await asyncio.wait({working}, timeout=seconds)
    may_end.set()
    await asyncio.gather(working, return_exceptions=True)
    return not running


async def test_a_turn_that_hangs_is_cut_and_its_chat_is_free_at_once(make_side: MakeSide):
    side = make_side(turn_s=60.0, grace_s=0.05)
    assert await ends_within(side, 10.0)
    claim = await side.mailbox.claim()
    assert claim is not None
    assert claim.envelope == said(1, "bad")
    assert claim.failures == 0


async def test_control_without_an_end_of_its_grace_it_goes_on(make_side: MakeSide):
    assert not await ends_within(make_side(turn_s=60.0, grace_s=60.0), 0.5)


# --- under load -------------------------------------------------------------------------------------------------------


class SlowToReserve(PlainShop):
    """A shop that books at once and says so later, when as many as it can bear are waiting."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.is_busy = asyncio.Event()

    async def reserve(self, *arguments: Any, **more: Any) -> Reserved | Failed:
        answer = await super().reserve(*arguments, **more)
        if self.heard.count("reserve") == AT_ONCE:
            self.is_busy.set()
        await asyncio.sleep(0.2)
        return answer


@dataclass
class Stopped:
    """What a stop under load came to, and what another worker did then."""

    begun: int
    begun_after: int
    reserved: int
    not_known: int
    answered: set[int]


async def everybody_orders(side: Side, dialogue: Dialogue) -> None:
    for person in PEOPLE:
        await side.remembers(dialogue, person)
    for person in PEOPLE:
        await side.mailbox.put(f"user:{person}", tapped(person, dialogue.visit, Press(Action.ORDER), person))


async def stop_under_load(make_side: MakeSide, dialogue: Dialogue, *, grace_s: float) -> Stopped:
    """Have everybody order, stop the worker while it waits for the shop, and let another go on."""
    shop, seen = SlowToReserve(), Seen()
    first = make_side(shop, chats_at_once=AT_ONCE, grace_s=grace_s, seen=seen)
    await everybody_orders(first, dialogue)
    working = asyncio.create_task(first.worker.run())
    await shop.is_busy.wait()
    begun = len(seen.begun)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    begun_after = len(seen.begun) - begun
    second = make_side(shop, chats_at_once=AT_ONCE)
    everybody = set(PEOPLE)
    await work_until(second, lambda: {*first.view.chats, *second.view.chats} == everybody)
    cards = [*first.view.cards, *second.view.cards]
    return Stopped(
        begun,
        begun_after,
        shop.heard.count("reserve"),
        sum("did not answer" in card for card in cards),
        {*first.view.chats, *second.view.chats},
    )


@pytest.mark.parametrize(("grace_s", "not_known"), [(60.0, 0), (0.0, AT_ONCE)])
async def test_under_load_each_order_is_heard_once(make_side: MakeSide, grace_s: float, not_known: int):
    """What the shop was asked is waited for; where the grace is over before, the customer is told that it is not known."""
    stopped = await stop_under_load(make_side, await at_review(), grace_s=grace_s)
    assert stopped == Stopped(AT_ONCE, 0, len(PEOPLE), not_known, {*PEOPLE})


async def test_control_a_worker_that_is_deaf_to_the_stop_begins_more(
    make_side: MakeSide, monkeypatch: pytest.MonkeyPatch
):
    async def finish(self: bot.worker.Worker, claim: Claim, turn: asyncio.Task[None]) -> None:
        try:
            await asyncio.shield(turn)
        except asyncio.CancelledError:
            await turn

    monkeypatch.setattr(bot.worker, "cancellation_asked", lambda: False)
    monkeypatch.setattr(bot.worker.Worker, "_finish", finish)
    shop, seen = SlowToReserve(), Seen()
    side = make_side(shop, chats_at_once=AT_ONCE, seen=seen)
    await everybody_orders(side, await at_review())
    working = asyncio.create_task(side.worker.run())
    await shop.is_busy.wait()
    working.cancel()
    await until(lambda: len(seen.begun) > AT_ONCE)
    monkeypatch.undo()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)


async def test_control_without_a_stored_intent_what_was_cut_is_heard_twice(
    make_side: MakeSide, monkeypatch: pytest.MonkeyPatch
):
    async def unkept(self: RedisMailbox, claim: Claim, *_: Any) -> None:
        return None

    dialogue = await at_review()
    monkeypatch.setattr(RedisMailbox, "keep", unkept)
    stopped = await stop_under_load(make_side, dialogue, grace_s=0.0)
    assert stopped.reserved == len(PEOPLE) + AT_ONCE


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(10.0):
        while not done():  # noqa: ASYNC110 - what is waited for is a list of the test
            await asyncio.sleep(0.01)
