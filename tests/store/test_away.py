"""A Redis that is killed, swallows everything or takes no writes: nothing acknowledged is lost, nobody waits long."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bot.conversation.effects import Intent, Reserve
from bot.conversation.session import Session
from bot.simulator.clock import MovableClock
from bot.store import client as client_module
from bot.store.client import StoreUnavailable, make_client
from bot.store.crypto import Cipher
from bot.store.mailbox import RedisMailbox
from tests.redis_server import SPOILT, Server, running
from tests.store.samples import CHAT, NOON, OTHER_CHAT, contents, details, update
from tests.store.test_client import black_hole
from tests.store.test_fence import WRITES, owed_and_waiting

INTENT = Intent(id="i1", effect=Reserve(), reply_id="update:1", sent_at=NOON, frees_at=NOON + timedelta(minutes=20))


@pytest.fixture
def server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    server = Server(tmp_path / "redis", appendonly=request.param)
    with running(server):
        yield server


async def back(ask: Callable[[], Awaitable[object]]) -> None:
    """Ask until the store is back, as every loop does."""
    async with asyncio.timeout(10.0):
        while True:
            try:
                await ask()
            except StoreUnavailable:
                await asyncio.sleep(0.05)
            else:
                return


@pytest.mark.parametrize(
    ("server", "is_kept"), [("yes", True), ("no", False)], indirect=["server"], ids=["kept", "control"]
)
async def test_what_was_acknowledged_outlives_a_kill(
    server: Server, is_kept: bool, cipher: Cipher, clock: MovableClock
):
    """Promise 33. The control is a server without its append-only file."""
    client = make_client(server.url)
    mailbox = RedisMailbox(client, cipher, clock)
    await mailbox.put(CHAT, update(1))
    claim = await mailbox.claim()
    assert claim is not None
    session = Session(intent=INTENT)
    await mailbox.keep(claim, session, details())
    await mailbox.put(OTHER_CHAT, update(2))
    await mailbox.wait(1.0)
    waiting = asyncio.create_task(mailbox.wait(5.0))
    await asyncio.sleep(0.05)

    server.kill()
    with pytest.raises(StoreUnavailable):
        await waiting
    with pytest.raises(StoreUnavailable):
        await mailbox.put(OTHER_CHAT, update(3))
    server.start()
    await back(lambda: mailbox.put(OTHER_CHAT, update(3)))
    clock.move(timedelta(seconds=31))
    found = {claim.chat: claim async for claim in claims(mailbox)}
    await client.aclose()
    if is_kept:
        assert {chat: claim.envelope for chat, claim in found.items()} == {CHAT: update(1), OTHER_CHAT: update(2)}
        assert found[CHAT].session == session
    else:
        assert {chat: claim.envelope for chat, claim in found.items()} == {OTHER_CHAT: update(3)}


async def claims(mailbox: RedisMailbox):
    while (claim := await mailbox.claim()) is not None:
        yield claim


ASKED: dict[str, Callable[[RedisMailbox], Awaitable[object]]] = {
    "put": lambda mailbox: mailbox.put(CHAT, update(1)),
    "claim": lambda mailbox: mailbox.claim(),
    "wait": lambda mailbox: mailbox.wait(1.0),
}


async def ends(name: str, within_s: float, cipher: Cipher, clock: MovableClock, socket_timeout_s: float) -> bool:
    """Whether a question to a server that swallows everything comes to its end in time."""
    async with black_hole() as (url, taken):
        client = make_client(url, socket_timeout_s=socket_timeout_s)
        asking = asyncio.ensure_future(ASKED[name](RedisMailbox(client, cipher, clock)))
        ended, _ = await asyncio.wait({asking}, timeout=within_s)
        if ended and name != "wait":
            assert isinstance(asking.exception(), StoreUnavailable)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        await client.aclose()
        assert taken
    return bool(ended)


@pytest.mark.parametrize("name", ASKED)
async def test_nobody_waits_for_a_server_that_swallows_everything(
    name: str, cipher: Cipher, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
):
    """Promise 34, with its deadline shrunk: it holds whatever the socket is allowed."""
    monkeypatch.setattr(client_module, "STORE_S", 0.2)
    assert await ends(name, 5.0, cipher, clock, socket_timeout_s=60.0)


@pytest.mark.parametrize("name", ["put", "claim"])
async def test_control_without_a_deadline_they_do(
    name: str, cipher: Cipher, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(client_module, "STORE_S", 60.0)
    assert not await ends(name, 0.5, cipher, clock, socket_timeout_s=60.0)


def test_the_deadlines_fit_into_what_is_promised():
    """Three seconds for a worker, of which it waits one before it asks; two for a webhook."""
    assert client_module.STORE_S < 2.0
    assert client_module.SOCKET_TIMEOUT_S + client_module.CONNECT_TIMEOUT_S <= client_module.STORE_S


@pytest.mark.parametrize("how", SPOILT)
@pytest.mark.parametrize("name", WRITES)
async def test_what_a_server_refuses_is_done_whole_or_not_at_all_and_works_again_after(
    own_server: str, cipher: Cipher, clock: MovableClock, name: str, how: str
):
    """Promise 36. A script that frees memory before it takes any goes through on a full server."""
    client = make_client(own_server)
    assert isinstance(client, Redis)
    spoil, mend = SPOILT[how]
    await client.flushdb()
    mailbox = RedisMailbox(client, cipher, clock)
    claim = await owed_and_waiting(mailbox)
    before = await contents(client)
    try:
        await client.execute_command(*spoil)  # type: ignore[no-untyped-call]
        with pytest.raises(StoreUnavailable):
            await mailbox.put(OTHER_CHAT, update(3))
        assert await contents(client) == before
        try:
            await WRITES[name](mailbox, claim)
        except StoreUnavailable:
            assert await contents(client) == before
        else:
            assert how == "full"
            assert await contents(client) != before
            before = {}
    finally:
        await client.execute_command(*mend)  # type: ignore[no-untyped-call]
    if before:
        await WRITES[name](mailbox, claim)
        assert await contents(client) != before
    assert await mailbox.put(OTHER_CHAT, update(3))
    await client.aclose()
