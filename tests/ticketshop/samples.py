"""Identifiers, orders and documents for the tests of the client."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from bot.conversation.ports import Order
from bot.domain.customer import Field
from bot.domain.shop import ReturnAddresses
from bot.ticketshop.protocol import Protocol, decode

CASES = Path(__file__).parent / "cases"
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=21)
PRODUCT_TOKEN = "11111111-2222-4333-8444-555555555555"
EVENT, TICKET, METHOD, CUSTOMER = (UUID(int=number) for number in (1, 2, 3, 4))
KEY = "s3cret+key"
CODE = "Früh/bu+cher?"
ORDER = Order(
    event=EVENT,
    quantities={TICKET: 2},
    customer={Field.FIRST_NAME: "Robin", Field.LAST_NAME: "de Vries", Field.EMAIL: "robin@example.com"},
    slot="2026-11-03T10:00:00+00:00",
    code=None,
    key=None,
)
RETURNS = ReturnAddresses(*(f"https://t.me/bot?start={name}" for name in ("success", "failed", "cancelled", "expired")))
RESERVED: dict[str, Any] = {
    "order_id": "CM123",
    "due_at": "2026-11-02T12:20:00+00:00",
    "customer_data": {"uuid": str(CUSTOMER)},
}
OPENED: dict[str, Any] = {"order_id": "CM123", "status": "OPEN", "redirect_url": "https://pay.cm.com/1", "due_at": None}


def ticket(price: object = "10.00", **more: object) -> dict[str, Any]:
    """Return a ticket type as the event call has it."""
    labels = {"nl": "Kaartje", "en": "Ticket", "fr": "Billet", "de": "Karte"}
    known = {
        "uuid": str(TICKET),
        "name": labels,
        "price": price,
        "fixed_fee": "0.50",
        "ticket_status_type_id": "ONLINE",
    }
    return known | {"min_order_amount": 1, "max_order_amount": 8, "is_visible": True, "display_order": 1} | more


def event_document(*tickets: object, **parts: Any) -> dict[str, Any]:
    """Return the answer of the event call."""
    return {
        "event": {"uuid": str(EVENT), "name": "Fair", "minutes_to_order": 20},
        "venue": {"name": "Hall"},
        "categories": [{"uuid": str(UUID(int=9)), "name": {"en": "All"}, "tickets": list(tickets or [ticket()])}],
        "ticket_statuses": [{"id": "ONLINE", "status": {"en": "On sale"}}],
        "customer_data": {"first_name": "REQUIRED", "email": "REQUIRED"},
        "payment_methods": [{"uuid": str(METHOD), "name": "iDEAL", "fixed_fee": 0.35, "percentage_fee": 0}],
        "ideal_issuers": [],
    } | parts


def case(name: str) -> Any:
    """Return an example of the API's own text, repaired by hand (trap 24), as the client decodes it."""
    return decode(Protocol().events(None), (CASES / f"{name}.json").read_bytes())
