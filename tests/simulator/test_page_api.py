"""The whole simulator as its page uses it: the files, the clock, the way back from the payment page."""

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

import bot.simulator.page
from bot.simulator.app import BOT_USERNAME, Simulator, browser_address
from bot.simulator.clock import MovableClock
from bot.simulator.server import serve
from bot.simulator.shop import Shop
from tests.emulator import TLS, TOKEN

PAGE = Path(bot.simulator.page.__file__).parent
FILES = ("index.html", "page.css", "page.js")


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    clock = MovableClock()
    simulator = Simulator(clock, TOKEN, Shop(clock, "product-token"))
    async with serve(simulator.app) as address, httpx.AsyncClient(base_url=address, verify=TLS) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/page.css", "/page.js"])
async def test_the_page_is_served_under_a_strict_policy(client: httpx.AsyncClient, path: str):
    answer = await client.get(path)
    assert answer.status_code == 200
    policy = dict(rule.partition(" ")[::2] for rule in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["form-action"] == policy["base-uri"] == "'none'"


def test_the_page_is_small_and_needs_nothing_from_elsewhere():
    sources = {name: (PAGE / name).read_text() for name in FILES}
    assert sum(map(len, sources.values())) < 40_000
    for source in sources.values():
        assert set(re.findall(r"https?://[\w./-]+", source)) <= {"http://www.w3.org/2000/svg"}
        assert not re.search(r"\beval\(|document\.write|insertAdjacentHTML|outerHTML", source)
    assert len(re.findall("innerHTML", sources["page.js"])) == 1
    assert not re.search(r"\son\w+=|style=|<script>", sources["index.html"]), "nothing that the policy forbids"


def test_the_page_speaks_four_languages():
    script = (PAGE / "page.js").read_text()
    table = script[script.index("const WORDS") : script.index("const NAMES")]
    languages = re.findall(r"^  (\w\w): \{(.*?)^  \},", table, re.DOTALL | re.MULTILINE)
    assert [code for code, _ in languages] == ["nl", "en", "fr", "de"]
    names = [re.findall(r"(\w+): \"", words) for _, words in languages]
    assert names[0] == names[1] == names[2] == names[3]
    used = set(re.findall(r"word\(\"(\w+)\"\)", script))
    used |= set(re.findall(r"data-(?:text|label|placeholder)=\"(\w+)\"", (PAGE / "index.html").read_text()))
    used |= {"typing", "bot"}
    assert used == set(names[0])


async def test_the_clock_is_told_and_moved(client: httpx.AsyncClient):
    before = datetime.fromisoformat((await client.get("/simulator/clock")).json()["now"])
    moved = datetime.fromisoformat((await client.post("/simulator/clock", json={"move_s": 3600})).json()["now"])
    assert timedelta(0) <= moved - before - timedelta(hours=1) < timedelta(minutes=1)
    answer = await client.post("/simulator/clock", json={"move_s": -1})
    assert (answer.status_code, answer.json()["error"]) == (
        422,
        "move_s: Input should be greater than or equal to 0",
    )


async def test_telegram_and_the_shop_share_the_clock(client: httpx.AsyncClient):
    customer = (await client.post("/simulator/customers", json={"first_name": "Anna"})).json()["id"]
    await client.post("/simulator/clock", json={"move_s": 7200})
    await client.post(f"/simulator/customers/{customer}/start", json={})
    [update] = (await client.get(f"/bot{TOKEN}/getUpdates")).json()["result"]
    now = datetime.fromisoformat((await client.get("/simulator/clock")).json()["now"])
    assert 0 <= now.timestamp() - update["message"]["date"] < 60


async def test_other_sites_cannot_act_for_a_customer(client: httpx.AsyncClient):
    body = {"first_name": "Anna"}
    answer = await client.post("/simulator/customers", json=body, headers={"Origin": "https://example.com"})
    assert answer.status_code == 403
    assert (await client.get("/", headers={"Host": "rebound.example"})).status_code == 403


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (f"https://t.me/{BOT_USERNAME}?start=r_1", f"/t.me/{BOT_USERNAME}?start=r_1"),
        (f"https://T.me/{BOT_USERNAME.upper()}/?start=r_1", f"/t.me/{BOT_USERNAME}?start=r_1"),
        ("https://t.me/another_bot?start=r_1", "https://t.me/another_bot?start=r_1"),
        ("https://example.com/thanks", "https://example.com/thanks"),
        (f"https://t.me.example.com/{BOT_USERNAME}?start=x", f"https://t.me.example.com/{BOT_USERNAME}?start=x"),
    ],
)
def test_the_bots_links_lead_back_into_the_page(address: str, expected: str):
    assert browser_address(BOT_USERNAME)(address) == expected
