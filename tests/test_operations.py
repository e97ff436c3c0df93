"""What `/live`, `/ready` and `/metrics` say of a bot that runs, of one that is stuck, and of a store that is away."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import get_args
from urllib.error import URLError
from urllib.request import urlopen

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample
from redis.asyncio import Redis

import bot.worker
from bot.conversation.effects import Settled
from bot.conversation.lookups import Found, Lookup
from bot.conversation.messages import StepName
from bot.conversation.outcome import Outcome
from bot.conversation.ports import Claim
from bot.i18n.catalog import GettextCatalog
from bot.metrics import TURN_S, Metrics
from bot.operations import Operations
from bot.pulse import Pulse
from bot.rehearsal.player import Player
from bot.rehearsal.stage import free_place, make_simulator, settings_for
from bot.rehearsal.story import read_story
from bot.settings import Settings, SettingsError
from bot.simulator.clock import MovableClock
from bot.simulator.server import serve
from bot.store.client import make_client
from bot.store.crypto import Cipher, new_key
from bot.store.figures import Figures, RedisFigures
from bot.store.keys import ShardKeys
from bot.store.mailbox import RedisMailbox
from bot.wiring import CannotStart, ticketbot
from bot.worker import Worker
from tests.emulator import TLS
from tests.redis_server import SPOILT
from tests.store.samples import CHAT, NOON, OTHER_CHAT, update
from tests.store.test_client import black_hole
from tests.test_settings import GOOD, ROOT

STORY = ROOT / "tests" / "stories" / "plain-ticket.yaml"
LABELS = {
    "kind": {"message", "edited_message", "callback_query", "my_chat_member", "malformed", "other"},
    "step": {*StepName, "none"},
    "outcome": {each.__name__ for each in get_args(Outcome)} | {"none"},
    "call": {"reserve", "update", "free", "checkout", *(each.__name__ for each in get_args(Lookup))},
    "api": {"telegram", "shop"},
    "result": {"2xx", "3xx", "4xx", "429", "5xx", "cut", "not_sent", "timeout", "broken", "other"}
    | {each.__name__ for each in (*get_args(Settled), *get_args(Found))},
    "part": {"shop", "events"},
    "state": {"held", "reported_paid", "free"},
    "le": {*map(str, TURN_S), "+Inf"},
}
"""All that each label may say."""


@dataclass
class Watched:
    """A bot that runs: where it is watched, where everybody reaches it, and where its customers are."""

    place: httpx.AsyncClient
    public: httpx.AsyncClient
    customers: httpx.AsyncClient

    async def samples(self) -> list[Sample]:
        answer = await self.place.get("/metrics")
        assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        return [*samples_in(answer.text)]

    async def total(self, name: str, **labels: str) -> float:
        return sum(
            each.value
            for each in await self.samples()
            if each.name == f"ticketbot_{name}" and labels.items() <= each.labels.items()
        )


def samples_in(exposed: str) -> Iterator[Sample]:
    for family in text_string_to_metric_families(exposed):
        yield from family.samples


@asynccontextmanager
async def watched(redis_url: str) -> AsyncIterator[Watched]:
    simulator = make_simulator(MovableClock())
    public, place = free_place(), free_place()
    async with serve(simulator.app) as address:
        web = {"LISTEN": public, "PUBLIC_URL": f"http://{public}", "OPERATIONS_LISTEN": place}
        settings = Settings.load(settings_for(address, redis_url, new_key()) | web)
        async with (
            ticketbot(settings, simulator.clock) as selling,
            httpx.AsyncClient(base_url=f"http://{place}", verify=TLS, trust_env=False) as watching,
            httpx.AsyncClient(base_url=f"http://{public}", verify=TLS, trust_env=False) as outside,
            httpx.AsyncClient(base_url=address, verify=TLS, timeout=15.0, trust_env=False) as customers,
        ):
            running = asyncio.create_task(selling.run())
            try:
                yield Watched(watching, outside, customers)
            finally:
                running.cancel()
                with suppress(asyncio.CancelledError):
                    await running


async def test_a_purchase_is_counted_and_nothing_of_the_customer_is_in_a_label(redis_url: str, redis: Redis):
    async with watched(redis_url) as here:
        assert (await here.place.get("/live")).text == "live\n"
        assert (await here.place.get("/ready")).text == "ready\n"
        await Player(here.customers, GettextCatalog(), patience_s=15.0).play(read_story(STORY), "en")

        assert await here.total("updates_total", kind="message") >= 2
        assert await here.total("updates_total", kind="callback_query") >= 2
        async with asyncio.timeout(5.0):
            # The last screen is seen before it is counted as sent, and nothing tells of the counting.
            while await here.total("turns_total") != await here.total("turn_seconds_count"):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        turns = await here.total("turns_total")
        # The return from the payment page is no update.
        assert turns == await here.total("updates_total") + 1
        assert await here.total("messages_owed_total") == await here.total("messages_sent_total") >= turns
        assert await here.total("api_calls_total", api="shop", result="2xx") >= 3
        assert await here.total("api_calls_total", api="telegram", result="2xx") > turns
        assert await here.total("shop_results_total", call="reserve", result="Reserved") == 1
        assert await here.total("orders_total", state="held") >= 1
        assert await here.total("store_up") == 1
        assert strange_labels(await here.samples()) == []
        assert len(await here.samples()) < 200


def strange_labels(samples: list[Sample]) -> list[tuple[str, str, str]]:
    """Return the labels that say what is not known before."""
    return [
        (each.name, label, value)
        for each in samples
        for label, value in each.labels.items()
        if value not in LABELS.get(label, set())
    ]


def test_control_a_label_with_a_customer_in_it_is_found():
    metrics = Metrics()
    metrics.called("robin@example.com", 200)
    assert len(strange_labels([*samples_in(metrics.exposed(None).decode())])) == 1


async def test_what_is_for_operators_is_not_where_customers_come(redis_url: str, redis: Redis):
    """A reverse proxy leads all it gets to LISTEN."""
    async with watched(redis_url) as here:
        for path in ("/live", "/ready", "/metrics"):
            assert (await here.public.get(path)).status_code == 404
            assert (await here.place.get(path)).status_code == 200
            assert (await here.place.post(path)).status_code == 405
        assert (await here.place.get("/return/0-x")).status_code == 404


async def test_a_place_that_is_taken_is_named(redis_url: str, redis: Redis):
    blocker = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
    place = f"127.0.0.1:{blocker.sockets[0].getsockname()[1]}"
    async with blocker, serve(make_simulator(MovableClock()).app) as address:
        settings = Settings.load(settings_for(address, redis_url, new_key()) | {"OPERATIONS_LISTEN": place})
        with pytest.raises(CannotStart, match=f"OPERATIONS_LISTEN: {place} cannot be listened at"):
            async with ticketbot(settings, MovableClock()):
                pass


def test_it_is_never_the_place_that_everybody_reaches():
    place = {"LISTEN": "0.0.0.0:80", "OPERATIONS_LISTEN": "0.0.0.0:80"}
    assert Settings.load(GOOD | place).operations_listen == "0.0.0.0:80"
    with pytest.raises(SettingsError, match="OPERATIONS_LISTEN: must be another place than LISTEN"):
        Settings.load(GOOD | place | {"PUBLIC_URL": "https://tickets.example.com"})
    with pytest.raises(SettingsError, match="OPERATIONS_LISTEN: must be host:port"):
        Settings.load(GOOD | {"OPERATIONS_LISTEN": "9464"})


# --- promise 36: a store that takes no writes -------------------------------------------------------------------------


class OnlyReading(RedisFigures):
    """A probe that asks and does not write."""

    async def write(self) -> None:
        await self._client.ping()


@pytest.mark.parametrize("how", SPOILT)
async def test_a_store_that_takes_no_writes_makes_it_not_ready_and_heals_by_itself(own_server: str, how: str):
    spoil, mend = SPOILT[how]
    client = make_client(own_server)
    operations, control = (
        Operations(kind(client, MovableClock(NOON)), turning()) for kind in (RedisFigures, OnlyReading)
    )
    try:
        assert await operations.not_ready() == ()
        await client.execute_command(*spoil)
        [wrong] = await operations.not_ready()
        assert wrong.startswith("Redis takes no write: ")
        assert await control.not_ready() == ()
        await client.execute_command(*mend)
        assert await operations.not_ready() == ()
    finally:
        await client.execute_command(*mend)
        await client.aclose()


def turning() -> Pulse:
    pulse = Pulse()
    pulse.turns("worker 1")
    return pulse


async def test_a_store_that_swallows_everything_makes_it_not_ready_soon_and_kills_nobody():
    async with black_hole(swallows=b"") as (url, _), asyncio.timeout(5.0):
        client = make_client(url, socket_timeout_s=30.0)
        operations = Operations(RedisFigures(client, MovableClock(NOON)), turning(), store_s=0.05)
        assert await operations.not_ready() == ("Redis takes no write: it does not answer in time",)
        assert operations.dead() == ()
        exposed = (await operations.figures()).decode()
        assert "ticketbot_store_up 0.0" in exposed
        assert "ticketbot_queue" not in exposed
        await client.aclose()


async def test_what_has_not_begun_is_not_ready(redis: Redis):
    assert await Operations(RedisFigures(redis, MovableClock(NOON))).not_ready() == ("nothing runs yet",)


# --- promise 59: a loop that is dead, a queue that nobody takes from --------------------------------------------------


class Stuck(RedisMailbox):
    """A mailbox that is asked for a chat and does not come back."""

    comes_back: asyncio.Event

    async def claim(self) -> Claim | None:
        await self.comes_back.wait()
        return None


@pytest.mark.parametrize("is_told", [True, False], ids=["watched", "control"])
async def test_workers_that_take_nothing_from_an_old_queue_are_not_live(redis: Redis, is_told: bool):
    """The control is a worker that tells nobody when it turns."""
    clock, pulse = MovableClock(NOON), Pulse(slack_s=0.1)
    pulse.turns("poll", again_within_s=60.0)
    mailbox = Stuck(redis, Cipher([new_key()]), clock)
    mailbox.comes_back = asyncio.Event()
    await mailbox.put(CHAT, update(1))
    worker = Worker(mailbox, None, 2, pulse=pulse if is_told else Pulse())  # type: ignore[arg-type]
    operations = Operations(RedisFigures(redis, clock), pulse)
    working = asyncio.create_task(worker.run())
    await asyncio.sleep(0.05)
    assert operations.dead() == ()
    await asyncio.sleep(0.15)
    expected = ("worker 1 does not turn", "worker 2 does not turn") if is_told else ()
    assert operations.dead() == expected
    assert await operations.not_ready() == expected
    mailbox.comes_back.set()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)


async def test_workers_that_have_nothing_to_do_are_live(redis: Redis, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bot.worker, "WAIT_S", 0.05)
    pulse = Pulse(slack_s=0.4)
    mailbox = RedisMailbox(redis, Cipher([new_key()]), MovableClock(NOON))
    working = asyncio.create_task(Worker(mailbox, None, 2, pulse=pulse).run())  # type: ignore[arg-type]
    await asyncio.sleep(0.6)
    assert pulse.silent() == ()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)


async def test_a_process_whose_event_loop_hangs_answers_nobody(redis_url: str, redis: Redis):
    async with watched(redis_url) as here:
        address = str(here.place.base_url.join("/live"))
        assert await asyncio.to_thread(probe, address)
        probing = asyncio.create_task(asyncio.to_thread(probe, address))
        await asyncio.sleep(0)
        time.sleep(0.5)  # noqa: ASYNC251 - this is what hangs
        assert not await probing
        assert await asyncio.to_thread(probe, address)


def probe(address: str) -> bool:
    """Whether it answers in time, as who runs it asks from outside."""
    try:
        with urlopen(address, timeout=0.25) as answer:
            return bool(answer.status == 200)
    except (URLError, TimeoutError):
        return False


# --- the figures of the store -----------------------------------------------------------------------------------------


async def test_what_waits_is_counted(redis: Redis):
    clock = MovableClock(NOON)
    mailbox = RedisMailbox(redis, Cipher([new_key()]), clock, lease_s=30.0)
    figures = RedisFigures(redis, clock)
    assert await figures.read() == Figures(waiting=0, oldest_s=0.0, leased=0, delayed=0, holds=0)
    for number, chat in enumerate((CHAT, OTHER_CHAT, "user:4713")):
        await mailbox.put(chat, update(number))
    claims = [claim for claim in (await mailbox.claim(), await mailbox.claim()) if claim is not None]
    await mailbox.release(claims[0], delay_s=10.0)
    clock.move(timedelta(seconds=5))
    found = await figures.read()
    assert 5.0 <= found.oldest_s < 10.0
    assert replace(found, oldest_s=0.0) == Figures(waiting=1, oldest_s=0.0, leased=1, delayed=1, holds=0)


async def test_holds_are_counted_by_their_ends(redis: Redis):
    for timer in (f"{CHAT} timer:CM1:warning:x", f"{CHAT} timer:CM1:end:x", f"{OTHER_CHAT} timer:CM2:end:x"):
        await redis.zadd(ShardKeys().timers, {timer: 1})
    assert (await RedisFigures(redis, MovableClock(NOON)).read()).holds == 2
