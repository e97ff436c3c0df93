"""The webhook over real HTTP: what is none of Telegram's is not read, what is stored is stored once, and no answer says a word.

Promises 2, 9, 34, 43 and 44.
"""

import asyncio
import json
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from redis.asyncio import Redis
from uvicorn.protocols.http.h11_impl import H11Protocol

import bot.serving
from bot.http_protocol import EmptyRefusals
from bot.store.client import make_client
from bot.store.scripts import load
from bot.telegram.inbox import Inbox
from bot.web.webhook import LARGEST_BODY, Webhook
from tests.emulator import USERNAME, Emulator
from tests.telegram.test_intake import MALFORMED
from tests.web.hook import SECRET, Answer, Hook, chunk, head, hook, said

SOON_S = 10.0
"""By when what is to happen has happened, on a machine that is busy."""
A_WHILE_S = 0.3
"""Within which what is not to happen would have happened."""
LARGE = 90_000_000
FLAT = 8_000_000
ENDLESS_S = 3600.0


@pytest.fixture
async def here(redis: Redis) -> AsyncIterator[Hook]:
    async with hook(redis) as served:
        yield served


# --- what is stored ---------------------------------------------------------------------------------------------------


async def test_an_update_is_stored_before_it_is_answered(here: Hook):
    answer = await here.post(said(7, "hello"))
    assert (answer.status, answer.headers["content-length"]) == (200, "0")
    [envelope] = await here.stored()
    assert envelope.id == "update:7"
    assert '"hello"' in envelope.body


def staying(body: bytes) -> bytes:
    """Return a request after which the connection stays."""
    return head(len(body)).replace(b"Connection: close\r\n", b"") + body


async def test_one_connection_serves_many(here: Hook):
    """Telegram keeps its connections."""
    async with here.connected() as (reader, writer):
        for number in range(3):
            writer.write(staying(said(number, "hello")))
            assert b" 200 OK\r\n" in await reader.readuntil(b"\r\n\r\n")
    assert len(await here.stored()) == 3


@pytest.mark.parametrize("end", ["mark", "another", "", "%2e%2e/", "../"])
async def test_all_below_its_path_is_its_own(here: Hook, end: str):
    """An address of before, with the mark of another secret, is answered without a word too."""
    body = said(7, "hello")
    answer = await here.send(
        head(len(body)).replace(b"/tickets/telegram/mark", f"/tickets/telegram/{end}".encode()), body
    )
    assert (answer.status, answer.body) == (200, b"")


@pytest.mark.parametrize(
    "at", ["/tickets/telegram", "/telegram/mark", "/tickets//telegram/mark", "/tickets/TELEGRAM/mark"]
)
async def test_beside_it_are_the_pages(here: Hook, at: str):
    answer = await here.send(head(0, method="GET").replace(b"/tickets/telegram/mark", at.encode()))
    assert (answer.status, answer.body[:15]) == (404, b"<!doctype html>")


async def sent_until_answered(emulator: Emulator, redis: Redis, scripts: dict[str, str] | None = None) -> int:
    """Let Telegram send an update whose first answer it does not get, after it was stored; return how often it has effect."""
    crashed, acknowledged = asyncio.Event(), asyncio.Event()

    async def take(document: bytes) -> None:
        await inbox.take_document(document)
        if not crashed.is_set():
            crashed.set()
            raise KeyError("stored, and not acknowledged")
        acknowledged.set()

    async with hook(redis, Webhook(SECRET, take), scripts=scripts) as here:
        inbox = Inbox(here.mailbox, USERNAME, emulator.clock, lambda what, word: None)
        await emulator.call("setWebhook", url=here.address, secret_token=SECRET)
        customer = await emulator.new_customer()
        await emulator.post(f"/customers/{customer}/start")
        await asyncio.wait_for(acknowledged.wait(), SOON_S)
        return len(await here.stored())


async def test_what_was_stored_and_not_acknowledged_has_one_effect(emulator: Emulator, redis: Redis):
    """Promise 2."""
    assert await sent_until_answered(emulator, redis) == 1


async def test_control_without_the_look_at_what_was_seen_it_has_two(emulator: Emulator, redis: Redis):
    blind = load()["put"].replace("if seen_at_ms and", "if false and")
    assert await sent_until_answered(emulator, redis, {**load(), "put": blind}) == 2


# --- malformed --------------------------------------------------------------------------------------------------------


async def all_malformed(here: Hook) -> set[int | None]:
    """Send all that is malformed, and then a good one; return how the malformed were answered."""
    numbered = [raw % (100 + at) if "%d" in raw else raw for at, raw in enumerate(MALFORMED.values())]
    documents = [each.encode("utf-8", "surrogateescape") for each in numbered]
    answers = [await here.post(each) for each in [*documents, b"", b"\xff\xfe", b"[" * 200_000]]
    assert (await here.post(said(7, "the next one"))).status == 200
    assert [each.body for each in answers if each.body] == []
    return {each.status for each in answers}


