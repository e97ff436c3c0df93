"""What the conversation needs from outside, as protocols. They are plugged in at one place, `bot.wiring`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol
from uuid import UUID

from bot.conversation.effects import Failed, Reserved
from bot.conversation.links import StoredLink
from bot.conversation.messages import PaymentOutcome, Reply, Screen, Text
from bot.conversation.orders import OrderRecord
from bot.conversation.session import Details, Profile, Session
from bot.domain.customer import Field
from bot.domain.labels import Language
from bot.domain.shop import (
    CalendarDay,
    Checkout,
    Code,
    Event,
    EventSummary,
    FreeReservation,
    ReturnAddresses,
    TimeSlot,
)


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """Return the present moment, aware."""
        ...


@dataclass(frozen=True, slots=True)
class Order:
    """A cart with its customer, as a reservation sends it. `customer` holds checked values."""

    event: UUID
    quantities: Mapping[UUID, int]
    customer: Mapping[Field, str]
    slot: str | None = None
    code: str | None = None
    key: str | None = None


class Shop(Protocol):
    """The ticket shop. Reads raise `CannotRead`; `fresh` reads past every cache. Writes never raise: they return."""

    def within(self, seconds: float) -> "Shop":
        """Return the shop for one turn, all of whose reads share a time; those that are left when it is over are cut."""
        ...

    async def events(self, *, key: str | None = None, fresh: bool = False) -> Sequence[EventSummary]:
        """Return the future and ongoing events: at least one, as a shop that shows none counts as locked."""
        ...

    async def event(self, uuid: UUID, *, key: str | None = None, fresh: bool = False) -> Event:
        """Return one event."""
        ...

    async def month(
        self, event: UUID, of: date, *, key: str | None = None, fresh: bool = False
    ) -> Sequence[CalendarDay]:
        """Return the days of the month that a date lies in."""
        ...

    async def day(self, event: UUID, on: date, *, key: str | None = None, fresh: bool = False) -> Sequence[TimeSlot]:
        """Return the time slots of a day, in order."""
        ...

    async def code(self, event: UUID, code: str, *, key: str | None = None, fresh: bool = False) -> Code | None:
        """Return what a code is worth, a used up one with a stock of 0; None for one that is unknown or refused."""
        ...

    async def reserve(self, order: Order, *, language: Language, frees_at: datetime) -> Reserved | Failed:
        """Hold a cart. Sent at most once."""
        ...

    async def update(
        self, order: Order, order_id: str, *, customer_data_uuid: UUID | None, language: Language, due_at: datetime
    ) -> Reserved | Failed:
        """Replace the whole of a hold, which ends at `due_at` unless the shop now says otherwise. A code is not sent."""
        ...

    async def reserve_free(self, order: Order, *, language: Language, frees_at: datetime) -> FreeReservation | Failed:
        """Order free tickets, which are complete at once. Sent at most once, and never again for the same order."""
        ...

    async def open_checkout(
        self,
        event: UUID,
        order_id: str,
        method: UUID,
        returns: ReturnAddresses,
        *,
        issuer: str | None = None,
        key: str | None = None,
        frees_at: datetime,
    ) -> Checkout | Failed:
        """Open the payment page of a hold, for a bank where one is named. Sent at most once.

        An address outside the allowed hosts counts as refused.
        """
        ...


class Limits(Protocol):
    """How often a person may guess at codes and keys, of which only wrong guesses count, and how many orders they may begin."""

    async def may_guess(self, chat: str) -> bool:
        """Whether this chat may guess now; waits a moment first while very many guess wrong everywhere."""
        ...

    async def guessed_wrong(self, chat: str) -> None:
        """Count a wrong guess."""
        ...

    async def may_reserve(self, chat: str) -> bool:
        """Whether one more order may be begun in this chat now."""
        ...

    async def reserved(self, chat: str) -> None:
        """Count an order that the shop holds, or may hold."""
        ...


class Links(Protocol):
    """Prefilled carts and keys behind random ids."""

    async def read(self, identifier: str) -> StoredLink | None:
        """Return what is stored under an id, or None when there is nothing, or nothing any more."""
        ...


class Orders(Protocol):
    """What is remembered of the orders of a chat."""

    async def read(self, chat: str) -> tuple[OrderRecord, ...]:
        """Return a chat's orders as they count now, newest first."""
        ...


