"""How this process fares, for who runs it: what `/live`, `/ready` and `/metrics` say."""

import asyncio
from dataclasses import dataclass, field
from typing import Final, Protocol

from bot.metrics import Metrics
from bot.pulse import Pulse
from bot.store.figures import Figures

STORE_S: Final = 1.0
"""How long the store may take to answer a probe."""


class Store(Protocol):
    """The store, as far as it is asked here; both raise ConnectionError."""

    async def read(self) -> Figures:
        """Return how much waits."""
        ...

    async def write(self) -> None:
        """Write something, to see whether that can be done."""
        ...


@dataclass(frozen=True, slots=True)
class Operations:
    """The state of one process."""

    store: Store
    pulse: Pulse = field(default_factory=Pulse)
    metrics: Metrics = field(default_factory=Metrics)
    store_s: float = STORE_S

    def dead(self) -> tuple[str, ...]:
        """Return the loops that do not turn any more; a store or a shop that is away is no reason to start anew."""
        return tuple(f"{loop} does not turn" for loop in self.pulse.silent())

    async def not_ready(self) -> tuple[str, ...]:
        """Return why this process does not sell now."""
        wrong = self.dead() if self.pulse.has_begun else ("nothing runs yet",)
        try:
            async with asyncio.timeout(self.store_s):
                await self.store.write()
        except ConnectionError as error:
            return (*wrong, f"Redis takes no write: {error}")
        except TimeoutError:
            return (*wrong, "Redis takes no write: it does not answer in time")
        return wrong

    async def figures(self) -> bytes:
        """Return all figures in Prometheus' text format; without those of a store that does not answer."""
        try:
            async with asyncio.timeout(self.store_s):
                figures = await self.store.read()
        except (ConnectionError, TimeoutError):
            return self.metrics.exposed(None)
        return self.metrics.exposed(figures)
