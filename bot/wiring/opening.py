"""What a bot talks to and where it is reached: opened, its name known, and closed in the end."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from functools import partial
from typing import Final

import httpx
from telegram.error import InvalidToken, NetworkError

from bot.conversation.ports import Clock
from bot.metrics import Metrics
from bot.serving import Listening
from bot.settings import Settings
from bot.store.client import Client, StoreUnavailable, make_client
from bot.store.crypto import Cipher
from bot.telegram.intake import PollingBot
from bot.telegram.line import Line
from bot.telegram.pauses import Pauses
from bot.telegram.request import TolerantRequest, unheard
from bot.ticketshop.connection import http_client, tls
from bot.ticketshop.port import TicketShop
from bot.wiring.shop import ticket_shop

CONNECTIONS_A_TURN: Final = 2
"""To Telegram: what is sent, and beside it what shows that the bot is working. With these nothing waits for another chat's."""
REDIS_CONNECTIONS: Final = 50
TELEGRAM_TIMEOUT_S: Final = 10.0


class CannotStart(Exception):
    """The bot cannot start; the message says why, in words for the operator and without a secret."""


@asynccontextmanager
async def connected(
    settings: Settings, metrics: Metrics, line: Line | None = None, pauses: Pauses | None = None
) -> AsyncIterator[tuple[Client, PollingBot, httpx.AsyncClient]]:
    """Open what a bot talks to, its name known, and close it in the end; raise CannotStart.

    `line` and `pauses` are told what Telegram says to what is sent; taking updates is apart from that.
    """
    telegram, shop = partial(metrics.called, "telegram"), partial(metrics.called, "shop")

    def heard(ended: int | BaseException) -> None:
        telegram(ended)
        if line is not None:
            line.heard(ended)

    # One for each shard is taken by the call that wakes its workers.
    redis = make_client(settings.redis_url, most_connections=REDIS_CONNECTIONS + settings.redis_shards)
    sending = telegram_request(CONNECTIONS_A_TURN * settings.workers, heard, pauses)
    bot = telegram_bot(settings, sending, telegram_request(1, telegram))
    try:
        async with bot, http_client(settings.post_s, shop) as http:
            yield redis, bot, http
    except StoreUnavailable as error:
        raise CannotStart(f"Redis does not answer at REDIS_URL ({error})") from None
    except InvalidToken:
        raise CannotStart("Telegram does not know TELEGRAM_BOT_TOKEN") from None
    except NetworkError as error:
        raise CannotStart(f"Telegram does not answer at TELEGRAM_API_URL ({type(error).__name__})") from None
    finally:
        await redis.aclose()


@dataclass(frozen=True, slots=True)
class Reach:
    """All that a bot talks to, opened and not spoken to yet."""

    redis: Client
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
        async with (
            telegram_request(1) as request,
            telegram_request(1) as polling,
            http_client(settings.post_s) as http,
            ticket_shop(settings, clock, http, told) as shop,
        ):
            http.event_hooks = {"response": [answered]}
            yield Reach(redis, telegram_bot(settings, request, polling), shop)
    finally:
        await redis.aclose()


@asynccontextmanager
async def listening_at(setting: str, place: str) -> AsyncIterator[Listening | None]:
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


def make_cipher(settings: Settings) -> Cipher:
    """Return what keeps the store secret."""
    return Cipher([key.get_secret_value() for key in settings.session_keys])


def telegram_bot(settings: Settings, request: TolerantRequest, polling: TolerantRequest) -> PollingBot:
    """Return the bot of a token, which has spoken to nobody yet."""
    token, base_url = settings.telegram_bot_token.get_secret_value(), f"{settings.telegram_api_url}/bot"
    return PollingBot(token, base_url=base_url, request=request, get_updates_request=polling)


def telegram_request(
    connections: int, heard: Callable[[int | BaseException], None] = unheard, pauses: Pauses | None = None
) -> TolerantRequest:
    """Return a way to Telegram with so many connections; `heard` is told how each request ended."""
    return TolerantRequest(
        connections=connections, timeout_s=TELEGRAM_TIMEOUT_S, verify=tls(), heard=heard, pauses=pauses
    )
