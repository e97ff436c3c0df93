"""The return page over real HTTP: one message in total, and nothing to be had by guessing (promises 46 and 48)."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from redis.asyncio import Redis

import bot.store.returns
from bot.conversation.messages import PaymentOutcome
from bot.conversation.returning import AwaitedReturn, ReturnBody, token_hash
from bot.domain.labels import LANGUAGES, Language
from bot.i18n.catalog import GettextCatalog
from bot.store.client import make_client
from bot.store.entries import split
from bot.store.scripts import load
from bot.web.accepted import accepted_language
from bot.web.pages import NOTHING_HERE, REPORTED
from tests.store.samples import CHAT
from tests.web.site import CHAT_ADDRESS, DUE_AT, Site, site

CATALOG = GettextCatalog()
SUCCESS, FAILED = PaymentOutcome.SUCCESS, PaymentOutcome.FAILED


@pytest.fixture
async def here(redis: Redis) -> AsyncIterator[Site]:
    async with site(redis) as served:
        yield served


# --- what it says -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", PaymentOutcome)
async def test_it_says_what_was_reported_in_the_language_of_the_chat(
    redis: Redis, language: Language, outcome: PaymentOutcome
):
    async with site(redis, language=language) as here:
        other = next(each for each in LANGUAGES if each != language)
        answer = await here.come_back(outcome, **{"Accept-Language": other})
    page = REPORTED[outcome]
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    for words in (page.title, *page.words):
        assert CATALOG.words(words, language) in answer.text
    assert answer.text.count("<a ") == 1
    assert f'href="{CHAT_ADDRESS}"' in answer.text


async def test_it_is_small_and_leaves_nothing_behind(here: Site):
    answer = await here.come_back(SUCCESS)
    assert len(answer.content) < 4096
    assert "<script" not in answer.text
    assert "set-cookie" not in answer.headers
    assert "server" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert here.ways[SUCCESS].partition("-")[2] not in answer.text


@pytest.mark.parametrize(("public_url", "is_https"), [("https://tickets.example.com", True), ("", False)])
async def test_a_browser_is_held_to_https_where_we_are_reached_by_it(redis: Redis, public_url: str, is_https: bool):
    async with site(redis, public_url=public_url) as here:
        for answer in (await here.come_back(SUCCESS), await here.client.get("/nothing")):
            assert ("strict-transport-security" in answer.headers) is is_https


async def test_it_lives_below_the_path_of_the_public_url(redis: Redis):
    async with site(redis, public_url="https://example.com/tickets") as here:
        assert here.ways[SUCCESS].startswith("/tickets/return/0-")
        assert (await here.come_back(SUCCESS)).status_code == 200
        assert (await here.client.get(here.ways[SUCCESS].removeprefix("/tickets"))).status_code == 404


# --- one message in total ---------------------------------------------------------------------------------------------


async def test_the_chat_is_told_with_the_outcome_by_the_hash_alone(here: Site):
    await here.come_back(FAILED)
    [envelope] = await here.told()
    token = here.ways[FAILED].partition("-")[2]
    assert (envelope.id, envelope.kind) == (f"returned:{token_hash(token)}", "returned")
    assert ReturnBody.model_validate_json(envelope.body).token_hash == token_hash(token)
    assert token not in envelope.body


async def replayed(here: Site) -> int:
    """Come back often, also at once; return of how many the chat was told."""
    await asyncio.gather(*(here.come_back(SUCCESS) for _ in range(5)))
    told = await here.told()
    assert (await here.come_back(SUCCESS)).status_code == 200
    return len(told + await here.told())


async def test_however_often_it_is_loaded_the_chat_is_told_once(here: Site):
    assert await replayed(here) == 1


async def test_control_without_the_look_at_what_was_seen_the_chat_is_told_each_time(redis: Redis):
    blind = load()["put"].replace("if seen_at_ms and", "if false and")
    async with site(redis, scripts={**load(), "put": blind}) as here:
        assert await replayed(here) == 6


async def test_each_outcome_that_is_reported_is_told(here: Site):
    for outcome in PaymentOutcome:
        await here.come_back(outcome)
    assert len(await here.told()) == 4


async def test_a_look_with_head_changes_nothing(here: Site):
    looked = await here.come_back(SUCCESS, "HEAD")
    assert (looked.status_code, looked.content) == (200, b"")
    assert (await here.client.head("/return/0-" + "x" * 43)).status_code == 404
    assert await here.told() == []
    await here.come_back(SUCCESS)
    assert len(await here.told()) == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_no_other_method_is_known(here: Site, method: str):
    answer = await here.come_back(SUCCESS, method)
    assert answer.status_code == 405
    assert answer.headers["cache-control"] == "no-store"
    assert await here.told() == []


# --- guessed, unknown, expired ----------------------------------------------------------------------------------------


def bad_paths(way: str) -> list[str]:
    """Return paths that somebody may try who knows another outcome's, or nothing."""
    token = way.rpartition("/")[2]
    shard, _, secret = token.partition("-")
    changed = [secret[:at] + ("A" if secret[at] != "A" else "B") + secret[at + 1 :] for at in range(0, 43, 6)]
    tried = [
        *(f"{shard}-{each}" for each in changed),
        f"1-{secret}",
        f"00-{secret}",
        f"{shard}-{secret.swapcase()}",
        secret,
        token + "A",
        token[:-1],
        token + "=",
        token_hash(secret),
        f"{shard}-{token_hash(secret)[:43]}",
        "returned:" + token_hash(secret),
        token + "%0d%0aLocation:%20https:%2F%2Fevil.example",
        token + "%00",
        "%2e%2e",
        token + "/",
        "{token}",
        "٠-" + secret,
        "",
        "x" * 5000,
    ]
    return [f"/return/{each}" for each in tried] + ["//evil.example" + way, "/", way.upper(), f"/x{way}"]


