"""Promises 20, 21, 34, 35, 40 and 42: whatever the lines to Telegram, the shop and Redis do, nothing is lost or doubled."""

import asyncio

import pytest

from tests.chaos.judging import Record, Trial
from tests.chaos.proxy import Trouble
from tests.chaos.world import Crowd, world

PROMISES = {"Telegram": "40, 42", "shop": "20, 21", "Redis": "34, 35"}
"""Which promises are tried on which line."""
LASTS_S = 3.0
LATE_S = 0.2
MET_WITHIN_S = 40.0
CUTS = 5
"""So many answers are cut; a line on which every answer is cut leads nowhere."""
LASTING = (Trouble.LATENCY, Trouble.RESET, Trouble.BLACK_HOLE)
TROUBLE = (*LASTING, Trouble.DROPPED_REPLY, Trouble.HALF_BODY)


@pytest.mark.chaos
@pytest.mark.timeout(300)
@pytest.mark.parametrize("trouble", TROUBLE)
@pytest.mark.parametrize("side", PROMISES)
async def test_trouble_on_a_line(redis_url: str, record_property: Record, side: str, trouble: Trouble):
    """Twice; at the shop's line once for whatever is asked, and once for writes alone."""
    async with world(redis_url) as opened:
        await opened.start()
        crowd, proxy = Crowd(opened, at_once=6), opened.proxies[side]
        trial = Trial(f"{PROMISES[side]} · {trouble} on the line to {side}", 1, record_property)
        for asked in (b"", b"POST" if side == "shop" else b""):
            proxy.order(trouble, seconds=LATE_S, times=None if trouble in LASTING else CUTS, asked=asked)
            # A shop that failed is left alone for a while (its circuit is open): the trouble waits until it is asked again.
            await asyncio.wait_for(proxy.met.wait(), MET_WITHIN_S)
            await asyncio.sleep(LASTS_S)
            proxy.mend()
            await asyncio.sleep(LASTS_S / 2)
        await trial.judge(opened, crowd, f"{proxy.happened} times", is_answered_late=True)
