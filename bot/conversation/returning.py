"""The way back from the payment page: addresses with single-outcome tokens, and what a token that came back stands for.

Each outcome has a token of 256 bits of its own, so that none is found from another's; only hashes are stored, so what was
stored cannot be used to report a payment.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, Protocol

from pydantic import BaseModel, ConfigDict

from bot.conversation.messages import PaymentOutcome
from bot.conversation.ports import Envelope
from bot.domain.labels import Language
from bot.domain.shop import ReturnAddresses

TOKEN_BYTES: Final = 32
SHAPE: Final = r"[A-Za-z0-9_-]{43}"
"""What a token looks like, as a regular expression; in addresses its shard stands before it: "0-…"."""

_WRITTEN: Final = re.compile(rf"(0|[1-9][0-9]{{0,3}})-({SHAPE})")


def token_hash(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def in_the_only_shard(chat: str) -> int:
    """Return the number of a chat's shard where there is one alone."""
    return 0


def return_addresses(
    address_of: Callable[[str], str], shard: int
) -> tuple[ReturnAddresses, Mapping[PaymentOutcome, str]]:
    """Return four addresses, made of new tokens that begin with the shard of their chat, and the hashes of the tokens."""
    tokens = {outcome: secrets.token_urlsafe(TOKEN_BYTES) for outcome in PaymentOutcome}
    address = {outcome: address_of(f"{shard}-{token}") for outcome, token in tokens.items()}
    addresses = ReturnAddresses(
        success_url=address[PaymentOutcome.SUCCESS],
        failed_url=address[PaymentOutcome.FAILED],
        cancelled_url=address[PaymentOutcome.CANCELLED],
        expired_url=address[PaymentOutcome.EXPIRED],
    )
    return addresses, {outcome: token_hash(token) for outcome, token in tokens.items()}


def read_token(written: str) -> tuple[int, str] | None:
    """Return the shard and the hash of a token as it stands in an address; None for what is none."""
    shaped = _WRITTEN.fullmatch(written)
    return (int(shaped[1]), token_hash(shaped[2])) if shaped is not None else None


class AwaitedReturn(BaseModel):
    """What is known of a token whose return is awaited: whose chat it is, in which language, and what it reports."""

    model_config = ConfigDict(frozen=True)

    chat: str
    language: Language
    outcome: PaymentOutcome


class AwaitedReturns(Protocol):
    """Finds the chat that a return token belongs to."""

    async def find(self, shard: int, hashed: str) -> AwaitedReturn | None:
        """Return what is known of a token by its hash, or None when there is nothing, or nothing any more."""
        ...


class ReturnBody(BaseModel):
    """The body of an envelope of the kind "returned"."""

    model_config = ConfigDict(frozen=True)

    token_hash: str
    language: Language


def returned_envelope(hashed: str, awaited: AwaitedReturn, stored_at: datetime) -> Envelope:
    """Return the envelope for a browser that came back: of each token there is one, however often it comes."""
    body = ReturnBody(token_hash=hashed, language=awaited.language)
    return Envelope(f"returned:{hashed}", "returned", stored_at, body.model_dump_json())
