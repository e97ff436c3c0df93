"""Promise 37: a failover loses the last moments, and nothing is sent to the shop of which only they knew."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation.ports import NotConfirmed
from bot.conversation.session import Session
from bot.simulator.clock import MovableClock
from bot.store import client as client_module
from bot.store import replicas, scripts
from bot.store.client import Client, make_client
from bot.store.crypto import Cipher
from bot.store.mailbox import RedisMailbox
from tests.chaos.proxy import Trouble, fault_proxy
from tests.redis_groups import ask, wait_until
from tests.redis_server import Server, running
from tests.store.samples import CHAT, details, update
from tests.store.test_away import INTENT

LONG_S = 20.0


@pytest.fixture
def is_lagging(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the replica hears of nothing any more: waiting for it then ends soon, and else as late as it may have to."""
    monkeypatch.setattr(client_module, "STORE_S", LONG_S)
    monkeypatch.setattr(replicas, "PATIENCE_MS", 200 if request.param else 10_000)
    return bool(request.param)


@pytest.fixture
def master(tmp_path: Path) -> Iterator[Server]:
    master = Server(tmp_path / "master", appendonly="yes", repl_diskless_sync_delay="0")
    with running(master):
        yield master


async def orders(mailbox: RedisMailbox) -> int:
    """Claim the chat and order, as a turn does: once its intent is stored, and not where one is left behind."""
    claim = await mailbox.claim()
    assert claim is not None
    assert claim.envelope == update(1)
    if claim.session is not None and claim.session.intent is not None:
        return 0
    try:
        await mailbox.keep(claim, Session(intent=INTENT), details())
    except NotConfirmed:
        return 0
    return 1


async def orders_over_a_failover(
    master: Server, folder: Path, cipher: Cipher, clock: MovableClock, *, is_lagging: bool
) -> int:
    """Order, lose the master, and go on with what its replica was told; return how often the shop was asked."""
    async with fault_proxy(f"127.0.0.1:{master.port}") as way:
        replica = Server(folder / "replica", replicaof=way.address.replace(":", " "), appendonly="yes")
        await asyncio.to_thread(replica.start)
        try:
            await asyncio.to_thread(wait_until, master, b"state=online", "INFO", "replication")
            before = make_client(master.url, socket_timeout_s=LONG_S)
            after = make_client(replica.url)
            mailbox = RedisMailbox(before, cipher, clock)
            await mailbox.put(CHAT, update(1))
            await asyncio.to_thread(wait_until, replica, b"mailbox", "KEYS", "*:mailbox")
            if is_lagging:
                way.order(Trouble.BLACK_HOLE)
            asked = await orders(mailbox)
            master.kill()
            ask(replica, "REPLICAOF", "NO", "ONE")
            clock.move(timedelta(seconds=31))
            asked += await orders(RedisMailbox(after, cipher, clock))
            await before.aclose()
            await after.aclose()
        finally:
            replica.kill()
    return asked


@pytest.mark.parametrize("is_lagging", [True, False], ids=["lagging", "up to date"], indirect=True)
async def test_a_failover_makes_no_second_order(
    master: Server, tmp_path: Path, cipher: Cipher, clock: MovableClock, is_lagging: bool
):
    assert await orders_over_a_failover(master, tmp_path, cipher, clock, is_lagging=is_lagging) == 1


@pytest.mark.parametrize("is_lagging", [True], indirect=True)
async def test_control_without_waiting_for_the_replica_it_does(
    master: Server,
    tmp_path: Path,
    cipher: Cipher,
    clock: MovableClock,
    is_lagging: bool,
    monkeypatch: pytest.MonkeyPatch,
):
    async def nobody(client: Client, key: str) -> bool:
        return False

    monkeypatch.setattr(scripts, "has_replica", nobody)
    assert await orders_over_a_failover(master, tmp_path, cipher, clock, is_lagging=is_lagging) == 2
