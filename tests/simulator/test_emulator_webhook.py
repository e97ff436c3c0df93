"""Webhooks: what may be set, what is sent, and what becomes of it when the bot's server does not answer well."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.simulator.server import serve
from bot.simulator.telegram.delivery import Delivery
from tests.emulator import Emulator

SECRET = "Only_Telegram-knows"
WAIT_S = 5.0


@dataclass
class Hook:
    """A bot's server. It answers as it was told, one answer after the other, and with `status` when told nothing."""

    address: str = ""
    status: int = 200
    answers: deque[Response] = field(default_factory=deque)
    requests: list[tuple[Request, dict[str, Any]]] = field(default_factory=list)
    held: asyncio.Event | None = None
    under_way: int = 0
    most_under_way: int = 0
    _came: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def answer(self, request: Request) -> Response:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        body = await request.body()
        async with self._came:
            self.requests.append((request, json.loads(body)))
            self._came.notify_all()
        if self.held is not None:
            await self.held.wait()
        self.under_way -= 1
        return self.answers.popleft() if self.answers else Response(status_code=self.status)

    async def until(self, number: int) -> list[dict[str, Any]]:
        """Return the updates that came, once there are so many."""
        async with asyncio.timeout(WAIT_S), self._came:
            await self._came.wait_for(lambda: len(self.requests) >= number)
        return [update for _, update in self.requests]

    def texts(self) -> list[str]:
        return [update["message"]["text"] for _, update in self.requests]


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = Starlette(routes=[Route("/{path:path}", hook.answer, methods=["POST"])])
    async with serve(app) as address:
        hook.address = f"{address}/hook"
        yield hook
        if hook.held is not None:
            hook.held.set()


async def set_webhook(emulator: Emulator, url: str, **more: object) -> dict[str, Any]:
    """Set a webhook, no sooner after the last than Telegram allows."""
    emulator.clock.move(timedelta(seconds=1))
    return await emulator.call("setWebhook", url=url, **more)


async def info(emulator: Emulator) -> dict[str, Any]:
    told: dict[str, Any] = await emulator.result("getWebhookInfo")
    return told


