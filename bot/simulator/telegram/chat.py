"""One customer's private chat with the bot."""

import asyncio
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.simulator.telegram.messages import Message

TYPING_SHOWN = timedelta(seconds=5)


@dataclass(slots=True)
class Customer:
    """A Telegram user who plays the customer."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None

    def as_user(self) -> dict[str, object]:
        """Return the Bot API's User."""
        return {"id": self.id, "is_bot": False, **self._names(), **self._language()}

    def as_chat(self) -> dict[str, object]:
        """Return the Bot API's Chat of the private chat."""
        return {"id": self.id, **self._names(), "type": "private"}

    def _names(self) -> dict[str, object]:
        names = {"first_name": self.first_name, "last_name": self.last_name, "username": self.username}
        return {name: value for name, value in names.items() if value}

    def _language(self) -> dict[str, object]:
        return {"language_code": self.language_code} if self.language_code else {}


@dataclass(frozen=True, slots=True)
class Notice:
    """What the bot said to a tap: a toast, or a dialog when `show_alert`."""

    number: int
    text: str
    show_alert: bool


class Chat:
    """The messages of one customer; every change raises `revision` and wakes who waits for one."""

    def __init__(self, customer: Customer) -> None:
        self.customer = customer
        self.messages: dict[int, Message] = {}
        self.deleted: set[int] = set()
        self.notices: deque[Notice] = deque(maxlen=50)
        self.known_to_bot = False
        self.blocked = False
        self.reply_keyboard: dict[str, object] | None = None
        self.revision = 1
        self._typing_until: datetime | None = None
        self._changed = asyncio.Event()

    def changed(self) -> None:
        """Raise the revision and wake who waits."""
        self.revision += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def wait_for_change(self, after: int, timeout_s: float) -> None:
        """Return when the revision is beyond `after`, at the latest after `timeout_s`."""
        try:
            async with asyncio.timeout(timeout_s):
                while self.revision <= after:
                    await self._changed.wait()
        except TimeoutError:
            return

    def add(self, message: Message) -> None:
        """Add a message; the bot's ends its typing and may bring or take the keyboard below the input."""
        self.messages[message.message_id] = message
        if message.by_bot:
            self._typing_until = None
            self._take_reply_markup(message.reply_markup)
        elif self.reply_keyboard is not None and self.reply_keyboard.get("one_time_keyboard"):
            self.reply_keyboard = None
        self.changed()

    def _take_reply_markup(self, markup: dict[str, object] | None) -> None:
        if markup is None:
            return
        self.reply_keyboard = markup if "keyboard" in markup else None

    def delete(self, message_id: int) -> None:
        """Delete a message."""
        del self.messages[message_id]
        self.deleted.add(message_id)
        self.changed()

    def notify(self, text: str, *, show_alert: bool) -> None:
        """Show the answer to a tap."""
        number = self.notices[-1].number + 1 if self.notices else 1
        self.notices.append(Notice(number, text, show_alert))

    def type(self, now: datetime) -> None:
        """Show for five seconds that the bot is typing."""
        self._typing_until = now + TYPING_SHOWN
        self.changed()

    def is_typing(self, now: datetime) -> bool:
        """Tell whether the bot shows as typing."""
        return self._typing_until is not None and now < self._typing_until
