"""All that is kept of somebody, as a file for them alone (Regulation 2016/679, art. 15 and 20)."""

import json
from dataclasses import dataclass
from typing import Final, Protocol

from bot.conversation.ports import Orders
from bot.conversation.turn import Turn
from bot.telegram import owed

FILE_NAME: Final = "my-data.json"


class Journal(Protocol):
    """The lines that were noted of a chat."""

    async def read(self, chat: str) -> tuple[str, ...]:
        """Return a chat's lines, oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class Export:
    """Gathers what is kept of a chat: what the turn knows, and what is only stored."""

    orders: Orders
    journal: Journal

    async def document(self, chat: str, chat_id: int, turn: Turn) -> owed.Document:
        """Return the file, as it counts after the turn."""
        kept = {
            "session": turn.session.model_dump(mode="json"),
            "details": turn.details.model_dump(mode="json"),
            "profile": turn.profile.model_dump(mode="json"),
            "orders": [order.model_dump(mode="json") for order in await self.orders.read(chat)],
            "journal": [json.loads(line) for line in await self.journal.read(chat)],
        }
        content = json.dumps(kept, ensure_ascii=False, indent=2)
        return owed.Document(chat_id=chat_id, name=FILE_NAME, content=content)
