"""Telegram itself, as far as one bot and its customers see it: chats, updates, taps, profile."""

import itertools
from collections.abc import Mapping

from bot.simulator.clock import MovableClock
from bot.simulator.telegram.calls import Calls
from bot.simulator.telegram.chat import Chat, Customer
from bot.simulator.telegram.entities import settled
from bot.simulator.telegram.messages import Content, Message
from bot.simulator.telegram.profile import Profile
from bot.simulator.telegram.queries import Queries, Query
from bot.simulator.telegram.updates import UpdateQueue

_FIRST_CUSTOMER = 6_000_000_001
"""Beyond 32 bits, as the ids of people who joined lately are."""


class Messenger:
    """All that Telegram remembers of one bot. What customers do here becomes updates; methods change it for the bot."""

    def __init__(self, clock: MovableClock, token: str, username: str, name: str) -> None:
        self.clock = clock
        self.username = username
        self.bot: dict[str, object] = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": name,
            "username": username,
        }
        self.chats: dict[int, Chat] = {}
        self.updates = UpdateQueue(clock)
        self.queries = Queries(clock)
        self.profile = Profile()
        self.calls = Calls()
        self._message_ids = itertools.count(1)
        self._customer_ids = itertools.count(_FIRST_CUSTOMER)
        self._chat_instances = itertools.count(4_100_000_000_000_000_001)
        self._instances: dict[int, str] = {}

    def add_customer(
        self, first_name: str, last_name: str | None, username: str | None, language_code: str | None
    ) -> Chat:
        """Add a customer, whom the bot does not know until their first message."""
        customer = Customer(next(self._customer_ids), first_name, last_name, username, language_code)
        chat = self.chats[customer.id] = Chat(customer)
        self._instances[customer.id] = str(next(self._chat_instances))
        return chat

    def post(
        self,
        chat: Chat,
        content: Content,
        *,
        by_bot: bool,
        keyboard: list[list[dict[str, object]]] | None = None,
        reply_markup: dict[str, object] | None = None,
    ) -> Message:
        """Add a message to a chat, dated by the clock."""
        message = Message(next(self._message_ids), by_bot, content, self.clock.now(), keyboard, reply_markup)
        chat.add(message)
        return message

    def say(self, chat: Chat, text: str) -> Message:
        """Send a customer's message to the bot; raise Refused when no visible text is left of it."""
        message = self.post(chat, Content(*settled(text, ())), by_bot=False)
        chat.known_to_bot = True
        self.updates.put("message", self.message_json(chat, message))
        return message

    def correct(self, chat: Chat, message: Message, text: str) -> None:
        """Let a customer edit a message of their own."""
        message.content = Content(*settled(text, ()))
        message.edited_at = self.clock.now()
        chat.changed()
        self.updates.put("edited_message", self.message_json(chat, message))

    def press(self, chat: Chat, message_id: int, data: str) -> Query:
        """Tap a button of a message, even one that the message no longer has, or of a deleted message."""
        query = self.queries.ask(chat.customer.id, message_id, data)
        message = chat.messages.get(message_id)
        content: dict[str, object] = {
            "id": query.id,
            "from": chat.customer.as_user(),
            "message": self.message_json(chat, message)
            if message is not None
            else {"chat": chat.customer.as_chat(), "message_id": message_id, "date": 0},
            "chat_instance": self._instances[chat.customer.id],
            "data": data,
        }
        self.updates.put("callback_query", content)
        chat.changed()
        return query

    def block(self, chat: Chat, *, blocked: bool) -> None:
        """Let a customer block the bot or take it back; the bot hears of it when it knows the customer."""
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        chat.changed()
        if chat.known_to_bot:
            self.updates.put("my_chat_member", self._membership_change(chat))

    def _membership_change(self, chat: Chat) -> dict[str, object]:
        member: Mapping[str, object] = {"user": self.bot, "status": "member"}
        banned: Mapping[str, object] = {"user": self.bot, "status": "kicked", "until_date": 0}
        old, new = (member, banned) if chat.blocked else (banned, member)
        return {
            "chat": chat.customer.as_chat(),
            "from": chat.customer.as_user(),
            "date": int(self.clock.now().timestamp()),
            "old_chat_member": old,
            "new_chat_member": new,
        }

    def message_json(self, chat: Chat, message: Message) -> dict[str, object]:
        """Return the Bot API's Message."""
        sender = self.bot if message.by_bot else chat.customer.as_user()
        return message.as_json(sender, chat.customer.as_chat())
