"""The bot as an operator runs it: started from its environment, killed at any moment, stopped."""

import asyncio
import random
import re
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest

from bot.domain.labels import LANGUAGES
from bot.i18n.catalog import GettextCatalog
from bot.rehearsal.chat import CustomerChat
from bot.rehearsal.heard import shop_writes
from bot.rehearsal.lines import Step
from bot.rehearsal.player import Player
from bot.rehearsal.story import read_story
from bot.simulator.faults import Fault, FaultName
from tests.processes.buyer import Buyer
from tests.processes.conftest import PATIENCE_S, SHORT_DEADLINES, RunningBot, end, ended, read_until, start

ORDERED = "did not answer|Pay now|To payment"
"""What follows the order button: no answer, the payment page, or a hold whose page had no time left in that turn."""
STORIES = Path(__file__).parents[1] / "stories"


@pytest.mark.parametrize("name", ["plain-ticket", "several-types"])
async def test_run_against_simulate_sells(bot: RunningBot, simulator: httpx.AsyncClient, name: str):
    story = read_story(STORIES / f"{name}.yaml")
    await Player(simulator, GettextCatalog(), patience_s=PATIENCE_S).play(story, random.choice(LANGUAGES))


async def test_simulate_limits_how_fast_a_bot_writes_when_asked_to():
    process = await start("simulate", "--port", "0", "--limits")
    try:
        _, printed = await read_until(process, re.compile("SESSION_KEYS"))
        [address] = re.findall(r"TELEGRAM_API_URL='([^']+)'", printed)
        async with httpx.AsyncClient(base_url=address, trust_env=False) as client:
            assert (await client.get("/simulator/telegram/limits")).json()["on"] is True
    finally:
        await end(process)


async def test_run_against_simulate_sells_a_time_slot(buyer: Buyer, simulator: httpx.AsyncClient):
    await buyer.reach_the_review_of_a_time_slot()
    await buyer.tap("Order and pay", "Pay now")
    reservation, checkout = await shop_writes(simulator)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT1[01]:00:00.*", reservation["body"]["time_slot_id"])
    assert checkout["status"] == 201


async def test_killed_between_any_two_steps_it_goes_on_where_it_was(bot: RunningBot, simulator: httpx.AsyncClient):
    story = read_story(STORIES / "restart-in-between.yaml")
    player = Player(simulator, GettextCatalog(), bot.crash_and_start, patience_s=PATIENCE_S)
    dialogue = tuple(map(without_what_a_stage_alone_can_do, story.dialogue))
    await player.play(story.model_copy(update={"dialogue": dialogue}), "nl")


def without_what_a_stage_alone_can_do(step: Step) -> Step:
    """Return a line of a story as a bot in a process of its own can play it: killed, its Redis and its state let be."""
    restart = step.restart or "bot-restart" in step.situation
    return step.model_copy(update={"situation": (), "state": None, "restart": restart})


@pytest.fixture
async def buyer(bot: RunningBot, simulator: httpx.AsyncClient) -> Buyer:
    return Buyer(await CustomerChat.join(simulator, "en"), bot)


@pytest.mark.parametrize("moment_s", [0.0, 0.05])
async def test_killed_while_ordering_the_shop_hears_one_reservation(
    buyer: Buyer, simulator: httpx.AsyncClient, moment_s: float
):
    await buyer.reach_the_review_of_a_day_ticket()
    await buyer.chat.tap(await buyer.button("Order and pay"))
    await asyncio.sleep(moment_s)
    await buyer.bot.crash_and_start()
    await buyer.see(ORDERED)
    assert max(await heard(simulator), default=0) <= 1


async def heard(simulator: httpx.AsyncClient) -> list[int]:
    """Return how often the shop heard each kind of write."""
    kinds = [(write["method"], write["path"].rsplit("/", 1)[-1]) for write in await shop_writes(simulator)]
    return [kinds.count(kind) for kind in set(kinds)]


async def test_ctrl_c_stops_it_without_a_word_of_trouble(bot: RunningBot):
    assert await bot.stop(signal.SIGINT) == 0
    assert trouble_in(bot) == []


@pytest.fixture
async def others(simulated: dict[str, str]) -> AsyncIterator[tuple[RunningBot, RunningBot]]:
    """Two more processes of that bot, not started yet: one that takes in, one that answers."""
    settings = simulated | SHORT_DEADLINES | {"POLLER_LEASE_S": "3"}
    intake, worker = (RunningBot(settings | {"ROLE": role}) for role in ("intake", "worker"))
    yield intake, worker
    for each in (intake, worker):
        await each.kill()


