"""The seat of the one process, of all on one Redis, that does what only one may do."""

import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final, cast

from bot.store.client import Client
from bot.store.keys import ShardKeys
from bot.store.retention import milliseconds
from bot.store.scripts import Scripts

KEPT: Final = timedelta(days=1)
"""After so long without a word of anybody the key is removed; it means nothing, a silent holder loses the seat long before."""


class RedisSeat:
    """Implements `bot.election.Seat`: a lease that says how often it was renewed, and no time.

    A holder is silent when who waits has seen the same for `lease_s` by a clock that only runs forward, so that no two
    machines need to agree on what time it is. All methods raise `StoreUnavailable` and may be repeated freely.
    """

    def __init__(
        self,
        client: Client,
        *,
        lease_s: float = 5.0,
        scripts: Scripts | None = None,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._key = ShardKeys(0).seat
        self._lease_s = lease_s
        self._scripts = Scripts(client) if scripts is None else scripts
        self._now_s = now_s
        self._holder = secrets.token_hex(8)
        self._said = b""
        self._said_since_s = now_s()

    async def take(self) -> bool:
        """Take the seat, or keep it; return whether it is ours."""
        is_silent = self._now_s() - self._said_since_s >= self._lease_s
        silent = self._said if is_silent else b""
        said = cast("bytes", await self._scripts.run("sit", [self._key], [self._holder, silent, milliseconds(KEPT)]))
        if said != self._said:
            self._said, self._said_since_s = said, self._now_s()
        return said.endswith(f" {self._holder}".encode())

    async def leave(self) -> None:
        """Free the seat at once, where it is ours."""
        await self._scripts.run("rise", [self._key], [self._holder, milliseconds(KEPT)])
