"""Deep links that bring a customer back from the payment page: t.me/<bot>?start=r<shard>-<token>."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.conversation.messages import PaymentOutcome
from bot.conversation.returning import SHAPE, in_the_only_shard, return_addresses, token_hash
from bot.domain.shop import ReturnAddresses

RETURN_PAYLOAD: Final = re.compile(rf"r\d{{1,4}}-({SHAPE})")


def hash_in(payload: str) -> str | None:
    """Return the hash of the return token in a /start payload, or None when it holds none."""
    match = RETURN_PAYLOAD.fullmatch(payload)
    return token_hash(match[1]) if match else None


@dataclass(frozen=True, slots=True)
class DeepLinkReturns:
    """Makes return addresses that lead straight back into the chat."""

    username: str
    shard_of: Callable[[str], int] = in_the_only_shard

    def make(self, chat: str) -> tuple[ReturnAddresses, Mapping[PaymentOutcome, str]]:
        """Return four addresses, each with a token of its own, and the hashes of the tokens."""
        return return_addresses(lambda token: f"https://t.me/{self.username}?start=r{token}", self.shard_of(chat))
