"""Situations to bring about in the shop: what changes there by itself, and what its text leaves open.

The same words serve stories, the command line and HTTP.
"""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from bot.simulator.shop.calls import SHOP_CALLS
from bot.simulator.shop.documents import identifier
from bot.simulator.shop.info_messages import Shape

WHOLE_SHOP: Final = "shop"
EVERYTHING: Final = "*"
"""Stands for every ticket type, event or code of the shop."""
About = Literal["ticket", "event", "code", "shop", "spare event"]


class SituationName(StrEnum):
    """What is so from now on."""

    PLACES = "places"
    """A ticket type, or each time slot of an event, has so many places in all."""
    STATUS = "status"
    """A ticket type has this status."""
    PRICE = "price"
    """A ticket type costs this."""
    FEE = "fee"
    """A ticket type has this fee."""
    CLOSED = "closed"
    """A day of an event's calendar is closed."""
    GONE = "gone"
    """An event is no longer there."""
    METHOD_GONE = "method-gone"
    """An event no longer takes this payment method."""
    LOCKED = "locked"
    """An event, or the whole shop, is locked by this key."""
    UNLOCKED = "unlocked"
    """An event is open to all."""
    USED_UP = "used-up"
    """A code has been used as often as it may be."""
    LOCK_ANSWER = "lock-answer"
    """How a lock answers: with a status, or for the list of events with an empty one (trap 23)."""
    INFO = "info"
    """Refusals have this shape (trap 9)."""
    SKEW = "skew"
    """The shop's clock is wrong by so many seconds (trap 15)."""
    CHECKOUT_MINUTES = "checkout-minutes"
    """A checkout extends the hold to so many minutes from then (trap 15)."""
    SECOND_CHECKOUT = "second-checkout"
    """Whether a checkout may follow another."""
    NULL_GENDER = "null-gender"
    """Whether null passes for a gender that is required (trap 13)."""
    FREE_SLOT = "free-slot"
    """Whether a free order may have a time slot (trap 16)."""
    ADDED = "added"
    """One more event of the sandbox is listed and sold."""
    ASKS = "asks"
    """An event asks every customer field."""
    PAYMENT = "payment"
    """Payments end so, whatever is chosen on the payment page."""


ALLOWED: Final = "allowed"
ROTATE: Final = "rotate"
_SWITCH = re.compile(f"{ALLOWED}|refused")
KINDS: Final[dict[SituationName, tuple[tuple[About, ...], re.Pattern[str]]]] = {
    SituationName.PLACES: (("ticket", "event"), re.compile(r"\d{1,6}")),
    SituationName.STATUS: (("ticket",), re.compile(r"[A-Z_]{1,40}")),
    SituationName.PRICE: (("ticket",), re.compile(r"\d{1,6}(\.\d{1,2})?")),
    SituationName.FEE: (("ticket",), re.compile(r"\d{1,6}(\.\d{1,2})?")),
    SituationName.CLOSED: (("event",), re.compile(r"\d{4}-\d\d-\d\d")),
    SituationName.GONE: (("event",), re.compile("")),
    SituationName.METHOD_GONE: (("event",), re.compile(r"[A-Za-z ]{1,40}")),
    SituationName.LOCKED: (("event", "shop"), re.compile(r"\S{1,64}")),
    SituationName.UNLOCKED: (("event",), re.compile("")),
    SituationName.USED_UP: (("code",), re.compile("")),
    SituationName.LOCK_ANSWER: (("shop",), re.compile("400|401|403|empty")),
    SituationName.INFO: (("shop",), re.compile("|".join([*Shape, ROTATE]))),
    SituationName.SKEW: (("shop",), re.compile(r"-?\d{1,6}")),
    SituationName.CHECKOUT_MINUTES: (("shop",), re.compile(r"\d{1,4}")),
    SituationName.SECOND_CHECKOUT: (("shop",), _SWITCH),
    SituationName.NULL_GENDER: (("shop",), _SWITCH),
    SituationName.FREE_SLOT: (("shop",), _SWITCH),
    SituationName.ADDED: (("spare event",), re.compile("")),
    SituationName.ASKS: (("event",), re.compile("everything")),
    SituationName.PAYMENT: (("shop",), re.compile("success|failed|cancelled|expired|never-returns")),
}
"""What each situation can be about, and how its value is written."""


