"""What a deep link to the bot asks for: an event, and whatever of the order it already answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


@dataclass(frozen=True, slots=True)
class Link:
    """What stands in the payload of a /start link itself, so that it outlives everything that is stored.

    `slot` is the start of a time slot; `code` a discount or voucher code; `source` a tag that says where the link was
    shown; `stored` the id under which a `StoredLink` holds what is too long or too private for a payload.
    """

    event: UUID
    day: date | None = None
    slot: datetime | None = None
    code: str = ""
    source: str = ""
    stored: str = ""


class StoredLink(BaseModel):
    """A prefilled cart or an access key, kept behind a random id until the event's end and a while after."""

    model_config = ConfigDict(frozen=True)

    event: UUID
    day: date | None = None
    slot: datetime | None = None
    quantities: Mapping[UUID, int] = Field(default_factory=dict)
    code: str = ""
    key: str = ""
    source: str = ""
