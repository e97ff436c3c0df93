"""Rings timers that are due. Each process sweeps, so that one that is there is enough; a restart forgets none."""

import asyncio
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from bot.pulse import Pulse
from bot.telegram.stopping import cancellation_asked

log = structlog.get_logger(__name__)


class Timers(Protocol):
    """The timers of all chats."""

    async def ring(self) -> int:
        """Put what is due into the mailboxes; return how many this call moved. More may be due than it moves at once."""
        ...


@dataclass(frozen=True, slots=True)
class Sweep:
    """Looks for due timers so often."""

    timers: Timers
    every_s: float = 1.0
    pulse: Pulse = field(default_factory=Pulse)

    async def run(self) -> None:
        """Sweep until cancelled; a store that is away keeps the timers until it is back."""
        # As in a worker: a library may eat the exception of a stop and fail in another way.
        while not cancellation_asked():
            self.pulse.turns("sweep", self.every_s)
            try:
                rung = await self.timers.ring()
            except ConnectionError as error:
                log.error("store_unavailable", error=type(error).__name__)
            else:
                if rung:
                    log.info("timers_rung", count=rung)
            await asyncio.sleep(self.every_s)
