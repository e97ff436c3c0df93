"""Encryption of what is stored, with keys that can be rotated.

Fernet (AES-128-CBC with HMAC-SHA256): https://cryptography.io/en/latest/fernet/
"""

import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


def new_key() -> str:
    """Return a new random key, as `Cipher` takes it."""
    return Fernet.generate_key().decode()


class Cipher:
    """Encrypts with the first of the keys and decrypts with any of them; ValueError for no key or a malformed one.

    A new key is put in front of the others; an old one is taken away when nothing lives that was encrypted with it.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("at least one session key is needed")
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise ValueError("a session key is 32 random bytes in URL-safe base64, 44 characters") from None
        self._hashing = hashlib.sha256(b"ticketbot names " + keys[0].encode()).digest()

    def encrypt(self, text: str) -> bytes:
        """Return the text encrypted, in URL-safe base64 (ASCII, no spaces)."""
        return self._fernet.encrypt(text.encode())

    def hashed(self, name: str) -> str:
        """Return a hash of a name that nobody can make, or try names against, without the first of the keys."""
        return hmac.new(self._hashing, name.encode(), hashlib.sha256).hexdigest()

    def decrypt(self, token: bytes) -> str | None:
        """Return the text, or None when it was changed or none of the keys fits."""
        try:
            return self._fernet.decrypt(token).decode()
        except InvalidToken:
            return None
