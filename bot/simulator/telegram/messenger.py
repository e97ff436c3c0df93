"""Telegram itself, as far as one bot and its customers see it: chats, updates, taps, profile."""

import itertools
from dataclasses import replace
from datetime import timedelta

from bot.simulator.clock import MovableClock
from bot.simulator.telegram.calls import Calls
from bot.simulator.telegram.chat import Chat, PrivateChat
from bot.simulator.telegram.content import Content
from bot.simulator.telegram.customer import Customer
from bot.simulator.telegram.entities import settled
from bot.simulator.telegram.files import Files
from bot.simulator.telegram.inline import InlineQueries
from bot.simulator.telegram.limits import FloodGate
from bot.simulator.telegram.menu_button import MenuButtons
from bot.simulator.telegram.messages import PLAINLY, Message, Sending
from bot.simulator.telegram.options import Options
from bot.simulator.telegram.profile import Profile
from bot.simulator.telegram.queries import Answer, Queries, Query
from bot.simulator.telegram.refused import bad_request
from bot.simulator.telegram.sessions import Sessions
from bot.simulator.telegram.shared_chat import SharedChat
from bot.simulator.telegram.updates import UpdateQueue
from bot.simulator.telegram.webhook import Webhook

_RIGHTS = (
    *("can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members"),
    *("can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories"),
    *("can_delete_stories", "can_post_messages", "can_edit_messages", "can_pin_messages"),
)
"""What an administrator may do: https://core.telegram.org/bots/api#chatmemberadministrator."""

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
        self.chats: dict[int, PrivateChat] = {}
        self.shared_chats: dict[int, SharedChat] = {}
        self.options = Options()
        self.flood_gate = FloodGate(clock)
        self.updates = UpdateQueue(clock)
        self.webhook = Webhook(clock, self.updates)
        self.sessions = Sessions(clock)
        self.queries = Queries(clock)
        self.inline = InlineQueries(clock)
        self.profile = Profile(name)
        self.menu_buttons = MenuButtons()
        self.calls = Calls()
        self.files = Files()
        self._message_ids = itertools.count(1)
        self._customer_ids = itertools.count(_FIRST_CUSTOMER)
        self._chat_instances = itertools.count(4_100_000_000_000_000_001)
        self._instances: dict[int, str] = {}

    def add_customer(
        self,
        first_name: str,
        last_name: str | None,
        username: str | None,
        language_code: str | None,
        phone_number: str | None = None,
    ) -> PrivateChat:
        """Add a customer, whom the bot does not know until their first message."""
        number = next(self._customer_ids)
        phone_number = phone_number or f"+316{12_340_000 + number % 10_000}"
        customer = Customer(number, first_name, last_name, username, language_code, phone_number)
        chat = self.chats[customer.id] = PrivateChat(customer)
        return chat

    def find(self, chat_id: int) -> Chat:
        """Return a chat of any kind; raise Refused when there is none."""
        chat = self.chats.get(chat_id) or self.shared_chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def find_inline(self, inline_message_id: str) -> tuple[Chat, Message]:
        """Return a message that was sent through the inline mode; raise Refused when it is unknown or gone."""
        for chat in (*self.chats.values(), *self.shared_chats.values()):
            for message in chat.messages.values():
                if message.inline_message_id == inline_message_id:
                    return chat, message
        raise bad_request("MESSAGE_ID_INVALID")

    def post(
        self,
        chat: Chat,
        content: Content,
        *,
        by_bot: bool,
        author: Customer | None = None,
        reply_to: int | None = None,
        keyboard: list[list[dict[str, object]]] | None = None,
        reply_markup: dict[str, object] | None = None,
        sending: Sending = PLAINLY,
    ) -> Message:
        """Add a message to a chat, dated by the clock."""
        message = Message(self.next_message_id(), by_bot, content, self.clock.now(), keyboard, reply_markup)
        message.author, message.reply_to, message.sending = author, reply_to, sending
        chat.add(message)
        return message

    def next_message_id(self) -> int:
        """Return the id of the message to come."""
        return next(self._message_ids)

    def say(self, chat: PrivateChat, text: str, reply_to: int | None = None) -> Message:
        """Send a customer's words to the bot; raise Refused when nothing visible is left of them.

        Without `reply_to` they answer the message that forces a reply, if there is one.
        """
        asked = chat.forced_reply.message_id if chat.forced_reply is not None else None
        return self.give(chat, Content(*settled(text, ())), reply_to=reply_to or asked)

    def give(
        self, chat: PrivateChat, content: Content, *, reply_to: int | None = None, sending: Sending = PLAINLY
    ) -> Message:
        """Send anything to the bot for a customer."""
        message = self.post(chat, content, by_bot=False, author=chat.customer, reply_to=reply_to, sending=sending)
        chat.known_to_bot = True
        self.updates.put("message", self.message_json(chat, message))
        return message

    def origin(self, message: Message) -> dict[str, object]:
        """Return the MessageOrigin of a message that is forwarded; of a forwarded one it is the first."""
        sender = message.author.as_user() if message.author is not None else self.bot
        first = {"type": "user", "date": int(message.date.timestamp()), "sender_user": sender}
        return message.sending.origin or first

    def correct(self, chat: Chat, message: Message, text: str) -> None:
        """Let a customer edit a message of their own, or its caption."""
        words, entities = settled(text, (), may_be_empty=message.content.media is not None)
        message.content = replace(message.content, text=words, entities=entities)
        message.edited_at = self.clock.now()
        chat.changed()
        self.updates.put("edited_message", self.message_json(chat, message))

    def press(self, chat: Chat, customer: Customer, message_id: int, data: str) -> Query:
        """Tap a button of a message, even one that the message no longer has, or of a deleted message."""
        kept = self.queries.kept_answer(customer.id, chat.id, message_id, data)
        query = self.queries.ask(customer.id, chat.id, message_id, data)
        if kept is not None:
            self.show_answer(self.queries.answer(query.id, kept, timedelta()), kept)
            return query
        self.updates.put(
            "callback_query",
            {
                "id": query.id,
                "from": customer.as_user(),
                **self._pressed(chat, message_id),
                "chat_instance": self._instances.setdefault(chat.id, str(next(self._chat_instances))),
                "data": data,
            },
        )
        chat.changed()
        return query

    def show_answer(self, query: Query, answer: Answer) -> None:
        """Show who tapped what the bot answered."""
        chat = self.find(query.chat)
        if answer.text or answer.url:
            chat.notify(query.customer, answer.text, show_alert=answer.show_alert, url=answer.url)
        chat.changed()

    def _pressed(self, chat: Chat, message_id: int) -> dict[str, object]:
        message = chat.messages.get(message_id)
        if message is None:
            return {"message": {"chat": chat.as_chat(), "message_id": message_id, "date": 0}}
        if message.inline_message_id:
            return {"inline_message_id": message.inline_message_id}
        return {"message": self.message_json(chat, message)}

    def block(self, chat: PrivateChat, *, blocked: bool) -> None:
        """Let a customer block the bot or take it back; the bot hears of it when it knows the customer."""
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        chat.changed()
        if chat.known_to_bot:
            old, new = ("member", "kicked") if blocked else ("kicked", "member")
            self.tell_membership(chat, chat.customer, old, new)

    def meet(self, customer: Customer) -> None:
        """Let the bot know of somebody outside their private chat."""
        self.chats[customer.id].seen_by_bot = True

    def tell_membership(self, chat: Chat, by: Customer, old: str, new: str, *, of: Customer | None = None) -> None:
        """Tell the bot what it, or a customer, was in a chat and is now."""
        user = of.as_user() if of is not None else self.bot
        self.updates.put(
            "my_chat_member" if of is None else "chat_member",
            {
                "chat": chat.as_chat(),
                "from": by.as_user(),
                "date": int(self.clock.now().timestamp()),
                "old_chat_member": as_member(user, old),
                "new_chat_member": as_member(user, new),
            },
        )

    def message_json(self, chat: Chat, message: Message) -> dict[str, object]:
        """Return the Bot API's Message, with the one it answers."""
        shown = self._alone(chat, message)
        answered = chat.messages.get(message.reply_to or 0)
        if answered is not None:
            shown["reply_to_message"] = self._alone(chat, answered)
        return shown

    def _alone(self, chat: Chat, message: Message) -> dict[str, object]:
        sender = message.author.as_user() if message.author is not None else self.bot
        shown = message.as_json(sender, chat.as_chat())
        if isinstance(chat, SharedChat) and chat.kind == "channel":
            del shown["from"]
            shown["sender_chat"] = chat.as_chat()
        if message.inline_message_id is not None:
            shown["via_bot"] = self.bot
        return shown


def as_member(user: dict[str, object], status: str) -> dict[str, object]:
    """Return the Bot API's ChatMember."""
    member: dict[str, object] = {"user": user, "status": status}
    match status:
        case "kicked":
            return {**member, "until_date": 0}
        case "administrator":
            return {**member, **dict.fromkeys(_RIGHTS, True), "can_be_edited": False, "is_anonymous": False}
        case _:
            return member
