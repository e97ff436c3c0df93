"""The poll loop: takes updates from Telegram and confirms only what is stored.

The library's own polling confirms before a handler ran, so a crash loses what was taken; and a malformed update makes it
spin. https://core.telegram.org/bots/api#getupdates
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final

from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.telegram.inbox import ALLOWED_UPDATES, Inbox
from bot.telegram.request import UNREADABLE
from bot.telegram.stopping import cancellation_asked

POLL_S: Final = 25
READ_SLACK_S: Final = 10
BATCH: Final = 100
PAUSE_S: Final = 1.0
PAUSE_ON_CONFLICT_S: Final = 3.0
PAUSE_ON_NOTHING_TO_CONFIRM_S: Final = 0.5
PAUSE_ON_NOTHING_S: Final = 0.2
"""After an empty answer: a Bot API server that does not wait must not be asked without pause."""
LONGEST_POLL_S: Final = POLL_S + READ_SLACK_S + 30
"""How long a poll takes at most: to connect, to send and to wait for the answer."""


class PollingBot(Bot):
    """The library's bot with a poll that gives updates as they came: its own builds objects of them and chokes on odd ones."""

    async def raw_updates(self, offset: int | None, limit: int, timeout_s: int) -> list[Any]:
        """Return updates as JSON, waiting for them up to a time; raise what the library raises."""
        arguments: dict[str, Any] = {"timeout": timeout_s, "limit": limit, "allowed_updates": ALLOWED_UPDATES}
        if offset is not None:
            arguments["offset"] = offset
        result: object = await self._post("getUpdates", arguments, read_timeout=timeout_s + READ_SLACK_S)
        return result if isinstance(result, list) else []


def unwatched(_: object) -> None:
    """Let it go by."""


class PollLoop:
    """Puts every update into the inbox, then confirms it with the next call."""

    def __init__(
        self,
        bot: PollingBot,
        inbox: Inbox,
        told: Callable[[str, str], None],
        *,
        turns: Callable[[float], None] = unwatched,
    ) -> None:
        """`told` hears of trouble: an event name, and a word on it that holds no secret.

        `turns` hears that the loop turns, and within how many seconds it does again.
        """
        self._bot = bot
        self._inbox = inbox
        self._told = told
        self._turns = turns
        self._offset: int | None = None
        self._limit = BATCH

    async def run(self) -> None:
        """Poll until cancelled; raises only `InvalidToken`.

        A webhook of before is removed first, for while there is one nobody can poll. What waits is kept.
        """
        self._offset = None
        is_free = False
        # A library that swallows the cancellation of a call must not keep the loop alive for ever.
        while not cancellation_asked():
            self._turns(LONGEST_POLL_S)
            try:
                if not is_free:
                    await self._bot.delete_webhook(drop_pending_updates=False)
                    is_free = True
                await self._store(await self._poll())
            except InvalidToken:
                raise
            except Conflict as error:
                if "webhook" in error.message.casefold():
                    self._told("webhook_is_set", "another process takes this bot's updates by a webhook")
                else:
                    self._told("another_poller", "another process takes this bot's updates")
                await asyncio.sleep(PAUSE_ON_CONFLICT_S)
            except RetryAfter as error:
                wait = error.retry_after
                wait_s = wait if isinstance(wait, int) else wait.total_seconds()
                self._turns(wait_s)
                await asyncio.sleep(wait_s)
            except (NetworkError, TelegramError) as error:
                self._told("poll_failed", type(error).__name__)
                await asyncio.sleep(PAUSE_S)
            except OSError as error:
                self._told("store_failed", type(error).__name__)
                await asyncio.sleep(PAUSE_S)

    async def _poll(self) -> list[Any]:
        # Used once, right after the storing: ids may begin anew, lower, after a quiet week, and after a halt or beside
        # another poller an old offset would confirm updates that nobody has seen.
        offset, self._offset = self._offset, None
        return await self._bot.raw_updates(offset, self._limit, POLL_S)

    async def _store(self, updates: list[Any]) -> None:
        """Store the updates in their order; the next call confirms as far as they were stored."""
        if not updates:
            await asyncio.sleep(PAUSE_ON_NOTHING_S)
            return
        if self._limit > 1 and any(isinstance(each, dict) and each.get(UNREADABLE) for each in updates):
            self._limit = 1
            return
        self._limit = BATCH
        for update in updates:
            number = await self._inbox.take(update)
            if number is not None:
                self._offset = number + 1
        if self._offset is None:
            await asyncio.sleep(PAUSE_ON_NOTHING_TO_CONFIRM_S)
