"""The catalogue of situations: each can be brought about by its name, and says what it does and what is seen of it."""

from collections import Counter
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.rehearsal.stage import make_simulator
from bot.simulator.app import Simulator
from bot.simulator.clock import MovableClock
from bot.simulator.server import serve
from bot.simulator.situations import SITUATIONS, named
from bot.simulator.situations_api import RUNS_ELSEWHERE
from tests.conversation.dialogue import NOW

ISSUE = {
    "sold out between tap and reserve": "sold-out-at-the-order",
    "slot nearly full": "few-left",
    "slow": "shop-slow",
    "silent": "shop-silent",
    "500": "shop-500",
    "half an answer": "order-half-an-answer",
    "expired hold": "hold-over",
    "clock moved": "an-hour-later",
    "payment failed": "payment-failed",
    "cancelled": "payment-cancelled",
    "expired": "payment-expired",
    "never returned": "payment-never-returns",
    "shop locked": "shop-locked",
    "free order": "free-order",
    "every field asked": "every-field-asked",
    "nulls and odd data": "odd-data",
    "Telegram 429": "telegram-429",
    "Telegram outage": "telegram-outage",
    "Redis restart": "redis-restart",
}
"""What support staff must be able to bring about; each shape of an Info Message beside it."""


class Behind:
    """A bot on the same stage."""

    def __init__(self) -> None:
        self.restarted: list[str] = []

    async def restart_bot(self) -> None:
        self.restarted.append("bot")

    async def restart_redis(self) -> None:
        self.restarted.append("redis")

    async def state_of(self, customer: int) -> dict[str, object]:
        return {"customer": customer}


@pytest.fixture
def simulator() -> Simulator:
    return make_simulator(MovableClock(NOW))


@pytest.fixture
async def client(simulator: Simulator) -> AsyncIterator[httpx.AsyncClient]:
    async with serve(simulator.app) as address, httpx.AsyncClient(base_url=address, trust_env=False) as client:
        yield client


def test_what_must_be_there_is_there():
    names = [each.name for each in SITUATIONS]
    assert set(ISSUE.values()) <= set(names)
    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert all(each.does.endswith(".") and each.customer_sees.endswith(".") for each in SITUATIONS)
    with pytest.raises(ValueError, match="'soldout' is no situation; did you mean sold-out"):
        named("soldout")


async def test_each_can_be_brought_about_by_its_name_and_ended(simulator: Simulator, client: httpx.AsyncClient):
    behind = simulator.situations.backstage = Behind()
    for situation in SITUATIONS:
        before, behind.restarted = simulator.clock.now(), []
        answer = await client.post("/simulator/situations", json={"name": situation.name})
        assert answer.status_code == 200, (situation.name, answer.text)
        assert [each["name"] for each in answer.json()["situations"]] == [each.name for each in SITUATIONS]
        assert list(simulator.faults) == list(situation.ordered), situation.name
        assert list(simulator.shop.book.situations) == list(situation.so), situation.name
        assert simulator.telegram.messenger.flood_gate.limits.on is situation.limits
        assert (simulator.clock.now() - before).total_seconds() >= situation.move_s
        assert behind.restarted == ([situation.restart] if situation.restart is not None else [])
        assert list(situation.orders()), situation.name
        await client.delete("/simulator/situations")
        assert (list(simulator.faults), list(simulator.shop.book.situations)) == ([], [])
        assert simulator.telegram.messenger.flood_gate.limits.on is False


async def test_what_needs_the_bot_on_the_same_stage_says_so(client: httpx.AsyncClient):
    listed = {each["name"]: each for each in (await client.get("/simulator/situations")).json()["situations"]}
    assert listed["redis-restart"]["cannot"] == listed["hold-over"]["cannot"] == RUNS_ELSEWHERE
    assert listed["few-left"]["cannot"] is None
    assert listed["few-left"]["orders"] == ["situation: places:*:2"]
    refused = await client.post("/simulator/situations", json={"name": "bot-restart"})
    assert (refused.status_code, refused.json()) == (422, {"error": RUNS_ELSEWHERE})
    assert (await client.post("/simulator/situations", json={"name": "unheard-of"})).status_code == 422
    assert (await client.get("/simulator/customers/1001/state")).status_code == 409
