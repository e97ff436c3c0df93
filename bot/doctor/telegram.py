"""Whether Telegram knows the bot, brings its updates where they are waited for, and shows its commands in every language."""

from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import urlsplit

from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.conversation.ports import Catalog
from bot.doctor.finding import Finding, doubtful, good, wrong
from bot.telegram import profile
from bot.telegram.webhook import is_as_wanted

MANY_WAIT: Final = 100
TELEGRAM: Final = "Telegram"
WEBHOOK: Final = "Webhook"
COMMANDS: Final = "Commands"


async def examine_telegram(bot: Bot, catalog: Catalog | None, webhook_url: str) -> AsyncIterator[Finding]:
    """Yield what there is to say; `webhook_url` is where its webhook ought to lead, empty for a bot that polls."""
    try:
        me = await bot.get_me()
    except InvalidToken:
        yield wrong(TELEGRAM, "does not know TELEGRAM_BOT_TOKEN", "Copy it anew from @BotFather, whole.")
        return
    except TelegramError as error:
        remedy = "See that the address is right, and that this machine reaches it."
        yield wrong(TELEGRAM, f"does not answer at TELEGRAM_API_URL ({type(error).__name__})", remedy)
        return
    yield good(TELEGRAM, f"knows the bot: t.me/{me.username}")
    try:
        yield webhook(await bot.get_webhook_info(), webhook_url)
        if catalog is not None:
            yield commands(await profile.differing(bot, catalog))
    except TelegramError as error:
        yield wrong(TELEGRAM, f"fails to answer ({type(error).__name__})", "Try again in a while.")


def webhook(info: WebhookInfo, webhook_url: str) -> Finding:
    """Return whether updates come where they are waited for. Of an address only the host is told: the rest may be secret."""
    host = urlsplit(info.url).hostname or "an address"
    if webhook_url and not info.url:
        return wrong(WEBHOOK, "none is set, and this bot waits for one", "Start `ticketbot run`, which sets it.")
    if info.url and not webhook_url:
        remedy = "See that no other installation uses this bot, then start `ticketbot run`, which removes it."
        return wrong(WEBHOOK, f"updates go to {host}: a bot that polls gets none", remedy)
    if webhook_url and host != urlsplit(webhook_url).hostname:
        remedy = "Start `ticketbot run`, which sets it; see that no other installation uses this bot."
        return wrong(WEBHOOK, f"updates go to {host}, not to PUBLIC_URL", remedy)
    if webhook_url and not is_as_wanted(info, webhook_url):
        words = "set by other settings than these: another PUBLIC_URL or TELEGRAM_WEBHOOK_SECRET, or another version"
        return wrong(WEBHOOK, words, "Start `ticketbot run` with these settings, wherever it runs; it sets it.")
    waiting = f"{info.pending_update_count} updates wait"
    if webhook_url and info.last_error_message:
        at = f" at {info.last_error_date:%Y-%m-%d %H:%M} UTC" if info.last_error_date is not None else ""
        remedy = "Where it is not long ago: see that PUBLIC_URL leads to LISTEN, from outside too."
        return doubtful(
            WEBHOOK, f"a delivery failed{at}, the last that did: {info.last_error_message}; {waiting}", remedy
        )
    if info.pending_update_count >= MANY_WAIT:
        return doubtful(WEBHOOK, waiting, "See that `ticketbot run` runs; if it does, its log says what holds them up.")
    return good(WEBHOOK, f"as the settings want it ({'set' if info.url else 'none, it polls'}); {waiting}")


def commands(differing: tuple[str, ...]) -> Finding:
    """Return whether the menu of commands is right in every language."""
    if differing:
        which = ", ".join(differing)
        return doubtful(COMMANDS, f"not as they should be in: {which}", "Start `ticketbot run`, which sets them.")
    return good(COMMANDS, "set in every language")
