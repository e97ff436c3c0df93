"""Asks the shop what a guess is worth, a code or an access key, and counts the wrong ones."""

from dataclasses import dataclass
from uuid import UUID

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
from bot.conversation.ports import CannotRead, Limits, Shop
from bot.conversation.session import Session


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
        try:
            if await self._opens_list(key):
                return KeyOpens("list")
            event = session.purchase.event
            if event is not None and await self._opens_event(key, event):
                return KeyOpens("event")
        except CannotRead as problem:
            if problem.reason in {"unavailable", "misconfigured"}:
                return NoAnswer()
        return NotAccepted()

    async def _opens_list(self, key: str) -> bool:
        """Whether the list shows with the key what it does not show without."""
        try:
            open_already = {event.uuid for event in await self.shop.events()}
        except CannotRead as problem:
            if problem.reason in {"unavailable", "misconfigured"}:
                raise
            open_already = set()
        try:
            opened = {event.uuid for event in await self.shop.events(key=key, fresh=True)}
        except CannotRead as problem:
            if problem.reason in {"unavailable", "misconfigured"}:
                raise
            return False
        return bool(opened - open_already)

    async def _opens_event(self, key: str, event: UUID) -> bool:
        await self.shop.event(event, key=key, fresh=True)
        try:
            await self.shop.event(event)
        except CannotRead:
            return True
        return False
