"""Every key name of the store.

Keys of one shard carry its hash tag (``{0}``), so that each script touches one slot of a Redis Cluster. All of a chat lies in
the shard that its name says; what there is one of for the whole bot lies in the first.
https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_CHAT: Final = re.compile(r"[A-Za-z0-9_.:-]{1,100}")
ALL_DEAD_LETTERS: Final = "ticketbot:{*}:chat:*:dead_letters"
"""The pattern of the keys of every chat's dead letters."""
_DEAD_LETTERS: Final = re.compile(r"ticketbot:\{(\d+)\}:chat:(.*):dead_letters")
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
    `guesses` are the wrong guesses of everybody; `timers` is a sorted set of "<chat> <timer>" by when each is due; `refused`
    is a sorted set of the chats that Telegram asked to be left alone, by when it did, and `paused` until when all are; `probe`
    is written to see whether that can be done. Of the first shard alone are used: `shards`, which says how many there are, and
    `seat`, which says who of all processes takes updates in.
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
        self.refused = f"{self._prefix}:refused_at_ms"
        self.paused = f"{self._prefix}:paused_until_ms"
        self.probe = f"{self._prefix}:probe"
        self.shards = f"{self._prefix}:shards"
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


class Shards:
    """The keys of all shards. How many there are never changes: it says where everything lies."""

    def __init__(self, count: int = 1) -> None:
        self._keys = tuple(map(ShardKeys, range(count)))

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[ShardKeys]:
        return iter(self._keys)

    @property
    def first(self) -> ShardKeys:
        """The shard of what there is one of."""
        return self._keys[0]

    def number_of(self, chat: str) -> int:
        """Return the number of a chat's shard; raise ValueError for a name that is not Unicode."""
        return zlib.crc32(chat.encode()) % len(self._keys)

    def of(self, chat: str) -> ShardKeys:
        """Return the keys of a chat's shard; raise ValueError for a name that is not Unicode."""
        return self._keys[self.number_of(chat)]

    def chat(self, chat: str) -> ChatKeys:
        """Return the keys of a chat; raise ValueError as `ShardKeys.chat` does."""
        return self.of(chat).chat(chat)

    def numbered(self, number: int) -> ShardKeys | None:
        """Return the keys of a shard; None where there is none of that number."""
        return self._keys[number] if 0 <= number < len(self._keys) else None


def of_dead_letters(key: str) -> tuple[int, str]:
    """Return the number of the shard and the chat that a key of all dead letters belongs to."""
    found = _DEAD_LETTERS.fullmatch(key)
    if found is None:
        raise ValueError(f"not a key of dead letters: {key!r}")
    return int(found[1]), found[2]


def checked_id(identifier: str) -> str:
    """Return the id of an envelope or an owed message; raise ValueError unless it is ASCII without spaces and braces."""
    if _ID.fullmatch(identifier) is None:
        raise ValueError(f"not an id: {identifier!r}")
    return identifier
