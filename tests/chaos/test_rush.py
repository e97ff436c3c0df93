"""Promise 31 as it is written: a thousand people press START at once, and two processes know nothing of the shop yet."""

import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta

import pytest

from tests.chaos.results import PROPERTY, Row
from tests.telegram.test_rush import MOST_READS, rush

CUSTOMERS = 1000


@pytest.mark.chaos
@pytest.mark.usefixtures("redis")
@pytest.mark.timeout(600)
async def test_a_thousand_at_once(redis_url: str, record_property: Callable[[str, object], None]):
    began_s = time.monotonic()
    asked = await rush(redis_url, CUSTOMERS, timedelta(seconds=500))
    figures = f"{CUSTOMERS} customers answered, {asked['events']} reads of the list of events"
    row = Row("31 · START at once, cold cache", 1, 0, 0, 0, round(time.monotonic() - began_s, 1), figures)
    record_property(PROPERTY, asdict(row))
    assert 1 <= asked["events"] <= MOST_READS
    assert asked["event"] == 0
