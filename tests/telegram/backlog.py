"""What waits while nobody answers, and how fast it is answered then."""

import time
from datetime import timedelta

from redis.asyncio import Redis

from bot.rehearsal.heard import shop_writes
from tests.telegram.two_workers import TwoWorkers

OUTAGE = timedelta(minutes=11)
"""Longer than a reply may be old that orders."""
PATIENCE_S = 300.0


async def drain(both: TwoWorkers, redis: Redis, *, customers: int, messages: int) -> float:
    """Let customers write through an outage of both workers; see all answered, and return how many a second."""
    chats = [await both.join() for _ in range(customers)]
    await both.rest()
    for number in range(messages):
        await chats[number % customers].say("/help" if number // customers % 2 else "/privacy")
    await both.until_taken_in(redis, messages)
    both.simulator.clock.move(OUTAGE)
    began_s = time.monotonic()
    both.work()
    await both.until_nothing_is_owed(redis, PATIENCE_S)
    took_s = time.monotonic() - began_s
    answered = [len(both.calls(chat, "sendMessage", "editMessageText")) for chat in chats]
    assert answered == [messages // customers] * customers
    assert await shop_writes(both.client) == []
    return messages / took_s