async def test_what_is_malformed_is_answered_and_told_and_the_next_one_is_stored(here: Hook):
    """Promise 9. Telegram sends what is not answered well for a day, and holds up what comes after it in that chat."""
    assert await all_malformed(here) == {200}
    assert set(here.told) == {"malformed_update"}
    assert len(here.told) >= 10
    assert any('"the next one"' in each.body for each in await here.stored())


async def test_control_an_inbox_that_chokes_holds_them_up(redis: Redis, monkeypatch: pytest.MonkeyPatch):
    async def strict(self: Inbox, document: bytes) -> None:
        await self.take(json.loads(document))

    monkeypatch.setattr(Inbox, "take_document", strict)
    async with hook(redis) as here:
        assert 500 in await all_malformed(here)


# --- refused before it is read ----------------------------------------------------------------------------------------

REFUSED = {
    "no secret": (403, head(LARGE, secret=None)),
    "an empty secret": (403, head(LARGE, secret="")),
    "the wrong secret": (403, head(LARGE, secret=SECRET[:-1] + "x")),
    "a part of the secret": (403, head(LARGE, secret=SECRET[:-1])),
    "more than the secret": (403, head(LARGE, secret=SECRET + "x")),
    "two secrets": (403, head(LARGE, more=f"X-Telegram-Bot-Api-Secret-Token: {SECRET}")),
    "no secret, in chunks": (403, head(None, secret=None)),
    "no secret, asking first": (403, head(LARGE, secret=None, more="Expect: 100-continue")),
    "too much": (413, head(LARGE)),
    "a byte too much": (413, head(LARGEST_BODY + 1)),
    "another method": (405, head(LARGE, method="PUT")),
    "a look": (405, head(0, method="GET")),
}


async def refused_unread(here: Hook, *what: str, within_s: float = SOON_S) -> dict[str, Answer]:
    """Send heads alone; return the answers, each the last of its connection; raise TimeoutError when one is missing."""
    async with asyncio.timeout(within_s):
        answers = await asyncio.gather(*(here.send(REFUSED[each][1]) for each in what))
    return dict(zip(what, answers, strict=True))


async def test_what_is_none_of_telegrams_is_refused_before_its_body_is_read(here: Hook):
    """Promise 43."""
    answers = await refused_unread(here, *REFUSED)
    assert {what: answer.status for what, answer in answers.items()} == {each: REFUSED[each][0] for each in REFUSED}
    assert {(answer.body, answer.headers["connection"]) for answer in answers.values()} == {(b"", "close")}
    assert await here.stored() == []


async def test_control_a_webhook_that_checks_nothing_waits_for_the_body(here: Hook, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Webhook, "_check", lambda self, scope: None)
    with pytest.raises(TimeoutError):
        await refused_unread(here, "the wrong secret", "too much", within_s=A_WHILE_S)


async def peak_of(here: Hook, first: bytes, *parts: bytes) -> int:
    """Send a large body; return how much memory it took at most."""
    tracemalloc.start()
    try:
        await here.send(first, *parts)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