SEVERAL: Final = frozenset({SituationName.CLOSED, SituationName.METHOD_GONE})
"""What can be so more than once of one thing: several days, several methods."""


class Situation(BaseModel):
    """One change. `of` names a ticket type (`festival.day`), an event (`museum`), a code, all of them (`*`), or the `shop`.

    With `on`, the name of a call, it comes about when that call next arrives: after the customer's tap and before the
    shop looks at what was asked.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: SituationName
    of: str = WHOLE_SHOP
    to: str = ""
    on: str | None = None

    @model_validator(mode="after")
    def _fits(self) -> "Situation":
        if not KINDS[self.name][1].fullmatch(self.to):
            raise ValueError(f"{self.to!r} is not what {self.name} can be")
        known = [name for name, _, _ in SHOP_CALLS]
        if self.on is not None and self.on not in known:
            raise ValueError(f"the shop's calls are {', '.join(known)}")
        return self

    @classmethod
    def read(cls, words: str) -> "Situation":
        """Read `name:of`, `name:of:to`, each with `:on=call` after it; raise ValueError, which says what is wrong."""
        parts = words.split(":")
        named: dict[str, str] = {"on": parts.pop().removeprefix("on=")} if parts[-1].startswith("on=") else {}
        if len(parts) not in (2, 3):
            raise ValueError(
                f"{words!r} is no situation: write name:of or name:of:to, and :on=call where it waits for one"
            )
        try:
            return cls.model_validate(dict(zip(("name", "of", "to"), parts, strict=False)) | named)
        except ValidationError as error:
            raise ValueError(f"{words!r} is no situation: {error.errors()[0]['msg']}") from None


class SituationBook:
    """The situations that are so, and those that wait for a call."""

    def __init__(self) -> None:
        self._now: list[Situation] = []
        self._waiting: list[Situation] = []
        self._refusals = 0

    def __iter__(self) -> Iterator[Situation]:
        return iter([*self._now, *self._waiting])

    def bring_about(self, situation: Situation, kinds: Callable[[str], frozenset[About]]) -> None:
        """Let a situation be so, now or when its call arrives; raise ValueError for what the shop does not have."""
        about = KINDS[situation.name][0]
        found = kinds(situation.of) if situation.of != EVERYTHING else frozenset[About](("ticket", "event", "code"))
        if not found & set(about):
            raise ValueError(f"{situation.name} is about a {' or '.join(about)}, and {situation.of!r} is none here")
        if situation.on is not None:
            self._waiting.append(situation)
        else:
            self._begin(situation)

    def arrive(self, call: str) -> None:
        """Let come about what waits for this call."""
        for each in [waiting for waiting in self._waiting if waiting.on == call]:
            self._waiting.remove(each)
            self._begin(each)

    def _begin(self, situation: Situation) -> None:
        if situation.name not in SEVERAL:
            self._now = [each for each in self._now if each.name != situation.name or not _is_about(situation, each.of)]
        self._now.append(situation)

    def clear(self) -> None:
        """Let the shop be again as it opened; its orders stay."""
        self._now, self._waiting = [], []

    def values(self, name: SituationName, of: str = WHOLE_SHOP) -> list[str]:
        """Return what is so of a thing by its UUID, a code by its letters, or the whole shop; the newest last."""
        return [each.to for each in self._now if each.name is name and _is_about(each, of)]

    def value(self, name: SituationName, of: str = WHOLE_SHOP) -> str | None:
        """Return what is so, or None where nothing was changed."""
        return next(reversed(self.values(name, of)), None)

    def allows(self, name: SituationName, *, by_default: bool) -> bool:
        """Whether something that the text leaves open is allowed."""
        value = self.value(name)
        return by_default if value is None else value == ALLOWED

    def next_shape(self) -> Shape:
        """Return the shape of the next Info Message."""
        value = self.value(SituationName.INFO)
        if value != ROTATE:
            return Shape(value or Shape.OBJECT)
        self._refusals += 1
        return list(Shape)[(self._refusals - 1) % len(Shape)]


def _is_about(situation: Situation, of: str) -> bool:
    return of in (situation.of, identifier(situation.of)) or (situation.of == EVERYTHING and of != WHOLE_SHOP)
