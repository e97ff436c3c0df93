"""What is owed goes out: in order, not against Telegram's will, not again and again (promises 39 to 42, 14, 15)."""

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs
from telegram.error import RetryAfter

from bot import worker
from bot.conversation.ports import Claim, Envelope, Owed
from bot.store.mailbox import RedisMailbox
from bot.telegram import delivery, line
from bot.telegram.delivery import NotDelivered
from bot.telegram.pauses import Pauses
from bot.telegram.view import View
from tests.telegram.two_workers import TwoWorkers, two_workers
from tests.worker.sides import said

WAIT = timedelta(seconds=30)
WRITES = ("sendMessage", "editMessageText")
COMMANDS = ("/start", "/help", "/privacy")


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "FIRST_PAUSE_S", 0.02)
    monkeypatch.setattr(line, "LONGEST_PAUSE_S", 0.02)
    monkeypatch.setattr(worker, "WAIT_S", 0.05)


@pytest.fixture
def short_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "LONGEST_DELAY_S", 0.02)


@pytest.fixture
async def both(redis: Redis, redis_url: str) -> AsyncIterator[TwoWorkers]:
    async with two_workers(redis_url) as both:
        yield both


# --- 39: what Telegram wants left alone is left alone ------------------------------------------------------------------


async def heard_during_a_pause(both: TwoWorkers) -> tuple[int, int]:
    """Let Telegram ask for half a minute in one chat; return what it heard for that and for another one meanwhile."""
    hasty, other = await both.join(), await both.join()
    both.break_it(f"telegram:sendMessage:429:seconds={WAIT.seconds}")
    await hasty.start()
    await both.until(lambda: not both.happened())
    for number, words in enumerate(COMMANDS, 1):
        await hasty.say(words)
        await other.say(words)
        await both.until(lambda number=number: len(both.calls(other, *WRITES)) >= number)  # type: ignore[misc]
    return len(both.calls(hasty, *WRITES)), len(both.calls(other, *WRITES))


async def test_a_429_pauses_its_chat_in_both_workers_and_no_other(both: TwoWorkers, redis: Redis):
    assert await heard_during_a_pause(both) == (0, len(COMMANDS))
    await both.until_unclaimed(redis)
    both.simulator.clock.move(WAIT)
    await both.until(lambda: len(both.calls(None, *WRITES)) == 2 * len(COMMANDS) + 1)


async def test_control_a_worker_that_does_not_wait_writes_into_the_pause(
    both: TwoWorkers, monkeypatch: pytest.MonkeyPatch
):
    release = RedisMailbox.release

    async def at_once(self: RedisMailbox, claim: Claim, **more: Any) -> None:
        await release(self, claim, unsent=more.get("unsent"))

    monkeypatch.setattr(RedisMailbox, "release", at_once)
    monkeypatch.setattr(Pauses, "left_s", lambda *_: 0.0)
    heard, _ = await heard_during_a_pause(both)
    assert heard > 0


async def test_a_worker_that_is_in_a_turn_hears_of_a_pause_of_all_before_it_sends(both: TwoWorkers):
    """It claimed its chat before Telegram asked another worker to be left alone."""
    customer = await both.join()
    await customer.start()
    await both.until(lambda: len(both.calls(customer, *WRITES)) == 1)
    await both.rest()
    first, second = (bot.worker for bot in both.bots)
    await first.mailbox.put(f"user:{customer.customer_id}", said(1, "/help", customer.customer_id))
    claim = await first.mailbox.claim()
    assert claim is not None
    await second.mailbox.put("user:98", Envelope("update:98", "update", both.simulator.clock.now(), "{}"))
    other = await second.mailbox.claim()
    assert other is not None
    await second.mailbox.release(other, delay_s=WAIT.seconds, refused="bot")
    await first.take(claim)
    assert len(both.calls(customer, *WRITES)) == 1
    both.simulator.clock.move(WAIT)
    both.work()
    await both.until(lambda: len(both.calls(customer, *WRITES)) == 2)


# --- 40: a message that may have arrived is sent once more ------------------------------------------------------------


async def copies(both: TwoWorkers, redis: Redis) -> int:
    """Let Telegram take a message and not say so, five times; return how often the customer has it in the end."""
    customer = await both.join()
    both.break_it("telegram:sendMessage:reset-after:5")
    await customer.start()
    await both.until(lambda: bool(both.calls(customer, "sendMessage")))
    await both.until_nothing_is_owed(redis)
    return len(both.calls(customer, "sendMessage"))


