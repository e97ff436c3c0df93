"""What the shop would mail: the tickets of a paid or free order, in the language that was asked for."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from bot.simulator.shop.order import SandboxOrder

SUBJECTS: Final = {
    "nl": "Je tickets voor {event}",
    "en": "Your tickets for {event}",
    "fr": "Vos billets pour {event}",
    "de": "Ihre Tickets für {event}",
}
DEFAULT_LANGUAGE: Final = "en"


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail."""

    at: str
    to: str | None
    language: str
    subject: str
    order_id: str
    tickets: int


class Mails:
    """The outbox."""

    def __init__(self) -> None:
        self._sent: list[Mail] = []

    def tickets(self, order: SandboxOrder, document: Mapping[str, Any], now: datetime) -> None:
        """Mail the tickets of an order."""
        language = order.language if order.language in SUBJECTS else DEFAULT_LANGUAGE
        subject = SUBJECTS[language].format(event=document["event"]["name"])
        amount = sum(order.amounts.values())
        to = order.body["customer_data"].get("email")
        self._sent.append(Mail(now.isoformat(), to, language, subject, order.order_id, amount))

    def listed(self) -> list[dict[str, Any]]:
        """Return what was mailed, oldest first."""
        return [asdict(mail) for mail in self._sent]
