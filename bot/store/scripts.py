"""The Lua scripts: each one atomic step, given its keys and the time, touching one slot.

A guarded script writes nothing for a worker that does not hold the chat (any more): `guard.lua` runs before it, and
its first keys are `leases` and `holders`, its first arguments the chat, the holder and now in Unix ms. One that changes
the session moves its timers as well: `timers.lua` runs in between. `deliver.lua` runs after those that have something
for a mailbox.

Each may be run again when its answer was lost, and says itself what it does then. All but `replay` leave what they left and
say what they said; for `put` and `ring` that is that there was nothing to do, and for `release` that the lease is another's.
https://redis.io/docs/latest/develop/programmability/eval-intro/
"""

import hashlib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Final

from redis.exceptions import NoScriptError

from bot.store.client import Client, answer_of
from bot.store.replicas import has_replica, run_and_wait

PLAIN: Final = ("claim", "read", "recent", "sit", "rise", "take", "give", "try", "wake", "agree")
DELIVERING: Final = ("put", "ring", "replay")
GUARDED: Final = ("keep", "commit", "forget", "fail", "sent", "release")
WITH_TIMERS: Final = ("keep", "commit", "forget")
STALE: Final = -1
"""What a guarded script returns when the caller does not hold the chat."""


def source(name: str) -> str:
    """Return the text of one file of scripts."""
    return (files("bot.store") / "scripts" / f"{name}.lua").read_text(encoding="utf-8")


def load() -> dict[str, str]:
    """Return the whole text of each script by name, with what runs before and after it."""
    parts = {name: [name] for name in PLAIN} | {name: ["guard", name] for name in GUARDED}
    parts |= {name: [name, "deliver"] for name in DELIVERING}
    parts |= {name: ["guard", "timers", name] for name in WITH_TIMERS}
    return {name: "\n".join(map(source, each)) for name, each in parts.items()}


class Scripts:
    """Runs scripts on a client by their digest, with their text where the server does not know them (yet, or any more)."""

    def __init__(self, client: Client, texts: Mapping[str, str] | None = None) -> None:
        self._client = client
        self._texts = load() if texts is None else texts
        self._digests = {
            name: hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest() for name, text in self._texts.items()
        }

    async def run(
        self,
        name: str,
        keys: Sequence[str],
        arguments: Sequence[str | bytes | int],
        *,
        again: Sequence[str | bytes | int] | None = None,
    ) -> object:
        """Return the script's answer; raise StoreUnavailable.

        A lost answer is asked for again, by the arguments `again` where there are any.
        """
        given = arguments

        async def ask() -> object:
            nonlocal given
            asked, given = given, given if again is None else again
            return await self._run(name, keys, asked)

        return await answer_of(ask)

    async def run_surely(
        self, name: str, keys: Sequence[str], arguments: Sequence[str | bytes | int]
    ) -> tuple[object, bool]:
        """Return the script's answer, and whether what it wrote outlives its server; raise StoreUnavailable.

        Where there is a replica one must have it; where there is none nothing can be waited for.
        """
        if not await answer_of(lambda: has_replica(self._client, keys[0])):
            return await self.run(name, keys, arguments), True

        async def ask() -> tuple[object, bool]:
            given = [len(keys), *keys, *arguments]
            try:
                return await run_and_wait(self._client, keys[0], ["EVALSHA", self._digests[name], *given])
            except NoScriptError:
                return await run_and_wait(self._client, keys[0], ["EVAL", self._texts[name], *given])

        return await answer_of(ask)

    async def run_once(self, name: str, keys: Sequence[str], arguments: Sequence[str | bytes | int]) -> object:
        """Return the answer of a script that must not be run again when it is lost; raise StoreUnavailable."""
        return await answer_of(lambda: self._run(name, keys, arguments), pauses_s=())

    async def _run(self, name: str, keys: Sequence[str], arguments: Sequence[str | bytes | int]) -> object:
        try:
            answer: object = await self._client.evalsha(self._digests[name], len(keys), *keys, *arguments)
        except NoScriptError:
            answer = await self._client.eval(self._texts[name], len(keys), *keys, *arguments)
        return answer
