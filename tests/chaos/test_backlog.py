"""A thousand messages after an outage: all answered, nothing ordered, and how fast that was (promise 14)."""

import pytest
from redis.asyncio import Redis

from tests.telegram.backlog import drain
from tests.telegram.two_workers import two_workers


@pytest.mark.chaos
@pytest.mark.timeout(600)
async def test_a_thousand_messages_after_an_outage(redis: Redis, redis_url: str):
    async with two_workers(redis_url) as both:
        rate = await drain(both, redis, customers=100, messages=1000)
    told = f"a thousand messages: {rate:.0f} a second by two workers, the simulator in the same process"
    print(f"\n{told}")  # noqa: T201 - a rate is told, and compared with nothing
