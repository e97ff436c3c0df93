"""Faults to order: by name, for a call of Telegram's or the shop's, so many times or for so long.

The same names serve stories, the command line and the page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from bot.simulator.clock import MovableClock
from bot.simulator.duration import seconds_of
from bot.simulator.shop.calls import SHOP_CALLS
from bot.simulator.shop.info_messages import Shape

Side = Literal["telegram", "shop"]
EVERY: Final = "*"


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
    REFUSED = "refused"
    """Says no, and does nothing; the shop's Info Message has every shape in turn, or the one that is ordered."""


WRITTEN: Final = {
    "times": "times",
    "skip": "skip",
    "for": "for_s",
    "seconds": "seconds",
    "shape": "shape",
    "status": "status",
}
"""What may follow the name of a fault in a word, as `for=30s`, and the field that it sets."""
LENGTHS: Final = ("for", "seconds")


class Fault(BaseModel):
    """One order for trouble: `times` often, or while `for_s` lasts, or until either is over; once when neither is said.

    `skip` calls go well first. `seconds` is how late the answer is, how long it drips, or after how long to come again.
    A refusal has a `status`, and the shop's a `shape`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: Side
    call: str = EVERY
    name: FaultName
    times: int | None = Field(default=None, ge=1, le=100_000)
    skip: int = Field(default=0, ge=0, le=100_000)
    for_s: float | None = Field(default=None, gt=0)
    seconds: float = Field(default=5.0, ge=0, le=3600)
    shape: Shape | None = None
    status: int = Field(default=400, ge=400, le=499)

    @field_validator("call")
    @classmethod
    def _known(cls, value: str, info: object) -> str:
        known = {name for name, _, _ in SHOP_CALLS}
        if getattr(info, "data", {}).get("on") == "shop" and value not in known | {EVERY}:
            raise ValueError(f"the shop's calls are {', '.join(sorted(known))}, or {EVERY} for any")
        return value

    @model_validator(mode="after")
    def _shaped(self) -> "Fault":
        if self.on == "telegram" and self.shape is not None:
            raise ValueError("Telegram's refusals have one shape")
        return self

    @property
    def most(self) -> int | None:
        """How often it happens at most; None while it lasts."""
        return 1 if self.times is None and self.for_s is None else self.times

    @classmethod
    def read(cls, words: str) -> "Fault":
        """Read `side:call:name`, `side:call:name:times`; raise ValueError, which says what is wrong.

        Any of `:times=3`, `:skip=1`, `:for=30s`, `:seconds=5`, `:shape=list` and `:status=403` may follow.
        """
        on, _, rest = words.partition(":")
        call, _, rest = rest.partition(":")
        name, *more = rest.split(":")
        named: dict[str, object] = {"on": on, "call": call, "name": name}
        try:
            for part in more:
                key, _, value = part.partition("=") if "=" in part else ("times", "", part)
                if key not in WRITTEN or WRITTEN[key] in named:
                    raise ValueError(f"{part!r} cannot follow; {', '.join(WRITTEN)} can, once each")
                named[WRITTEN[key]] = seconds_of(value) if key in LENGTHS and not value.isdecimal() else value
            return cls.model_validate(named)
        except ValidationError as error:
            raise ValueError(f"{words!r} is no fault: {error.errors()[0]['msg']}") from None
        except ValueError as error:
            raise ValueError(f"{words!r} is no fault: {error}") from None


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
                "times": each.fault.most,
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
        if ordered.until is not None and self._clock.now() >= ordered.until:
            return True
        return ordered.fault.most is not None and ordered.happened >= ordered.fault.most


def call_of(method: str, path: str, shop_base: str) -> tuple[Side, str] | None:
    """Return whose call a request is, and its name; None for the pages and the simulator's own.

    The path is one whose percent-encoding is not undone: a code may hold a slash.
    """
    if path.startswith("/bot"):
        return "telegram", path.rpartition("/")[2]
    if not path.startswith(f"{shop_base}/"):
        return None
    below = path.removeprefix(shop_base)
    for name, by, pattern in SHOP_CALLS:
        if by == method and pattern.fullmatch(below):
            return "shop", name
    return None
