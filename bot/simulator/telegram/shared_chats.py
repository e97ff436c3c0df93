"""What people do in groups and channels; the bot hears of it as far as its place there allows."""

import itertools

from bot.simulator.telegram.content import Content
from bot.simulator.telegram.customer import Customer
from bot.simulator.telegram.entities import settled
from bot.simulator.telegram.messages import Message
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.shared_chat import BotStatus, Kind, SharedChat

_FIRST_GROUP = 4_000_000_001
_FIRST_SUPERGROUP = 1_002_000_000_001
"""With a minus before it: ids of supergroups and channels begin with -100."""


class SharedChats:
    """The groups, supergroups and channels of a messenger, and what happens in them."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger
        self._groups = itertools.count(_FIRST_GROUP)
        self._supergroups = itertools.count(_FIRST_SUPERGROUP)

    def open(self, kind: Kind, title: str, by: Customer) -> SharedChat:
        """Make a chat with the bot in it, in a channel as the administrator that it can only be there."""
        chat = self._make(kind, title)
        chat.members[by.id] = by
        if kind == "group":
            self._tell_service_message(chat, by, group_chat_created=True)
        self.set_bot(chat, "administrator" if kind == "channel" else "member", by)
        return chat

    def _make(self, kind: Kind, title: str) -> SharedChat:
        chat = SharedChat(-next(self._groups if kind == "group" else self._supergroups), kind, title)
        self._messenger.shared_chats[chat.id] = chat
        return chat

    def set_bot(self, chat: SharedChat, status: BotStatus, by: Customer) -> None:
        """Add the bot, raise it to administrator, let it go or remove it."""
        old, was_there = chat.bot, chat.has_bot
        if old == status:
            return
        chat.bot = status
        chat.changed()
        self._messenger.meet(by)
        self._messenger.tell_membership(chat, by, old, status)
        if chat.has_bot and not was_there and chat.kind != "channel":
            self._tell_service_message(chat, by, new_chat_members=[self._messenger.bot])

    def upgrade(self, chat: SharedChat, by: Customer) -> SharedChat:
        """Turn a group into a supergroup, which has another id; the old one is closed for good."""
        upgraded = self._make("supergroup", chat.title)
        upgraded.members = dict(chat.members)
        upgraded.bot = chat.bot
        self._tell_service_message(chat, by, migrate_to_chat_id=upgraded.id)
        chat.migrated_to = upgraded.id
        chat.changed()
        self._tell_service_message(upgraded, by, migrate_from_chat_id=chat.id)
        return upgraded

    def say(self, chat: SharedChat, customer: Customer, text: str, reply_to: int | None) -> Message:
        """Write in a chat, joining it first; in a channel the words are the channel's own."""
        self._join(chat, customer)
        author = None if chat.kind == "channel" else customer
        content = Content(*settled(text, ()))
        message = self._messenger.post(chat, content, by_bot=False, author=author, reply_to=reply_to)
        self.tell(chat, message)
        return message

    def correct(self, chat: SharedChat, message: Message, text: str) -> None:
        """Edit what was written."""
        message.content = Content(*settled(text, ()))
        message.edited_at = self._messenger.clock.now()
        chat.changed()
        self.tell(chat, message)

    def tell(self, chat: SharedChat, message: Message) -> None:
        """Tell the bot of a message or its edit, when it is one that the bot may see."""
        messenger = self._messenger
        if not chat.is_told_to_bot(message, messenger.username, reads_all=messenger.options.reads_all_group_messages):
            return
        if message.author is not None:
            messenger.meet(message.author)
        name = "channel_post" if chat.kind == "channel" else "message"
        messenger.updates.put(
            name if message.edited_at is None else f"edited_{name}", messenger.message_json(chat, message)
        )

    def _join(self, chat: SharedChat, customer: Customer) -> None:
        if customer.id in chat.members:
            return
        chat.members[customer.id] = customer
        messenger = self._messenger
        if chat.bot == "administrator":
            messenger.tell_membership(chat, customer, "left", "member", of=customer)
        if chat.has_bot and chat.kind != "channel":
            self._tell_service_message(chat, customer, new_chat_members=[customer.as_user()])

    def _tell_service_message(self, chat: SharedChat, by: Customer, **what: object) -> None:
        """Tell the bot what Telegram writes into a chat itself; the chat view leaves it out."""
        messenger = self._messenger
        messenger.updates.put(
            "message",
            {
                "message_id": messenger.next_message_id(),
                "from": by.as_user(),
                "chat": chat.as_chat(),
                "date": int(messenger.clock.now().timestamp()),
                **what,
            },
        )
