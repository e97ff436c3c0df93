# ruff: noqa: ASYNC110 - what is awaited happens in Redis
"""What is measured: the CPU time of this process over turns of the whole bot, the simulator being another process.

Two ways are measured by turns, in pairs that lie next to each other, so that what else the machine does hits both.
"""

import asyncio
import gc
import statistics
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import httpx
from redis.asyncio import Redis
from telegram.request import BaseRequest, HTTPXRequest

from bot.clock import SystemClock
from bot.rehearsal.chat import CustomerChat, SeenButton
from bot.settings import Settings
from bot.store.keys import ShardKeys
from bot.telegram.intake import PollingBot
from bot.telegram.request import TolerantRequest
from bot.telegram.view import View
from bot.ticketshop.connection import tls
from bot.wiring import ticketbot
from bot.wiring.ticketbot import Ticketbot
from bot.worker import Worker

CUSTOMERS = 40
CONNECTIONS = 64
KEYS = ShardKeys()
PATIENCE_S = 120.0


def our_request() -> BaseRequest:
    """Return the way to Telegram that the bot uses."""
    return TolerantRequest(connections=CONNECTIONS, verify=tls())


def library_request() -> BaseRequest:
    """Return the library's own, with as many connections, so that it waits and does not fail."""
    more = {"trust_env": False, "verify": tls()}
    return HTTPXRequest(connection_pool_size=CONNECTIONS, pool_timeout=PATIENCE_S, httpx_kwargs=more)


@dataclass
class Measured:
    """What a pair of ways cost each time, in ms of CPU a turn."""

    ours: list[float]
    other: list[float]

    def told(self, name: str) -> str:
        ratios = [theirs / own for own, theirs in zip(self.ours, self.other, strict=True)]
        own, theirs = statistics.median(self.ours), statistics.median(self.other)
        return f"{name}: {theirs:.2f} ms, ours {own:.2f} ms; ours is {statistics.median(ratios):.2f} times cheaper"


@dataclass
class Shop:
    """A bot and its customers, each of whom stands before a card with buttons."""

    settings: Settings
    bot: Ticketbot
    redis: Redis
    chats: list[CustomerChat]
    buttons: list[SeenButton]

    async def tapped(self) -> None:
        """Let each customer tap once, and the bot store that without answering yet."""
        await asyncio.gather(*(chat.tap(button) for chat, button in zip(self.chats, self.buttons, strict=True)))
        await self._until(lambda waiting, _: waiting == len(self.chats))

    async def answered(self, worker: Worker) -> float:
        """Return how many ms of CPU each answer took."""
        gc.collect()
        began_s = time.process_time()
        working = asyncio.create_task(worker.run())
        await self._until(lambda waiting, leased: not waiting and not leased)
        took_s = time.process_time() - began_s
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        return 1000 * took_s / len(self.chats)

    async def _until(self, done: Callable[[int, int], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not done(await self.redis.zcard(KEYS.ready), await self.redis.zcard(KEYS.leases)):
                await asyncio.sleep(0.05)


@asynccontextmanager
async def open_shop(settings: Settings, redis: Redis, customers: int = CUSTOMERS) -> AsyncIterator[Shop]:
    """Open a bot at a simulator with customers who have begun."""
    async with (
        ticketbot(settings, SystemClock()) as bot,
        httpx.AsyncClient(base_url=settings.telegram_api_url, timeout=PATIENCE_S, trust_env=False) as client,
    ):
        chats = [await CustomerChat.join(client, "en") for _ in range(customers)]
        taking_in = asyncio.create_task(bot.intake.run())
        answering = asyncio.create_task(bot.worker.run())
        await asyncio.gather(*(chat.start() for chat in chats))
        buttons = []
        for chat in chats:
            seen = await chat.look()
            while not seen.buttons:
                seen = await chat.look(after=seen.revision, wait_s=5.0)
            buttons.append(next(each for each in seen.buttons if each.kind == "callback"))
        answering.cancel()
        await asyncio.gather(answering, return_exceptions=True)
        yield Shop(settings, bot, redis, chats, buttons)
        taking_in.cancel()
        await asyncio.gather(taking_in, return_exceptions=True)


@asynccontextmanager
async def worker_over(shop: Shop, request: BaseRequest, chats_at_once: int) -> AsyncIterator[Worker]:
    """Return the bot's worker with another way to Telegram."""
    token, base_url = shop.settings.telegram_bot_token.get_secret_value(), f"{shop.settings.telegram_api_url}/bot"
    worker = shop.bot.worker
    async with PollingBot(token, base_url=base_url, request=request, get_updates_request=request) as bot:
        front = replace(worker.front, view=View(bot))
        yield replace(worker, front=front, chats_at_once=chats_at_once)


async def pairs(shop: Shop, ours: Worker, other: Worker, times: int) -> Measured:
    """Measure two workers by turns, each the first of a pair in turn; what came before warms both up."""
    measured = Measured([], [])
    ways = [(ours, measured.ours), (other, measured.other)]
    for worker, _ in ways:
        await shop.tapped()
        await shop.answered(worker)
    for number in range(times):
        for worker, into in ways if number % 2 else ways[::-1]:
            await shop.tapped()
            into.append(await shop.answered(worker))
    return measured
