"""Switches one guard of the bot off, as the controls of the chaos suite need it: without it something must go wrong."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.conversation.ports import Claim
from bot.conversation.session import Details, Session
from bot.store import scripts
from bot.store.mailbox import RedisMailbox


def _script(name: str, text: str, instead: str) -> None:
    """Change the text of a script; what is not found is no guard any more."""
    texts = scripts.load()
    if text not in texts[name]:
        raise LookupError(f"{name}.lua has no {text!r}")
    texts[name] = texts[name].replace(text, instead)
    scripts.load = lambda: texts


def fence() -> None:
    """Let a worker write that does not hold its chat any more."""
    guard = scripts.source("guard")
    texts = {name: text.replace(guard, "") for name, text in scripts.load().items()}
    scripts.load = lambda: texts


def seen() -> None:
    """Forget which updates were stored."""
    _script("put", "if seen_at_ms and", "if false and")


def envelope() -> None:
    """Take an envelope out of its mailbox when it is claimed."""
    claim = RedisMailbox.claim

    async def taken(self: RedisMailbox) -> Claim | None:
        claimed = await claim(self)
        if claimed is not None and claimed.envelope is not None:
            await self._client.lpop(self._shards.chat(claimed.chat).mailbox)
        return claimed

    RedisMailbox.claim = taken


def intent() -> None:
    """Store nothing before a write."""

    async def unkept(self: RedisMailbox, claim: Claim, session: Session, details: Details) -> None:
        return None

    RedisMailbox.keep = unkept


def strike_off() -> None:
    """Leave what was sent on the list of what is owed."""
    _script("sent", "redis.call('LREM', KEYS[3], 1, entry)", "")


def lease() -> None:
    """Never take a chat back whose lease ran out."""
    _script("claim", "for index = 1, #overdue, 2 do", "for index = 1, 0, 2 do")


GUARDS: Final[Mapping[str, Callable[[], None]]] = {
    "fence": fence,
    "seen set": seen,
    "envelope kept until commit": envelope,
    "intent stored before POST": intent,
    "strike-off": strike_off,
    "lease": lease,
}
