"""What all chats have, and the private chat of one customer with the bot."""

import asyncio
from abc import ABC, abstractmethod
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.simulator.telegram.customer import Customer
from bot.simulator.telegram.messages import Message
from bot.simulator.telegram.refused import Refused, bad_request

TYPING_SHOWN = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Notice:
    """What the bot said to a tap: a toast, or a dialog when `show_alert`; only who tapped sees it."""

    number: int
    text: str
    show_alert: bool
    customer: int
    url: str = ""

    def view(self) -> dict[str, object]:
        """Return it for who tapped."""
        shown: dict[str, object] = {"number": self.number, "text": self.text, "show_alert": self.show_alert}
        return {**shown, "url": self.url} if self.url else shown


class Chat(ABC):
    """The messages of a chat; every change raises `revision` and wakes who waits for one."""

    def __init__(self, chat_id: int) -> None:
        self.id = chat_id
        self.messages: dict[int, Message] = {}
        self.deleted: set[int] = set()
        self.notices: deque[Notice] = deque(maxlen=50)
        self.reply_keyboard: Message | None = None
        self.forced_reply: Message | None = None
        self.revision = 1
        self._typing_until: datetime | None = None
        self._changed = asyncio.Event()

    @abstractmethod
    def as_chat(self) -> dict[str, object]:
        """Return the Bot API's Chat."""

    @abstractmethod
    def expect_known(self) -> None:
        """Raise Refused when the bot cannot even see the chat."""

    @abstractmethod
    def expect_accessible(self) -> None:
        """Raise Refused when the bot may not touch what it wrote there."""

    @abstractmethod
    def expect_writable(self) -> None:
        """Raise Refused when the bot may not write there."""

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
            self._take_reply_markup(message)
        else:
            self.forced_reply = None
            if self.reply_keyboard is not None and (self.reply_keyboard.reply_markup or {}).get("one_time_keyboard"):
                self.reply_keyboard = None
        self.changed()

    def _take_reply_markup(self, message: Message) -> None:
        markup = message.reply_markup
        if markup is None:
            return
        self.forced_reply = message if markup.get("force_reply") else None
        if self.forced_reply is None:
            self.reply_keyboard = message if "keyboard" in markup else None

    def delete(self, message_id: int) -> None:
        """Delete a message."""
        message = self.messages.pop(message_id)
        self.deleted.add(message_id)
        if self.forced_reply is message:
            self.forced_reply = None
        if self.reply_keyboard is message:
            self.reply_keyboard = None
        self.changed()

    def notify(self, customer: int, text: str, *, show_alert: bool, url: str = "") -> None:
        """Show a customer the answer to their tap."""
        number = self.notices[-1].number + 1 if self.notices else 1
        self.notices.append(Notice(number, text, show_alert, customer, url))

    def type(self, now: datetime) -> None:
        """Show for five seconds that the bot is typing."""
        self._typing_until = now + TYPING_SHOWN
        self.changed()

    def is_typing(self, now: datetime) -> bool:
        """Tell whether the bot shows as typing."""
        return self._typing_until is not None and now < self._typing_until


class PrivateChat(Chat):
    """A customer and the bot. The bot knows the customer once they pressed START or wrote."""

    def __init__(self, customer: Customer) -> None:
        super().__init__(customer.id)
        self.customer = customer
        self.known_to_bot = False
        self.seen_by_bot = False
        self.blocked = False
        self.deactivated = False

    def as_chat(self) -> dict[str, object]:
        """Return the Bot API's Chat."""
        return self.customer.as_chat()

    def expect_known(self) -> None:
        """Raise Refused for somebody whom the bot met nowhere."""
        if not self.known_to_bot and not self.seen_by_bot:
            raise bad_request("chat not found")

    def expect_accessible(self) -> None:
        """Raise Refused for a deleted account."""
        if self.deactivated:
            raise Refused("Forbidden: user is deactivated", 403)

    def expect_writable(self) -> None:
        """Raise Refused for a deleted account, a block, and somebody the bot met in a group only."""
        self.expect_accessible()
        if not self.known_to_bot:
            raise Refused("Forbidden: bot can't initiate conversation with a user", 403)
        if self.blocked:
            raise Refused("Forbidden: bot was blocked by the user", 403)
