"""Addresses of the return page: <PUBLIC_URL>/return/<shard>-<token>."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.conversation.messages import PaymentOutcome
from bot.conversation.returning import in_the_only_shard, return_addresses
from bot.domain.shop import ReturnAddresses

RETURN_PATH: Final = "/return/"


@dataclass(frozen=True, slots=True)
class PageReturns:
    """Makes return addresses that lead to our page, which tells the chat. `public_url` has no slash at its end."""

    public_url: str
    shard_of: Callable[[str], int] = in_the_only_shard

    def make(self, chat: str) -> tuple[ReturnAddresses, Mapping[PaymentOutcome, str]]:
        """Return four addresses, each with a token of its own, and the hashes of the tokens."""
        return return_addresses(lambda token: f"{self.public_url}{RETURN_PATH}{token}", self.shard_of(chat))
