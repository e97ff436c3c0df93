"""Deep links that bring a customer back from the payment page: t.me/<bot>?start=<shard>-<token>.

One outcome, one token of 256 bits; only hashes are stored, so what was stored cannot be used to report a payment.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.conversation.messages import PaymentOutcome
from bot.domain.shop import ReturnAddresses

TOKEN_BYTES: Final = 32
RETURN_PAYLOAD: Final = re.compile(r"r\d{1,4}-([A-Za-z0-9_-]{43})")


def token_hash(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_in(payload: str) -> str | None:
    """Return the hash of the return token in a /start payload, or None when it holds none."""
    match = RETURN_PAYLOAD.fullmatch(payload)
    return token_hash(match[1]) if match else None


@dataclass(frozen=True, slots=True)
class DeepLinkReturns:
    """Makes return addresses that lead straight back into the chat. Tokens begin with the shard of their chat."""

    username: str
    shard: int = 0

    def make(self) -> tuple[ReturnAddresses, Mapping[PaymentOutcome, str]]:
        """Return four addresses, each with a token of its own, and the hashes of the tokens."""
        tokens = {outcome: secrets.token_urlsafe(TOKEN_BYTES) for outcome in PaymentOutcome}
        address = {
            outcome: f"https://t.me/{self.username}?start=r{self.shard}-{token}" for outcome, token in tokens.items()
        }
        addresses = ReturnAddresses(
            success_url=address[PaymentOutcome.SUCCESS],
            failed_url=address[PaymentOutcome.FAILED],
            cancelled_url=address[PaymentOutcome.CANCELLED],
            expired_url=address[PaymentOutcome.EXPIRED],
        )
        return addresses, {outcome: token_hash(token) for outcome, token in tokens.items()}
