"""Asks the shop what a guess is worth, a code or an access key, and counts the wrong ones."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from bot.conversation.cannot_read import CannotRead
from bot.conversation.lookups import (
    CodeWorks,
    Found,
    KeyOpens,
    Lookup,
    NoAnswer,
    NotAccepted,
    TooManyGuesses,
    TryCode,
)
from bot.conversation.ports import Limits, Shop
from bot.conversation.session import Session

NO_ANSWER: Final = frozenset({"unavailable", "misconfigured"})
"""Reasons that say nothing of a key."""


@dataclass(frozen=True, slots=True)
class Looking:
    """The guesses of one chat. An accepted code that is asked again is no guess."""

    shop: Shop
    limits: Limits
    chat: str

    async def look(self, lookup: Lookup, session: Session) -> Found:
        """Return what a guess is worth, without asking the shop once this person guessed wrong too often."""
        if not await self.limits.may_guess(self.chat):
            return TooManyGuesses()
        if isinstance(lookup, TryCode):
            found = await self._code(lookup, session)
        else:
            found = await self._key(lookup.key, session)
        if isinstance(found, NotAccepted):
            await self.limits.guessed_wrong(self.chat)
        return found

    async def _code(self, lookup: TryCode, session: Session) -> Found:
        try:
            worth = await self.shop.code(lookup.event, lookup.code, key=session.purchase.key, fresh=True)
        except CannotRead:
            return NoAnswer()
        return CodeWorks(worth) if worth is not None else NotAccepted()

    async def _key(self, key: str, session: Session) -> Found:
        event = session.purchase.event
        try:
            listed = await self._listed_with(key) - await self._listed_with(None)
            chosen = event is not None and await self._opens_event(event, key)
        except CannotRead:
            return NoAnswer()
        return KeyOpens(listed, chosen) if listed or chosen else NotAccepted()

    async def _listed_with(self, key: str | None) -> frozenset[UUID]:
        """Return what the list shows; nothing where it is locked. A key is tried past every cache."""
        try:
            return frozenset(event.uuid for event in await self.shop.events(key=key, fresh=key is not None))
        except CannotRead as problem:
            if problem.reason in NO_ANSWER:
                raise
            return frozenset()

    async def _opens_event(self, event: UUID, key: str) -> bool:
        """Whether an event can be seen with the key and not without."""
        return await self._is_seen(event, key) and not await self._is_seen(event, None)

    async def _is_seen(self, event: UUID, key: str | None) -> bool:
        try:
            await self.shop.event(event, key=key, fresh=key is not None)
        except CannotRead as problem:
            if problem.reason in NO_ANSWER:
                raise
            return False
        return True