async def refused_alike(here: Site) -> None:
    """Fail unless every bad path gets the very same answer, and the chat hears of none."""
    known = await here.client.get("/return/0-" + secrets.token_urlsafe(32))
    guesses = [f"/return/0-{secrets.token_urlsafe(32)}" for _ in range(300)]
    for path in [*bad_paths(here.ways[FAILED]), *guesses]:
        # As a whole address: a client would take what begins with two slashes for one.
        answer = await here.client.get(str(here.client.base_url).rstrip("/") + path)
        assert (answer.status_code, answer.text) == (404, known.text), path
        assert without_date(answer.headers) == without_date(known.headers), path
    assert await here.told() == []


def without_date(headers: object) -> dict[str, str]:
    return {name: value for name, value in dict(headers).items() if name != "date"}  # type: ignore[call-overload]


async def test_whatever_is_tried_gets_the_same_page(here: Site):
    await refused_alike(here)


async def test_control_an_index_that_knows_every_token_is_noticed(redis: Redis):
    class Credulous:
        async def find(self, shard: int, hashed: str) -> AwaitedReturn:
            return AwaitedReturn(chat=CHAT, language="en", outcome=SUCCESS)

    async with site(redis, awaited=Credulous()) as here:
        with pytest.raises(AssertionError):
            await refused_alike(here)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_stranger_is_answered_in_the_language_of_their_browser(here: Site, language: Language):
    answer = await here.client.get("/return/0", headers={"Accept-Language": f"sv, {language}-CH;q=0.8, *;q=0.5"})
    assert CATALOG.words(NOTHING_HERE.title, language) in answer.text
    assert answer.headers["content-language"] == language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("sv", "en"),
        ("*", "en"),
        ("de", "de"),
        ("FR-be, nl;q=0.9", "fr"),
        ("nl;q=0.2, de;q=0.7", "de"),
        ("fr;q=0, de;q=0", "en"),
        ("nl, de", "nl"),
        ("de;q=high, nl;q=0.1", "nl"),
        ("de;q=nan, nl;q=2, fr;q=0.1", "fr"),
        ("nl;level=1", "nl"),
        ("," * 10_000 + "de", "en"),
    ],
)
def test_the_language_is_the_one_that_is_liked_best(header: str, language: Language):
    assert accepted_language(header) == language


async def comes_too_late(here: Site) -> int:
    here.clock.move(DUE_AT + timedelta(hours=24) - here.clock.now() - timedelta(seconds=1))
    assert (await here.come_back(SUCCESS, "HEAD")).status_code == 200
    here.clock.move(timedelta(seconds=1))
    return (await here.come_back(SUCCESS)).status_code


async def test_a_day_after_the_hold_the_way_back_is_none_any_more(here: Site):
    assert await comes_too_late(here) == 404
    assert await here.told() == []


async def test_control_without_its_end_it_would_be(here: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bot.store.returns, "valid_at", lambda _, stored: split(stored)[1] if stored else None)
    assert await comes_too_late(here) == 200


# --- nowhere to be sent on to -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "?next=https://evil.example",
        "?next=//evil.example&return_to=//evil.example&url=javascript:alert(1)",
        "?outcome=success&chat=user:9",
        "?%0d%0aLocation:%20https:%2F%2Fevil.example",
        "?q=<script>alert(1)</script>",
    ],
)
async def test_what_else_is_asked_for_is_ignored(here: Site, query: str):
    plain = await here.come_back(FAILED)
    answer = await here.client.get(
        here.ways[FAILED] + query,
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Referer": "https://evil.example"},
    )
    assert (answer.status_code, answer.text) == (200, plain.text)
    assert without_date(answer.headers) == without_date(plain.headers)
    assert "location" not in answer.headers
    assert "evil" not in answer.text
    assert len(await here.told()) == 1


# --- without a store --------------------------------------------------------------------------------------------------


async def test_without_the_store_it_asks_to_come_again(redis: Redis):
    gone = make_client("redis://127.0.0.1:9/0")
    async with site(redis, store=gone) as here:
        answer = await here.come_back(SUCCESS, **{"Accept-Language": "nl"})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert CATALOG.words(REPORTED[SUCCESS].title, "nl") not in answer.text
        assert 'href="?"' in answer.text
        assert await here.told() == []
    await gone.aclose()


async def test_a_store_that_swallows_everything_is_not_waited_for(redis: Redis):
    async def swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(1024):
            pass
        writer.close()

    hole = await asyncio.start_server(swallow, "127.0.0.1", 0)
    port = hole.sockets[0].getsockname()[1]
    silent = make_client(f"redis://127.0.0.1:{port}/0")
    async with hole, site(redis, store=silent, store_s=0.1) as here:
        answer = await asyncio.wait_for(here.come_back(SUCCESS), 4.0)
        assert answer.status_code == 503
        await silent.aclose()


async def test_what_nobody_thought_of_is_a_page_too(redis: Redis):
    class Broken:
        async def find(self, shard: int, hashed: str) -> AwaitedReturn:
            raise ArithmeticError

    async with site(redis, awaited=Broken()) as here:
        answer = await here.come_back(SUCCESS)
    assert answer.status_code == 500
    assert answer.headers["cache-control"] == "no-store"
    assert "ArithmeticError" not in answer.text
