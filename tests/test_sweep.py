"""Sweeping goes on while the store is away."""

import asyncio
from dataclasses import dataclass, field

import pytest

from bot.sweep import Sweep


@dataclass
class TroubledTimers:
    """Timers of a store that is away the first time."""

    asked: int = 0
    back: asyncio.Event = field(default_factory=asyncio.Event)

    async def ring(self) -> int:
        self.asked += 1
        if self.asked == 1:
            raise ConnectionError("away")
        if self.asked == 3:
            self.back.set()
        return self.asked - 2


async def test_a_store_that_is_away_ends_nothing():
    timers = TroubledTimers()
    sweeping = asyncio.create_task(Sweep(timers, every_s=0.001).run())
    await asyncio.wait_for(timers.back.wait(), 5)
    sweeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sweeping


@dataclass
class DeafTimers:
    """Timers of a store whose library eats the exception of a stop."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def ring(self) -> int:
        self.asked.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise ConnectionError("broken off") from None
        return 0


async def test_a_stop_that_a_library_eats_is_one_all_the_same():
    timers = DeafTimers()
    sweeping = asyncio.create_task(Sweep(timers, every_s=0.001).run())
    await timers.asked.wait()
    sweeping.cancel()
    _, running = await asyncio.wait({sweeping}, timeout=5)
    assert not running
