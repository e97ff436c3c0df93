"""The whole examination: all checks, each whatever the others come to."""

import asyncio
from collections.abc import AsyncIterator

from bot.conversation.ports import Clock
from bot.doctor import languages
from bot.doctor.finding import Finding, wrong
from bot.doctor.shop import Heard, examine_shop
from bot.doctor.store import examine_store
from bot.doctor.telegram import examine_telegram
from bot.i18n.catalog import GettextCatalog
from bot.settings import Settings
from bot.wiring import reach, webhook_url


async def examine(settings: Settings, clock: Clock) -> list[Finding]:
    """Return all that there is to say, in the order in which a bot needs it to be well."""
    catalog, heard = _catalog(), Heard(clock)
    async with reach(settings, clock, heard.told, heard.answered) as parts:
        examined = examine_store(parts.redis, clock, may_forget=settings.redis_may_forget, shards=settings.redis_shards)
        telegram, store, shop = await asyncio.gather(
            _all("Telegram", examine_telegram(parts.bot, catalog, webhook_url(settings))),
            _all("Redis", examined),
            _all("Shop", examine_shop(parts.shop, settings.shop_timezone, heard, settings.shop_events)),
        )
    return [*telegram, *store, languages.of_the_bot(catalog), *shop]


async def _all(subject: str, findings: AsyncIterator[Finding]) -> list[Finding]:
    """Return all findings; an examination that fails itself is one, for the others go on."""
    found = []
    try:
        async for each in findings:
            found.append(each)  # noqa: PERF401 - what was found before it failed counts
    except Exception as error:  # noqa: BLE001 - whatever it is, it is to be told and not to be raised
        found.append(
            wrong(subject, f"cannot be examined ({type(error).__name__})", "Please report this with its name.")
        )
    return found


def _catalog() -> GettextCatalog | None:
    try:
        return GettextCatalog()
    except OSError:
        return None
