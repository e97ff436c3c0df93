"""Every key name of the store.

Keys of one shard carry its hash tag (``{0}``), so that each script touches one slot of a Redis Cluster.
https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags
"""

import re
from dataclasses import dataclass
from typing import Final

_CHAT: Final = re.compile(r"[A-Za-z0-9_.:-]{1,100}")
_ID: Final = re.compile(r"[!-z|~]{1,300}")


@dataclass(frozen=True, slots=True)
class ChatKeys:
    """The keys of one chat; all of them hold a person's data and have a TTL."""

    mailbox: str
    failures: str
    dead_letters: str
    session: str
    details: str
    owed: str
    card: str
    language: str
    journal: str
    profile: str
    guesses: str
    orders: str
    tickets: str
    timers: str
    reservations: str


class ShardKeys:
    """The keys of one shard.

    `ready` and `leases` are sorted sets of chats by Unix time in ms (ready since, leased until); `holders` is a hash of
    who holds each leased chat; `fence` counts the claims; `wake` is a list with at most one token for waiting workers;
    `guesses` are the wrong guesses of everybody; `timers` is a sorted set of "<chat> <timer>" by when each is due; `probe`
    is written to see whether that can be done. `seat` says who takes updates in, of all processes: that of shard 0 is used.
    """

    def __init__(self, shard: int = 0) -> None:
        self._prefix = f"ticketbot:{{{shard}}}"
        self.ready = f"{self._prefix}:ready_at_ms"
        self.leases = f"{self._prefix}:leased_until_ms"
        self.holders = f"{self._prefix}:holders"
        self.fence = f"{self._prefix}:fence"
        self.wake = f"{self._prefix}:wake"
        self.guesses = f"{self._prefix}:wrong_guesses_at_ms"
        self.timers = f"{self._prefix}:timers_at_ms"
        self.probe = f"{self._prefix}:probe"
        self.seat = f"{self._prefix}:seat"

    def seen(self, envelope_id: str) -> str:
        """Return the key that remembers an envelope; its value is when it was stored, in Unix ms."""
        return f"{self._prefix}:seen_at_ms:{checked_id(envelope_id)}"

    def link(self, identifier: str) -> str:
        """Return the key of a stored link."""
        return f"{self._prefix}:link:{checked_id(identifier)}"

    def returned(self, hashed: str) -> str:
        """Return the key of what is known of a return token, by its hash."""
        return f"{self._prefix}:return:{checked_id(hashed)}"

    def answer(self, hashed: str) -> str:
        """Return the key of what was read of the shop, by the keyed hash of its name."""
        return f"{self._prefix}:answer:{checked_id(hashed)}"

    def reading(self, hashed: str) -> str:
        """Return the key that says until when, in Unix ms, somebody reads that."""
        return f"{self._prefix}:reading_until_ms:{checked_id(hashed)}"

    def trial(self, hashed: str) -> str:
        """Return the key of the last trial whether a part of the shop answers again, by its keyed hash."""
        return f"{self._prefix}:trial:{checked_id(hashed)}"

    @property
    def all_dead_letters(self) -> str:
        """The pattern of the keys of every chat's dead letters."""
        return f"{self._prefix}:chat:*:dead_letters"

    def chat_of_dead_letters(self, key: str) -> str:
        """Return the chat that a key of that pattern belongs to."""
        return key.removeprefix(f"{self._prefix}:chat:").removesuffix(":dead_letters")

    def chat(self, chat: str) -> ChatKeys:
        """Return the keys of a chat; raise ValueError for a name with other characters than ``A-Z a-z 0-9 _ . : -``."""
        if _CHAT.fullmatch(chat) is None:
            raise ValueError(f"not the name of a chat: {chat!r}")
        prefix = f"{self._prefix}:chat:{chat}"
        return ChatKeys(
            mailbox=f"{prefix}:mailbox",
            failures=f"{prefix}:failures",
            dead_letters=f"{prefix}:dead_letters",
            session=f"{prefix}:session",
            details=f"{prefix}:details",
            owed=f"{prefix}:owed",
            card=f"{prefix}:card",
            language=f"{prefix}:language",
            journal=f"{prefix}:journal",
            profile=f"{prefix}:profile",
            guesses=f"{prefix}:wrong_guesses_at_ms",
            orders=f"{prefix}:orders",
            tickets=f"{prefix}:tickets",
            timers=f"{prefix}:timers",
            reservations=f"{prefix}:reservations_at_ms",
        )


def checked_id(identifier: str) -> str:
    """Return the id of an envelope or an owed message; raise ValueError unless it is ASCII without spaces and braces."""
    if _ID.fullmatch(identifier) is None:
        raise ValueError(f"not an id: {identifier!r}")
    return identifier
