"""The whole simulator as its page uses it: the files, the clock, the way back from the payment page."""

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.simulator.app import BOT_USERNAME, Simulator, browser_address
from bot.simulator.clock import MovableClock
from bot.simulator.page import FOLDER, page_files
from bot.simulator.server import serve
from bot.simulator.shop import Shop
from tests.emulator import TLS, TOKEN


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    clock = MovableClock()
    simulator = Simulator(clock, TOKEN, Shop(clock, "product-token"))
    async with serve(simulator.app) as address, httpx.AsyncClient(base_url=address, verify=TLS) as client:
        yield client


TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}


@pytest.mark.parametrize("path", ["/", *(f"/page/{path.as_posix()}" for path in page_files())])
async def test_the_page_is_served_under_a_strict_policy(client: httpx.AsyncClient, path: str):
    answer = await client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{TYPES[Path(path).suffix or '.html']}; charset=utf-8"
    policy = dict(rule.partition(" ")[::2] for rule in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["form-action"] == policy["base-uri"] == "'none'"
    assert policy["img-src"] == "'self' data:"


async def test_only_the_pages_own_files_are_served(client: httpx.AsyncClient):
    for path in ("/page/__init__.py", "/page/../__init__.py", "/page/nothing.js", "/page/"):
        assert (await client.get(path)).status_code == 404


def test_the_page_is_small_and_needs_nothing_from_elsewhere():
    sources = {path.as_posix(): (FOLDER / path).read_text() for path in page_files()}
    assert sum(map(len, sources.values())) < 120_000
    assert [name for name, source in sources.items() if source.count("\n") > 300] == []
    linked = set[str]()
    for name, source in sources.items():
        linked |= set(re.findall(r"https?://[\w./-]+", source))
        assert not re.search(r"\beval\(|document\.write|insertAdjacentHTML|outerHTML|@import|url\(", source), name
    assert linked == {
        "http://www.w3.org/2000/svg",
        "https://www.openstreetmap.org/",  # a link that a customer may follow
        "https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/",  # a comment
    }
    assert [name for name, source in sources.items() if "innerHTML" in source] == ["formatting.js"]
    assert not re.search(r"\son\w+=|style=|<script>", sources["index.html"]), "nothing that the policy forbids"


def test_every_file_of_the_page_is_used():
    sources = {path.as_posix(): (FOLDER / path).read_text() for path in page_files()}
    named = {"index.html"}
    for name, source in sources.items():
        named |= {f"{path}" for path in re.findall(r"\"/page/([\w/.]+)\"", source)}
        named |= {(Path(name).parent / path).as_posix() for path in re.findall(r"from \"\./([\w/.]+)\"", source)}
    assert named == set(sources)


def test_every_word_that_is_used_is_there_and_none_besides():
    sources = {path.as_posix(): (FOLDER / path).read_text() for path in page_files()}
    scripts = "".join(source for name, source in sources.items() if not name.startswith("words/"))
    used = set(re.findall(r"data-(?:text|label)=\"(\w+)\"", sources["index.html"]))
    for call in re.findall(r"\bword\((.*?)\)", scripts):
        used |= set(re.findall(r"\"(\w+)\"", call))
    used |= {"reply", "edit", "copyText", "forward"}  # an action's name is its word's
    known = set(re.findall(r"(?:^|, |  )(\w+): \"", sources["words/en.js"].partition("kinds:")[0]))
    assert used == known


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
