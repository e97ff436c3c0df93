"""Work that one process of many does: taking updates from Telegram, which gives them to one poller alone.

The one that holds the seat works; the others wait, and one of them takes over when it leaves the seat or falls silent.
For a moment there may be two, as when a process wakes that the system had halted. That harms nothing: an update is
confirmed by who has stored it, stored once by its id, and Telegram ends the poll of one of the two.
"""

import asyncio
import math
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Final, Protocol

import structlog

from bot.pulse import Pulse
from bot.telegram.stopping import cancellation_asked

log = structlog.get_logger(__name__)

BEATS_IN_A_LEASE: Final = 5
CANCEL_AGAIN_S: Final = 1.0


class Seat(Protocol):
    """What one process at a time holds; both raise ConnectionError."""

    async def take(self) -> bool:
        """Take the seat, or keep it; return whether it is ours."""
        ...

    async def leave(self) -> None:
        """Free the seat at once, where it is ours."""
        ...


def unwatched(_: bool) -> None:
    """Let it go by."""


class Elected:
    """Works while this process holds the seat.

    `lease_s` is how long a holder may be silent, as the seat knows it too; `leads` hears whether this process works.
    """

    def __init__(
        self,
        seat: Seat,
        work: Callable[[], Coroutine[None, None, None]],
        *,
        lease_s: float = 5.0,
        pulse: Pulse | None = None,
        leads: Callable[[bool], None] = unwatched,
    ) -> None:
        self._seat = seat
        self._work = work
        self._lease_s = lease_s
        self._every_s = lease_s / BEATS_IN_A_LEASE
        self._pulse = pulse or Pulse()
        self._leads = leads
        self._ours_until_s = -math.inf
        self._was_elected: bool | None = None
        self._working: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Wait for the seat and work while it is ours, until cancelled; raise what the work raises."""
        try:
            while not cancellation_asked():
                self._pulse.turns("election", self._lease_s)
                await self._tell(is_elected=await self._is_elected())
                await self._pause()
        finally:
            await self._rest()
            with suppress(ConnectionError):
                await self._seat.leave()

    async def _is_elected(self) -> bool:
        """Ask for the seat. While the store is away it is kept as long as nobody else can think it free, less a beat."""
        began_s = time.monotonic()
        left_s = self._ours_until_s - began_s
        try:
            async with asyncio.timeout(left_s if left_s > 0 else self._lease_s):
                is_ours = await self._seat.take()
        except (ConnectionError, TimeoutError) as error:
            log.error("store_unavailable", error=type(error).__name__)
        else:
            self._ours_until_s = began_s + self._lease_s - self._every_s if is_ours else -math.inf
        return time.monotonic() < self._ours_until_s

    async def _tell(self, *, is_elected: bool) -> None:
        """Begin or end the work as it has to be, and say so once."""
        if is_elected == self._was_elected:
            return
        self._was_elected = is_elected
        self._leads(is_elected)
        log.info("elected" if is_elected else "waits_to_be_elected")
        if is_elected:
            self._working = asyncio.create_task(self._work())
        else:
            await self._rest()

    async def _pause(self) -> None:
        if self._working is None:
            await asyncio.sleep(self._every_s)
            return
        await asyncio.wait({self._working}, timeout=self._every_s)
        if self._working.done():
            self._working.result()
            self._working = None

    async def _rest(self) -> None:
        """End the work, however often a library swallows that it is told to."""
        working, self._working = self._working, None
        if working is None:
            return
        while not working.done():
            working.cancel()
            await asyncio.wait({working}, timeout=CANCEL_AGAIN_S)
        await asyncio.gather(working, return_exceptions=True)
