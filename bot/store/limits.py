"""How often people guess at codes and keys, and begin orders: each counted in a window that moves with the clock.

Of guesses only wrong ones count. One person who guesses wrong too often waits; when very many guess wrong everywhere, each
guess waits a moment and the operator hears of it, but nobody is ever locked out by the guesses of others.
"""

import asyncio
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Final, cast

from bot.conversation.ports import Clock
from bot.store.client import Client
from bot.store.entries import unix_ms
from bot.store.keys import Shards
from bot.store.retention import milliseconds
from bot.store.scripts import Scripts

WINDOW: Final = timedelta(minutes=10)
RESERVATIONS_WINDOW: Final = timedelta(hours=1)


class RedisLimits:
    """Implements `bot.conversation.ports.Limits`.

    A person may guess wrong `most` times in ten minutes. From `alarm_at` wrong guesses of everybody on, each guess is
    held back for `delay_s` and `told` hears of it. In an hour a person may begin `reservations` orders; 0 sets no limit.
    Raises `StoreUnavailable`.
    """

    def __init__(
        self,
        client: Client,
        clock: Clock,
        told: Callable[[str, str], None],
        *,
        most: int = 5,
        alarm_at: int = 100,
        delay_s: float = 2.0,
        reservations: int = 3,
        shards: int = 1,
    ) -> None:
        self._scripts = Scripts(client)
        self._clock = clock
        self._told = told
        self._most = most
        self._alarm_at = alarm_at
        self._delay_s = delay_s
        self._reservations = reservations
        self._shards = Shards(shards)

    async def may_guess(self, chat: str) -> bool:
        """Whether this chat may guess now; waits a moment first while very many guess wrong everywhere."""
        if await self._count(self._shards.chat(chat).guesses) >= self._most:
            return False
        if await self._count(self._shards.first.guesses) >= self._alarm_at:
            await asyncio.sleep(self._delay_s)
        return True

    async def guessed_wrong(self, chat: str) -> None:
        """Count a wrong guess."""
        await self._count(self._shards.chat(chat).guesses, add=True)
        if await self._count(self._shards.first.guesses, add=True) == self._alarm_at:
            self._told("many_wrong_guesses", f"{self._alarm_at} wrong codes or keys within {WINDOW}")

    async def may_reserve(self, chat: str) -> bool:
        """Whether one more order may be begun in this chat now."""
        if self._reservations == 0:
            return True
        begun = await self._count(self._shards.chat(chat).reservations, RESERVATIONS_WINDOW)
        return begun < self._reservations

    async def reserved(self, chat: str) -> None:
        """Count an order that the shop holds, or may hold."""
        await self._count(self._shards.chat(chat).reservations, RESERVATIONS_WINDOW, add=True)

    async def _count(self, key: str, window: timedelta = WINDOW, *, add: bool = False) -> int:
        """Return how many lie in the window, one more counted first where asked to."""
        counted = await self._scripts.run(
            "recent",
            [key],
            [unix_ms(self._clock.now()), milliseconds(window), secrets.token_hex(8) if add else ""],
        )
        return cast("int", counted)
