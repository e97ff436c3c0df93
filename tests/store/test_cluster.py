"""A Redis Cluster of three masters, and more shards than one: all that holds for a single server holds there too."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from redis.asyncio import Redis, RedisCluster

from bot.conversation.ports import LeaseLost, NotConfirmed
from bot.conversation.session import Session
from bot.doctor.finding import Verdict
from bot.doctor.store import examine_store
from bot.i18n.catalog import GettextCatalog
from bot.rehearsal.player import Player
from bot.rehearsal.stage import make_simulator, settings_for
from bot.rehearsal.story import read_story
from bot.settings import Settings
from bot.simulator.clock import MovableClock
from bot.simulator.server import serve
from bot.store import replicas, scripts
from bot.store.answers import RedisAnswers
from bot.store.client import Client, StoreUnavailable, make_client
from bot.store.crypto import Cipher, new_key
from bot.store.keys import Shards
from bot.store.links import RedisLinks
from bot.store.mailbox import RedisMailbox
from bot.store.seat import RedisSeat
from bot.wiring import ticketbot
from tests.redis_groups import cluster
from tests.redis_server import Server
from tests.store import test_shards
from tests.store.samples import CHAT, turn, update
from tests.test_stories import FOLDER

SHARDS = 3
ANSWER_LASTS = timedelta(minutes=1)


@pytest.fixture(scope="module")
def masters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Server]]:
    with cluster(tmp_path_factory.mktemp("cluster")) as servers:
        yield servers


@pytest.fixture
def redis_url(masters: list[Server]) -> str:
    return "redis+cluster://" + ",".join(f"127.0.0.1:{each.port}" for each in masters)


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[RedisCluster]:
    client = make_client(redis_url)
    assert isinstance(client, RedisCluster)
    await client.flushall(target_nodes=RedisCluster.PRIMARIES)
    yield client
    await client.aclose()


# The very tests of the shards, with the fixtures of this file.
test_all_of_a_chat_lies_in_its_shard = test_shards.test_all_of_a_chat_lies_in_its_shard
test_no_shard_waits_for_another = test_shards.test_no_shard_waits_for_another
test_a_chat_of_any_shard_wakes_and_is_found_at_once = test_shards.test_a_chat_of_any_shard_wakes_and_is_found_at_once
test_timers_figures_and_dead_letters_are_those_of_all = (
    test_shards.test_timers_figures_and_dead_letters_are_those_of_all
)
test_a_bot_does_not_start_with_another_number = test_shards.test_a_bot_does_not_start_with_another_number
sharded = test_shards.sharded


def test_its_shards_lie_at_more_than_one_master(redis: RedisCluster, masters: list[Server]):
    assert len({redis.get_node_from_key(keys.ready).port for keys in Shards(SHARDS)}) > 1


async def test_stories_are_played_on_it(redis: RedisCluster, redis_url: str):
    """Two customers, from /start to the payment."""
    clock, story = MovableClock(), read_story(FOLDER / "plain-ticket.yaml")
    simulator = make_simulator(clock, story.events)
    async with serve(simulator.app) as address, httpx.AsyncClient(base_url=address, trust_env=False) as client:
        settings = settings_for(address, redis_url, new_key()) | {"REDIS_SHARDS": str(SHARDS)}
        async with ticketbot(Settings.load(settings), clock) as bot:
            selling = asyncio.create_task(bot.run())
            player = Player(client, GettextCatalog())
            for language in story.languages[:2]:
                await player.play(story, language)
            selling.cancel()
            await asyncio.wait({selling})
    found = [key async for key in redis.scan_iter("ticketbot:{*}:chat:*:session")]
    assert len({key.split(b":")[1] for key in found}) > 1


async def test_every_script_touches_one_slot(redis: RedisCluster, cipher: Cipher, clock: MovableClock):
    """Those of a turn are run by the tests above; a server refuses one that does not."""
    mailbox = RedisMailbox(redis, cipher, clock, shards=SHARDS)
    await mailbox.put(CHAT, update(1))
    claim = await mailbox.claim()
    assert claim is not None
    await mailbox.commit(claim, replace(turn(), forget=True))
    answers, seat = RedisAnswers(redis, cipher, clock, of="shop"), RedisSeat(redis)
    assert await answers.take("events", ANSWER_LASTS) == (True, None)
    await answers.let_go("events")
    assert await seat.take()
    await seat.leave()
    assert await RedisLinks(redis, cipher, clock, shards=SHARDS).read("2-" + "a" * 20) is None


async def test_masters_that_forgot_the_scripts_are_given_them_again(
    redis: RedisCluster, cipher: Cipher, clock: MovableClock
):
    mailbox = RedisMailbox(redis, cipher, clock, shards=SHARDS)
    for number in range(SHARDS):
        await redis.script_flush()
        assert await mailbox.put(test_shards.in_shard(number, 1)[0], update(number))


async def test_each_master_is_asked_how_it_keeps_things(
    redis: RedisCluster, masters: list[Server], clock: MovableClock
):
    async def verdicts() -> list[Verdict]:
        return [each.verdict async for each in examine_store(redis, clock, may_forget=False, shards=SHARDS)]

    # The last word is on the replicas, of which there are none here.
    assert await verdicts() == [Verdict.GOOD, Verdict.GOOD, Verdict.DOUBTFUL]
    async with Redis(port=masters[-1].port) as last:
        await last.config_set("appendonly", "no")
        assert await verdicts() == [Verdict.GOOD, Verdict.WRONG, Verdict.DOUBTFUL]
        await last.config_set("appendonly", "yes")


async def test_callers_wait_for_a_connection(redis_url: str, redis: RedisCluster):
    client = make_client(redis_url, most_connections=2)
    answers = await asyncio.gather(*(client.set("x", "y") for _ in range(50)))
    assert all(answers)
    await client.aclose()


async def test_a_cluster_that_is_not_there_is_unavailable(cipher: Cipher, clock: MovableClock, tmp_path: Path):
    gone = Server(tmp_path)
    client = make_client(f"redis+cluster://127.0.0.1:{gone.port}")
    with pytest.raises(StoreUnavailable):
        await RedisMailbox(client, cipher, clock).claim()
    await client.aclose()


@pytest.mark.parametrize("number", range(SHARDS))
async def test_an_intent_waits_for_a_replica_at_the_master_of_its_shard(
    redis: RedisCluster, cipher: Cipher, clock: MovableClock, monkeypatch: pytest.MonkeyPatch, number: int
):
    """There is none here: who is told that there is one waits in vain. So for a server that forgot the script, too."""

    async def told(client: Client, key: str) -> bool:
        return True

    mailbox, [chat] = RedisMailbox(redis, cipher, clock, shards=SHARDS), test_shards.in_shard(number, 1)
    await mailbox.put(chat, update(1))
    claim = await mailbox.claim()
    assert claim is not None
    await mailbox.keep(claim, Session(language="nl"), turn().details)
    monkeypatch.setattr(scripts, "has_replica", told)
    monkeypatch.setattr(replicas, "PATIENCE_MS", 20)
    for language in ("de", "fr"):
        await redis.script_flush()
        with pytest.raises(NotConfirmed):
            await mailbox.keep(claim, Session(language=language), turn().details)
    with pytest.raises(LeaseLost):
        await mailbox.keep(replace(claim, fence=claim.fence + 1), Session(), turn().details)
    await mailbox.release(claim)
    again = await mailbox.claim()
    assert again is not None
    assert again.session is not None
    assert again.session.language == "fr"
