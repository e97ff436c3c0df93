"""A master and its replica, watched by a Sentinel: who is told of a new master follows it."""

import asyncio
from collections.abc import Iterator

import pytest

from bot.conversation.ports import Claim, NotConfirmed
from bot.conversation.session import Session
from bot.doctor.finding import Verdict
from bot.doctor.store import REPLICAS, examine_store
from bot.simulator.clock import MovableClock
from bot.store.client import Client, StoreUnavailable, make_client
from bot.store.crypto import Cipher
from bot.store.mailbox import RedisMailbox
from tests.redis_groups import SERVICE, watched
from tests.redis_server import Server
from tests.store.samples import CHAT, OTHER_CHAT, details, update
from tests.store.test_away import INTENT

Watched = tuple[Server, Server, Server]


@pytest.fixture(scope="module")
def group(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    with watched(tmp_path_factory.mktemp("watched")) as servers:
        yield servers


async def is_confirmed(mailbox: RedisMailbox, claim: Claim) -> bool:
    try:
        await mailbox.keep(claim, Session(intent=INTENT), details())
    except NotConfirmed:
        return False
    return True


async def test_a_failover_is_followed(group: Watched, cipher: Cipher, clock: MovableClock):
    """Both Sentinels but one are gone too: the others are asked."""
    master, replica, sentinel = group
    gone = Server(sentinel.folder)
    client = make_client(f"redis+sentinel://127.0.0.1:{gone.port},127.0.0.1:{sentinel.port}/{SERVICE}")
    mailbox = RedisMailbox(client, cipher, clock)
    await mailbox.put(CHAT, update(1))
    claim = await mailbox.claim()
    assert claim is not None
    # The replica is there, and confirms it; on a busy machine after some time.
    async with asyncio.timeout(20.0):
        while not await is_confirmed(mailbox, claim):
            pass
    await mailbox.release(claim)
    assert await said_of_replicas(client, clock) is Verdict.GOOD
    master.kill()
    waiting = asyncio.create_task(mailbox.wait(5.0))
    async with asyncio.timeout(20.0):
        while True:
            try:
                await mailbox.put(OTHER_CHAT, update(2))
                break
            except StoreUnavailable:
                await asyncio.sleep(0.1)
    await asyncio.gather(waiting, return_exceptions=True)
    found = [await mailbox.claim(), await mailbox.claim()]
    known = {claim.chat: claim.session for claim in found if claim is not None}
    assert set(known) == {CHAT, OTHER_CHAT}
    assert known[CHAT] is not None
    assert known[CHAT].intent == INTENT
    assert client.connection_pool.master_address == ("127.0.0.1", replica.port)
    assert await said_of_replicas(client, clock) is Verdict.DOUBTFUL
    await client.aclose()


async def said_of_replicas(client: Client, clock: MovableClock) -> Verdict:
    findings = [each async for each in examine_store(client, clock, may_forget=False)]
    return next(each.verdict for each in findings if each.subject == REPLICAS)


async def test_a_service_that_nobody_watches_is_unavailable(group: Watched, cipher: Cipher, clock: MovableClock):
    client = make_client(f"redis+sentinel://127.0.0.1:{group[2].port}/another")
    with pytest.raises(StoreUnavailable):
        await RedisMailbox(client, cipher, clock).claim()
    await client.aclose()
