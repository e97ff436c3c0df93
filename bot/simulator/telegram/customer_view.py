"""A chat as its customer sees it, as JSON."""

from bot.simulator.telegram.chat import Chat, PrivateChat
from bot.simulator.telegram.customer import Customer
from bot.simulator.telegram.customer_requests import WrongRequest
from bot.simulator.telegram.drawing import draw
from bot.simulator.telegram.messages import Message
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.previews import preview_view
from bot.simulator.telegram.reply_keyboard_view import forced_reply_view, reply_keyboard_view
from bot.simulator.telegram.shared_chat import SharedChat

_KINDS = {"callback_data": "callback", "url": "url", "copy_text": "copy"}


def customer_view(chat: PrivateChat) -> dict[str, object]:
    """Return a customer."""
    customer = chat.customer
    return {
        "id": customer.id,
        "first_name": customer.first_name,
        "last_name": customer.last_name,
        "username": customer.username,
        "language_code": customer.language_code,
        "phone_number": customer.phone_number,
        "blocked": chat.blocked,
    }


def chat_view(messenger: Messenger, chat: PrivateChat) -> dict[str, object]:
    """Return the whole chat with its revision, what the bot says of itself, and the time."""
    language = chat.customer.language_code or ""
    now = messenger.clock.now()
    return {
        "revision": chat.revision,
        "customer": customer_view(chat),
        "bot": {"name": messenger.profile.text("name", language), "username": messenger.username},
        "messages": [_message_view(message) for message in chat.messages.values()],
        "reply_keyboard": reply_keyboard_view(chat.reply_keyboard),
        "forced_reply": forced_reply_view(chat.forced_reply),
        **_answers_to(messenger, chat, chat.customer),
        "commands": messenger.profile.commands_for(chat.id, "private", language, chat.id),
        "menu_button": messenger.menu_buttons.shown_in(chat.id),
        "description": messenger.profile.text("description", language),
        "typing": chat.is_typing(now),
        "now": now.isoformat(),
    }


def shared_chat_view(messenger: Messenger, chat: SharedChat, customer: Customer | None) -> dict[str, object]:
    """Return a group or channel as one of the customers sees it, or anybody."""
    now = messenger.clock.now()
    language = customer.language_code or "" if customer is not None else ""
    return {
        "revision": chat.revision,
        "chat": {**chat.as_chat(), "bot": chat.bot, "migrated_to": chat.migrated_to},
        "bot": {"name": messenger.profile.text("name", language), "username": messenger.username},
        "messages": [
            {**_message_view(message), "author_name": _author_name(messenger, chat, message)}
            for message in chat.messages.values()
        ],
        "reply_keyboard": reply_keyboard_view(chat.reply_keyboard),
        "forced_reply": forced_reply_view(chat.forced_reply),
        **_answers_to(messenger, chat, customer),
        "commands": messenger.profile.commands_for(chat.id, "group", language, customer.id if customer else 0),
        "typing": chat.is_typing(now),
        "now": now.isoformat(),
    }


def _author_name(messenger: Messenger, chat: SharedChat, message: Message) -> str:
    if chat.kind == "channel":
        return chat.title
    return message.author.name if message.author is not None else str(messenger.bot["first_name"])


def _answers_to(messenger: Messenger, chat: Chat, customer: Customer | None) -> dict[str, object]:
    """Return what a customer's taps in a chat came to; nobody else sees it."""
    tapped_by = customer.id if customer is not None else 0
    return {
        "notices": [notice.view() for notice in chat.notices if notice.customer == tapped_by],
        "pending_presses": [
            {"message_id": query.message_id, "data": query.data} for query in messenger.queries.of(tapped_by, chat.id)
        ],
    }


def _message_view(message: Message) -> dict[str, object]:
    content = message.content
    # The payload of a link is for the bot; Telegram's apps show the command alone.
    text = "/start" if not message.by_bot and content.text.startswith("/start ") else content.text
    return {
        "message_id": message.message_id,
        "author": "bot" if message.by_bot else "customer",
        "text": text,
        "html": draw(text, content.entities),
        "entities": [entity.as_json() for entity in content.entities],
        "inline_keyboard": [[_button_view(button) for button in row] for row in message.keyboard or []],
        "reply_keyboard": message.reply_markup,
        "date": message.date.isoformat(),
        "edited": message.edited_at is not None,
        "media": content.media.view() if content.media is not None else None,
        "caption_above": content.above,
        "link_preview": None if content.media else preview_view(content.link_preview, content.text, content.entities),
        "media_group_id": message.sending.media_group_id,
        "reply_to": message.reply_to,
        "forwarded_from": _origin_name(message.sending.origin),
        "protected": message.sending.is_protected,
    }


def _origin_name(origin: dict[str, object] | None) -> str | None:
    user = origin.get("sender_user") if origin is not None else None
    return str(user["first_name"]) if isinstance(user, dict) else None


def _button_view(button: dict[str, object]) -> dict[str, object]:
    view = dict(button)
    for action, kind in _KINDS.items():
        if action in button:
            view["kind"] = kind
    copied = button.get("copy_text")
    if isinstance(copied, dict):
        view["copy_text"] = copied["text"]
    return view


def button_data(message: Message | None, label: str) -> str:
    """Return the data of the button with this label; raise WrongRequest when there is none to tap."""
    buttons = [button for row in (message.keyboard if message else None) or [] for button in row]
    for button in buttons:
        if button["text"] == label:
            if "callback_data" not in button:
                raise WrongRequest(422, f"the button {label!r} does not call back: it opens or copies something")
            return str(button["callback_data"])
    shown = ", ".join(repr(button["text"]) for button in buttons) or "none"
    raise WrongRequest(404, f"no button {label!r} on this message; its buttons: {shown}")
