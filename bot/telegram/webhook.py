"""Sees to it that Telegram sends the updates to our webhook, as long as the bot runs. https://core.telegram.org/bots/api#setwebhook

Any number of processes may do so at once: they want the same, and only what differs is set. What Telegram does not tell of a
webhook, its secret, is to be in the address in some form: else nobody could see that it changed.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from telegram import Bot, WebhookInfo
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.telegram.inbox import ALLOWED_UPDATES

MOST_CONNECTIONS: Final = 40
"""How many updates Telegram may send at a time."""
LOOK_AGAIN_S: Final = 60.0
"""How long a webhook that somebody else removed stays so."""
PAUSE_S: Final = 2.0
CALLS_S: Final = 120.0
"""How long one look takes at most, with the setting."""


def unwatched(_: float) -> None:
    """Let it go by."""


class WebhookLoop:
    """Sets the webhook where it is not as it should be, and looks again every minute.

    `told` hears of trouble: an event name, and a word on it that holds no secret; `turns` that the loop turns, and within how
    many seconds it does again.
    """

    def __init__(
        self,
        bot: Bot,
        url: str,
        secret: str,
        told: Callable[[str, str], None],
        *,
        turns: Callable[[float], None] = unwatched,
    ) -> None:
        self._bot = bot
        self._url = url
        self._secret = secret
        self._told = told
        self._turns = turns
        self._was_set = False
        self._failed_at: datetime | None = None

    async def run(self) -> None:
        """Look for ever; raises only `InvalidToken`."""
        while True:
            self._turns(CALLS_S)
            pause_s = await self._look()
            self._turns(pause_s)
            await asyncio.sleep(pause_s)

    async def _look(self) -> float:
        """See to it that the webhook is set; return how long to wait before looking again."""
        try:
            await self._set_where_it_differs(await self._bot.get_webhook_info())
        except InvalidToken:
            raise
        except RetryAfter as error:
            # Another process sets it as well: Telegram takes one a second.
            wait = error.retry_after
            return wait if isinstance(wait, int) else wait.total_seconds()
        except BadRequest as error:
            self._told("webhook_refused", error.message)
            return LOOK_AGAIN_S
        except TelegramError as error:
            self._told("webhook_not_set", type(error).__name__)
            return PAUSE_S
        return LOOK_AGAIN_S

    async def _set_where_it_differs(self, info: WebhookInfo) -> None:
        if is_as_wanted(info, self._url):
            self._tell_of_failure(info)
        else:
            if self._was_set:
                where = urlsplit(info.url).hostname or "nowhere"
                self._told("webhook_changed", f"updates went to {where}: another process uses this bot")
            await self._bot.set_webhook(
                self._url,
                secret_token=self._secret,
                allowed_updates=ALLOWED_UPDATES,
                max_connections=MOST_CONNECTIONS,
                drop_pending_updates=False,
            )
        self._was_set = True

    def _tell_of_failure(self, info: WebhookInfo) -> None:
        """Tell of a delivery that failed since the last look."""
        if self._was_set and info.last_error_message and info.last_error_date != self._failed_at:
            self._told("webhook_delivery_failed", info.last_error_message)
        self._failed_at = info.last_error_date


def is_as_wanted(info: WebhookInfo, url: str) -> bool:
    """Whether the webhook of a bot is set as `WebhookLoop` sets it."""
    kinds = sorted(info.allowed_updates or ())
    return (info.url, info.max_connections, kinds) == (url, MOST_CONNECTIONS, sorted(ALLOWED_UPDATES))
