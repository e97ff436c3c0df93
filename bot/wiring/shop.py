"""The shop of the settings, made of its client, its cache and the addresses that are allowed."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import httpx
import structlog

from bot.conversation.ports import Clock
from bot.settings import Settings, is_loopback
from bot.store.answers import RedisAnswers
from bot.store.client import Client
from bot.store.crypto import Cipher
from bot.store.trials import RedisTrials
from bot.ticketshop.bulkheads import Bulkheads
from bot.ticketshop.circuit import Circuit, unwatched
from bot.ticketshop.client import TicketShopClient
from bot.ticketshop.hosts import AllowedHosts
from bot.ticketshop.port import TicketShop
from bot.ticketshop.protocol import Paths, Protocol
from bot.ticketshop.sender import Sender
from bot.ticketshop.sharing import NothingShared, SharedAnswers, SharedTrials

log = structlog.get_logger("bot")


def told(what: str, word: str) -> None:
    """Log trouble that is nobody's exception."""
    log.warning(what, word=word)


@dataclass(frozen=True, slots=True)
class Shared:
    """What the processes of one bot share of the shop."""

    answers: SharedAnswers = field(default_factory=NothingShared)
    trials: SharedTrials = field(default_factory=NothingShared)


def shared(settings: Settings, clock: Clock, redis: Client, cipher: Cipher) -> Shared:
    """Return what all processes with these settings share of their shop: with another token it may show something else."""
    shop = f"{settings.shop_api_url} {settings.shop_product_token.get_secret_value()}"
    reading = timedelta(seconds=settings.read_s + 1.0)
    answers = RedisAnswers(redis, cipher, clock, of=shop, reading=reading)
    return Shared(answers, RedisTrials(redis, cipher, clock, of=shop))


@asynccontextmanager
async def ticket_shop(
    settings: Settings,
    clock: Clock,
    http: httpx.AsyncClient,
    told: Callable[[str, str], None] = told,
    *,
    shared: Shared | None = None,
    left_alone: Callable[[bool, int], None] = unwatched,
) -> AsyncIterator[TicketShop]:
    """Open the shop; `told` hears what its side tells the operator, `left_alone` what is not asked for a while."""
    shared = shared or Shared()

    def hears(is_whole: bool, events: int) -> None:
        left_alone(is_whole, events)
        what = "the whole shop" if is_whole else f"{events} of its events"
        told(
            "shop_left_alone" if is_whole or events else "shop_answers_again",
            what if is_whole or events else "all of it",
        )

    paths = Paths(
        month=settings.shop_path_month,
        day=settings.shop_path_day,
        update=settings.shop_path_update,
        checkout=settings.shop_path_checkout,
    )
    sender = Sender(
        base_url=settings.shop_api_url,
        product_token=settings.shop_product_token.get_secret_value(),
        clock=clock,
        http=http,
        read_s=settings.read_s,
        post_s=settings.post_s,
        bulkheads=Bulkheads(settings.shop_reads_at_once, settings.shop_writes_at_once),
        circuit=Circuit(hears),
        trials=shared.trials,
    )
    client = TicketShopClient(sender, Protocol(paths, settings.shop_send_language))
    on_this_machine = is_loopback(settings.shop_api_url)
    shop = TicketShop(
        client,
        clock,
        AllowedHosts(settings.payment_hosts, loopback=on_this_machine),
        settings.shop_events,
        told,
        zones=settings.shop_timezone,
        tickets=AllowedHosts(settings.ticket_hosts, loopback=on_this_machine),
        shared=shared.answers,
    )
    try:
        yield shop
    finally:
        await shop.aclose()
