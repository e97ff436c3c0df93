"""A bot that sells, made of its settings."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

from starlette.types import ASGIApp

from bot.conversation.engine import Engine
from bot.conversation.ports import Clock
from bot.election import Elected
from bot.i18n.catalog import GettextCatalog
from bot.i18n.understanding import CatalogUnderstanding
from bot.metrics import Metrics
from bot.operations import Operations
from bot.pulse import Pulse
from bot.serving import Listening
from bot.settings import Role, Settings
from bot.store.client import Client
from bot.store.figures import RedisFigures
from bot.store.journal import Journal
from bot.store.keeping import read_keeping
from bot.store.keys import Shards
from bot.store.limits import RedisLimits
from bot.store.links import RedisLinks
from bot.store.mailbox import RedisMailbox
from bot.store.orders import RedisOrders
from bot.store.returns import ReturnIndex
from bot.store.seat import RedisSeat
from bot.store.sharding import agreed_shards
from bot.store.timers import RedisTimers
from bot.sweep import Sweep
from bot.telegram.export import Export
from bot.telegram.front import Front
from bot.telegram.inbox import Inbox
from bot.telegram.keepsakes import Handout
from bot.telegram.line import Line
from bot.telegram.pauses import Pauses
from bot.telegram.returns import DeepLinkReturns
from bot.telegram.view import View
from bot.web.addresses import PageReturns
from bot.web.app import web_app
from bot.web.operations import OperationsPages
from bot.web.pages import Pages
from bot.web.payment_return import PaymentReturn
from bot.wiring.intake import intake, webhook
from bot.wiring.opening import CannotStart, connected, listening_at, make_cipher
from bot.wiring.shop import shared, ticket_shop, told
from bot.worker import Worker

SHARE_OF_THE_TURNS: Final = 0.85
"""How much of the time to stop is for the turns that run; in the rest connections are closed."""


class Runs(Protocol):
    """What a process does until it is stopped."""

    async def run(self) -> None:
        """Do it until cancelled."""
        ...


@dataclass(frozen=True, slots=True)
class Web:
    """Our own HTTP, its place taken already."""

    listening: Listening
    app: ASGIApp

    async def run(self) -> None:
        """Serve until cancelled."""
        await self.listening.run(self.app)


@dataclass(frozen=True, slots=True)
class Ticketbot:
    """A bot that is ready to run: its name in Telegram, what takes in and what answers.

    `doubts` say why Redis may lose what it acknowledged.
    """

    username: str
    role: Role
    intake: Elected
    worker: Worker
    sweep: Sweep
    doubts: tuple[str, ...] = ()
    web: Web | None = None
    operations: Web | None = None

    async def run(self) -> None:
        """Do what the role is for until cancelled, and serve our own HTTP beside it, where we are reached by any."""
        takes_in, answers = (self.intake, self.web), (self.worker, self.sweep)
        parts: dict[Role, tuple[Runs | None, ...]]
        parts = {Role.ALL: (*takes_in, *answers), Role.INTAKE: takes_in, Role.WORKER: answers}
        async with asyncio.TaskGroup() as tasks:
            for part in filter(None, (*parts[self.role], self.operations)):
                tasks.create_task(part.run())


@asynccontextmanager
async def ticketbot(settings: Settings, clock: Clock, chat_address: str = "") -> AsyncIterator[Ticketbot]:
    """Make a bot of its settings and close all it opened in the end; raise CannotStart.

    `chat_address` is where the return page leads back to, for a chat that is not on t.me.
    """
    pulse, metrics, line, pauses = Pulse(), Metrics(), Line(), Pauses(clock)
    cipher = make_cipher(settings)
    async with (
        connected(settings, metrics, line, pauses) as (redis, bot, http),
        ticket_shop(
            settings,
            clock,
            http,
            shared=shared(settings, clock, redis, cipher),
            left_alone=metrics.left_alone,
        ) as shop,
        listening_at("LISTEN", settings.listen if settings.public_url and settings.role.takes_in else "") as listening,
        listening_at("OPERATIONS_LISTEN", settings.operations_listen) as watched,
    ):
        doubts = await doubts_about(redis, settings)
        await agree_on_shards(redis, settings)
        shards, shard_of = settings.redis_shards, Shards(settings.redis_shards).number_of
        catalog = GettextCatalog()
        awaited = ReturnIndex(redis, cipher, clock, shards=shards)
        mailbox = RedisMailbox(
            redis,
            cipher,
            clock,
            lease_s=settings.lease_s,
            shards=shards,
            returns=awaited if settings.public_url else None,
        )
        pages = Pages(catalog, chat_address or f"https://t.me/{bot.username}")
        payment_return = PaymentReturn(awaited, mailbox, clock, pages)
        engine = Engine(
            shop=shop,
            clock=clock,
            returns=PageReturns(settings.public_url, shard_of)
            if settings.public_url
            else DeepLinkReturns(bot.username, shard_of),
            understanding=CatalogUnderstanding(catalog),
            zones=settings.shop_timezone,
            asks_bank=settings.shop_ask_bank,
            limits=RedisLimits(
                redis,
                clock,
                told,
                most=settings.wrong_guesses,
                alarm_at=settings.wrong_guesses_alarm,
                delay_s=settings.wrong_guesses_delay_s,
                reservations=settings.reservations_an_hour,
                shards=shards,
            ),
            links=RedisLinks(redis, cipher, clock, shards=shards),
            orders=RedisOrders(redis, cipher, clock, shards=shards),
            time_for_a_write_s=settings.time_for_a_write_s,
            read_s=settings.read_s,
            read_after_refusal_s=settings.read_after_refusal_s,
        )
        handout = Handout(settings.shop_qr_tickets, timedelta(minutes=settings.calendar_alarm_minutes))
        export = Export(engine.orders, Journal(redis, cipher, clock, shards=shards))
        front = Front(engine, catalog, View(bot), bot.username, handout, export)
        inbox = Inbox(mailbox, bot.username, clock, told, metrics.took_in)
        state = Operations(RedisFigures(redis, clock, shards=shards), pulse, metrics)
        take_in = intake(settings, bot, catalog, inbox, pulse)
        seat = RedisSeat(redis, lease_s=settings.poller_lease_s)
        yield Ticketbot(
            username=bot.username,
            role=settings.role,
            intake=Elected(seat, take_in, lease_s=settings.poller_lease_s, pulse=pulse, leads=metrics.leads),
            worker=Worker(
                mailbox,
                front,
                settings.workers,
                settings.turn_s,
                settings.stop_s * SHARE_OF_THE_TURNS,
                pulse=pulse,
                metrics=metrics,
                line=line,
                pauses=pauses,
            ),
            sweep=Sweep(RedisTimers(redis, cipher, clock, shards=shards), settings.timers_every_s, pulse),
            doubts=doubts,
            web=Web(
                listening,
                web_app(settings.public_url, pages, payment_return, webhook(settings, inbox, metrics.answered)),
            )
            if listening is not None
            else None,
            operations=Web(watched, OperationsPages(state.dead, state.not_ready, state.figures).app())
            if watched is not None
            else None,
        )


async def doubts_about(redis: Client, settings: Settings) -> tuple[str, ...]:
    """Return why Redis may lose what it acknowledged; raise CannotStart where it does as a matter of course."""
    found = await read_keeping(redis)
    losses = tuple(dict.fromkeys(loss for keeping in found for loss in keeping.losses()))
    if losses and not settings.redis_may_forget:
        lines = ["Redis at REDIS_URL does not keep what it acknowledges:", *(f"  {line}" for line in losses)]
        raise CannotStart("\n".join([*lines, "With REDIS_MAY_FORGET=true it is used all the same."]))
    return (*losses, *dict.fromkeys(doubt for keeping in found for doubt in keeping.doubts()))


async def agree_on_shards(redis: Client, settings: Settings) -> None:
    """Raise CannotStart where what is stored lies in another number of shards."""
    known = await agreed_shards(redis, settings.redis_shards)
    if known != settings.redis_shards:
        raise CannotStart(
            f"REDIS_SHARDS is {settings.redis_shards}, but what is stored at REDIS_URL was begun with {known}: "
            f"set REDIS_SHARDS={known}, which holds for the life of the data."
        )
