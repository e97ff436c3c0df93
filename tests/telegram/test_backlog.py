"""After an outage nothing is lost, what is old orders nothing, and what Telegram dropped does no harm (promises 14, 15)."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from bot.conversation import writing
from bot.rehearsal.heard import shop_writes
from bot.simulator.telegram.queries import ANSWERED_WITHIN
from bot.telegram import intake
from bot.telegram.view import View
from tests.processes.buyer import Buyer
from tests.telegram.backlog import OUTAGE, drain
from tests.telegram.two_workers import TwoWorkers, two_workers


@pytest.fixture
async def both(redis: Redis, redis_url: str) -> AsyncIterator[TwoWorkers]:
    async with two_workers(redis_url) as both:
        yield both


# --- 14: what waited ----------------------------------------------------------------------------------------------------


async def orders_after_an_outage(both: TwoWorkers, redis: Redis) -> list[dict[str, Any]]:
    """Let a customer order while nobody answers; return what the shop heard once the outage was over."""
    buyer = Buyer(await both.join(), None)  # type: ignore[arg-type]
    await buyer.reach_the_review_of_a_day_ticket()
    order = await buyer.button("Order and pay")
    await both.until_nothing_is_owed(redis)
    await both.rest()
    taken_in = len(await redis.keys("*:seen_at_ms:*"))
    await buyer.chat.tap(order)
    await both.until_taken_in(redis, taken_in + 1)
    both.simulator.clock.move(OUTAGE)
    both.work()
    await both.until_nothing_is_owed(redis)
    return await shop_writes(both.client)


async def test_what_waited_for_longer_than_ten_minutes_orders_nothing(both: TwoWorkers, redis: Redis):
    assert await orders_after_an_outage(both, redis) == []


async def test_control_a_reply_of_any_age_orders(both: TwoWorkers, redis: Redis, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(writing, "OLDEST_REPLY_THAT_WRITES", timedelta(days=1))
    assert len(await orders_after_an_outage(both, redis)) == 2


async def test_a_backlog_is_answered_to_the_last_message(both: TwoWorkers, redis: Redis):
    await drain(both, redis, customers=8, messages=32)


# --- 15: a tap that Telegram dropped --------------------------------------------------------------------------------------


async def unanswered_taps(both: TwoWorkers, redis: Redis, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let a tap be lost in an outage and the same old button be pressed afterwards; return how many taps wait in vain."""
    monkeypatch.setattr(intake, "PAUSE_S", 0.05)
    customer = await both.join()
    await customer.start()
    await both.until(lambda: bool(both.calls(customer, "sendMessage")))
    [button, *_] = (await customer.look()).buttons
    await both.until_nothing_is_owed(redis)
    both.break_it("telegram:getUpdates:500:for=4m")
    # What ends the poll that waits.
    await (await both.join()).say("/help")
    await both.until(lambda: both.happened()["getUpdates"] > 0)
    await customer.tap(button)
    both.simulator.clock.move(ANSWERED_WITHIN + timedelta(seconds=1))
    assert not both.calls(customer, "editMessageText")
    both.simulator.clock.move(timedelta(minutes=4))
    await customer.tap(button)
    await both.until(lambda: len(both.calls(customer, "editMessageText")) == 1)
    await both.until_nothing_is_owed(redis)
    return len(both.simulator.telegram.messenger.queries)


async def test_the_button_of_a_lost_tap_is_answered_when_it_is_pressed_again(
    both: TwoWorkers, redis: Redis, monkeypatch: pytest.MonkeyPatch
):
    assert await unanswered_taps(both, redis, monkeypatch) == 0


async def test_control_without_an_answer_the_button_waits(
    both: TwoWorkers, redis: Redis, monkeypatch: pytest.MonkeyPatch
):
    async def silent(*_: object) -> None:
        return

    monkeypatch.setattr(View, "_answer", silent)
    assert await unanswered_taps(both, redis, monkeypatch) == 1
