"""Promises 33 and 37 under fire: servers of a Cluster and of a watched group die while customers buy."""

import asyncio
import random
from pathlib import Path

import pytest

from tests.chaos.judging import Record, Trial
from tests.chaos.world import Crowd, world
from tests.redis_groups import SERVICE, cluster, watched

SHARDS = "6"


@pytest.mark.chaos
@pytest.mark.timeout(600)
async def test_masters_of_a_cluster_are_killed_and_come_back(tmp_path: Path, attempts: int, record_property: Record):
    """They have no replica, and their append-only files have everything: nothing is lost."""
    trial = Trial("33 · masters of a Cluster killed and started anew", attempts, record_property)
    with cluster(tmp_path) as masters:
        places = ",".join(f"127.0.0.1:{each.port}" for each in masters)
        async with world(f"redis+cluster://{places}") as opened:
            opened.settings["REDIS_SHARDS"] = SHARDS
            crowd = Crowd(opened, at_once=6, patience_s=120.0)
            for role in ("intake", "worker", "worker"):
                await opened.start(ROLE=role)
            for _ in range(attempts):
                await asyncio.sleep(random.uniform(1.0, 2.0))
                hit = random.choice(masters)
                hit.kill()
                opened.recorder.note_cut()
                await asyncio.to_thread(hit.start)
            await trial.judge(opened, crowd)


@pytest.mark.chaos
@pytest.mark.timeout(600)
async def test_a_cluster_fails_over(tmp_path: Path, record_property: Record):
    trial = Trial("37 · a master of a Cluster dies, its replica takes over", 1, record_property)
    with cluster(tmp_path, replicas=3) as servers:
        places = ",".join(f"127.0.0.1:{each.port}" for each in servers)
        async with world(f"redis+cluster://{places}") as opened:
            opened.settings["REDIS_SHARDS"] = SHARDS
            crowd = Crowd(opened, at_once=6, patience_s=120.0)
            for role in ("intake", "worker", "worker"):
                await opened.start(ROLE=role)
            await asyncio.sleep(3.0)
            servers[0].kill()
            opened.recorder.note_cut()
            await asyncio.sleep(6.0)
            await trial.judge(opened, crowd)


@pytest.mark.chaos
@pytest.mark.timeout(600)
async def test_a_watched_group_fails_over(tmp_path: Path, record_property: Record):
    trial = Trial("37 · a master dies, its Sentinel names another", 1, record_property)
    with watched(tmp_path) as (master, _, sentinel):
        async with world(f"redis+sentinel://127.0.0.1:{sentinel.port}/{SERVICE}") as opened:
            crowd = Crowd(opened, at_once=6, patience_s=120.0)
            for role in ("intake", "worker", "worker"):
                await opened.start(ROLE=role)
            await asyncio.sleep(3.0)
            master.kill()
            opened.recorder.note_cut()
            await asyncio.sleep(5.0)
            await trial.judge(opened, crowd)
