"""A worker that wakes after its lease (promise 17)."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.conversation.messages import Action, Press
from bot.conversation.ports import Claim, LeaseLost
from bot.domain.shop import Event
from bot.simulator.clock import MovableClock
from bot.store.mailbox import RedisMailbox
from tests.conversation.dialogue import Dialogue, PlainShop, at_review
from tests.worker.conftest import MakeSide
from tests.worker.sides import CHAT, tapped, work_until


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
    await first.remembers(dialogue)
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
