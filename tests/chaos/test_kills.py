"""Promises 1, 2 and 19: a process that dies at any moment loses nothing, doubles nothing and reorders nothing."""

import asyncio
import random
import time
from collections.abc import Callable

import pytest

from tests.chaos.checker import check, longest_wait_s
from tests.chaos.points import POINTS
from tests.chaos.results import row
from tests.chaos.world import Crowd, World, world

Record = Callable[[str, object], None]
IN_A_TURN = tuple(point for point in POINTS if point != "rung")
SHORT_CUT = ("posted", "sent")
SPARED = 5
"""A point is reached so many times at most before the process dies there: else the same chat would be hit each time."""


async def finish(opened: World, crowd: Crowd, promise: str, runs: int, record: Record, began_s: float) -> None:
    """Let a process that lives answer all that is left, judge, and write the row."""
    await opened.start()
    await crowd.close()
    await opened.quiet()
    history = await opened.history()
    verdict = check(history)
    figures = (
        f"{len(history.updates)} updates, {len(history.writes)} writes of {crowd.served} customers, "
        f"outcome told within {longest_wait_s(history):.0f} s"
    )
    record(*row(promise, runs, verdict, time.monotonic() - began_s, figures))
    assert verdict.is_clean, str(verdict)


async def test_short_cut(redis_url: str, record_property: Record):
    began_s = time.monotonic()
    async with world(redis_url) as opened:
        crowd = Crowd(opened, at_once=4)
        for point in SHORT_CUT:
            bot = await opened.doomed(point)
            await bot.ended()
        await finish(opened, crowd, "1 · two kills", len(SHORT_CUT), record_property, began_s)


@pytest.mark.chaos
@pytest.mark.timeout(900)
@pytest.mark.parametrize("point", IN_A_TURN)
async def test_killed_at_a_named_point(redis_url: str, attempts: int, record_property: Record, point: str):
    began_s = time.monotonic()
    async with world(redis_url) as opened:
        crowd = Crowd(opened, at_once=12)
        for _ in range(attempts):
            bot = await opened.doomed(point, skip=random.randrange(SPARED))
            await bot.ended()
        await finish(opened, crowd, f"1 · killed when {POINTS[point]}", attempts, record_property, began_s)


@pytest.mark.chaos
@pytest.mark.timeout(1200)
async def test_killed_at_random_moments(redis_url: str, kills: int, record_property: Record):
    began_s = time.monotonic()
    async with world(redis_url) as opened:
        crowd = Crowd(opened, at_once=12)
        for _ in range(kills):
            bot = await opened.start()
            await asyncio.sleep(random.uniform(0.0, 1.5))
            await bot.end()
        await finish(opened, crowd, "1 · killed at random moments", kills, record_property, began_s)
