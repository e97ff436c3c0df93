"""Whether Telegram knows the bot, brings its updates where they are waited for, and shows its commands in every language."""

from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import urlsplit

from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.conversation.ports import Catalog
from bot.doctor.finding import Finding, doubtful, good, wrong
from bot.telegram import profile

MANY_WAIT: Final = 100
TOKEN: Final = "Telegram"  # noqa: S105 - what the lines are about
WEBHOOK: Final = "Webhook"
COMMANDS: Final = "Commands"


async def examine_telegram(bot: Bot, catalog: Catalog | None, webhook_at: str) -> AsyncIterator[Finding]:
    """Yield what there is to say; `webhook_at` is where its webhook ought to lead, empty for a bot that polls."""
    try:
        me = await bot.get_me()
    except InvalidToken:
        yield wrong(TOKEN, "does not know TELEGRAM_BOT_TOKEN", "Copy it anew from @BotFather, whole.")
        return
    except TelegramError as error:
        remedy = "See that the address is right, and that this machine reaches it."
        yield wrong(TOKEN, f"does not answer at TELEGRAM_API_URL ({type(error).__name__})", remedy)
        return
    yield good(TOKEN, f"knows the bot: t.me/{me.username}")
    try:
        yield webhook(await bot.get_webhook_info(), webhook_at)
        if catalog is not None:
            yield commands(await profile.differing(bot, catalog))
    except TelegramError as error:
        yield wrong(TOKEN, f"fails to answer ({type(error).__name__})", "Try again in a while.")


def webhook(info: WebhookInfo, webhook_at: str) -> Finding:
    """Return whether updates come where they are waited for. Of an address only the host is told: the rest may be secret."""
    host = urlsplit(info.url).hostname or "an address"
    if webhook_at and not info.url:
        return wrong(WEBHOOK, "none is set, and this bot waits for one", "Start `ticketbot run`, which sets it.")
    if webhook_at and not info.url.startswith(f"{webhook_at}/"):
        remedy = "Start `ticketbot run`, which sets it; see that no other installation uses this bot."
        return wrong(WEBHOOK, f"updates go to {host}, not to PUBLIC_URL", remedy)
    if info.url and not webhook_at:
        remedy = "See that no other installation uses this bot, then remove it with Telegram's deleteWebhook."
        return wrong(WEBHOOK, f"updates go to {host}: a bot that polls gets none", remedy)
    waiting = f"{info.pending_update_count} updates wait"
    if webhook_at and info.last_error_message:
        remedy = "See that PUBLIC_URL leads to LISTEN, from outside too."
        return doubtful(WEBHOOK, f"the last delivery failed: {info.last_error_message}; {waiting}", remedy)
    if info.pending_update_count >= MANY_WAIT:
        return doubtful(WEBHOOK, waiting, "See that `ticketbot run` runs; if it does, its log says what holds them up.")
    return good(WEBHOOK, f"as the settings want it ({'set' if info.url else 'none, it polls'}); {waiting}")


def commands(differing: tuple[str, ...]) -> Finding:
    """Return whether the menu of commands is right in every language."""
    if differing:
        which = ", ".join(differing)
        return doubtful(COMMANDS, f"not as they should be in: {which}", "Start `ticketbot run`, which sets them.")
    return good(COMMANDS, "set in every language")
