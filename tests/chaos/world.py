"""A simulator, a Redis and processes of the bot that are killed, with the customers who shop meanwhile."""

import asyncio
import random
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

import httpx

from bot.rehearsal.stage import SHOP_PATH, make_simulator, settings_for
from bot.simulator.app import Simulator
from bot.simulator.clock import MovableClock
from bot.simulator.server import serve
from bot.store.client import Client, StoreUnavailable, answer_of, make_client
from bot.store.crypto import new_key
from tests.chaos.history import History, Life
from tests.chaos.points import REACHED
from tests.chaos.proxy import FaultProxy, fault_proxy
from tests.chaos.recorder import Recorder
from tests.chaos.shopper import Manner, Shopper, Stuck
from tests.processes.conftest import SELLING, environment, read_until

DEADLINES: Final = {
    "POST_S": "1.5",
    "TIME_FOR_A_WRITE_S": "2",
    "TURN_S": "3.5",
    "LEASE_S": "4",
    "POLLER_LEASE_S": "0.5",
}
"""A chat waits for a lease after each crash, and so does intake: short ones let many crashes fit into a run."""
EVENTS: Final = ("festival", "open-day")
ENDS_WITHIN_S: Final = 60.0
QUIET_WITHIN_S: Final = 60.0
STILL_WORK: Final = ("mailbox", "owed", "leased_until_ms", "ready_at_ms")
"""The ends of the names of keys that are there while anything is still to be done."""


@dataclass(slots=True)
class BotProcess:
    """One process of the bot."""

    process: Process
    recorder: Recorder
    lines: list[str] = field(default_factory=list)
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    reading: asyncio.Task[None] | None = None

    async def read(self) -> None:
        """Take its output, so that it never waits for a reader."""
        while line := (await self.process.stdout.readline()).decode():
            self.lines.append(line)
            if line.startswith(REACHED):
                self.reached.set()

    async def ended(self, within_s: float = ENDS_WITHIN_S) -> int:
        """Return the exit code once it ended; raise TimeoutError."""
        code = await asyncio.wait_for(self.process.wait(), within_s)
        self.recorder.lives.append(Life(self.recorder.now(), "killed"))
        if self.reading is not None:
            await self.reading
        return code

    async def died(self) -> None:
        """Wait until it did its deed; fail when it ended otherwise."""
        code = await self.ended()
        assert code == -signal.SIGKILL, f"it ended with {code}:\n{''.join(self.lines[-50:])}"

    async def end(self, number: signal.Signals = signal.SIGKILL) -> int:
        """Send a signal that ends it, and return the exit code."""
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await self.ended()


@dataclass(slots=True)
class World:
    """All that a run is made of. `settings` are those of every process that is started.

    `proxies` stand before Telegram, the shop and Redis, by these names.
    """

    simulator: Simulator
    client: httpx.AsyncClient
    redis: Client
    recorder: Recorder
    proxies: Mapping[str, FaultProxy]
    settings: dict[str, str]
    bots: list[BotProcess] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)

    async def start(self, *arguments: str, **settings: str) -> BotProcess:
        """Start a process of the bot, and return once it sells."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.chaos.bot", "run", *arguments),
            stdout=PIPE,
            stderr=STDOUT,
            env=environment(**self.settings | settings),
        )
        bot = BotProcess(process, self.recorder)
        self.bots.append(bot)
        await read_until(process, SELLING)
        bot.reading = asyncio.create_task(bot.read())
        self.recorder.lives.append(Life(self.recorder.now(), "started"))
        return bot

    async def doomed(self, point: str, skip: int = 0, deed: str = "kill", **settings: str) -> BotProcess:
        """Start a process that does a deed to itself at a point, the first `skip` times spared."""
        return await self.start(CHAOS_POINT=point, CHAOS_SKIP=str(skip), CHAOS_DEED=deed, **settings)

    def move(self, by: timedelta) -> None:
        """Move the simulator's clock, and that of every process that is started from now on."""
        self.simulator.clock.move(by)
        moved_s = float(self.settings.get("CHAOS_CLOCK_S", "0")) + by.total_seconds()
        self.settings["CHAOS_CLOCK_S"] = str(moved_s)

    async def shop(self, manner: Manner, *, patience_s: float = 60.0) -> None:
        """Let a new customer buy; who is stuck is noted."""
        shopper = Shopper(self.simulator.telegram.messenger, self.recorder, self.client, patience_s)
        try:
            await shopper.shop(manner)
        except Stuck as stuck:
            self.stuck.append(str(stuck))

    async def quiet(self, within_s: float = QUIET_WITHIN_S) -> bool:
        """Wait until nothing is left to do; return False when something stays."""
        deadline_s = asyncio.get_running_loop().time() + within_s
        while await self._work_left():
            if asyncio.get_running_loop().time() > deadline_s:
                return False
            await asyncio.sleep(0.05)
        return True

    async def _work_left(self) -> bool:
        if len(self.simulator.telegram.messenger.updates):
            return True
        try:
            return await answer_of(self._is_any_key_left)
        except StoreUnavailable:
            return True

    async def _is_any_key_left(self) -> bool:
        return any([key.endswith(STILL_WORK) async for key in _keys(self.redis)])

    async def history(self, *, queues: int = 1, is_answered_late: bool = False) -> History:
        """Return what happened."""
        return await self.recorder.history(
            self.redis,
            self.settings["SESSION_KEYS"],
            shards=int(self.settings.get("REDIS_SHARDS", "1")),
            queues=queues,
            is_answered_late=is_answered_late,
            stuck=tuple(self.stuck),
        )


