"""Promises 7, 11, 13 and 18 under fire: several processes on one Redis, polling or by webhook, any of which dies."""

import asyncio
import random

import pytest

from bot.rehearsal.stage import free_place
from tests.chaos.judging import Record, Trial
from tests.chaos.world import Crowd, World, world

WEBHOOK_SECRET = "a-secret-of-no-worth"


def by_webhook() -> dict[str, str]:
    """Return the settings of a bot to which Telegram sends updates."""
    place = free_place()
    return {"LISTEN": place, "PUBLIC_URL": f"http://{place}", "TELEGRAM_WEBHOOK_SECRET": WEBHOOK_SECRET}


async def kill_any(opened: World, roles: list[str], kills: int) -> None:
    """Start a process for each role, kill one at a time at random moments, and start another of its role."""
    running = [await opened.start(ROLE=role) for role in roles]
    for _ in range(kills):
        await asyncio.sleep(random.uniform(0.0, 1.0))
        hit = random.randrange(len(running))
        await running[hit].end()
        running[hit] = await opened.start(ROLE=roles[hit])


@pytest.mark.chaos
@pytest.mark.timeout(600)
@pytest.mark.parametrize("way", ["polling", "webhook"])
@pytest.mark.parametrize("workers", [2, 4])
async def test_one_of_several_dies(redis_url: str, attempts: int, record_property: Record, workers: int, way: str):
    trial = Trial(f"7, 11, 13, 18 · {workers} workers, {way}, any of them or intake killed", attempts, record_property)
    async with world(redis_url) as opened:
        if way == "webhook":
            opened.settings.update(by_webhook())
        crowd = Crowd(opened, at_once=6)
        await kill_any(opened, ["intake", *["worker"] * workers], attempts)
        await trial.judge(opened, crowd, queues=1 if way == "polling" else 2)
