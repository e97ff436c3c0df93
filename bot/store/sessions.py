"""Sessions, details and profiles as they are stored: JSON with its schema version, encrypted.

What cannot be read, for its version, its key or its shape, counts as absent: the conversation begins again politely.
"""

from typing import Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.conversation.session import SCHEMA_VERSION, Details, Profile, Session
from bot.domain.labels import language_of
from bot.store.crypto import Cipher
from bot.store.entries import entry, split

NOT_CHOSEN: Final = "-"
PLAIN: Final = "plain"
USUAL: Final = "usual"
"""As long as the other word: nobody can tell by its length what is encrypted. Who needs plain mode is personal."""

_Model = TypeVar("_Model", Session, Details, Profile)


class _Versioned(BaseModel):
    """The frame around a stored model. `value` is its JSON text: only a known version may look inside."""

    model_config = ConfigDict(strict=True)

    version: int
    value: str


def dump(cipher: Cipher, model: Session | Details | Profile) -> bytes:
    """Return a session, details or a profile, framed with the schema version and encrypted."""
    framed = _Versioned(version=SCHEMA_VERSION, value=model.model_dump_json())
    return cipher.encrypt(framed.model_dump_json())


def load(cipher: Cipher, kind: type[_Model], token: bytes | None) -> _Model | None:
    """Return what was dumped, or None when there is nothing that this version and these keys can read."""
    text = None if token is None else cipher.decrypt(token)
    if text is None:
        return None
    try:
        framed = _Versioned.model_validate_json(text)
        return kind.model_validate_json(framed.value) if framed.version == SCHEMA_VERSION else None
    except ValidationError:
        return None


def dump_preferences(cipher: Cipher, session: Session) -> bytes:
    """Return what outlives a session: the chosen language, readable, and whether all is shown in plain mode, encrypted."""
    language = session.language if session.language_chosen else NOT_CHOSEN
    return entry(language, cipher.encrypt(PLAIN if session.plain else USUAL))


def begin_with(cipher: Cipher, preferences: bytes) -> Session:
    """Return a new session with the preferences that were dumped."""
    language, mode = split(preferences)
    is_plain = cipher.decrypt(mode) == PLAIN
    if language == NOT_CHOSEN:
        return Session(plain=is_plain)
    return Session(language=language_of(language), language_chosen=True, plain=is_plain)
