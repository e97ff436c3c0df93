"""What the processes of one bot share of the shop, as far as it is asked here; `bot.store` has it."""

from datetime import datetime, timedelta
from typing import Protocol


class SharedAnswers(Protocol):
    """What any process read lately, and who reads now; all raise ConnectionError."""

    async def take(self, name: str, lasts: timedelta) -> tuple[bool, tuple[datetime, str] | None]:
        """Return whether the caller is to read for all, and what was read last with when it was begun to be read.

        What is older than it `lasts` comes too. The caller is to read unless that is new enough or another one reads.
        """
        ...

    async def give(self, name: str, read_at: datetime, answer: str, kept: timedelta) -> None:
        """Store what was read, unless something newer is there; nobody reads any more."""
        ...

    async def let_go(self, name: str) -> None:
        """Say that nobody reads any more, though nothing was read."""
        ...


class SharedTrials(Protocol):
    """Who tries whether a shop that is left alone answers again; all raise ConnectionError."""

    async def claim(self, part: str, every: timedelta) -> tuple[bool, datetime | None]:
        """Return whether the caller is to try now; where another did lately, when the shop answered that, if it did."""
        ...

    async def answered(self, part: str, every: timedelta) -> None:
        """Say that the shop answered just now."""
        ...


class NothingShared:
    """A process by itself."""

    async def take(self, name: str, lasts: timedelta) -> tuple[bool, tuple[datetime, str] | None]:
        """Let the caller read."""
        return True, None

    async def give(self, name: str, read_at: datetime, answer: str, kept: timedelta) -> None:
        """Keep nothing."""

    async def let_go(self, name: str) -> None:
        """Do nothing."""

    async def claim(self, part: str, every: timedelta) -> tuple[bool, datetime | None]:
        """Let the caller try."""
        return True, None

    async def answered(self, part: str, every: timedelta) -> None:
        """Tell nobody."""
