# ruff: noqa: ASYNC110 - what is awaited happens in Redis, or is asked of a simulator
"""Two processes of one bot, as far as sending goes: each with its own way to Telegram and to Redis, one taking updates."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from redis.asyncio import Redis

from bot.rehearsal.chat import CustomerChat
from bot.rehearsal.stage import make_simulator, settings_for
from bot.settings import Settings
from bot.simulator.app import Simulator
from bot.simulator.clock import MovableClock
from bot.simulator.faults import Fault
from bot.simulator.server import serve
from bot.store.crypto import new_key
from bot.store.keys import ShardKeys
from bot.wiring import ticketbot
from bot.wiring.ticketbot import Ticketbot
from tests.emulator import TLS

PATIENCE_S = 15.0
KEYS = ShardKeys()


@dataclass
class TwoWorkers:
    """Both at work, until told otherwise; what Telegram heard of them is asked of the simulator itself."""

    simulator: Simulator
    client: httpx.AsyncClient
    bots: tuple[Ticketbot, Ticketbot]
    at_work: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def slots(self) -> int:
        """How many chats are answered at once at most."""
        return sum(bot.worker.chats_at_once for bot in self.bots)

    def break_it(self, *words: str) -> None:
        """Order faults."""
        for each in words:
            self.simulator.faults.order(Fault.read(each))

    def calls(self, chat: CustomerChat | None, *methods: str) -> list[dict[str, Any]]:
        """Return the parameters of what Telegram took of these methods, for one chat or for all."""
        return [
            call.parameters
            for call in self.simulator.telegram.messenger.calls
            if call.method in methods
            and call.status == httpx.codes.OK
            and (chat is None or call.parameters.get("chat_id") == chat.customer_id)
        ]

    def happened(self) -> dict[str, int]:
        """Return how often each call of a fault that is not over went wrong."""
        return {str(each["call"]): int(str(each["happened"])) for each in self.simulator.faults.as_json()}

    async def join(self) -> CustomerChat:
        return await CustomerChat.join(self.client, "en")

    async def until(self, done: Callable[[], bool]) -> None:
        """Return once something is so."""
        async with asyncio.timeout(PATIENCE_S):
            while not done():
                for each in self.at_work:
                    assert not each.done(), each
                await asyncio.sleep(0.005)

    async def until_taken_in(self, redis: Redis, updates: int) -> None:
        """Return once so many updates are stored, in all."""
        async with asyncio.timeout(PATIENCE_S):
            while len(await redis.keys("*:seen_at_ms:*")) < updates:
                await asyncio.sleep(0.005)

    async def until_unclaimed(self, redis: Redis) -> None:
        """Return once no chat is being answered: then the clock can be moved."""
        async with asyncio.timeout(PATIENCE_S):
            while await redis.zcard(KEYS.leases):
                await asyncio.sleep(0.005)

    async def until_nothing_is_owed(self, redis: Redis, within_s: float = PATIENCE_S) -> None:
        """Return once all is answered and sent."""
        async with asyncio.timeout(within_s):
            while await redis.keys("*:owed") or await redis.keys("*:mailbox"):
                await asyncio.sleep(0.01)

    def work(self) -> None:
        """Let both answer."""
        self.at_work += [asyncio.create_task(bot.worker.run()) for bot in self.bots]

    async def rest(self) -> None:
        """Let nobody answer; updates are still taken in."""
        for each in self.at_work:
            each.cancel()
        await asyncio.gather(*self.at_work, return_exceptions=True)
        self.at_work.clear()


@asynccontextmanager
async def two_workers(redis_url: str) -> AsyncIterator[TwoWorkers]:
    """Let two workers of a bot work at a simulator of their own."""
    simulator = make_simulator(MovableClock())
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(serve(simulator.app))
        settings = Settings.load(settings_for(address, redis_url, new_key()))
        client = await stack.enter_async_context(
            httpx.AsyncClient(base_url=address, verify=TLS, timeout=15.0, trust_env=False)
        )
        first = await stack.enter_async_context(ticketbot(settings, simulator.clock))
        second = await stack.enter_async_context(ticketbot(settings, simulator.clock))
        both = TwoWorkers(simulator, client, (first, second))
        taking_in = asyncio.create_task(first.intake.run())
        both.work()
        try:
            yield both
        finally:
            await both.rest()
            taking_in.cancel()
            await asyncio.gather(taking_in, return_exceptions=True)