class Returns(Protocol):
    """Makes the addresses to which a payment page sends the customer back."""

    def make(self, chat: str) -> tuple[ReturnAddresses, Mapping[PaymentOutcome, str]]:
        """Return four addresses for a chat with a new token each, and the tokens' hashes."""
        ...


class Understanding(Protocol):
    """Reads what a customer typed against the screen that is shown."""

    def understand(
        self, typed: str, language: Language, screen: Screen, visit: int, today: date, *, numbered: bool = False
    ) -> Reply:
        """Return the button meant, as a Tap of that visit; else the command; else the words with their values.

        `today` is the venue's. `numbered` says that the screen was drawn as a numbered list of all its buttons: then a
        number is the place of one, and no quantity.
        """
        ...


class Catalog(Protocol):
    """Turns texts into words."""

    def words(self, text: Text, language: Language) -> str:
        """Return the text in a language, its values formatted for it; never marked up."""
        ...


class Keep(Protocol):
    """Stores a session in the middle of a turn, fenced; raises when the turn no longer owns its chat."""

    async def __call__(self, session: Session, details: Details) -> None:
        """Store both in one atomic write; raise NotConfirmed where that could still be lost."""
        ...


# --- the way of an envelope ------------------------------------------------------------------------------------------

EnvelopeKind = Literal["update", "returned", "time_up"]
Scope = Literal["chat", "bot"]


@dataclass(frozen=True, slots=True)
class Envelope:
    """What happened to a chat, stored durably. `id` is its own for ever: "update:<update_id>"; `body` is JSON text."""

    id: str
    kind: EnvelopeKind
    stored_at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class Owed:
    """A message owed to the customer, ready for the front (`body` is its JSON text); struck off by `id` when sent."""

    id: str
    body: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One chat, leased by one worker: its oldest envelope (None when only something is owed) and what is remembered.

    `session` is None for a chat that is new, or whose stored session no version here can read. `failures` counts how
    often this envelope failed before. `fence` and `claimant`, who asked for this very claim, guard every write.
    """

    chat: str
    fence: int
    envelope: Envelope | None
    session: Session | None
    details: Details
    profile: Profile = field(default_factory=Profile)
    owed: tuple[Owed, ...] = ()
    card: str | None = None
    failures: int = 0
    claimant: str = ""


@dataclass(frozen=True, slots=True)
class Committed:
    """What one turn leaves behind. `journal` is one JSON line without personal values; an empty profile is forgotten.

    `order` is one to be remembered, in the place of what was known of it before. With `forget` nothing of all this is kept,
    nor anything of before: only what is owed, until it was sent.
    """

    session: Session
    details: Details
    profile: Profile
    journal: str
    owed: tuple[Owed, ...] = field(default=())
    order: OrderRecord | None = None
    forget: bool = False


class LeaseLost(Exception):
    """Another worker owns the chat by now; nothing was written."""


class NotConfirmed(Exception):
    """It was stored, but only where it may still be lost: there is a replica, and it does not have it."""


class Mailbox(Protocol):
    """The chats' mailboxes: every way in writes envelopes here and nothing else starts a turn."""

    async def put(self, chat: str, envelope: Envelope) -> bool:
        """Store an envelope and mark its chat ready; return False when its id was seen before."""
        ...

    async def claim(self) -> Claim | None:
        """Lease the chat that has been ready longest, or return None."""
        ...

    async def keep(self, claim: Claim, session: Session, details: Details) -> None:
        """Store session and details in the middle of a turn; raise LeaseLost for a stale worker, NotConfirmed."""
        ...

    async def commit(self, claim: Claim, committed: Committed) -> None:
        """Store all that a turn leaves and remove its envelope, in one atomic write; raise LeaseLost for a stale worker."""
        ...

    async def fail(self, claim: Claim, error: str) -> bool:
        """Count a failure of the claimed envelope; return True when it was the last one and went to the dead letters."""
        ...

    async def sent(self, claim: Claim, owed: Owed, card: str | None) -> None:
        """Strike off what was sent and remember the live card (the view's own text, empty to forget it); raise LeaseLost."""
        ...

    async def paused_s(self, claim: Claim) -> float:
        """Return for how long Telegram wants nothing sent to anybody, as some worker was told."""

    async def release(
        self, claim: Claim, *, delay_s: float = 0.0, unsent: Owed | None = None, refused: Scope | None = None
    ) -> None:
        """Give the lease back; the chat is ready again, after a delay, when anything waits or is owed.

        `unsent` replaces what is owed by its id, `refused` is what Telegram wants left alone.
        """
        ...
