"""The methods of the Bot API that the emulator knows (https://core.telegram.org/bots/api#available-methods)."""

from collections.abc import Callable

from bot.simulator.telegram.chat import Chat
from bot.simulator.telegram.entities import utf16_length
from bot.simulator.telegram.keyboards import Markup, read_markup
from bot.simulator.telegram.messages import Content, Message, read_content
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.method import Method, chat_of, message_to_edit, method
from bot.simulator.telegram.methods_chats import CHAT_METHODS
from bot.simulator.telegram.parameters import Parameters
from bot.simulator.telegram.profile import read_commands, read_language, read_scope
from bot.simulator.telegram.refused import bad_request

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)

_CHAT_ACTIONS = frozenset(
    {"typing", "choose_sticker", "find_location"}
    | {f"{verb}_{what}" for verb in ("record", "upload") for what in ("video", "voice", "video_note")}
    | {"upload_photo", "upload_document"}
)


def get_me(messenger: Messenger, _: Parameters) -> object:
    """Return the bot's own User."""
    return {
        **messenger.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": messenger.reads_all_group_messages,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_webhook_info(messenger: Messenger, _: Parameters) -> object:
    """Return that no webhook is set."""
    return {"url": "", "has_custom_certificate": False, "pending_update_count": len(messenger.updates)}


def delete_webhook(messenger: Messenger, parameters: Parameters) -> object:
    """Succeed, for there is none; forget the waiting updates when asked to."""
    if parameters.flag("drop_pending_updates"):
        messenger.updates.clear()
    return True


def set_webhook(_: Messenger, __: Parameters) -> object:
    """Refuse: the emulator delivers by long polling only."""
    raise bad_request("bad webhook: the emulator delivers updates by getUpdates only")


def send_message(messenger: Messenger, parameters: Parameters) -> object:
    """Send a text."""
    chat = chat_of(messenger, parameters)
    content = _content(parameters)
    markup = read_markup(parameters.document("reply_markup"))
    chat.expect_writable()
    message = messenger.post(chat, content, by_bot=True, keyboard=markup.inline, reply_markup=markup.other)
    return messenger.message_json(chat, message)


def edit_message_text(messenger: Messenger, parameters: Parameters) -> object:
    """Replace text and keyboard of a message; a keyboard that is not given is taken away."""
    chat, message = message_to_edit(messenger, parameters)
    content = _content(parameters)
    return _edit(messenger, chat, message, content, _inline_markup(parameters))


def edit_message_reply_markup(messenger: Messenger, parameters: Parameters) -> object:
    """Replace the keyboard of a message only."""
    chat, message = message_to_edit(messenger, parameters)
    return _edit(messenger, chat, message, message.content, _inline_markup(parameters))


def delete_message(messenger: Messenger, parameters: Parameters) -> object:
    """Delete a message, the bot's or the customer's."""
    chat = chat_of(messenger, parameters)
    chat.expect_accessible()
    message_id = parameters.whole("message_id")
    if message_id is None or message_id not in chat.messages:
        raise bad_request("message to delete not found")
    chat.delete(message_id)
    return True


def answer_callback_query(messenger: Messenger, parameters: Parameters) -> object:
    """Answer a tap, with a toast or a dialog when a text is given."""
    text = parameters.text("text")
    if utf16_length(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    query = messenger.queries.answer(parameters.text("callback_query_id"))
    chat = messenger.find(query.chat)
    if text:
        chat.notify(query.customer, text, show_alert=parameters.flag("show_alert"))
    chat.changed()
    return True


def send_chat_action(messenger: Messenger, parameters: Parameters) -> object:
    """Show for five seconds what the bot is doing."""
    chat = chat_of(messenger, parameters)
    if parameters.text("action").lower() not in _CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.expect_writable()
    chat.type(messenger.clock.now())
    return True


def set_my_commands(messenger: Messenger, parameters: Parameters) -> object:
    """Set the commands of a scope and language."""
    scope = read_scope(parameters.document("scope"))
    language = read_language(parameters.text("language_code"))
    messenger.profile.set_commands(scope, language, read_commands(parameters.document("commands")))
    _show_profile(messenger)
    return True


def delete_my_commands(messenger: Messenger, parameters: Parameters) -> object:
    """Take the commands of a scope and language away."""
    scope = read_scope(parameters.document("scope"))
    messenger.profile.set_commands(scope, read_language(parameters.text("language_code")), [])
    _show_profile(messenger)
    return True


def get_my_commands(messenger: Messenger, parameters: Parameters) -> object:
    """Return the commands of exactly a scope and language."""
    scope = read_scope(parameters.document("scope"))
    return messenger.profile.commands(scope, read_language(parameters.text("language_code")))


def _setter(kind: str) -> Callable[[Messenger, Parameters], object]:
    def set_text(messenger: Messenger, parameters: Parameters) -> object:
        language = read_language(parameters.text("language_code"))
        messenger.profile.set_text(kind, language, parameters.text(kind))
        _show_profile(messenger)
        return True

    return set_text


def _getter(kind: str) -> Callable[[Messenger, Parameters], object]:
    def get_text(messenger: Messenger, parameters: Parameters) -> object:
        return {kind: messenger.profile.text(kind, read_language(parameters.text("language_code")))}

    return get_text


def _show_profile(messenger: Messenger) -> None:
    for chat in messenger.chats.values():
        chat.changed()


def _content(parameters: Parameters) -> Content:
    return read_content(
        parameters.text("text"),
        parameters.text("parse_mode"),
        parameters.document("entities"),
        parameters.document("link_preview_options"),
    )


def _inline_markup(parameters: Parameters) -> Markup:
    markup = read_markup(parameters.document("reply_markup"))
    if markup.other is not None:
        raise bad_request("inline keyboard expected")
    return markup


def _edit(messenger: Messenger, chat: Chat, message: Message, content: Content, markup: Markup) -> object:
    if (content, markup.inline) == (message.content, message.keyboard):
        raise bad_request(NOT_MODIFIED)
    if content != message.content:
        message.edited_at = messenger.clock.now()
    message.content = content
    message.keyboard = markup.inline
    chat.changed()
    return messenger.message_json(chat, message) if message.by_bot else True


_CONTENT = ("chat_id", "text", "parse_mode", "entities", "link_preview_options", "reply_markup")
_LANGUAGE = ("language_code",)


METHODS: dict[str, Method] = {
    **CHAT_METHODS,
    "getMe": method(get_me),
    "getWebhookInfo": method(get_webhook_info),
    "deleteWebhook": method(delete_webhook, "drop_pending_updates"),
    "setWebhook": method(set_webhook, "url"),
    "sendMessage": method(send_message, *_CONTENT, "disable_notification", "protect_content"),
    "editMessageText": method(edit_message_text, *_CONTENT, "message_id", "inline_message_id"),
    "editMessageReplyMarkup": method(
        edit_message_reply_markup, "chat_id", "message_id", "inline_message_id", "reply_markup"
    ),
    "deleteMessage": method(delete_message, "chat_id", "message_id"),
    "answerCallbackQuery": method(answer_callback_query, "callback_query_id", "text", "show_alert", "cache_time"),
    "sendChatAction": method(send_chat_action, "chat_id", "action"),
    "setMyCommands": method(set_my_commands, "commands", "scope", *_LANGUAGE),
    "deleteMyCommands": method(delete_my_commands, "scope", *_LANGUAGE),
    "getMyCommands": method(get_my_commands, "scope", *_LANGUAGE),
    "setMyDescription": method(_setter("description"), "description", *_LANGUAGE),
    "getMyDescription": method(_getter("description"), *_LANGUAGE),
    "setMyShortDescription": method(_setter("short_description"), "short_description", *_LANGUAGE),
    "getMyShortDescription": method(_getter("short_description"), *_LANGUAGE),
}
"""The methods by their names, but for getUpdates, which waits (`bot_api`)."""
