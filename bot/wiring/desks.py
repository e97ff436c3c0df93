"""What is used beside a bot, which need not run: the desk that makes links, what was set aside, what is remembered."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.conversation.ports import Clock
from bot.linking.check import Check
from bot.linking.desk import LinkDesk
from bot.metrics import Metrics
from bot.settings import Settings
from bot.store.client import make_client
from bot.store.dead_letters import DeadLetters
from bot.store.links import RedisLinks
from bot.store.remembered import RememberedChats
from bot.wiring.opening import connected, make_cipher
from bot.wiring.shop import ticket_shop


@asynccontextmanager
async def link_desk(settings: Settings, clock: Clock) -> AsyncIterator[LinkDesk]:
    """Make a desk that makes links to a bot, which need not run; raise CannotStart. Redis is only asked to store."""
    async with connected(settings, Metrics()) as (redis, bot, http), ticket_shop(settings, clock, http) as shop:
        check = Check(shop, settings.shop_timezone, clock)
        yield LinkDesk(bot.username, check, RedisLinks(redis, make_cipher(settings), clock))


@asynccontextmanager
async def dead_letters(settings: Settings, clock: Clock) -> AsyncIterator[DeadLetters]:
    """Open what was set aside of a bot, which need not run."""
    redis = make_client(settings.redis_url)
    try:
        yield DeadLetters(redis, make_cipher(settings), clock, shards=settings.redis_shards)
    finally:
        await redis.aclose()


@asynccontextmanager
async def remembered_chats(settings: Settings, clock: Clock) -> AsyncIterator[RememberedChats]:
    """Open what a bot remembers of its chats."""
    redis = make_client(settings.redis_url)
    try:
        yield RememberedChats(redis, make_cipher(settings), clock, shards=settings.redis_shards)
    finally:
        await redis.aclose()
