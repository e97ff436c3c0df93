"""How fast a bot may write, once the limits are switched on."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import RetryAfter

from bot.i18n.catalog import GettextCatalog
from bot.rehearsal.player import Player
from bot.rehearsal.stage import make_simulator
from bot.rehearsal.story import Story
from bot.simulator.clock import MovableClock
from bot.simulator.server import serve
from tests.emulator import Emulator


async def switch_on(emulator: Emulator, **limits: int) -> None:
    answer = await emulator.client.post("/simulator/telegram/limits", json={"on": True, **limits})
    assert answer.status_code == 200, answer.text


async def write(emulator: Emulator, chat: int, times: int) -> list[int]:
    """Send messages; return how long Telegram asks to wait after each, 0 for one that it took."""
    answers = [await emulator.call("sendMessage", chat_id=chat, text=str(number)) for number in range(times)]
    return [answer.get("parameters", {}).get("retry_after", 0) for answer in answers]


async def new_group(emulator: Emulator, customer: int) -> int:
    return int((await emulator.post("/chats", type="group", title="Friends", customer=customer))["id"])


async def test_nothing_is_limited_until_it_is_switched_on(emulator: Emulator, customer: int):
    told = (await emulator.client.get("/simulator/telegram/limits")).json()
    assert told == {"on": False, "burst": 5, "overall_per_second": 30, "group_per_minute": 20}
    assert set(await write(emulator, customer, 31)) == {0}


async def test_a_chat_gets_one_message_a_second_after_a_burst(emulator: Emulator, customer: int):
    await switch_on(emulator)
    assert await write(emulator, customer, 5) == [0] * 5
    answer = await emulator.client.post(
        "/bot123456789:SIMULATED-BOT-TOKEN/sendMessage", json={"chat_id": customer, "text": "x"}
    )
    assert answer.status_code == 429
    wait_s = answer.json()["parameters"]["retry_after"]
    assert answer.json()["description"] == f"Too Many Requests: retry after {wait_s}"
    assert answer.headers["retry-after"] == str(wait_s)
    assert 4 <= wait_s <= 5
    emulator.clock.move(timedelta(seconds=wait_s))
    assert await write(emulator, customer, 1) == [0]


async def test_what_was_refused_does_not_count(emulator: Emulator, customer: int):
    await switch_on(emulator, burst=1)
    assert await write(emulator, customer, 1) == [0]
    emulator.clock.move(timedelta(seconds=0.5))
    assert await write(emulator, customer, 2) == [1, 1]
    emulator.clock.move(timedelta(seconds=0.5))
    assert await write(emulator, customer, 1) == [0]


async def test_edits_count_and_other_calls_do_not(emulator: Emulator, customer: int):
    sent = await emulator.result("sendMessage", chat_id=customer, text="x")
    await switch_on(emulator, burst=2)
    where: dict[str, Any] = {"chat_id": customer, "message_id": sent["message_id"]}
    for text in ("y", "z"):
        await emulator.result("editMessageText", text=text, **where)
    refused = await emulator.call("editMessageText", text="!", **where)
    assert refused.get("error_code") == 429
    assert await emulator.result("sendChatAction", chat_id=customer, action="typing")
    assert await emulator.result("deleteMessage", **where)


async def test_other_chats_go_on_up_to_thirty_a_second_over_all(emulator: Emulator, customer: int):
    await switch_on(emulator, burst=1, overall_per_second=3)
    customers = [await emulator.new_customer() for _ in range(4)]
    for other in customers:
        await emulator.post(f"/customers/{other}/start")
    waits = [(await write(emulator, other, 1))[0] for other in customers]
    assert waits == [0, 0, 0, 1]


async def test_a_group_gets_twenty_messages_a_minute(emulator: Emulator, customer: int):
    group = await new_group(emulator, customer)
    await switch_on(emulator, group_per_minute=3)
    assert await write(emulator, group, 3) == [0, 0, 0]
    emulator.clock.move(timedelta(seconds=20))
    [wait_s] = await write(emulator, group, 1)
    assert 39 <= wait_s <= 40
    emulator.clock.move(timedelta(seconds=wait_s))
    assert await write(emulator, group, 1) == [0]


async def test_the_library_reads_the_wait(emulator: Emulator, customer: int, library: Bot):
    await switch_on(emulator, burst=1)
    await library.send_message(customer, "one")
    with pytest.raises(RetryAfter, match="Retry in 1 seconds"):
        await library.send_message(customer, "two")


async def test_limits_out_of_reason_are_told(emulator: Emulator):
    answer = await emulator.client.post("/simulator/telegram/limits", json={"on": True, "burst": 0})
    assert (answer.status_code, answer.json()["error"]) == (422, "burst: Input should be greater than or equal to 1")


async def test_a_story_switches_them():
    async with (
        serve(make_simulator(MovableClock()).app) as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as client,
    ):
        for on in (True, False):
            story = Story.model_validate({"name": "in a hurry", "dialogue": [{"limits": on}]})
            await Player(client, GettextCatalog()).play(story, "en")
            assert (await client.get("/simulator/telegram/limits")).json()["on"] is on