@pytest.mark.usefixtures("short_delays")
async def test_a_message_that_may_have_arrived_is_sent_once_more(both: TwoWorkers, redis: Redis):
    assert await copies(both, redis) == 2


@pytest.mark.usefixtures("short_delays")
async def test_control_what_is_not_marked_is_sent_again_and_again(
    both: TwoWorkers, redis: Redis, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(delivery, "REPEATABLE", ("edit", "answer", "delete", "send"))
    assert await copies(both, redis) == 6


@pytest.mark.usefixtures("short_delays")
async def test_an_edit_without_an_answer_is_repeated_until_it_has_one(both: TwoWorkers, redis: Redis):
    customer = await both.join()
    await customer.start()
    await both.until(lambda: bool(both.calls(customer, "sendMessage")))
    await both.until_nothing_is_owed(redis)
    seen = await customer.look()
    both.break_it("telegram:editMessageText:reset-before:5")
    await customer.tap(seen.buttons[0])
    await both.until(lambda: len(both.calls(customer, "editMessageText")) == 1)
    assert (await customer.look()).text != seen.text


# --- 41: what Telegram will never take is done with -------------------------------------------------------------------

REFUSALS = ["403", "400"]


@pytest.mark.parametrize("status", REFUSALS)
async def test_what_telegram_will_never_take_is_tried_and_logged_once(both: TwoWorkers, redis: Redis, status: str):
    customer = await both.join()
    both.break_it(f"telegram:sendMessage:refused:status={status}:times=1")
    with capture_logs() as lines:
        await customer.start()
        await both.until(lambda: not both.happened())
        await both.until_nothing_is_owed(redis)
        await customer.say("/help")
        await both.until(lambda: len(both.calls(customer, *WRITES)) == 1)
    assert [line["event"] for line in lines if line["log_level"] != "info"] == ["telegram_refused"]


async def test_control_a_refusal_that_is_taken_for_an_outage_is_tried_again(
    both: TwoWorkers, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(delivery, "BadRequest", RetryAfter)
    monkeypatch.setattr(delivery, "LONGEST_DELAY_S", 0.01)
    customer = await both.join()
    both.break_it("telegram:sendMessage:refused:times=3")
    await customer.start()
    await both.until(lambda: len(both.calls(customer, *WRITES)) == 1)
    assert not both.happened()


# --- 42: an outage ----------------------------------------------------------------------------------------------------

OUTAGE = ("sendMessage", "editMessageText", "answerCallbackQuery", "sendChatAction", "getMe")


async def words_after_an_outage(both: TwoWorkers, redis: Redis) -> dict[int, list[str]]:
    """Let three customers write while Telegram takes nothing for ten minutes; return what they have afterwards."""
    customers = [await both.join() for _ in range(3)]
    both.break_it(*(f"telegram:{call}:500:for=10m" for call in OUTAGE))
    for words in COMMANDS:
        for customer in customers:
            await customer.say(words)
    await both.until_taken_in(redis, len(COMMANDS) * len(customers))
    await both.until(lambda: both.happened()["getMe"] > 3)
    tried = both.happened()["sendMessage"]
    await both.until(lambda: both.happened()["getMe"] > 6)
    assert both.happened()["sendMessage"] - tried <= both.slots
    await both.until_unclaimed(redis)
    both.simulator.clock.move(timedelta(minutes=11))
    await both.until_nothing_is_owed(redis)
    return {
        customer.customer_id: [str(call["text"]).split("\n")[0] for call in both.calls(customer, *WRITES)]
        for customer in customers
    }


async def test_after_an_outage_what_is_owed_goes_out_in_order(both: TwoWorkers, redis: Redis):
    after = await words_after_an_outage(both, redis)
    calm = await both.join()
    for number, words in enumerate(COMMANDS, 1):
        await calm.say(words)
        await both.until(lambda number=number: len(both.calls(calm, *WRITES)) == number)  # type: ignore[misc]
    expected = [str(call["text"]).split("\n")[0] for call in both.calls(calm, *WRITES)]
    assert list(after.values()) == [expected] * 3


async def test_control_what_is_struck_off_untried_is_lost_in_an_outage(
    both: TwoWorkers, redis: Redis, monkeypatch: pytest.MonkeyPatch
):
    send = View.send

    async def once(self: View, stored: Owed, remembered: str | None) -> str | None:
        with suppress(NotDelivered):
            return await send(self, stored, remembered)
        return remembered

    monkeypatch.setattr(View, "send", once)
    after = await words_after_an_outage(both, redis)
    assert min(map(len, after.values())) < len(COMMANDS)
