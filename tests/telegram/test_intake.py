"""The poll loop: what is confirmed is stored, and nothing malformed holds the others back (promises 2, 8, 9)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from telegram.ext import ApplicationBuilder

from bot.conversation.ports import Envelope
from bot.telegram import intake
from bot.telegram.inbox import Inbox
from bot.telegram.intake import PollingBot, PollLoop
from tests.emulator import TOKEN, USERNAME, Emulator
from tests.scripted import response, scripted_server

HANDLED_S = 1.0
MALFORMED = {
    "no id": '{"message": {"text": "x"}}',
    "a list": "[]",
    "null": "null",
    "a number": "4",
    "an id of text": '{"update_id": "seven"}',
    "an id below zero": '{"update_id": -5}',
    "no content": '{"update_id": %d}',
    "content of another kind": '{"update_id": %d, "message": 7, "callback_query": []}',
    "deep nesting": '{"update_id": %d, "message": ' + "[" * 50_000 + "]" * 50_000 + "}",
    "broken": '{"update_id": %d, "message": {"text": "x"',
    "a lone surrogate": '{"update_id": %d, "message": {"text": "\\ud800"}}',
    "bad UTF-8": '{"update_id": %d, "message": {"text": "\udcff\udcfe"}}',
}


@dataclass
class PlainMailbox:
    """A mailbox that remembers what it was given, and can be out of order."""

    stored: list[tuple[str, Envelope]] = field(default_factory=list)
    fails: int = 0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def put(self, chat: str, envelope: Envelope) -> bool:
        if self.fails:
            self.fails -= 1
            raise ConnectionError("away")
        async with self.changed:
            self.stored.append((chat, envelope))
            self.changed.notify_all()
        return True

    async def until(self, number: int, within_s: float = 5.0) -> list[str]:
        """Return the bodies once there are so many."""
        await self._until(lambda: len(self.stored) >= number, within_s)
        return [envelope.body for _, envelope in self.stored]

    async def until_words(self, words: str, within_s: float) -> None:
        """Return once a body holds the words."""
        await self._until(lambda: any(words in envelope.body for _, envelope in self.stored), within_s)

    async def _until(self, done: Callable[[], bool], within_s: float) -> None:
        async with asyncio.timeout(within_s), self.changed:
            await self.changed.wait_for(done)


@asynccontextmanager
async def running(work: Awaitable[None]) -> AsyncIterator[None]:
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PAUSE_S", "PAUSE_ON_CONFLICT_S", "PAUSE_ON_NOTHING_TO_CONFIRM_S"):
        monkeypatch.setattr(intake, name, 0.05)


@pytest.fixture
def mailbox() -> PlainMailbox:
    return PlainMailbox()


@pytest.fixture
def heard() -> list[str]:
    return []


@pytest.fixture
def poll(bot: PollingBot, mailbox: PlainMailbox, emulator: Emulator, heard: list[str]) -> Callable[[], Awaitable[None]]:
    def told(what: str, _: str) -> None:
        heard.append(what)

    return PollLoop(bot, Inbox(mailbox, bot.username, emulator.clock, told), told).run  # type: ignore[arg-type]


async def waiting(emulator: Emulator) -> int:
    return len(await emulator.result("getUpdates"))


async def test_what_is_stored_is_confirmed(
    emulator: Emulator, customer: int, mailbox: PlainMailbox, poll: Callable[[], Awaitable[None]]
):
    async with running(poll()):
        for words in ("one", "two"):
            await emulator.post(f"/customers/{customer}/messages", text=words)
        one, two = await mailbox.until(2)
        await asyncio.sleep(0.1)
    assert '"one"' in one
    assert '"two"' in two
    assert {chat for chat, _ in mailbox.stored} == {f"user:{customer}"}
    assert all(envelope.id.startswith("update:") for _, envelope in mailbox.stored)
    assert await waiting(emulator) == 0


async def test_what_could_not_be_stored_comes_again(
    emulator: Emulator, customer: int, mailbox: PlainMailbox, poll: Callable[[], Awaitable[None]], heard: list[str]
):
    mailbox.fails = 1_000_000
    async with running(poll()):
        await emulator.post(f"/customers/{customer}/messages", text="one")
        await asyncio.sleep(0.3)
        assert "store_failed" in heard
    assert await waiting(emulator) == 1
    mailbox.fails = 0
    async with running(poll()):
        [body] = await mailbox.until(1)
    assert '"one"' in body


async def test_ids_that_begin_anew_lower_are_taken(
    emulator: Emulator, customer: int, mailbox: PlainMailbox, poll: Callable[[], Awaitable[None]]
):
    """Promise 8."""
    await emulator.post(f"/customers/{customer}/messages", text="before")
    async with running(poll()):
        await mailbox.until(1)
        await asyncio.sleep(0.1)
    person = {"id": customer, "is_bot": False, "first_name": "Anna"}
    message = {"message_id": 9, "from": person, "chat": {"id": customer, "type": "private"}, "date": 1, "text": "anew"}
    await emulator.post("/updates", update={"update_id": 7, "message": message})
    async with running(poll()):
        assert '"anew"' in (await mailbox.until(2))[1]


class Keeping(PollLoop):
    """A loop that keeps its offset, also over a poll that failed."""

    async def _poll(self) -> list[Any]:
        return await self._bot.raw_updates(self._offset, self._limit, intake.POLL_S)


@pytest.mark.parametrize(("kind", "within_s", "is_seen"), [(PollLoop, 10.0, True), (Keeping, 1.0, False)])
async def test_a_poll_that_failed_confirms_nothing_when_it_is_tried_again(
    emulator: Emulator,
    customer: int,
    bot: PollingBot,
    mailbox: PlainMailbox,
    heard: list[str],
    monkeypatch: pytest.MonkeyPatch,
    kind: type[PollLoop],
    within_s: float,
    is_seen: bool,
):
    """Ids may have begun anew meanwhile; who was halted over a quiet week would confirm them unseen. The control keeps it."""
    monkeypatch.setattr(intake, "PAUSE_ON_CONFLICT_S", 0.5)
    queue = emulator.telegram.messenger.updates
    told = partial(lambda heard, what, word: heard.append(what), heard)
    async with running(kind(bot, Inbox(mailbox, USERNAME, emulator.clock, told), told).run()):  # type: ignore[arg-type]
        await emulator.post(f"/customers/{customer}/messages", text="before")
        [before] = await mailbox.until(1)
        async with asyncio.timeout(5.0):
            while "another_poller" not in heard:
                await emulator.result("getUpdates")
                await asyncio.sleep(0.02)
        number = queue.next_number - 1
        lower = before.replace('"before"', '"anew"').replace(f'"update_id": {number}', f'"update_id": {number - 1}')
        queue.put_document(lower.encode(), number=number - 1)
        seen = asyncio.create_task(mailbox.until_words("anew", within_s))
        await asyncio.wait({seen})
        assert (seen.exception() is None) is is_seen


async def test_a_stop_that_a_library_swallows_ends_it_all_the_same(
    bot: PollingBot, mailbox: PlainMailbox, emulator: Emulator
):
    """The way to Telegram has been seen to swallow one; without a look at it the loop would poll for ever."""
    polling = asyncio.Event()

    class Swallowing(PollLoop):
        async def _poll(self) -> list[Any]:
            polling.set()
            with suppress(asyncio.CancelledError):
                await asyncio.Event().wait()
            return []

    def told(_: str, __: str) -> None:
        return

    inbox = Inbox(mailbox, USERNAME, emulator.clock, told)  # type: ignore[arg-type]
    loop = asyncio.create_task(Swallowing(bot, inbox, told).run())
    await polling.wait()
    loop.cancel()
    done, _ = await asyncio.wait({loop}, timeout=10 * HANDLED_S)
    assert done


async def test_a_server_that_does_not_wait_is_not_asked_without_pause(
    emulator: Emulator, mailbox: PlainMailbox, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(intake, "PAUSE_ON_NOTHING_S", 60)
    async with scripted_server() as impatient:
        impatient.script.append(response(200, b'{"ok": true, "result": []}'))
        bot = PollingBot(TOKEN, base_url=f"{impatient.address}/bot")
        for request in bot._request:
            await request.initialize()
        inbox = Inbox(mailbox, USERNAME, emulator.clock, lambda what, word: None)  # type: ignore[arg-type]
        async with running(PollLoop(bot, inbox, lambda what, word: None).run()):
            await asyncio.sleep(0.3)
        assert [each.target.rpartition("/")[2] for each in impatient.asked] == ["deleteWebhook", "getUpdates"]
        for request in bot._request:
            await request.shutdown()


async def test_another_poller_is_told_and_waited_for(
    emulator: Emulator, poll: Callable[[], Awaitable[None]], heard: list[str]
):
    async with running(poll()):
        await asyncio.sleep(0.1)
        await emulator.result("getUpdates")
        await asyncio.sleep(0.2)
    assert "another_poller" in heard


async def waited_at_a_webhook(emulator: Emulator, customer: int) -> None:
    """Leave an update waiting at a webhook of before, which leads nowhere any more."""
    await emulator.call("setWebhook", url="http://127.0.0.1:9/telegram/")
    await emulator.post(f"/customers/{customer}/messages", text="one")


async def test_a_webhook_of_before_is_removed_and_what_waits_is_kept(
    emulator: Emulator, customer: int, mailbox: PlainMailbox, poll: Callable[[], Awaitable[None]], heard: list[str]
):
    await waited_at_a_webhook(emulator, customer)
    async with running(poll()):
        [body] = await mailbox.until(1)
    assert '"one"' in body
    assert heard == []


async def test_control_beside_a_webhook_nothing_is_got_and_that_is_told(
    emulator: Emulator,
    customer: int,
    mailbox: PlainMailbox,
    poll: Callable[[], Awaitable[None]],
    heard: list[str],
    monkeypatch: pytest.MonkeyPatch,
):
    async def leave_it(*_: object, **__: object) -> bool:
        return True

    monkeypatch.setattr(PollingBot, "delete_webhook", leave_it)
    await waited_at_a_webhook(emulator, customer)
    async with running(poll()):
        with pytest.raises(TimeoutError):
            await mailbox.until(1, within_s=0.3)
    assert set(heard) == {"webhook_is_set"}


async def next_one_is_handled(
    emulator: Emulator, customer: int, raw: str, work: Awaitable[None], mailbox: PlainMailbox
) -> None:
    """Put a malformed update before a good one, and see the good one stored in time."""
    await put_raw(emulator, raw)
    await emulator.post(f"/customers/{customer}/messages", text="the next one")
    async with running(work):
        await mailbox.until_words("the next one", HANDLED_S)


async def put_raw(emulator: Emulator, raw: str) -> None:
    """Put bytes that may be no Unicode straight into the queue, numbered as the next one."""
    queue = emulator.telegram.messenger.updates
    numbered = raw % queue.next_number if "%d" in raw else raw
    queue.put_document(numbered.encode("utf-8", "surrogateescape"))


@pytest.mark.parametrize("raw", MALFORMED.values(), ids=MALFORMED.keys())
async def test_after_a_malformed_update_the_next_one_is_handled(
    emulator: Emulator, customer: int, mailbox: PlainMailbox, poll: Callable[[], Awaitable[None]], raw: str
):
    """Promise 9."""
    await next_one_is_handled(emulator, customer, raw, poll(), mailbox)


async def test_control_the_librarys_own_polling_is_held_back(emulator: Emulator, customer: int, mailbox: PlainMailbox):
    """The library builds objects of all updates of an answer before it gives any of them to anybody."""
    application = ApplicationBuilder().token(TOKEN).base_url(f"{emulator.address}/bot").build()

    async def run() -> None:
        offset = 0
        while True:
            with suppress(Exception):
                for update in await application.bot.get_updates(offset=offset):
                    offset = update.update_id + 1
                    await mailbox.put("", Envelope("", "update", emulator.clock.now(), update.to_json()))
            await asyncio.sleep(0.02)

    async with application.bot:
        with pytest.raises(TimeoutError):
            await next_one_is_handled(emulator, customer, MALFORMED["no id"], run(), mailbox)
