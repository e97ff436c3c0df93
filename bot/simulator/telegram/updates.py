"""The updates that wait for the bot, and `getUpdates` (https://core.telegram.org/bots/api#getupdates)."""

import asyncio
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.simulator.clock import MovableClock
from bot.simulator.telegram.refused import Refused
from bot.simulator.telegram.update_kinds import DEFAULT, KEPT, kept, queue_of, wanted_kinds

LONGEST_POLL_S = 50
MOST_AT_ONCE = 100
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "terminated by setWebhook request"

_FURTHEST_AHEAD = 10
"""An offset further than this beyond the last update is taken for none: it comes from before a new numbering."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that the bot has not confirmed; a webhook gets those of one `queue` one after the other."""

    number: int
    document: bytes
    gone_at: datetime
    queue: str


class UpdateQueue:
    """The updates of one bot, forgotten when they are confirmed or too old.

    A call confirms what lies before its offset; a webhook, what it answered well. `on_added` is called for each.
    """

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self._waiting: list[Waiting] = []
        self._last = random.randrange(100_000_000, 900_000_000)  # noqa: S311 - a number to start at, not a secret
        self.wanted = DEFAULT
        self.on_added: Callable[[], None] | None = None
        self._poll: asyncio.Future[str] | None = None

    def __len__(self) -> int:
        self._drop_old()
        return len(self._waiting)

    def put(self, kind: str, content: dict[str, object]) -> None:
        """Add an update of a kind (`message`, `callback_query` …), unless the bot asked for other kinds only."""
        if kind not in self.wanted:
            return
        number = self._last + 1
        document = json.dumps({"update_id": number, kind: content}).encode()
        self._add(number, document, kept(kind), queue_of(kind, content))

    def put_document(self, document: bytes, number: int | None = None) -> int:
        """Add an update as it stands, even a malformed one; return the number by which it is confirmed."""
        number = self._last + 1 if number is None else number
        self._add(number, document, KEPT, None)
        return number

    def want(self, allowed_updates: object) -> None:
        """Note which kinds the bot asks for, from now on; what waits already stays."""
        self.wanted = wanted_kinds(allowed_updates) or self.wanted

    def clear(self) -> None:
        """Forget all that wait."""
        self._waiting = []

    @property
    def next_number(self) -> int:
        """The update_id that the next update will have."""
        return self._last + 1

    def _add(self, number: int, document: bytes, kept_for: timedelta, queue: str | None) -> None:
        self._last = number
        gone_at = self._clock.now() + kept_for
        self._waiting.append(Waiting(number, document, gone_at, queue or f"update {number}"))
        self._end_poll("")
        if self.on_added is not None:
            self.on_added()

    def queues(self) -> list[str]:
        """Return the queues in which something waits."""
        self._drop_old()
        return list(dict.fromkeys(update.queue for update in self._waiting))

    def first_of(self, queue: str) -> Waiting | None:
        """Return the update of a queue that has waited longest."""
        self._drop_old()
        return next((update for update in self._waiting if update.queue == queue), None)

    def forget(self, update: Waiting) -> None:
        """Forget an update that a webhook took, or will not get any more."""
        self._waiting = [each for each in self._waiting if each is not update]

    def end_poll_for_webhook(self) -> None:
        """Refuse a call that waits: from now on a webhook gets the updates."""
        self._end_poll(WEBHOOK_SET)

    async def get(self, offset: int, limit: int, timeout_s: float) -> list[bytes]:
        """Confirm what lies before `offset`, then return the updates after it, waiting for one up to `timeout_s`.

        Raises Refused (409) when another call of this kind arrives in the meantime, or a webhook is set.
        """
        self._end_poll(OTHER_POLL)
        self._drop_old()
        self._confirm(offset)
        if not self._waiting and timeout_s > 0:
            await self._wait(min(timeout_s, LONGEST_POLL_S))
        return [update.document for update in self._waiting[: min(max(limit, 1), MOST_AT_ONCE)]]

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._waiting = self._waiting[offset:]
            return
        highest = max([self._last, *(update.number for update in self._waiting)])
        if 0 < offset <= highest + _FURTHEST_AHEAD:
            self._waiting = [update for update in self._waiting if update.number >= offset]

    async def _wait(self, timeout_s: float) -> None:
        poll: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._poll = poll
        try:
            conflict = await asyncio.wait_for(poll, timeout_s)
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None
        if conflict:
            raise Refused(f"Conflict: {conflict}", 409)

    def _end_poll(self, conflict: str) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(conflict)

    def _drop_old(self) -> None:
        now = self._clock.now()
        self._waiting = [update for update in self._waiting if update.gone_at > now]
