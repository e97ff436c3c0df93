"""Messages as Telegram keeps them and as the Bot API shows them (https://core.telegram.org/bots/api#message)."""

from dataclasses import dataclass
from datetime import datetime

from bot.simulator.telegram.content import Content
from bot.simulator.telegram.customer import Customer
from bot.simulator.telegram.keyboards import Rows


@dataclass(frozen=True, slots=True)
class Sending:
    """How a message was sent; `origin` is the Bot API's MessageOrigin of a forwarded message."""

    origin: dict[str, object] | None = None
    media_group_id: str | None = None
    is_protected: bool = False
    effect_id: str | None = None
    quote: dict[str, object] | None = None

    def as_json(self) -> dict[str, object]:
        """Return the fields of the Bot API's Message."""
        shown: dict[str, object] = {
            "forward_origin": self.origin,
            "media_group_id": self.media_group_id,
            "has_protected_content": self.is_protected,
            "effect_id": self.effect_id,
            "quote": self.quote,
        }
        return {name: value for name, value in shown.items() if value}


PLAINLY = Sending()


@dataclass(slots=True)
class Message:
    """One message of a chat, by the bot or by a customer; `author` is who wrote it in a group.

    A message that a customer sent through the bot's inline mode has an `inline_message_id`, empty when no button lets
    the bot change it. `reply_markup` is a keyboard below the input or its removal; `keyboard` the rows under the message.
    """

    message_id: int
    by_bot: bool
    content: Content
    date: datetime
    keyboard: Rows | None = None
    reply_markup: dict[str, object] | None = None
    edited_at: datetime | None = None
    author: Customer | None = None
    reply_to: int | None = None
    inline_message_id: str | None = None
    sending: Sending = PLAINLY

    @property
    def has_buttons(self) -> bool:
        """Whether there may be buttons under it: those of the bot, also in what was sent through its inline mode."""
        return self.by_bot or self.inline_message_id is not None

    def as_json(self, sender: dict[str, object], chat: dict[str, object]) -> dict[str, object]:
        """Return the Bot API's Message, without the one that it answers."""
        shown: dict[str, object] = {
            "message_id": self.message_id,
            "from": sender,
            "chat": chat,
            "date": int(self.date.timestamp()),
        }
        if self.edited_at is not None:
            shown["edit_date"] = int(self.edited_at.timestamp())
        shown |= self.sending.as_json()
        shown |= self.content.as_json()
        if self.keyboard:
            shown["reply_markup"] = {"inline_keyboard": self.keyboard}
        return shown
