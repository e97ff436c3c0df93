"""getUpdates: what confirms an update, how long one waits, and what a second caller does to the first."""

import asyncio
import time
from datetime import timedelta

import pytest

from tests.emulator import TOKEN, Emulator


def ids(updates: list[dict[str, int]]) -> list[int]:
    return [update["update_id"] for update in updates]


async def test_only_a_later_offset_confirms(emulator: Emulator, customer: int):
    for text in ("one", "two", "three"):
        await emulator.post(f"/customers/{customer}/messages", text=text)
    first = await emulator.result("getUpdates")
    assert [update["message"]["text"] for update in first] == ["one", "two", "three"]
    assert ids(await emulator.result("getUpdates", offset=first[0]["update_id"])) == ids(first)
    assert ids(await emulator.result("getUpdates", offset=first[1]["update_id"] + 1)) == ids(first)[2:]
    assert ids(await emulator.result("getUpdates")) == ids(first)[2:], "what was confirmed never comes back"
    assert await emulator.result("getUpdates", offset=first[2]["update_id"] + 1) == []


async def test_limit(emulator: Emulator, customer: int):
    for number in range(3):
        await emulator.post(f"/customers/{customer}/messages", text=str(number))
    assert len(await emulator.result("getUpdates", limit=2)) == 2
    for limit, given in ((0, 1), (-5, 1), (101, 3), (None, 3)):
        assert len(await emulator.result("getUpdates", limit=limit)) == given, (
            "a limit out of range is the nearest in it"
        )


async def test_a_negative_offset_keeps_the_last_ones_and_forgets_the_others(emulator: Emulator, customer: int):
    for number in range(4):
        await emulator.post(f"/customers/{customer}/messages", text=str(number))
    assert [update["message"]["text"] for update in await emulator.result("getUpdates", offset=-2)] == ["2", "3"]
    assert len(await emulator.result("getUpdates")) == 2


async def test_an_offset_from_before_a_new_numbering_counts_as_none(emulator: Emulator, customer: int):
    await emulator.post("/updates", update={"update_id": 1000, "message": {}})
    assert ids(await emulator.result("getUpdates", offset=700_000_000)) == [1000]
    assert await emulator.result("getUpdates", offset=1001) == []


async def test_numbers_go_up_by_one_from_a_random_start(emulator: Emulator, customer: int):
    for _ in range(2):
        await emulator.post(f"/customers/{customer}/messages", text="x")
    one, two = ids(await emulator.result("getUpdates"))
    assert two == one + 1
    assert one >= 100_000_000


async def test_a_long_poll_wakes_at_once(emulator: Emulator, customer: int):
    poll = asyncio.create_task(emulator.result("getUpdates", timeout=30))
    await asyncio.sleep(0.1)
    assert not poll.done()
    await emulator.post(f"/customers/{customer}/messages", text="hello")
    [update] = await asyncio.wait_for(poll, 2)
    assert update["message"]["text"] == "hello"


async def test_a_long_poll_ends_empty_after_its_time(emulator: Emulator, customer: int):
    begun = time.monotonic()
    assert await emulator.result("getUpdates", timeout=1) == []
    assert time.monotonic() - begun >= 0.9


async def test_a_second_poll_ends_the_first(emulator: Emulator, customer: int):
    first = asyncio.create_task(emulator.call("getUpdates", timeout=30))
    await asyncio.sleep(0.1)
    second = asyncio.create_task(emulator.call("getUpdates", timeout=30))
    assert await asyncio.wait_for(first, 2) == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    }
    await emulator.post(f"/customers/{customer}/messages", text="hello")
    assert len((await asyncio.wait_for(second, 2))["result"]) == 1


async def test_a_poll_whose_caller_is_gone_disturbs_nobody(emulator: Emulator, customer: int):
    gone = asyncio.create_task(emulator.call("getUpdates", timeout=30))
    await asyncio.sleep(0.1)
    gone.cancel()
    assert (await emulator.call("getUpdates", timeout=1))["ok"]
    await emulator.post(f"/customers/{customer}/messages", text="hello")
    assert len(await emulator.result("getUpdates", timeout=1)) == 1


async def test_taps_wait_150_seconds_and_messages_a_day(emulator: Emulator, customer: int):
    sent = await emulator.result("sendMessage", chat_id=customer, text="x")
    await emulator.post(f"/customers/{customer}/presses", message_id=sent["message_id"], data="a")
    await emulator.post(f"/customers/{customer}/messages", text="hello")
    emulator.clock.move(timedelta(seconds=140))
    assert len(await emulator.result("getUpdates")) == 2
    emulator.clock.move(timedelta(seconds=15))
    [update] = await emulator.result("getUpdates")
    assert "message" in update
    emulator.clock.move(timedelta(hours=23))
    assert len(await emulator.result("getUpdates")) == 1
    emulator.clock.move(timedelta(hours=1))
    assert await emulator.result("getUpdates") == []


