"""Faults by name, at both sides: what the caller meets, and whether the request was carried out."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.rehearsal.stage import PRODUCT_TOKEN, SHOP_PATH, TOKEN, make_simulator
from bot.simulator.app import Simulator
from bot.simulator.clock import MovableClock
from bot.simulator.faults import Fault, FaultBook, FaultName, call_of
from bot.simulator.server import serve
from bot.simulator.shop.calls import SHOP_CALLS
from bot.simulator.shop.info_messages import Shape, info_message

CARRIED_OUT = {
    FaultName.SLOW: True,
    FaultName.SILENT: False,
    FaultName.RESET_BEFORE: False,
    FaultName.RESET_AFTER: True,
    FaultName.HALF: True,
    FaultName.SERVER_ERROR: False,
    FaultName.TOO_MANY: False,
    FaultName.DRIP: True,
    FaultName.OVERSIZE: True,
    FaultName.REDIRECT: False,
    FaultName.ODD_JSON: True,
    FaultName.REFUSED: False,
}


@dataclass
class Sides:
    simulator: Simulator
    http: httpx.AsyncClient

    async def order(self, **fault: Any) -> None:
        (await self.http.post("/simulator/faults", json=fault)).raise_for_status()

    async def ask_shop(self) -> httpx.Response:
        headers = {"X-CM-PRODUCTTOKEN": PRODUCT_TOKEN}
        return await self.http.get(f"{SHOP_PATH}/events", headers=headers, timeout=0.5)

    async def ask_telegram(self) -> httpx.Response:
        return await self.http.post(f"/bot{TOKEN}/setMyDescription", json={"description": "new"}, timeout=0.5)

    def was_asked(self, side: str) -> bool:
        calls = self.simulator.shop.api.calls if side == "shop" else list(self.simulator.telegram.messenger.calls)
        return bool(calls)


@pytest.fixture
async def sides() -> AsyncIterator[Sides]:
    simulator = make_simulator(MovableClock())
    async with serve(simulator.app) as address, httpx.AsyncClient(base_url=address, trust_env=False) as http:
        yield Sides(simulator, http)


async def met(sides: Sides, side: str) -> str:
    """Return what a caller meets, in a word."""
    try:
        answer = await (sides.ask_shop() if side == "shop" else sides.ask_telegram())
    except httpx.TimeoutException:
        return "nothing"
    except httpx.TransportError:
        return "a broken connection"
    if answer.is_error or answer.is_redirect:
        return str(answer.status_code)
    if len(answer.content) > 2 * 2**20:
        return "too much"
    good = isinstance(answer.json(), list) if side == "shop" else answer.json() == {"ok": True, "result": True}
    return "a good answer" if good else "an odd answer"


MET = {
    FaultName.SLOW: "nothing",
    FaultName.SILENT: "nothing",
    FaultName.RESET_BEFORE: "a broken connection",
    FaultName.RESET_AFTER: "a broken connection",
    FaultName.HALF: "a broken connection",
    FaultName.SERVER_ERROR: "500",
    FaultName.TOO_MANY: "429",
    FaultName.OVERSIZE: "too much",
    FaultName.REDIRECT: "307",
    FaultName.ODD_JSON: "an odd answer",
    FaultName.DRIP: "a good answer",
    FaultName.REFUSED: "400",
}


@pytest.mark.parametrize("side", ["shop", "telegram"])
@pytest.mark.parametrize("name", FaultName)
async def test_each_fault_is_met_once_and_then_all_is_well(sides: Sides, side: str, name: FaultName):
    await sides.order(on=side, name=name, seconds=1.0)
    assert await asyncio.wait_for(met(sides, side), 60) == MET[name]
    assert sides.was_asked(side) is CARRIED_OUT[name]
    assert await met(sides, side) == "a good answer"


async def test_what_is_slow_arrives_in_the_end(sides: Sides):
    await sides.order(on="shop", name="slow", seconds=0.1)
    assert await met(sides, "shop") == "a good answer"


async def test_telegram_says_how_long_to_wait(sides: Sides):
    await sides.order(on="telegram", name="429", seconds=7)
    answer = (await sides.ask_telegram()).json()
    assert answer["parameters"] == {"retry_after": 7}
    assert answer["description"] == "Too Many Requests: retry after 7"


async def test_a_fault_has_its_call_its_count_and_what_goes_well_before(sides: Sides):
    await sides.order(on="shop", call="reserve", name="500")
    await sides.order(on="shop", call="events", name="500", times=2, skip=1)
    assert [await met(sides, "shop") for _ in range(4)] == ["a good answer", "500", "500", "a good answer"]
    assert await met(sides, "telegram") == "a good answer"
    listed = (await sides.http.get("/simulator/faults")).json()
    assert [fault["call"] for fault in listed["ordered"]] == ["reserve"]
    assert listed["names"] == list(FaultName)
    await sides.http.delete("/simulator/faults")
    assert (await sides.http.get("/simulator/faults")).json()["ordered"] == []


async def test_a_fault_can_last_a_time_of_the_clock(sides: Sides):
    await sides.order(on="shop", name="500", for_s=300)
    assert [await met(sides, "shop") for _ in range(3)] == ["500"] * 3
    sides.simulator.clock.move(timedelta(seconds=301))
    assert await met(sides, "shop") == "a good answer"


async def test_a_fault_ends_with_its_count_or_its_time_whichever_comes_first(sides: Sides):
    await sides.order(on="shop", name="500", for_s=300, times=2)
    assert [await met(sides, "shop") for _ in range(3)] == ["500", "500", "a good answer"]
    await sides.order(on="shop", name="500", for_s=300, times=2)
    sides.simulator.clock.move(timedelta(seconds=301))
    assert await met(sides, "shop") == "a good answer"


async def test_the_shop_refuses_on_order_in_every_shape_or_in_one(sides: Sides):
    """Trap 9."""
    await sides.order(on="shop", name="refused", times=len(Shape))
    bodies = [(await sides.ask_shop()).content for _ in Shape]
    assert bodies == [info_message("refused on order", shape)[0] for shape in Shape]
    await sides.order(on="shop", name="refused", shape="html", status=403, times=2)
    answers = [await sides.ask_shop() for _ in range(2)]
    assert [(each.status_code, each.headers["Content-Type"]) for each in answers] == [
        (403, "text/html; charset=utf-8")
    ] * 2


async def test_telegram_refuses_on_order_in_its_own_words(sides: Sides):
    await sides.order(on="telegram", name="refused", status=403)
    answer = await sides.ask_telegram()
    assert (answer.status_code, answer.json()["description"]) == (403, "Forbidden: refused on order")


async def test_a_code_with_a_slash_in_its_base64_meets_the_faults_of_its_call(sides: Sides):
    await sides.order(on="shop", call="code", name="500")
    path = f"{SHOP_PATH}/events/1/codes/Pz8%2F"
    assert (await sides.http.get(path, headers={"X-CM-PRODUCTTOKEN": PRODUCT_TOKEN})).status_code == 500


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": "bank", "name": "500"},
        {"on": "shop", "name": "502"},
        {"on": "shop", "name": "500", "call": "buy"},
        {"on": "shop", "name": "500", "times": 0},
        {"on": "shop", "name": "500", "more": 1},
        {"name": "500"},
    ],
)
async def test_what_is_no_fault_is_refused_with_words(sides: Sides, wrong: dict[str, Any]):
    answer = await sides.http.post("/simulator/faults", json=wrong)
    assert answer.status_code == 422
    assert answer.json()["error"]


def test_a_fault_is_written_in_a_word():
    assert Fault.read("shop:reserve:reset-after") == Fault(on="shop", call="reserve", name=FaultName.RESET_AFTER)
    assert Fault.read("telegram:sendMessage:429:3").times == 3
    lasting = Fault.read("shop:*:500:for=2m:skip=1:times=4:seconds=0.5s")
    assert (lasting.for_s, lasting.skip, lasting.times, lasting.seconds) == (120, 1, 4, 0.5)
    refused = Fault.read("shop:reserve:refused:shape=html:status=403:seconds=3")
    assert (refused.shape, refused.status, refused.seconds) == (Shape.HTML, 403, 3)
    for wrong in (
        "shop:reserve",
        "shop:buy:500",
        "shop:reserve:no",
        "shop:reserve:500:none",
        "a:b:c:d:e",
        "shop:reserve:500:for=soon",
        "shop:reserve:500:2:times=3",
        "shop:reserve:500:on=tap",
        "shop:reserve:refused:shape=round",
        "shop:reserve:refused:status=500",
        "telegram:*:refused:shape=list",
    ):
        with pytest.raises(ValueError, match="is no fault"):
            Fault.read(wrong)


@pytest.mark.parametrize(
    ("method", "path", "call"),
    [
        ("GET", "/base/events", ("shop", "events")),
        ("GET", "/base/events/1", ("shop", "event")),
        ("GET", "/base/events/1/codes/QQ==", ("shop", "code")),
        ("GET", "/base/events/1/calendar/2026/11", ("shop", "month")),
        ("GET", "/base/events/1/calendar/2026/11/02", ("shop", "day")),
        ("POST", "/base/events/1/reservations", ("shop", "reserve")),
        ("POST", "/base/events/1/reservations/generate", ("shop", "free")),
        ("PUT", "/base/events/1/reservations/CM1", ("shop", "update")),
        ("POST", "/base/events/1/reservations/CM1/checkout", ("shop", "checkout")),
        ("POST", "/bot123:abc/sendMessage", ("telegram", "sendMessage")),
        ("GET", "/pay/1", None),
        ("GET", "/base/other", None),
        ("GET", "/simulator/clock", None),
    ],
)
def test_every_call_has_its_name(method: str, path: str, call: tuple[str, str] | None):
    assert call_of(method, path, "/base") == call


def test_the_shop_has_nine_calls_and_a_book_starts_empty():
    assert len({name for name, _, _ in SHOP_CALLS}) == 9
    assert list(FaultBook(MovableClock())) == []