async def eventually(emulator: Emulator, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Return what is told of the webhook, once it fits."""
    for _ in range(int(WAIT_S / 0.01)):
        if fits(told := await info(emulator)):
            return told
        await asyncio.sleep(0.01)
    raise AssertionError(told)


async def until_error(emulator: Emulator, words: str) -> None:
    await eventually(emulator, lambda told: told.get("last_error_message") == words)


async def until_waiting(emulator: Emulator, number: int) -> None:
    await eventually(emulator, lambda told: told["pending_update_count"] == number)


async def say(emulator: Emulator, customer: int, text: str) -> None:
    await emulator.post(f"/customers/{customer}/messages", text=text)


async def tap(emulator: Emulator, customer: int, data: str) -> None:
    sent = await emulator.result("sendMessage", chat_id=customer, text="x")
    await emulator.post(f"/customers/{customer}/presses", message_id=sent["message_id"], data=data)


# --- setting ----------------------------------------------------------------------------------------------------------


async def test_setting_and_removing_say_what_was_done(emulator: Emulator, hook: Hook):
    said = [
        (await call)["description"]
        for call in (
            emulator.call("deleteWebhook"),
            set_webhook(emulator, hook.address),
            set_webhook(emulator, hook.address),
            set_webhook(emulator, hook.address, max_connections=7),
            emulator.call("deleteWebhook"),
            set_webhook(emulator, hook.address),
            set_webhook(emulator, ""),
            set_webhook(emulator, ""),
        )
    ]
    words = ["already deleted", "set", "already set", "set", "deleted", "set", "deleted", "already deleted"]
    assert said == [f"Webhook {'is' if 'already' in word else 'was'} {word}" for word in words]
    assert await info(emulator) == {"url": "", "has_custom_certificate": False, "pending_update_count": 0}


async def test_what_was_set_is_told(emulator: Emulator, hook: Hook):
    kinds = ["message", "callback_query", "a kind of the future"]
    await set_webhook(emulator, hook.address, secret_token=SECRET, max_connections=3, allowed_updates=kinds)
    assert await info(emulator) == {
        "url": hook.address,
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "max_connections": 3,
        "ip_address": "127.0.0.1",
        "allowed_updates": ["callback_query", "message"],
    }


@pytest.mark.parametrize(("given", "kept"), [(None, 40), (0, 40), (-1, 1), (101, 100), (100, 100)])
async def test_a_number_of_connections_out_of_range_is_the_nearest_in_it(
    emulator: Emulator, hook: Hook, given: int | None, kept: int
):
    await set_webhook(emulator, hook.address, max_connections=given)
    assert (await info(emulator))["max_connections"] == kept


@pytest.mark.parametrize(
    ("url", "more", "words"),
    [
        ("http://bot.example.com/hook", {}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            "https://bot.example.com:9000/hook",
            {},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ("https://10.1.2.3/hook", {}, "bad webhook: IP address 10.1.2.3 is reserved"),
        ("https://[2001:db8::1]/hook", {}, "bad webhook: IPv6-only addresses are not allowed"),
        ("https://bot.example.com/", {"ip_address": "192.168.1.1"}, "bad webhook: IP address 192.168.1.1 is reserved"),
        ("ftp://bot.example.com/hook", {}, "invalid webhook URL specified"),
        ("https://", {}, "invalid webhook URL specified"),
        ("https://bot.example.com:port/", {}, "invalid webhook URL specified"),
        ("https://bot example com/", {}, "invalid webhook URL specified"),
        ("https://bot.example.com/", {"secret_token": "a b"}, "secret token contains unallowed characters"),
        ("https://bot.example.com/", {"secret_token": "x" * 257}, "secret token is too long"),
    ],
)
async def test_webhooks_that_are_refused(emulator: Emulator, url: str, more: dict[str, object], words: str):
    assert await emulator.refusal("setWebhook", url=url, **more) == f"Bad Request: {words}"
    assert (await info(emulator))["url"] == ""


@pytest.mark.parametrize("port", ["", ":443", ":80", ":88", ":8443"])
async def test_addresses_elsewhere_are_taken_and_never_called(emulator: Emulator, customer: int, port: str):
    url = f"https://bot.example.com{port}/hook"
    assert (await set_webhook(emulator, url, secret_token="x" * 256))["ok"]
    await say(emulator, customer, "hello")
    await until_error(emulator, "Connection timed out")
    assert (await info(emulator))["pending_update_count"] == 1


async def test_a_refused_webhook_leaves_none_behind(emulator: Emulator, hook: Hook):
    await set_webhook(emulator, hook.address)
    assert not (await set_webhook(emulator, "http://bot.example.com/"))["ok"]
    assert (await info(emulator))["url"] == ""


async def test_a_webhook_is_set_once_a_second_at_most(emulator: Emulator, hook: Hook):
    await set_webhook(emulator, hook.address)
    answer = await emulator.call("setWebhook", url=hook.address)
    assert answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    assert (await emulator.call("setWebhook", url=""))["ok"]


async def test_a_webhook_ends_polling_until_it_is_removed(emulator: Emulator, hook: Hook):
    poll = asyncio.create_task(emulator.call("getUpdates", timeout=30))
    await asyncio.sleep(0.1)
    await set_webhook(emulator, hook.address)
    ended = await asyncio.wait_for(poll, WAIT_S)
    assert (ended["error_code"], ended["description"]) == (409, "Conflict: terminated by setWebhook request")
    assert await emulator.call("getUpdates") == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first",
    }
    await emulator.result("deleteWebhook")
    assert await emulator.result("getUpdates") == []


# --- sending ----------------------------------------------------------------------------------------------------------


async def test_an_update_is_sent_with_the_secret_and_forgotten(emulator: Emulator, customer: int, hook: Hook):
    await set_webhook(emulator, hook.address, secret_token=SECRET)
    await say(emulator, customer, "hello")
    [update] = await hook.until(1)
    assert (update["message"]["text"], "update_id" in update) == ("hello", True)
    request, _ = hook.requests[0]
    assert request.headers.get("x-telegram-bot-api-secret-token") == SECRET
    assert request.headers["content-type"] == "application/json"
    await until_waiting(emulator, 0)
    await emulator.result("deleteWebhook")
    assert await emulator.result("getUpdates") == []


async def test_without_a_secret_no_header_is_sent(emulator: Emulator, customer: int, hook: Hook):
    await set_webhook(emulator, hook.address)
    await say(emulator, customer, "hello")
    await hook.until(1)
    assert "x-telegram-bot-api-secret-token" not in hook.requests[0][0].headers


async def test_what_waited_before_is_sent_or_dropped(emulator: Emulator, customer: int, hook: Hook):
    await say(emulator, customer, "dropped")
    await set_webhook(emulator, hook.address, drop_pending_updates=True)
    await until_waiting(emulator, 0)
    await emulator.result("deleteWebhook")
    await say(emulator, customer, "kept")
    await set_webhook(emulator, hook.address)
    await hook.until(1)
    assert hook.texts() == ["kept"]


async def test_kinds_that_were_not_asked_for_are_not_sent(emulator: Emulator, customer: int, hook: Hook):
    await set_webhook(emulator, hook.address, allowed_updates=["callback_query"])
    await say(emulator, customer, "unheard")
    await tap(emulator, customer, "heard")
    [update] = await hook.until(1)
    assert update["callback_query"]["data"] == "heard"


async def test_messages_of_a_chat_and_taps_of_a_person_go_one_after_the_other(
    emulator: Emulator, customer: int, hook: Hook
):
    other = await emulator.new_customer(first_name="Bert")
    await set_webhook(emulator, hook.address)
    hook.held = asyncio.Event()
    for text in ("one", "two"):
        await say(emulator, customer, text)
    await tap(emulator, customer, "a")
    await tap(emulator, customer, "b")
    await say(emulator, other, "three")
    await hook.until(3)
    await asyncio.sleep(0.1)  # for what should not come
    assert hook.most_under_way == 3, "a message, a tap and another chat's message are under way together"
    hook.held.set()
    updates = await hook.until(5)
    messages = [update["message"]["text"] for update in updates if "message" in update]
    assert [text for text in messages if text != "three"] == ["one", "two"]
    assert [update["callback_query"]["data"] for update in updates if "callback_query" in update] == ["a", "b"]
    assert "callback_query" in updates[1], "a tap overtakes a message of the same person"


async def test_no_more_are_under_way_than_connections_are_allowed(emulator: Emulator, hook: Hook):
    customers = [await emulator.new_customer() for _ in range(4)]
    await set_webhook(emulator, hook.address, max_connections=2)
    hook.held = asyncio.Event()
    for customer in customers:
        await say(emulator, customer, "hello")
    await hook.until(2)
    await asyncio.sleep(0.1)
    hook.held.set()
    await hook.until(4)
    assert hook.most_under_way == 2


async def test_a_malformed_update_is_sent_as_it_stands(emulator: Emulator, customer: int, hook: Hook):
    await set_webhook(emulator, hook.address)
    await emulator.post("/updates", update=["no", "update"])
    await emulator.post("/updates", update={"message": {}}, number=True)
    assert (await hook.until(2))[0] == ["no", "update"]


# --- answers that are not good ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (500, "500 Internal Server Error"),
        (403, "403 Forbidden"),
        (404, "404 Not Found"),
        (302, "302 Found"),
        (304, "304 Not Modified"),
    ],
)
async def test_any_other_answer_is_an_error_and_comes_again(
    emulator: Emulator, customer: int, hook: Hook, status: int, words: str
):
    hook.answers.append(Response(status_code=status, headers={"location": "/elsewhere"}))
    await set_webhook(emulator, hook.address)
    await say(emulator, customer, "hello")
    first, second = await hook.until(2)
    assert first == second, "the same update, its number too"
    assert [request.url.path for request, _ in hook.requests] == ["/hook", "/hook"], "redirects are not followed"
    told = await eventually(emulator, lambda told: told["pending_update_count"] == 0)
    assert told["last_error_message"] == f"Wrong response from the webhook: {words}"
    assert abs(told["last_error_date"] - emulator.clock.now().timestamp()) < WAIT_S


@pytest.mark.parametrize("status", [200, 201, 204, 299])
async def test_any_2xx_is_good(emulator: Emulator, customer: int, hook: Hook, status: int):
    hook.answers.append(Response(status_code=status))
    await set_webhook(emulator, hook.address)
    await say(emulator, customer, "hello")
    await hook.until(1)
    await until_waiting(emulator, 0)
    assert "last_error_message" not in await info(emulator)


async def test_a_failure_holds_up_its_queue_for_longer_each_time(emulator: Emulator, customer: int, hook: Hook):
    other = await emulator.new_customer(first_name="Bert")
    hook.answers.extend(Response(status_code=500) for _ in range(4))
    await set_webhook(emulator, hook.address)
    await say(emulator, customer, "one")
    await hook.until(2)  # the second at once
    for number, pause_s in enumerate((2, 4), 3):
        await asyncio.sleep(0.1)  # for the answer to get there
        emulator.clock.move(timedelta(seconds=pause_s - 1))
        await asyncio.sleep(0.1)
        assert len(hook.requests) == number - 1, "it waits"
        emulator.clock.move(timedelta(seconds=1))
        await hook.until(number)
    await say(emulator, customer, "two")
    await say(emulator, other, "three")
    await until_waiting(emulator, 3)
    hook.answers.clear()
    await asyncio.sleep(0.1)
    assert hook.texts() == ["one"] * 4 + ["three"], "other chats go on, the same chat waits"
    emulator.clock.move(timedelta(seconds=8))
    await hook.until(7)
    assert hook.texts()[-2:] == ["one", "two"]


async def test_retry_after_is_obeyed(emulator: Emulator, customer: int, hook: Hook):
    hook.answers.append(Response(status_code=503, headers={"Retry-After": "30"}))
    await set_webhook(emulator, hook.address)
    await say(emulator, customer, "hello")
    await hook.until(1)
    await until_error(emulator, "Wrong response from the webhook: 503 Service Unavailable")
    emulator.clock.move(timedelta(seconds=28))
    await asyncio.sleep(0.1)
    assert len(hook.requests) == 1
    emulator.clock.move(timedelta(seconds=2))
    await hook.until(2)


async def test_what_would_come_too_late_is_dropped(emulator: Emulator, customer: int, hook: Hook):
    hook.answers.append(Response(status_code=503, headers={"Retry-After": "151"}))
    await set_webhook(emulator, hook.address)
    await tap(emulator, customer, "a")
    await hook.until(1)
    await until_waiting(emulator, 0)
    hook.answers.append(Response(status_code=503, headers={"Retry-After": "151"}))
    await say(emulator, customer, "hello")
    await hook.until(2)
    await until_error(emulator, "Wrong response from the webhook: 503 Service Unavailable")
    assert (await info(emulator))["pending_update_count"] == 1, "a message waits a day"


async def test_taps_wait_150_seconds_for_a_webhook_too(emulator: Emulator, customer: int, hook: Hook):
    hook.answers.extend(Response(status_code=500, headers={"Retry-After": "100"}) for _ in range(2))
    await set_webhook(emulator, hook.address)
    await tap(emulator, customer, "a")
    await say(emulator, customer, "hello")
    await hook.until(2)
    emulator.clock.move(timedelta(seconds=151))
    assert (await info(emulator))["pending_update_count"] == 1


async def test_a_connection_that_is_refused(emulator: Emulator, customer: int):
    async with serve(Starlette()) as address:
        pass
    await set_webhook(emulator, address)
    await say(emulator, customer, "hello")
    await until_error(emulator, "Connection refused")


async def test_a_connection_that_breaks(emulator: Emulator, customer: int):
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        await set_webhook(emulator, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
        await say(emulator, customer, "hello")
        await until_error(emulator, "Connection reset by peer")


async def test_an_answer_that_does_not_come(
    emulator: Emulator, customer: int, hook: Hook, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Delivery, "answered_within_s", 0.1)
    hook.held = asyncio.Event()
    await set_webhook(emulator, hook.address)
    await say(emulator, customer, "hello")
    await until_error(emulator, "Read timeout expired")


async def test_no_tls_where_it_was_expected(emulator: Emulator, customer: int, hook: Hook):
    await set_webhook(emulator, hook.address.replace("http:", "https:"))
    await say(emulator, customer, "hello")
    told = await eventually(emulator, lambda told: "last_error_message" in told)
    assert told["last_error_message"].startswith("SSL error")


async def test_a_webhook_that_is_gone_for_23_hours_is_removed(emulator: Emulator, customer: int, hook: Hook):
    hook.status = 410
    await set_webhook(emulator, hook.address)
    await say(emulator, customer, "hello")
    await hook.until(2)
    emulator.clock.move(timedelta(hours=23) - timedelta(seconds=30))
    await hook.until(3)
    await until_error(emulator, "Wrong response from the webhook: 410 Gone")
    assert (await info(emulator))["url"] == hook.address
    emulator.clock.move(timedelta(seconds=30))
    await hook.until(4)
    told = await eventually(emulator, lambda told: told["url"] == "")
    assert told["pending_update_count"] == 1


async def test_a_good_answer_in_between_begins_the_23_hours_anew(emulator: Emulator, customer: int, hook: Hook):
    hook.answers.append(Response(status_code=410))
    await set_webhook(emulator, hook.address)
    await say(emulator, customer, "hello")
    await until_waiting(emulator, 0)
    emulator.clock.move(timedelta(hours=24))
    hook.answers.append(Response(status_code=410))
    await say(emulator, customer, "hello again")
    await until_waiting(emulator, 0)
    assert (await info(emulator))["url"] == hook.address


# --- a method in the answer -------------------------------------------------------------------------------------------


async def test_a_method_in_the_answer_is_carried_out_and_noted(emulator: Emulator, customer: int, hook: Hook):
    body = {"method": "sendMessage", "chat_id": customer, "text": "from the answer"}
    hook.answers.append(Response(json.dumps(body), media_type="application/json"))
    await set_webhook(emulator, hook.address)
    await say(emulator, customer, "hello")
    await until_waiting(emulator, 0)
    assert (await emulator.chat(customer))["messages"][-1]["text"] == "from the answer"
    calls = (await emulator.client.get("/simulator/telegram/calls")).json()
    [call] = [call for call in calls if call["method"] == "sendMessage"]
    assert call["parameters"] == {"chat_id": customer, "text": "from the answer"}


@pytest.mark.usefixtures("wrong_calls")
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"OK",
        b"[]",
        b'{"ok": true}',
        b'{"method": 5}',
        b'{"method": "sendMessage"}',
        b'{"method": "noSuchMethod"}',
        b'{"method": "deleteWebhook"}',
        b'{"method": "setWebhook", "url": ""}',
        b'{"method": "logOut"}',
        b'{"method": "getUpdates"}',
        b"\xff\xfe",
    ],
)
async def test_any_other_body_changes_nothing(emulator: Emulator, customer: int, hook: Hook, body: bytes):
    hook.answers.append(Response(body))
    await set_webhook(emulator, hook.address)
    await say(emulator, customer, "hello")
    await until_waiting(emulator, 0)
    assert (await info(emulator))["url"] == hook.address
    assert "last_error_message" not in await info(emulator)
    assert len((await emulator.chat(customer))["messages"]) == 2


# --- leaving ----------------------------------------------------------------------------------------------------------


async def test_logging_out_lasts_ten_minutes(emulator: Emulator, customer: int, hook: Hook):
    await set_webhook(emulator, hook.address)
    assert await emulator.result("logOut") is True
    emulator.clock.move(timedelta(minutes=9))
    for method in ("getMe", "getUpdates"):
        assert await emulator.call(method) == {"ok": False, "error_code": 400, "description": "Logged out"}
    emulator.clock.move(timedelta(minutes=1))
    assert (await info(emulator))["url"] == ""


async def test_closing_is_refused_in_the_first_ten_minutes(emulator: Emulator):
    answer = await emulator.client.post("/bot123456789:SIMULATED-BOT-TOKEN/close")
    assert answer.status_code == 429
    assert 590 < int(answer.headers["retry-after"]) <= 600
    emulator.clock.move(timedelta(minutes=10))
    assert await emulator.result("close") is True
    assert (await emulator.call("close"))["error_code"] == 429