async def _keys(redis: Client) -> AsyncIterator[str]:
    async for key in redis.scan_iter(count=1000):
        yield key.decode()


class Crowd:
    """So many customers who shop at once; whoever is done is followed by another, until the doors are closed."""

    def __init__(
        self, world: World, *, at_once: int = 6, manners: Sequence[Manner] = tuple(Manner), patience_s: float = 60.0
    ) -> None:
        self._world = world
        self._manners = manners
        self._patience_s = patience_s
        self._is_open = True
        self.served = 0
        self._places = [asyncio.create_task(self._place(number)) for number in range(at_once)]

    async def close(self) -> None:
        """Let nobody in any more, and wait for those who are there."""
        self._is_open = False
        await asyncio.gather(*self._places)

    async def _place(self, number: int) -> None:
        while True:
            manner = self._manners[(self.served + number) % len(self._manners)]
            await self._world.shop(manner, patience_s=self._patience_s)
            self.served += 1
            if not self._is_open or self._world.stuck:
                return
            await asyncio.sleep(random.uniform(0.0, 0.1))


@asynccontextmanager
async def world(redis_url: str, *, events: Sequence[str] = EVENTS) -> AsyncIterator[World]:
    """Open a world on an empty Redis; its processes are killed in the end.

    A proxy stands before a Redis at a socket (`unix://`); servers with ports of their own are spoken to by themselves.
    """
    simulator = make_simulator(MovableClock(), events)
    recorder = Recorder(simulator)
    redis = make_client(redis_url)
    await redis.flushdb()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(redis.aclose)
        address = await stack.enter_async_context(serve(simulator.app))
        client = await stack.enter_async_context(httpx.AsyncClient(base_url=address, trust_env=False))
        targets = {
            "Telegram": urlsplit(address).netloc,
            "shop": urlsplit(address).netloc,
        }
        if redis_url.startswith("unix://"):
            targets["Redis"] = urlsplit(redis_url).path
        proxies = {
            name: await stack.enter_async_context(fault_proxy(target, recorder.note_cut))
            for name, target in targets.items()
        }
        reached = f"redis://{proxies['Redis'].address}/0" if "Redis" in proxies else redis_url
        settings = settings_for(address, reached, new_key()) | DEADLINES
        settings["TELEGRAM_API_URL"] = f"http://{proxies['Telegram'].address}"
        settings["SHOP_API_URL"] = f"http://{proxies['shop'].address}{SHOP_PATH}"
        opened = World(simulator, client, redis, recorder, proxies, settings)
        stack.push_async_callback(_end_all, opened)
        yield opened


async def _end_all(opened: World) -> None:
    for bot in opened.bots:
        if bot.process.returncode is None:
            await bot.end()
