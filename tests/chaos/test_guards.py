"""The controls of the suite: without one of its guards the bot does harm, and the checker says so."""

import random
import time
from collections.abc import Callable

import pytest

from tests.chaos.blinded import GUARDS
from tests.chaos.checker import Verdict, check
from tests.chaos.results import row
from tests.chaos.shopper import Manner
from tests.chaos.world import Crowd, world

DIES_AT = {
    "seen set": "stored",
    "envelope kept until commit": "claimed",
    "intent stored before POST": "posted",
    "lease": "claimed",
}
"""The guards against a crash, and where it has to happen to do harm."""
PATIENCE_S = 10.0


async def without(guard: str, redis_url: str) -> Verdict:
    """Let some customers shop at a bot without one of its guards, which dies once at the worst moment."""
    async with world(redis_url) as opened:
        opened.settings["CHAOS_WITHOUT"] = guard
        crowd = Crowd(opened, at_once=3, manners=(Manner.CAREFUL,), patience_s=PATIENCE_S)
        if guard in DIES_AT:
            bot = await opened.doomed(DIES_AT[guard], skip=random.randrange(2))
            await bot.died()
        await opened.start()
        await crowd.close()
        await opened.quiet(within_s=2.0)
        return check(await opened.history())


@pytest.mark.chaos
@pytest.mark.timeout(600)
@pytest.mark.parametrize("guard", [each for each in GUARDS if each != "fence"])
async def test_control(redis_url: str, attempts: int, record_property: Callable[[str, object], None], guard: str):
    began_s = time.monotonic()
    verdicts = [await without(guard, redis_url) for _ in range(attempts)]
    found = [verdict for verdict in verdicts if not verdict.is_clean]
    worst = max(verdicts, key=lambda verdict: sum(map(len, verdict.broken.values())))
    figures = f"{len(found)} of {attempts} runs did harm"
    record_property(*row(f"control · without {guard}", attempts, worst, time.monotonic() - began_s, figures))
    assert found
