"""One order of the sandbox, from its reservation on."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any


@dataclass(slots=True)
class SandboxOrder:
    """An order. `state`: reserved, checkout, paid, failed, cancelled, expired. `taken` is what a voucher paid of it."""

    order_id: str
    order_uuid: str
    customer_data_uuid: str
    event: str
    body: dict[str, Any]
    due_at: datetime
    language: str
    code: str | None = None
    key: str | None = None
    state: str = "reserved"
    method: str | None = None
    returns: dict[str, str] = field(default_factory=dict)
    page: str | None = None
    taken: Decimal = Decimal()
    download_path: str | None = None
    barcodes: list[dict[str, Any]] = field(default_factory=list)

    @property
    def amounts(self) -> dict[str, int]:
        """How many of each ticket type."""
        return {line["uuid"]: line["amount"] for line in self.body["ticket_types"]}

    def holds(self, now: datetime) -> bool:
        """Whether it takes stock: a paid order always, another until it is due."""
        return self.state == "paid" or now < self.due_at
