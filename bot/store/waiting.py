"""What waits for a chat and what is remembered of it, read at one moment and decrypted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from pydantic import TypeAdapter, ValidationError

from bot.conversation.ports import Envelope, Owed
from bot.conversation.session import Details, Profile, Session
from bot.store import sessions
from bot.store.crypto import Cipher
from bot.store.entries import split, valid_at
from bot.store.keys import ChatKeys
from bot.store.scripts import Scripts

_ENVELOPE: Final = TypeAdapter(Envelope)


_Answer = tuple[
    bytes | None, bytes | None, bytes | None, bytes | None, bytes | None, bytes | None, bytes | None, list[bytes]
]


@dataclass(frozen=True, slots=True)
class Waiting:
    """The state of one chat. `oldest_id` without `envelope` is an envelope that cannot be read; `unreadable` are such owed."""

    oldest_id: str | None
    envelope: Envelope | None
    failures: int
    session: Session | None
    details: Details
    profile: Profile
    card: str | None
    owed: tuple[Owed, ...]
    unreadable: tuple[str, ...]


def dump_envelope(cipher: Cipher, envelope: Envelope) -> bytes:
    """Return an envelope, encrypted; raise ValueError for a body that is not Unicode."""
    return cipher.encrypt(_ENVELOPE.dump_json(envelope).decode())


async def read_waiting(scripts: Scripts, keys: ChatKeys, cipher: Cipher, now: datetime) -> Waiting:
    """Return the state of a chat as it counts at that moment; raise StoreUnavailable."""
    answer = await scripts.run(
        "read",
        [keys.mailbox, keys.failures, keys.session, keys.details, keys.card, keys.language, keys.profile, keys.owed],
        [],
    )
    oldest, failures, session, details, card, language, profile, owed = cast("_Answer", answer)
    readable, unreadable = _owed(cipher, owed)
    remembered_card = valid_at(now, card)
    return Waiting(
        oldest_id=None if oldest is None else split(oldest)[0],
        envelope=None if oldest is None else _envelope(cipher, split(oldest)[1]),
        failures=int(failures or 0),
        session=_session(cipher, valid_at(now, session), valid_at(now, language)),
        details=sessions.load(cipher, Details, valid_at(now, details)) or Details(),
        profile=sessions.load(cipher, Profile, valid_at(now, profile)) or Profile(),
        card=None if remembered_card is None else cipher.decrypt(remembered_card),
        owed=readable,
        unreadable=unreadable,
    )


def _envelope(cipher: Cipher, token: bytes) -> Envelope | None:
    text = cipher.decrypt(token)
    if text is None:
        return None
    try:
        return _ENVELOPE.validate_json(text)
    except ValidationError:
        return None


def _session(cipher: Cipher, token: bytes | None, preferences: bytes | None) -> Session | None:
    """Return the session; without one that can be read, a new one with the preferences that are known, if any are."""
    session = sessions.load(cipher, Session, token)
    if session is None and preferences is not None:
        return sessions.begin_with(cipher, preferences)
    return session


def _owed(cipher: Cipher, stored: Sequence[bytes]) -> tuple[tuple[Owed, ...], tuple[str, ...]]:
    decrypted = [(owed_id, cipher.decrypt(token)) for owed_id, token in map(split, stored)]
    readable = tuple(Owed(owed_id, body) for owed_id, body in decrypted if body is not None)
    return readable, tuple(owed_id for owed_id, body in decrypted if body is None)
