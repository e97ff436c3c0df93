"""How fast a bot may write (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).

Off until it is switched on: tests are faster than any customer reads.
"""

import math
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from bot.simulator.clock import MovableClock
from bot.simulator.telegram.refused import too_many_requests

LIMITED: Final = re.compile(r"(?:send(?!ChatAction)|edit|copy|forward)\w+")
"""The methods that write."""

_SECOND: Final = timedelta(seconds=1)
_MINUTE: Final = timedelta(minutes=1)

Amount = Annotated[int, Field(ge=1, le=10_000)]


class Limits(BaseModel):
    """The limits, as they are switched on. A chat may get `burst` messages at once before its second counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: bool = False
    burst: Amount = 5
    overall_per_second: Amount = 30
    group_per_minute: Amount = 20


@dataclass(frozen=True, slots=True)
class _Written:
    at: datetime
    chat: int


class FloodGate:
    """Refuses what comes too fast with 429 and the seconds to wait."""

    def __init__(self, clock: MovableClock) -> None:
        self.limits = Limits()
        self._clock = clock
        self._written: deque[_Written] = deque(maxlen=20_000)

    def expect_room(self, chat: int) -> None:
        """Raise Refused (429) when one more message to a chat is too many now; else count it."""
        if not self.limits.on:
            return
        now = self._clock.now()
        free_at = max([now, *self._waits(chat, now)])
        if free_at > now:
            raise too_many_requests(math.ceil((free_at - now).total_seconds()))
        self._written.append(_Written(now, chat))

    def _waits(self, chat: int, now: datetime) -> Iterator[datetime]:
        """Yield from when on each limit lets one more through."""
        limits = self.limits
        of_chat = [each.at for each in self._written if each.chat == chat]
        yield _window([each.at for each in self._written], limits.overall_per_second, _SECOND, now)
        yield _window(of_chat, limits.burst, limits.burst * _SECOND, now)
        if chat < 0:
            yield _window(of_chat, limits.group_per_minute, _MINUTE, now)


def _window(written: list[datetime], most: int, within: timedelta, now: datetime) -> datetime:
    return written[-most] + within if len(written) >= most else now
