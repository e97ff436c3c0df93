"""Promises 1, 2 and 19: a process that dies at any moment loses nothing, doubles nothing and reorders nothing."""

import asyncio
import random
from collections import Counter
from datetime import timedelta

import pytest

from tests.chaos.judging import Record, Trial
from tests.chaos.points import POINTS
from tests.chaos.shopper import Manner
from tests.chaos.world import Crowd, world

IN_A_TURN = tuple(point for point in POINTS if point != "rung")
SHORT_CUT = ("posted", "sent")
SPARED = 5
"""A point is reached so many times at most before the process dies there: else the same chat would be hit each time."""
UNTIL_THE_WARNING = timedelta(minutes=16)
UNTIL_THE_END = timedelta(minutes=6)
TIMERS_OF_A_HOLD = 2


async def test_short_cut(redis_url: str, record_property: Record):
    trial = Trial("1 · killed twice", len(SHORT_CUT), record_property)
    async with world(redis_url) as opened:
        crowd = Crowd(opened, at_once=4)
        for point in SHORT_CUT:
            bot = await opened.doomed(point)
            await bot.died()
        await opened.start()
        await trial.judge(opened, crowd)


@pytest.mark.chaos
@pytest.mark.timeout(900)
@pytest.mark.parametrize("point", IN_A_TURN)
async def test_killed_at_a_named_point(redis_url: str, attempts: int, record_property: Record, point: str):
    trial = Trial(f"1 · killed when {POINTS[point]}", attempts, record_property)
    async with world(redis_url) as opened:
        crowd = Crowd(opened, at_once=12)
        for _ in range(attempts):
            bot = await opened.doomed(point, skip=random.randrange(SPARED))
            await bot.died()
        await opened.start()
        await trial.judge(opened, crowd)


@pytest.mark.chaos
@pytest.mark.timeout(1200)
async def test_killed_at_random_moments(redis_url: str, kills: int, record_property: Record):
    trial = Trial("1 · killed at random moments", kills, record_property)
    async with world(redis_url) as opened:
        crowd = Crowd(opened, at_once=12)
        for _ in range(kills):
            bot = await opened.start()
            await asyncio.sleep(random.uniform(0.0, 1.5))
            await bot.end()
        await opened.start()
        await trial.judge(opened, crowd)


@pytest.mark.chaos
@pytest.mark.timeout(300)
async def test_killed_in_the_sweep(redis_url: str, attempts: int, record_property: Record):
    """Each hold has a warning and an end: each is rung once, by whichever process is there."""
    trial = Trial(f"1 · killed when {POINTS['rung']}", attempts, record_property)
    async with world(redis_url) as opened:
        bot = await opened.start()
        crowd = Crowd(opened, at_once=max(attempts, 4), manners=(Manner.IMPATIENT,))
        await crowd.close()
        await bot.end()
        for number in range(attempts):
            if number in (0, attempts // 2):
                opened.move(UNTIL_THE_WARNING if number == 0 else UNTIL_THE_END)
            bot = await opened.doomed("rung")
            await bot.died()
        opened.move(UNTIL_THE_END)
        await opened.start()
        history = await trial.judge(opened)
        rung = Counter(line.chat for line in history.lines if line.envelope.startswith("timer:"))
        held = {write.chat for write in history.writes if write.call == "checkout"}
        assert held
        assert rung == dict.fromkeys(held, TIMERS_OF_A_HOLD)
