"""Whose chat a return token belongs to, found by its hash alone, for as long as its return counts.

An index beside the sessions, which hold the same hashes: it is written in the commit that shows the payment link, so there
is none for a link that nobody saw.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from pydantic import ValidationError

from bot.conversation.messages import PaymentOutcome
from bot.conversation.ports import Clock
from bot.conversation.returning import AwaitedReturn
from bot.conversation.session import Session
from bot.store.client import Client, answer_of
from bot.store.crypto import Cipher
from bot.store.entries import entry, unix_ms, valid_at
from bot.store.keys import Shards
from bot.store.retention import milliseconds


class ReturnIndex:
    """Implements `bot.conversation.returning.AwaitedReturns`. Raises `StoreUnavailable`."""

    def __init__(self, client: Client, cipher: Cipher, clock: Clock, *, shards: int = 1) -> None:
        self._client = client
        self._cipher = cipher
        self._clock = clock
        self._shards = Shards(shards)

    async def find(self, shard: int, hashed: str) -> AwaitedReturn | None:
        """Return what is known of a token by its hash, or None when there is nothing, or nothing any more."""
        keys = self._shards.numbered(shard)
        if keys is None:
            return None
        key = keys.returned(hashed)
        stored = cast("bytes | None", await answer_of(lambda: self._client.get(key)))
        token = valid_at(self._clock.now(), stored)
        text = self._cipher.decrypt(token) if token is not None else None
        try:
            return AwaitedReturn.model_validate_json(text) if text is not None else None
        except ValidationError:
            return None

    def keys_of(self, chat: str, session: Session) -> tuple[str, ...]:
        """Return the keys of all that is kept here of a chat."""
        return tuple(map(self._shards.of(chat).returned, _awaited(chat, session)))

    def changes(self, chat: str, before: Session | None, after: Session) -> tuple[list[str], list[bytes | int]]:
        """Return the keys that a turn sets, and for each its entry and its TTL."""
        known = _awaited(chat, before) if before is not None else {}
        keys, values = list[str](), list[bytes | int]()
        for hashed, (awaited, until) in _awaited(chat, after).items():
            if known.get(hashed) != (awaited, until):
                keys.append(self._shards.of(chat).returned(hashed))
                ttl_ms = max(milliseconds(until - self._clock.now()), 1)
                values += [entry(unix_ms(until), self._cipher.encrypt(awaited.model_dump_json())), ttl_ms]
        return keys, values


def _awaited(chat: str, session: Session) -> Mapping[str, tuple[AwaitedReturn, datetime]]:
    """Return what is known of each token of a chat, by its hash, with the end of its time."""
    found = dict[str, tuple[AwaitedReturn, datetime]]()
    for hold in (each.hold for each in session.purchases if each.hold is not None):
        hashes = dict.fromkeys(hold.earlier_successes, PaymentOutcome.SUCCESS)
        if hold.checkout is not None:
            hashes |= {hashed: outcome for outcome, hashed in hold.checkout.return_hashes.items()}
        for hashed, outcome in hashes.items():
            awaited = AwaitedReturn(chat=chat, language=session.language, outcome=outcome)
            found[hashed] = awaited, hold.returns_until
    return found
