"""One bot made of several processes' parts on one Redis: some take in, others answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from redis.asyncio import Redis

from bot.i18n.catalog import GettextCatalog
from bot.rehearsal.chat import CustomerChat
from bot.rehearsal.player import Player
from bot.rehearsal.stage import free_place, make_simulator, settings_for
from bot.rehearsal.story import read_story
from bot.settings import Settings, SettingsError
from bot.simulator.clock import MovableClock
from bot.simulator.server import serve
from bot.store.crypto import new_key
from bot.store.figures import RedisFigures
from bot.wiring import ticketbot
from tests.emulator import TLS

STORY = Path(__file__).parent / "stories" / "plain-ticket.yaml"
PATIENCE_S = 20.0


@dataclass
class Town:
    """A simulator with its customers, and bots that all have the same settings but for what is said of each."""

    clock: MovableClock
    address: str
    customers: httpx.AsyncClient
    settings: dict[str, str]

    @asynccontextmanager
    async def process(self, **settings: str) -> AsyncIterator[None]:
        """Run a bot as a process of its own has it."""
        async with ticketbot(Settings.load(self.settings | settings), self.clock) as bot:
            running = asyncio.create_task(bot.run())
            try:
                yield
            finally:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
async def town(redis_url: str, redis: Redis) -> AsyncIterator[Town]:
    simulator = make_simulator(MovableClock())
    async with (
        serve(simulator.app) as address,
        httpx.AsyncClient(base_url=address, verify=TLS, timeout=PATIENCE_S, trust_env=False) as customers,
    ):
        settings = settings_for(address, redis_url, new_key()) | {"POLLER_LEASE_S": "1"}
        yield Town(simulator.clock, address, customers, settings)


async def test_a_purchase_goes_through_two_intakes_and_two_workers(town: Town):
    public = free_place()
    town.settings["PUBLIC_URL"] = f"http://{public}"
    async with AsyncExitStack() as stack:
        # A worker takes no place to listen at: all but the second intake have the same.
        for role, place in (("intake", public), ("intake", free_place()), ("worker", public), ("worker", public)):
            await stack.enter_async_context(town.process(ROLE=role, LISTEN=place))
        await Player(town.customers, GettextCatalog(), patience_s=PATIENCE_S).play(read_story(STORY), "en")


@pytest.fixture
def hooked(town: Town) -> str:
    """Let updates be sent to a place, which is returned: the processes that listen there get them."""
    place = free_place()
    town.settings |= {"PUBLIC_URL": f"http://{place}/tickets", "TELEGRAM_WEBHOOK_SECRET": "Only_Telegram-knows"}
    return place


async def test_by_a_webhook_every_intake_is_sent_updates_and_one_keeps_it_set(town: Town, hooked: str):
    """What leads to them spreads requests as it likes: here all go to one that was not elected."""
    async with AsyncExitStack() as stack:
        for role, place in (("intake", free_place()), ("intake", hooked), ("worker", hooked)):
            await stack.enter_async_context(town.process(ROLE=role, LISTEN=place))
        await Player(town.customers, GettextCatalog(), patience_s=PATIENCE_S).play(read_story(STORY), "en")
    assert len(await calls(town, "setWebhook")) == 1
    assert await calls(town, "getUpdates") == []


async def test_from_polling_to_a_webhook_and_back_nothing_is_lost(town: Town, hooked: str):
    """What is said while nobody takes it in is sent to a webhook of before in vain, and kept."""
    customer = await CustomerChat.join(town.customers, "en")
    for times, secret in enumerate(("", town.settings["TELEGRAM_WEBHOOK_SECRET"], ""), 1):
        await customer.start()
        async with (
            town.process(LISTEN=hooked, TELEGRAM_WEBHOOK_SECRET=secret),
            asyncio.timeout(PATIENCE_S),
        ):
            while len(await calls(town, "sendMessage")) < times:  # noqa: ASYNC110 - the emulator tells nobody
                await asyncio.sleep(0.02)
    assert len(await calls(town, "sendMessage")) == times


async def test_intake_answers_nobody_and_a_worker_takes_nothing_in(town: Town, redis: Redis):
    customer, figures = await CustomerChat.join(town.customers, "en"), RedisFigures(redis, town.clock)
    async with town.process(ROLE="intake"):
        await customer.start()
        async with asyncio.timeout(PATIENCE_S):
            while not (await figures.read()).waiting:  # noqa: ASYNC110 - nothing tells that it is stored
                await asyncio.sleep(0.02)
    assert (await customer.look()).text == ""
    async with town.process(ROLE="worker"):
        seen = await customer.look(after=0, wait_s=PATIENCE_S)
        while not seen.text:
            seen = await customer.look(after=seen.revision, wait_s=PATIENCE_S)
        await customer.say("what it does not hear")
        assert (await figures.read()).waiting == 0
        assert await updates_waiting(town) == 1


async def calls(town: Town, method: str) -> list[dict[str, object]]:
    heard = (await town.customers.get("/simulator/telegram/calls")).json()
    return [call for call in heard if call["method"] == method]


async def updates_waiting(town: Town) -> int:
    answer = await town.customers.post(f"/bot{town.settings['TELEGRAM_BOT_TOKEN']}/getWebhookInfo")
    return int(answer.json()["result"]["pending_update_count"])


def test_a_role_that_is_none_is_named():
    with pytest.raises(SettingsError, match="ROLE: "):
        Settings.load(settings_for("http://127.0.0.1:1", "unix:///tmp/x", new_key()) | {"ROLE": "poller"})