async def test_kinds_that_were_not_asked_for_are_not_kept(emulator: Emulator, customer: int):
    assert await emulator.result("getUpdates", allowed_updates=["callback_query"]) == []
    await emulator.post(f"/customers/{customer}/messages", text="unheard")
    await emulator.result("getUpdates", allowed_updates=[])
    await emulator.post(f"/customers/{customer}/messages", text="heard")
    [update] = await emulator.result("getUpdates")
    assert update["message"]["text"] == "heard"


async def test_the_waiting_updates_can_be_dropped(emulator: Emulator, customer: int):
    await emulator.post(f"/customers/{customer}/messages", text="hello")
    assert (await emulator.result("getWebhookInfo"))["pending_update_count"] == 1
    assert await emulator.result("deleteWebhook", drop_pending_updates=True) is True
    assert await emulator.result("getUpdates") == []


@pytest.mark.parametrize("update", [[], None, "text", 7, {"message": None}, {"update_id": "x"}, {"update_id": True}])
async def test_malformed_updates_are_delivered_as_they_are(emulator: Emulator, customer: int, update: object):
    put = await emulator.post("/updates", update=update)
    assert await emulator.result("getUpdates") == [update]
    assert await emulator.result("getUpdates", offset=put["confirmed_by"]) == []


async def test_an_update_is_numbered_on_request(emulator: Emulator, customer: int):
    await emulator.post("/updates", update={"message": {"text": "x"}}, number=True)
    await emulator.post(f"/customers/{customer}/messages", text="after")
    numbered, after = await emulator.result("getUpdates")
    assert numbered["message"] == {"text": "x"}
    assert after["update_id"] == numbered["update_id"] + 1


async def test_raw_text_goes_into_the_answer_as_it_stands(emulator: Emulator, customer: int):
    await emulator.post("/updates", raw="[[[[é")
    await emulator.client.post(
        "/simulator/updates", content=b'"\xff\xfe"', headers={"Content-Type": "application/octet-stream"}
    )
    answer = await emulator.client.get(f"/bot{TOKEN}/getUpdates")
    assert answer.content == b'{"ok":true,"result":[[[[[\xc3\xa9,"\xff\xfe"]}'


async def test_the_state_counts_what_waits(emulator: Emulator, customer: int):
    sent = await emulator.result("sendMessage", chat_id=customer, text="x")
    press = await emulator.post(f"/customers/{customer}/presses", message_id=sent["message_id"], data="a")
    state = (await emulator.client.get("/simulator/state")).json()
    assert state == {"unconfirmed": 1, "unanswered_queries": 1}
    await emulator.result("answerCallbackQuery", callback_query_id=press["callback_query_id"])
    [update] = await emulator.result("getUpdates")
    await emulator.result("getUpdates", offset=update["update_id"] + 1)
    assert (await emulator.client.get("/simulator/state")).json() == {"unconfirmed": 0, "unanswered_queries": 0}


async def test_some_kinds_come_on_request_only(emulator: Emulator, customer: int):
    chat = (await emulator.post("/chats", type="supergroup", title="Friends", customer=customer))["id"]
    await emulator.client.patch(f"/simulator/chats/{chat}", json={"bot": "administrator"})
    await emulator.forget_updates()
    for kinds, is_told in ((None, False), (["chat_member"], True), ([], False), (["a kind of the future"], False)):
        await emulator.result("getUpdates", allowed_updates=kinds)
        newcomer = await emulator.new_customer()
        await emulator.post(f"/chats/{chat}/messages", customer=newcomer, text="hello")
        updates = await emulator.result("getUpdates")
        assert any("chat_member" in update for update in updates) is is_told, kinds
        await emulator.forget_updates()


@pytest.mark.usefixtures("wrong_calls")
@pytest.mark.parametrize("kinds", ["message", {"message": True}, 7, ["message", 7]])
async def test_what_cannot_be_asked_for_changes_nothing(emulator: Emulator, customer: int, kinds: object):
    await emulator.result("getUpdates", allowed_updates=["edited_message"])
    await emulator.result("getUpdates", allowed_updates=kinds)
    assert (await emulator.result("getWebhookInfo"))["allowed_updates"] == ["edited_message"]
