"""Promise 17: a worker that wakes after its lease writes nothing, sends nothing and orders nothing."""

import asyncio
import signal
import time
from itertools import cycle, islice

import pytest

from tests.chaos.checker import check
from tests.chaos.judging import Record, Trial
from tests.chaos.results import row
from tests.chaos.shopper import Manner
from tests.chaos.world import DEADLINES, Crowd, World, world

STOPS_AT = ("settled", "claimed", "intended", "posted", "committed", "releasing")
PAST_ITS_LEASE_S = float(DEADLINES["LEASE_S"]) + 0.5
REACHED_WITHIN_S = 60.0


async def sleep_past_its_lease(opened: World, point: str) -> None:
    """Let a worker fall asleep at a point and wake when its chat is another's, who was there all the time."""
    sleeper = await opened.doomed(point, skip=1, deed="stop", ROLE="worker")
    await asyncio.wait_for(sleeper.reached.wait(), REACHED_WITHIN_S)
    await asyncio.sleep(PAST_ITS_LEASE_S)
    sleeper.process.send_signal(signal.SIGCONT)
    # As long as the turn that it wakes in may still last.
    await asyncio.sleep(float(DEADLINES["TURN_S"]))
    await sleeper.end(signal.SIGTERM)


@pytest.mark.chaos
@pytest.mark.timeout(600)
async def test_a_worker_that_slept_past_its_lease(redis_url: str, attempts: int, record_property: Record):
    trial = Trial("17 · stopped past its lease", attempts, record_property)
    async with world(redis_url) as opened:
        await opened.start()
        crowd = Crowd(opened, at_once=6)
        for point in islice(cycle(STOPS_AT), attempts):
            await sleep_past_its_lease(opened, point)
        await trial.judge(opened, crowd)


@pytest.mark.chaos
@pytest.mark.timeout(600)
async def test_control_without_the_fence(redis_url: str, attempts: int, record_property: Record):
    began_s, verdicts = time.monotonic(), []
    for _ in range(attempts):
        async with world(redis_url) as opened:
            opened.settings["CHAOS_WITHOUT"] = "fence"
            await opened.start()
            crowd = Crowd(opened, at_once=4, manners=(Manner.CAREFUL,), patience_s=15.0)
            await sleep_past_its_lease(opened, "settled")
            await crowd.close()
            await opened.quiet(within_s=2.0)
            verdicts.append(check(await opened.history()))
    found = [verdict for verdict in verdicts if not verdict.is_clean]
    figures = f"{len(found)} of {attempts} runs did harm"
    record_property(*row("control · without fence", attempts, verdicts[0], time.monotonic() - began_s, figures))
    assert found
