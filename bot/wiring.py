"""The only place where the parts are plugged together."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

import httpx
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError
from starlette.types import ASGIApp
from telegram.error import InvalidToken, NetworkError

from bot.conversation.engine import Engine
from bot.conversation.ports import Clock
from bot.i18n.catalog import GettextCatalog
from bot.i18n.understanding import CatalogUnderstanding
from bot.linking.check import Check
from bot.linking.desk import LinkDesk
from bot.metrics import Metrics
from bot.operations import Operations
from bot.pulse import Pulse
from bot.serving import Listening
from bot.settings import Settings, is_loopback
from bot.store.client import make_client
from bot.store.crypto import Cipher
from bot.store.dead_letters import DeadLetters
from bot.store.figures import RedisFigures
from bot.store.journal import Journal
from bot.store.keeping import read_keeping
from bot.store.limits import RedisLimits
from bot.store.links import RedisLinks
from bot.store.mailbox import RedisMailbox
from bot.store.orders import RedisOrders
from bot.store.returns import ReturnIndex
from bot.store.timers import RedisTimers
from bot.sweep import Sweep
from bot.telegram import profile
from bot.telegram.export import Export
from bot.telegram.front import Front
from bot.telegram.intake import PollingBot, PollLoop
from bot.telegram.keepsakes import Handout
from bot.telegram.request import TolerantRequest, unheard
from bot.telegram.returns import DeepLinkReturns
from bot.telegram.view import View
from bot.ticketshop.client import TicketShopClient, http_client, tls
from bot.ticketshop.hosts import AllowedHosts
from bot.ticketshop.port import TicketShop
from bot.ticketshop.protocol import Paths, Protocol
from bot.web.addresses import PageReturns
from bot.web.app import web_app
from bot.web.operations import OperationsPages
from bot.web.pages import Pages
from bot.web.payment_return import PaymentReturn
from bot.worker import Worker

log = structlog.get_logger("bot")

TELEGRAM_CONNECTIONS: Final = 32
TELEGRAM_TIMEOUT_S: Final = 10.0


class CannotStart(Exception):
    """The bot cannot start; the message says why, in words for the operator and without a secret."""


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
    """A bot that is ready to run: its name in Telegram, the way in and the workers.

    `doubts` say why Redis may lose what it acknowledged.
    """

    username: str
    bot: PollingBot
    catalog: GettextCatalog
    poll_loop: PollLoop
    worker: Worker
    sweep: Sweep
    doubts: tuple[str, ...] = ()
    web: Web | None = None
    operations: Web | None = None

    async def run(self) -> None:
        """Take updates and answer them until cancelled; serve our own HTTP beside it, where we are reached by any."""
        async with asyncio.TaskGroup() as tasks:
            for served in filter(None, (self.web, self.operations)):
                tasks.create_task(served.run())
            tasks.create_task(profile.publish(self.bot, self.catalog, told))
            tasks.create_task(self.worker.run())
            tasks.create_task(self.sweep.run())
            tasks.create_task(self.poll_loop.run())


def told(what: str, word: str) -> None:
    """Log trouble that is nobody's exception."""
    log.warning(what, word=word)


@asynccontextmanager
async def ticketbot(settings: Settings, clock: Clock, chat_address: str = "") -> AsyncIterator[Ticketbot]:
    """Make a bot of its settings and close all it opened in the end; raise CannotStart.

    `chat_address` is where the return page leads back to, for a chat that is not on t.me.
    """
    pulse, metrics = Pulse(), Metrics()
    async with (
        _connected(settings, metrics) as (redis, bot, http),
        _listening("LISTEN", settings.listen if settings.public_url else "") as listening,
        _listening("OPERATIONS_LISTEN", settings.operations_listen) as watched,
    ):
        doubts = await _doubts(redis, settings)
        catalog = GettextCatalog()
        cipher = _cipher(settings)
        awaited = ReturnIndex(redis, cipher, clock)
        mailbox = RedisMailbox(
            redis, cipher, clock, lease_s=settings.lease_s, returns=awaited if settings.public_url else None
        )
        pages = Pages(catalog, chat_address or f"https://t.me/{bot.username}")
        engine = Engine(
            shop=_shop(settings, clock, http),
            clock=clock,
            returns=PageReturns(settings.public_url) if settings.public_url else DeepLinkReturns(bot.username),
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
            ),
            links=RedisLinks(redis, cipher, clock),
            orders=RedisOrders(redis, cipher, clock),
            time_for_a_write_s=settings.time_for_a_write_s,
        )
        handout = Handout(settings.shop_qr_tickets, timedelta(minutes=settings.calendar_alarm_minutes))
        front = Front(
            engine, catalog, View(bot), bot.username, handout, Export(engine.orders, Journal(redis, cipher, clock))
        )
        state = Operations(RedisFigures(redis, clock), pulse, metrics)
        yield Ticketbot(
            username=bot.username,
            bot=bot,
            catalog=catalog,
            poll_loop=PollLoop(bot, mailbox, clock, told, turns=partial(pulse.turns, "poll"), took_in=metrics.took_in),
            worker=Worker(mailbox, front, settings.workers, settings.turn_s, pulse=pulse, metrics=metrics),
            sweep=Sweep(RedisTimers(redis, cipher, clock), settings.timers_every_s, pulse),
            doubts=doubts,
            web=Web(listening, web_app(settings.public_url, pages, PaymentReturn(awaited, mailbox, clock, pages)))
            if listening is not None
            else None,
            operations=Web(watched, OperationsPages(state.dead, state.not_ready, state.figures).app())
            if watched is not None
            else None,
        )