async def test_stopped_twice_while_it_orders_it_ends_the_order_and_others_go_on(
    buyer: Buyer, others: tuple[RunningBot, RunningBot], simulator: httpx.AsyncClient
):
    """Promises 3, 4 and 16: what answers and polls is stopped; who waited takes over, and another answers."""
    bot, (intake, worker) = buyer.bot, others
    await buyer.reach_the_review_of_a_day_ticket()
    await intake.start()
    late = Fault(on="shop", call="reserve", name=FaultName.SLOW, seconds=0.7)
    (await simulator.post("/simulator/faults", json=late.model_dump(mode="json"))).raise_for_status()
    await buyer.chat.tap(await buyer.button("Order and pay"))
    async with asyncio.timeout(PATIENCE_S):
        while not await shop_writes(simulator):  # noqa: ASYNC110 - the simulator tells nobody what it heard
            await asyncio.sleep(0.02)
    bot.process.send_signal(signal.SIGTERM)
    await asyncio.sleep(0.1)
    assert await bot.stop(signal.SIGTERM) == 0
    await buyer.see(ORDERED)
    assert max(await heard(simulator)) == 1
    await worker.start()
    await buyer.say("/help", "Help")
    assert await intake.stop() == 0
    assert trouble_in(bot) == trouble_in(intake) == []


def trouble_in(bot: RunningBot) -> list[str]:
    return [line for line in bot.lines if "Traceback" in line or '"level": "error"' in line]


async def test_wrong_settings_are_all_told_at_once_and_nothing_is_started():
    code, output = await ended(await start("run", TELEGRAM_BOT_TOKEN="x", SHOP_API_URL="ftp://x", LISTEN="nowhere"))
    assert code == 1
    for name in ("TELEGRAM_BOT_TOKEN", "SHOP_API_URL", "SHOP_PRODUCT_TOKEN", "SESSION_KEYS", "LISTEN"):
        assert f"{name}: " in output
    assert "Traceback" not in output


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"REDIS_URL": "redis://127.0.0.1:9/0"}, "Redis does not answer at REDIS_URL"),
        ({"REDIS_MAY_FORGET": "false"}, "appendonly is off"),
        ({"TELEGRAM_API_URL": "http://127.0.0.1:9"}, "Telegram does not answer at TELEGRAM_API_URL"),
        (
            {"TELEGRAM_BOT_TOKEN": "123456789:AN-OTHER-TOKEN-of-no-worth-00000000"},
            "Telegram does not know TELEGRAM_BOT_TOKEN",
        ),
    ],
)
async def test_what_it_cannot_reach_is_named(simulated: dict[str, str], settings: dict[str, str], words: str):
    code, output = await ended(await start("run", **simulated | settings))
    assert code == 1
    assert words in output
    assert "Traceback" not in output


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder for what a process leaves behind; its name is short, since a socket's path has to be."""
    with TemporaryDirectory(prefix="t-") as folder:
        yield Path(folder)


async def test_the_demo_stops_with_its_server_on_ctrl_c(temporary: Path):
    process = await start("demo", "--no-browser", "--port", "0", TMPDIR=str(temporary))
    found, _ = await read_until(process, re.compile(r"http://127\.0\.0\.1:\d+/"))
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(found[0])).status_code == 200
    assert left_in(temporary)
    code, output = await end(process, signal.SIGINT)
    assert code == 0
    assert "Traceback" not in output
    assert not left_in(temporary)


def left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_the_demo_takes_another_port_when_its_own_is_taken():
    blocker = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
    taken = blocker.sockets[0].getsockname()[1]
    async with blocker:
        process = await start("demo", "--no-browser", "--port", str(taken))
        found, _ = await read_until(process, re.compile(r"http://127\.0\.0\.1:(\d+)/"))
        assert int(found[1]) != taken
        code, _ = await end(process)
    assert code == 0


@pytest.mark.parametrize("command", [[], ["demo"], ["run"], ["simulate"], ["rehearse"], ["doctor"], ["letters"]])
async def test_every_command_has_help(command: list[str]):
    code, output = await ended(await start(*command, "--help"))
    assert code == 0
    assert "Usage: python -m bot" in output
