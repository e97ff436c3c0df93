"""Whether Telegram can be reached at all.

While it cannot, each message that is tried costs a worker the whole of a time-out, and a message that gets no answer may
have arrived. So after any request without an answer nothing is begun until Telegram answers one that changes nothing.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

ASK_S: Final = 5.0
FIRST_PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 10.0
SERVER_ERROR: Final = 500

Ended = int | BaseException
"""How a request ended: with a status, or without one."""


@dataclass(slots=True)
class Line:
    """The line of one process to Telegram: down from a request that got no answer until one that is asked for it gets one."""

    _is_up: asyncio.Event | None = None
    _ask_at_s: float = 0.0
    _pause_s: float = field(default=FIRST_PAUSE_S)

    def heard(self, ended: Ended) -> None:
        """Hear how a request ended. One that was cut says nothing of the line."""
        is_lost = ended >= SERVER_ERROR if isinstance(ended, int) else isinstance(ended, Exception)
        if is_lost and self._is_up is None:
            self._is_up, self._ask_at_s, self._pause_s = asyncio.Event(), 0.0, FIRST_PAUSE_S

    async def is_up(self, ask: Callable[[], Awaitable[object]], wait_s: float) -> bool:
        """Return whether the line is up, waiting for that no longer than it takes to `ask`, or `wait_s` while another asks."""
        is_up, now_s = self._is_up, time.monotonic()
        if is_up is None:
            return True
        if now_s < self._ask_at_s:
            with suppress(TimeoutError):
                async with asyncio.timeout(min(wait_s, self._ask_at_s - now_s)):
                    await is_up.wait()
            return is_up.is_set()
        self._ask_at_s = now_s + ASK_S
        if not await _answers(ask):
            self._ask_at_s = time.monotonic() + self._pause_s
            self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)
            return False
        self._is_up = None
        is_up.set()
        return True


async def _answers(ask: Callable[[], Awaitable[object]]) -> bool:
    try:
        async with asyncio.timeout(ASK_S):
            await ask()
    except (RetryAfter, BadRequest):
        return True
    except (NetworkError, TimeoutError):
        return False
    except TelegramError:
        # It says no, but it says so.
        return True
    return True
