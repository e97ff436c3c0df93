"""Promises 12 and 14: one who taps without end, and all that was said in an outage."""

import asyncio
import time
from datetime import timedelta

import pytest

from tests.chaos.judging import Record, Trial
from tests.chaos.shopper import Manner, Shopper
from tests.chaos.world import Crowd, World, world

TAPS = 500
OUTAGE = timedelta(minutes=11)
"""A little longer than a reply may be old that orders anything."""
WAITING = 1000
WERE_ABOUT_TO_ORDER = 10
DRAINED_WITHIN_S = 240.0


def shopper(opened: World) -> Shopper:
    return Shopper(opened.simulator.telegram.messenger, opened.recorder, opened.client)


@pytest.mark.chaos
@pytest.mark.timeout(300)
async def test_others_are_answered_while_one_chat_taps_without_end(redis_url: str, record_property: Record):
    trial = Trial(f"12 · one chat sends {TAPS} taps", 1, record_property)
    async with world(redis_url) as opened:
        await opened.start()
        tapping = shopper(opened)
        await tapping.say("/start", "Which event")
        button = tapping.button("Polderlicht Festival")
        for _ in range(TAPS):
            tapping.press(button)
        crowd = Crowd(opened, at_once=5, manners=(Manner.CAREFUL,))
        await crowd.close()
        waiting = sum(not query_is_answered(opened, update.query) for update in opened.recorder.updates if update.query)
        history = await trial.judge(opened, figures=f"5 others bought while {waiting} taps still waited")
        assert waiting
        assert len(history.wanted) == 5


def query_is_answered(opened: World, query: str) -> bool:
    return any(each.query == query for each in opened.recorder.told)


@pytest.mark.chaos
@pytest.mark.timeout(600)
async def test_all_that_was_said_in_an_outage(redis_url: str, record_property: Record):
    """Nothing of it orders anything, not even of those who were about to; all of it is answered, in its order."""
    trial = Trial(
        f"14 · {WAITING} messages of an outage of {OUTAGE.total_seconds() / 60:.0f} minutes", 1, record_property
    )
    async with world(redis_url) as opened:
        bot = await opened.start()
        ordering = [shopper(opened) for _ in range(WERE_ABOUT_TO_ORDER)]
        await asyncio.gather(*(each.reach_the_review(Manner.CAREFUL) for each in ordering))
        await opened.quiet()
        await bot.end()
        for each in ordering:
            each.write("Order and pay")
        others = [shopper(opened) for _ in range((WAITING - WERE_ABOUT_TO_ORDER) // 10)]
        for words in ("/start", *"123456789"):
            for each in others:
                each.write(words)
        opened.move(OUTAGE)
        await opened.start()
        began_s = time.monotonic()
        assert await opened.quiet(DRAINED_WITHIN_S)
        rate = WAITING / (time.monotonic() - began_s)
        history = await trial.judge(opened, figures=f"{rate:.0f} a second")
        assert not history.writes
        # They are told why, and their next tap orders.
        await ordering[0].tap("Order and pay", "Pay now")
