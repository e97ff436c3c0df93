"""The way in for updates: Telegram sends them to our webhook where the settings name its secret, else they are fetched."""

import asyncio
import hashlib
import hmac
from collections.abc import Callable, Coroutine
from functools import partial

from bot.i18n.catalog import GettextCatalog
from bot.pulse import Pulse
from bot.settings import Settings
from bot.telegram import profile
from bot.telegram.inbox import Inbox
from bot.telegram.intake import PollingBot, PollLoop
from bot.telegram.webhook import WebhookLoop
from bot.web.webhook import WEBHOOK_PATH, Webhook
from bot.wiring.shop import told


def intake(
    settings: Settings, bot: PollingBot, catalog: GettextCatalog, inbox: Inbox, pulse: Pulse
) -> Callable[[], Coroutine[None, None, None]]:
    """Return what one process of all does: take updates, and publish what Telegram shows of the bot.

    By a webhook all processes are sent them, that serve the application of `webhook` at PUBLIC_URL; one sees to its setting.
    """
    loop: PollLoop | WebhookLoop
    if settings.telegram_webhook_secret is None:
        name, loop = "poll", PollLoop(bot, inbox, told, turns=partial(pulse.turns, "poll"))
    else:
        secret = settings.telegram_webhook_secret.get_secret_value()
        turns = partial(pulse.turns, "webhook")
        name, loop = "webhook", WebhookLoop(bot, webhook_url(settings), secret, told, turns=turns)

    async def take_in() -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(profile.publish(bot, catalog, told))
                tasks.create_task(loop.run())
        finally:
            pulse.rests(name)

    return take_in


def webhook(settings: Settings, inbox: Inbox, answered: Callable[[int], None]) -> Webhook | None:
    """Return the application to which Telegram sends updates, or None for a bot that polls."""
    secret = settings.telegram_webhook_secret
    return Webhook(secret.get_secret_value(), inbox.take_document, answered) if secret is not None else None


def webhook_url(settings: Settings) -> str:
    """Return where Telegram is to send updates, empty for a bot that polls.

    Its end is made of the secret, so that another secret is another address: Telegram tells of a webhook the address alone.
    """
    if settings.telegram_webhook_secret is None:
        return ""
    token, secret = settings.telegram_bot_token.get_secret_value(), settings.telegram_webhook_secret.get_secret_value()
    mark = hmac.new(token.encode(), secret.encode(), hashlib.sha256).hexdigest()[:16]
    return f"{settings.public_url}{WEBHOOK_PATH}{mark}"
