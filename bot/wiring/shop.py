"""The shop of the settings, made of its client, its cache and the addresses that are allowed."""

from collections.abc import Callable

import httpx
import structlog
from redis.asyncio import Redis

from bot.conversation.ports import Clock
from bot.settings import Settings, is_loopback
from bot.store.answers import RedisAnswers
from bot.store.crypto import Cipher
from bot.ticketshop.client import TicketShopClient
from bot.ticketshop.hosts import AllowedHosts
from bot.ticketshop.port import TicketShop
from bot.ticketshop.protocol import Paths, Protocol
from bot.ticketshop.sharing import SharedAnswers

log = structlog.get_logger("bot")


def told(what: str, word: str) -> None:
    """Log trouble that is nobody's exception."""
    log.warning(what, word=word)


def shared_answers(settings: Settings, clock: Clock, redis: Redis, cipher: Cipher) -> RedisAnswers:
    """Return what all processes with these settings read of their shop: with another token it may show something else."""
    token = settings.shop_product_token.get_secret_value()
    return RedisAnswers(redis, cipher, clock, of=f"{settings.shop_api_url} {token}")


def ticket_shop(
    settings: Settings,
    clock: Clock,
    http: httpx.AsyncClient,
    told: Callable[[str, str], None] = told,
    *,
    shared: SharedAnswers | None = None,
) -> TicketShop:
    """Return the shop; `told` hears what its side tells the operator, `shared` is what other processes read."""
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
        shared=shared,
    )
