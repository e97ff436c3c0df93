"""What is remembered of an order after its purchase: enough to say what it was, and to hand over what belongs to it."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from bot.domain.labels import Label
from bot.domain.shop import Barcode, Venue

KEPT_AFTER_THE_EVENT: Final = timedelta(days=30)
KEPT_UNDATED: Final = timedelta(days=180)
"""How long an order for no date is kept, counted from when it was placed."""
TICKETS_KEPT_AFTER_THE_EVENT: Final = timedelta(days=1)


class OrderState(StrEnum):
    """What is known of an order. Whether a held one was paid is not: the shop tells nobody but the payment page."""

    HELD = "held"
    REPORTED_PAID = "reported paid"
    FREE = "free"


class OrderedTickets(BaseModel):
    """So many tickets of one type, by the name it had."""

    model_config = ConfigDict(frozen=True)

    name: Label
    amount: int


class OrderRecord(BaseModel):
    """One order. `start_at` and `end_at` are those of its time slot, else of its event; `zone` is where that is.

    `due_at` is the end of its hold, None for free tickets, whose `download_url` and `barcodes` are kept less long than the
    rest. The number is empty where the shop gave none.
    """

    model_config = ConfigDict(frozen=True)

    order_id: str
    event: UUID
    event_name: str
    state: OrderState
    placed_at: AwareDatetime
    zone: str
    start_at: AwareDatetime | None = None
    end_at: AwareDatetime | None = None
    tickets: tuple[OrderedTickets, ...] = ()
    venue: Venue = Venue()
    masked_email: str = ""
    support_email: str = ""
    due_at: AwareDatetime | None = None
    download_url: str = ""
    barcodes: tuple[Barcode, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from the others of its chat."""
        return self.order_id or self.placed_at.isoformat()

    @property
    def until(self) -> datetime:
        """When the record is to be forgotten."""
        ends_at = self.end_at or self.start_at
        return self.placed_at + KEPT_UNDATED if ends_at is None else ends_at + KEPT_AFTER_THE_EVENT

    @property
    def tickets_until(self) -> datetime:
        """When the way to its free tickets is to be forgotten."""
        ends_at = self.end_at or self.start_at
        return self.until if ends_at is None else ends_at + TICKETS_KEPT_AFTER_THE_EVENT

    def at(self, now: datetime) -> "OrderRecord":
        """Return the record as it counts at that moment: without its tickets once their time is over."""
        if now < self.tickets_until or not (self.download_url or self.barcodes):
            return self
        return self.model_copy(update={"download_url": "", "barcodes": ()})
