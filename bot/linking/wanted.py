"""What a deep link is asked to do, as an organiser writes it, and as the shop knows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from bot.domain.shop import Event, TimeSlot


class NoLink(Exception):
    """The link cannot be made; the message says why, and what there is instead, in words for the organiser."""


class Wanted(BaseModel):
    """A link as it is asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    event: str
    """The event: its UUID, or words of its name."""
    day: date | None = None
    """The day that is chosen."""
    at: time | None = None
    """The start of the time slot that is chosen, by the clock at the venue."""
    tickets: tuple[str, ...] = ()
    """The tickets that are chosen, each written as `Adult=2`."""
    code: str = ""
    """The discount or voucher code that is tried."""
    key: str = ""
    """The access key of a locked event."""
    source: str = ""
    """A tag that is counted, such as `poster`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A link whose every part the shop has. `opens_without_key` where there is a key that it does not need."""

    event: Event
    zone: ZoneInfo
    day: date | None = None
    slot: TimeSlot | None = None
    quantities: Mapping[UUID, int] = field(default_factory=dict)
    code: str = ""
    key: str = ""
    source: str = ""
    opens_without_key: bool = False