async def _doubts(redis: Redis, settings: Settings) -> tuple[str, ...]:
    """Return why Redis may lose what it acknowledged; raise CannotStart where it does as a matter of course."""
    await redis.ping()
    keeping = await read_keeping(redis)
    losses = tuple(keeping.losses())
    if losses and not settings.redis_may_forget:
        lines = ["Redis at REDIS_URL does not keep what it acknowledges:", *(f"  {line}" for line in losses)]
        raise CannotStart("\n".join([*lines, "With REDIS_MAY_FORGET=true it is used all the same."]))
    return (*losses, *keeping.doubts())


@asynccontextmanager
async def dead_letters(settings: Settings, clock: Clock) -> AsyncIterator[DeadLetters]:
    """Open what was set aside of a bot, which need not run."""
    redis = make_client(settings.redis_url)
    try:
        yield DeadLetters(redis, _cipher(settings), clock)
    finally:
        await redis.aclose()


@dataclass(frozen=True, slots=True)
class Reach:
    """All that a bot talks to, opened and not spoken to yet."""

    redis: Redis
    bot: PollingBot
    shop: TicketShop


@asynccontextmanager
async def reach(
    settings: Settings,
    clock: Clock,
    told: Callable[[str, str], None],
    answered: Callable[[httpx.Response], Awaitable[None]],
) -> AsyncIterator[Reach]:
    """Open all that a bot talks to. `told` hears what the shop's side tells the operator, `answered` each of its answers."""
    redis = make_client(settings.redis_url)
    try:
        async with _request(1) as request, _request(1) as polling, http_client(settings.post_s) as http:
            http.event_hooks = {"response": [answered]}
            yield Reach(redis, _bot(settings, request, polling), _shop(settings, clock, http, told))
    finally:
        await redis.aclose()


@asynccontextmanager
async def link_desk(settings: Settings, clock: Clock) -> AsyncIterator[LinkDesk]:
    """Make a desk that makes links to a bot, which need not run; raise CannotStart. Redis is only asked to store."""
    async with _connected(settings, Metrics()) as (redis, bot, http):
        check = Check(_shop(settings, clock, http), settings.shop_timezone, clock)
        yield LinkDesk(bot.username, check, RedisLinks(redis, _cipher(settings), clock))


@asynccontextmanager
async def _listening(setting: str, place: str) -> AsyncIterator[Listening | None]:
    """Take a place at which we are reached, if there is to be one; raise CannotStart, which names the setting."""
    if not place:
        yield None
        return
    try:
        listening = Listening(place)
    except OSError as error:
        raise CannotStart(f"{setting}: {place} cannot be listened at ({error.strerror})") from None
    with closing(listening):
        yield listening


@asynccontextmanager
async def _connected(
    settings: Settings, metrics: Metrics
) -> AsyncIterator[tuple[Redis, PollingBot, httpx.AsyncClient]]:
    """Open what a bot talks to, its name known, and close it in the end; raise CannotStart."""
    telegram, shop = partial(metrics.called, "telegram"), partial(metrics.called, "shop")
    redis = make_client(settings.redis_url)
    bot = _bot(settings, _request(TELEGRAM_CONNECTIONS, telegram), _request(1, telegram))
    try:
        async with bot, http_client(settings.post_s, shop) as http:
            yield redis, bot, http
    except RedisError as error:
        raise CannotStart(f"Redis does not answer at REDIS_URL ({type(error).__name__})") from None
    except InvalidToken:
        raise CannotStart("Telegram does not know TELEGRAM_BOT_TOKEN") from None
    except NetworkError as error:
        raise CannotStart(f"Telegram does not answer at TELEGRAM_API_URL ({type(error).__name__})") from None
    finally:
        await redis.aclose()


def _cipher(settings: Settings) -> Cipher:
    return Cipher([key.get_secret_value() for key in settings.session_keys])


def _bot(settings: Settings, request: TolerantRequest, polling: TolerantRequest) -> PollingBot:
    token, base_url = settings.telegram_bot_token.get_secret_value(), f"{settings.telegram_api_url}/bot"
    return PollingBot(token, base_url=base_url, request=request, get_updates_request=polling)


def _request(connections: int, heard: Callable[[int | BaseException], None] = unheard) -> TolerantRequest:
    return TolerantRequest(
        heard=heard,
        connection_pool_size=connections,
        connect_timeout=TELEGRAM_TIMEOUT_S,
        read_timeout=TELEGRAM_TIMEOUT_S,
        write_timeout=TELEGRAM_TIMEOUT_S,
        pool_timeout=TELEGRAM_TIMEOUT_S,
        httpx_kwargs={"trust_env": False, "verify": tls()},
    )


def _shop(
    settings: Settings, clock: Clock, http: httpx.AsyncClient, told: Callable[[str, str], None] = told
) -> TicketShop:
    paths = Paths(
        month=settings.shop_path_month,
        day=settings.shop_path_day,
        update=settings.shop_path_update,
        checkout=settings.shop_path_checkout,
    )
    client = TicketShopClient(
        base_url=settings.shop_api_url,
        product_token=settings.shop_product_token.get_secret_value(),
        clock=clock,
        http=http,
        protocol=Protocol(paths, settings.shop_send_language),
        read_s=settings.read_s,
        post_s=settings.post_s,
    )
    on_this_machine = is_loopback(settings.shop_api_url)
    return TicketShop(
        client,
        clock,
        AllowedHosts(settings.payment_hosts, loopback=on_this_machine),
        settings.shop_events,
        told,
        zones=settings.shop_timezone,
        tickets=AllowedHosts(settings.ticket_hosts, loopback=on_this_machine),
    )
