"""Promise 31: everybody presses START at once while nothing is known of the shop, and two processes read it once or twice."""

import asyncio
from datetime import timedelta

import pytest

from bot.ticketshop.cache import ReadCache
from tests.telegram.two_workers import TwoWorkers, two_workers

SLOW_READS = ("shop:events:slow:seconds=1:times=100000", "shop:event:slow:seconds=0:times=100000")
"""So slow that both processes are asked before the first answer is there; they count what is read."""
MOST_READS = 2


async def rush(redis_url: str, customers: int, patience: timedelta) -> dict[str, int]:
    """Let so many press START; return what the shop was asked for, once all of them are answered."""
    async with two_workers(redis_url) as both:
        both.break_it(*SLOW_READS)
        messenger = both.simulator.telegram.messenger
        chats = [messenger.add_customer("Anna", None, None, "en") for _ in range(customers)]
        for chat in chats:
            messenger.say(chat, "/start")
        async with asyncio.timeout(patience.total_seconds()):
            while not {chat.customer.id for chat in chats} <= answered(both):  # noqa: ASYNC110 - asked of the simulator
                await asyncio.sleep(0.05)
        return both.happened()


def answered(both: TwoWorkers) -> set[int]:
    """Return who was shown the events."""
    return {
        int(call["chat_id"]) for call in both.calls(None, "sendMessage") if "Which event" in str(call.get("text", ""))
    }


@pytest.mark.usefixtures("redis")
async def test_a_hundred_at_once_are_answered_with_one_or_two_reads(redis_url: str):
    asked = await rush(redis_url, 100, timedelta(seconds=60))
    assert 1 <= asked["events"] <= MOST_READS
    assert asked["event"] == 0


@pytest.mark.usefixtures("redis")
async def test_control_where_nothing_is_remembered_everybody_is_a_read(redis_url: str, monkeypatch: pytest.MonkeyPatch):
    async def read(cache, name, kind, read, lasts, *, fresh=False):
        return await read()

    monkeypatch.setattr(ReadCache, "get", read)
    asked = await rush(redis_url, 20, timedelta(seconds=60))
    assert asked["events"] > MOST_READS