async def test_a_body_of_any_size_takes_no_more_memory(here: Hook):
    """Promise 43: whether its length is told or not, with the secret or without."""
    part = bytes(100_000)
    for request, parts in (
        (head(LARGE), [part] * (LARGE // len(part))),
        (head(LARGE, secret=None), [part] * (LARGE // len(part))),
        (head(None), [chunk(part)] * (LARGE // len(part))),
    ):
        assert await peak_of(here, request, *parts) < FLAT


async def test_control_without_a_limit_it_does(redis: Redis):
    part = bytes(100_000)
    async with hook(redis, largest_body=LARGE) as here:
        assert await peak_of(here, head(None), *[chunk(part)] * 200, chunk(b"")) > FLAT


async def dripped(here: Hook, drips: int) -> Answer | None:
    """Send a body byte by byte; return the answer that comes before it is whole, if any does."""
    async with here.connected() as (reader, writer):
        writer.write(head(1000))
        for _ in range(drips):
            writer.write(b" ")
            with suppress(TimeoutError):
                return Answer.read(await asyncio.wait_for(reader.read(1024), 0.02))
    return None


async def test_a_body_that_drips_is_cut(redis: Redis):
    """Promise 43: one deadline for all of it, however often a byte comes."""
    async with hook(redis, body_s=0.1) as here:
        answer = await dripped(here, 999)
    assert answer is not None
    assert (answer.status, answer.headers["connection"]) == (408, "close")


async def test_control_without_a_deadline_it_is_waited_for(redis: Redis):
    async with hook(redis, body_s=ENDLESS_S) as here:
        assert await dripped(here, 20) is None


async def test_a_head_that_drips_is_cut(here: Hook, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(EmptyRefusals, "head_s", 0.1)
    async with here.connected() as (reader, writer):
        writer.write(b"POST /tickets/telegram/ HTTP/1.1\r\nX: ")
        assert await asyncio.wait_for(reader.read(), SOON_S) == b""


async def test_so_is_one_that_comes_after_others(here: Hook, monkeypatch: pytest.MonkeyPatch):
    async with here.connected() as (reader, writer):
        for head_s in (SOON_S, 0.1):
            # It counts from the answer on.
            monkeypatch.setattr(EmptyRefusals, "head_s", head_s)
            writer.write(staying(said(7, "hello")))
            assert b" 200 OK\r\n" in await reader.readuntil(b"\r\n\r\n")
        writer.write(b"POST /tickets/telegram/ HTTP/1.1\r\nX: ")
        assert await asyncio.wait_for(reader.read(), SOON_S) == b""


# --- without a store --------------------------------------------------------------------------------------------------


async def at_a_silent_store(store_s: float, within_s: float) -> Answer:
    """Send an update while Redis swallows everything; return the answer, raise TimeoutError when none comes in time."""

    async def swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(1024):
            pass
        writer.close()

    hole = await asyncio.start_server(swallow, "127.0.0.1", 0)
    port = hole.sockets[0].getsockname()[1]
    silent = make_client(f"redis://127.0.0.1:{port}/0", socket_timeout_s=ENDLESS_S, connect_timeout_s=ENDLESS_S)
    try:
        async with hole, hook(silent, store_s=store_s) as here:
            return await asyncio.wait_for(here.post(said(7, "hello")), within_s)
    finally:
        await silent.aclose()


async def test_a_store_that_swallows_everything_is_not_waited_for():
    """Promise 34."""
    answer = await at_a_silent_store(0.1, SOON_S)
    assert (answer.status, answer.headers["retry-after"], answer.body) == (503, "2", b"")


async def test_control_without_a_deadline_it_is(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bot.serving, "GRACE_S", 0)
    with pytest.raises(TimeoutError):
        await at_a_silent_store(ENDLESS_S, A_WHILE_S)


# --- every answer is empty --------------------------------------------------------------------------------------------


async def every_answer(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> dict[str, Answer]:
    """Return each kind of answer that can come from the webhook's address, whoever gives it."""
    failing: list[BaseException] = [ConnectionError(), ArithmeticError()]

    async def take(document: bytes) -> None:
        if document == b"fails":
            raise failing.pop(0)
        if document == b"hangs":
            hangs.set()
            await asyncio.Event().wait()

    hangs = asyncio.Event()
    monkeypatch.setattr(bot.serving, "GRACE_S", 0)
    monkeypatch.setattr(bot.serving, "MOST_AT_ONCE", 1)
    answers: dict[str, Answer] = {}
    async with hook(redis, body_s=0.1) as impatient:
        answers["too slow"] = await impatient.send(head(4))
    async with hook(redis, Webhook(SECRET, take, largest_body=50, body_s=ENDLESS_S, store_s=ENDLESS_S)) as here:
        answers |= {
            "taken": await here.post(b"good"),
            "no secret": await here.send(head(4, secret=None)),
            "another method": await here.send(head(0, method="GET")),
            "a look": await here.send(head(0, method="HEAD")),
            "too much": await here.send(head(51)),
            "too many chunks": await here.send(head(None), chunk(bytes(51))),
            "the store is away": await here.post(b"fails"),
            "what nobody thought of": await here.post(b"fails"),
            "no HTTP": await here.send(b"Good day\r\n\r\n"),
            "no HTTP in the body": await here.send(head(None), b"many\r\n"),
            "too long a head": await here.send(head(0, more=f"X: {'x' * 200_000}")),
        }
        hanging = asyncio.create_task(here.post(b"hangs"))
        await hangs.wait()
        answers["too many at once"] = await here.post(b"good")
    answers["the server stops"] = await hanging
    return answers


async def test_each_answer_is_counted(redis: Redis):
    async def take(_: bytes) -> None:
        """Take it as it is."""

    counted: list[int] = []
    async with hook(redis, Webhook(SECRET, take, counted.append)) as here:
        await here.post(b"good")
        await here.send(head(4, secret=None))
    assert counted == [200, 403]


STATUS = {
    "taken": 200,
    "no secret": 403,
    "another method": 405,
    "a look": 405,
    "too much": 413,
    "too many chunks": 413,
    "too slow": 408,
    "the store is away": 503,
    "what nobody thought of": 500,
    "no HTTP": 400,
    "no HTTP in the body": 400,
    "too long a head": 400,
    "too many at once": 503,
    "the server stops": 503,
}


async def test_no_answer_has_a_body(redis: Redis, monkeypatch: pytest.MonkeyPatch):
    """Promise 44: Telegram would carry out a method that it names."""
    answers = await every_answer(redis, monkeypatch)
    assert {what: answer.status for what, answer in answers.items()} == STATUS
    assert {what: answer.body for what, answer in answers.items() if answer.body} == {}
    assert {answer.headers["content-length"] for answer in answers.values()} == {"0"}


async def test_control_the_server_alone_says_something(redis: Redis, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bot.serving, "EmptyRefusals", H11Protocol)
    answers = await every_answer(redis, monkeypatch)
    assert answers["no HTTP"].body == b"Invalid HTTP request received."
