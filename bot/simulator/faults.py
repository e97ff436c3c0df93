"""Faults to order: by name, for a call of Telegram's or the shop's, so many times or for so long.

The same names serve stories, the command line and the page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from bot.simulator.clock import MovableClock

Side = Literal["telegram", "shop"]
EVERY: Final = "*"
SHOP_CALLS: Final[tuple[tuple[str, str, re.Pattern[str]], ...]] = (
    ("events", "GET", re.compile(r"/events")),
    ("event", "GET", re.compile(r"/events/[^/]+")),
    ("code", "GET", re.compile(r"/events/[^/]+/codes/.+")),
    ("month", "GET", re.compile(r"/events/[^/]+/calendar/\d+/\d+")),
    ("day", "GET", re.compile(r"/events/[^/]+/calendar/\d+/\d+/\d+")),
    ("free", "POST", re.compile(r"/events/[^/]+/reservations/generate")),
    ("reserve", "POST", re.compile(r"/events/[^/]+/reservations")),
    ("update", "PUT", re.compile(r"/events/[^/]+/reservations/[^/]+")),
    ("checkout", "POST", re.compile(r"/events/[^/]+/reservations/[^/]+/checkout")),
)
"""The shop's nine calls: the name of each, its method, and its path below the base address."""


class FaultName(StrEnum):
    """What goes wrong. Those marked (after) carry the request out first."""

    SLOW = "slow"
    """Answers well, but late (after)."""
    SILENT = "silent"
    """Never answers, and does nothing."""
    RESET_BEFORE = "reset-before"
    """The connection breaks, and nothing was done."""
    RESET_AFTER = "reset-after"
    """The connection breaks without an answer (after)."""
    HALF = "half"
    """The connection breaks in the middle of the answer (after)."""
    SERVER_ERROR = "500"
    """Answers 500, and does nothing."""
    TOO_MANY = "429"
    """Asks to come later, and does nothing."""
    DRIP = "drip"
    """Answers byte by byte (after)."""
    OVERSIZE = "oversize"
    """Answers with three megabytes (after)."""
    REDIRECT = "redirect"
    """Sends elsewhere, and does nothing."""
    ODD_JSON = "odd-json"
    """Answers with JSON of another shape (after)."""


class Fault(BaseModel):
    """One order for trouble. `skip` calls go well first.

    `seconds` is how late the answer is, how long it drips, or after how long to come again.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: Side
    call: str = EVERY
    name: FaultName
    times: int = Field(default=1, ge=1, le=100_000)
    skip: int = Field(default=0, ge=0, le=100_000)
    for_s: float | None = Field(default=None, gt=0)
    seconds: float = Field(default=5.0, ge=0, le=3600)

    @field_validator("call")
    @classmethod
    def _known(cls, value: str, info: object) -> str:
        known = {name for name, _, _ in SHOP_CALLS}
        if getattr(info, "data", {}).get("on") == "shop" and value not in known | {EVERY}:
            raise ValueError(f"the shop's calls are {', '.join(sorted(known))}, or {EVERY} for any")
        return value

    @classmethod
    def read(cls, words: str) -> "Fault":
        """Read `side:call:name`, `side:call:name:times`; raise ValueError, which says what is wrong."""
        parts = words.split(":")
        if len(parts) not in (3, 4):
            raise ValueError(f"{words!r} is no fault: write side:call:name or side:call:name:times")
        named: dict[str, object] = dict(zip(("on", "call", "name", "times"), parts, strict=False))
        try:
            return cls.model_validate(named)
        except ValidationError as error:
            raise ValueError(f"{words!r} is no fault: {error.errors()[0]['msg']}") from None


@dataclass(slots=True)
class _Ordered:
    fault: Fault
    until: datetime | None
    skipped: int = 0
    happened: int = 0


class FaultBook:
    """The faults that are ordered, oldest first, against the clock."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self._ordered: list[_Ordered] = []

    def __iter__(self) -> Iterator[Fault]:
        return iter([each.fault for each in self._ordered if not self._is_over(each)])

    def as_json(self) -> list[dict[str, object]]:
        """Return the orders with how often each happened so far, and the moment that ends one ordered for a time."""
        return [
            {
                **each.fault.model_dump(mode="json"),
                "happened": each.happened,
                "until": each.until.isoformat() if each.until is not None else None,
            }
            for each in self._ordered
            if not self._is_over(each)
        ]

    def order(self, fault: Fault) -> None:
        """Let a fault happen from now on."""
        until = self._clock.now() + timedelta(seconds=fault.for_s) if fault.for_s is not None else None
        self._ordered.append(_Ordered(fault, until))

    def clear(self) -> None:
        """Let everything go well again."""
        self._ordered = []

    def next_for(self, side: Side, call: str) -> Fault | None:
        """Return the fault of this call, which has then happened once more, or None for a call that goes well."""
        for each in self._ordered:
            fits = each.fault.on == side and each.fault.call.casefold() in (EVERY, call.casefold())
            if not fits or self._is_over(each):
                continue
            if each.skipped < each.fault.skip:
                each.skipped += 1
                continue
            each.happened += 1
            return each.fault
        return None

    def _is_over(self, ordered: _Ordered) -> bool:
        if ordered.until is not None:
            return self._clock.now() >= ordered.until
        return ordered.happened >= ordered.fault.times


def call_of(method: str, path: str, shop_base: str) -> tuple[Side, str] | None:
    """Return whose call a request is, and its name; None for the page, the payment page and the simulator's own."""
    if path.startswith("/bot"):
        return "telegram", path.rpartition("/")[2]
    if not path.startswith(f"{shop_base}/"):
        return None
    below = path.removeprefix(shop_base)
    for name, by, pattern in SHOP_CALLS:
        if by == method and pattern.fullmatch(below):
            return "shop", name
    return None
