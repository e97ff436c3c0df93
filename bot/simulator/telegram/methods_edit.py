"""The methods that change and delete messages (https://core.telegram.org/bots/api#updating-messages)."""

from bot.simulator.telegram.chat import Chat
from bot.simulator.telegram.content import Content, text_content
from bot.simulator.telegram.keyboards import Markup
from bot.simulator.telegram.messages import Message
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.method import Method, chat_of, inline_markup, message_to_edit, method
from bot.simulator.telegram.method_content import TEXT, asked_text
from bot.simulator.telegram.parameters import Parameters
from bot.simulator.telegram.refused import bad_request

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(messenger: Messenger, parameters: Parameters) -> object:
    """Replace text and keyboard of a message; a keyboard that is not given is taken away."""
    words, preview = asked_text(parameters)
    chat, message = message_to_edit(messenger, parameters)
    if message.content.media is not None:
        raise bad_request("there is no text in the message to edit")
    return _edit(messenger, chat, message, text_content(words, preview, edited=True), inline_markup(parameters))


def edit_message_reply_markup(messenger: Messenger, parameters: Parameters) -> object:
    """Replace the keyboard of a message only."""
    chat, message = message_to_edit(messenger, parameters)
    return _edit(messenger, chat, message, message.content, inline_markup(parameters))


def delete_message(messenger: Messenger, parameters: Parameters) -> object:
    """Delete a message, the bot's or the customer's."""
    chat = chat_of(messenger, parameters)
    chat.expect_accessible()
    message_id = parameters.whole("message_id")
    if message_id is None or message_id not in chat.messages:
        raise bad_request("message to delete not found")
    chat.delete(message_id)
    return True


def _edit(messenger: Messenger, chat: Chat, message: Message, content: Content, markup: Markup) -> object:
    if (content, markup.inline) == (message.content, message.keyboard):
        raise bad_request(NOT_MODIFIED)
    if content != message.content:
        message.edited_at = messenger.clock.now()
    message.content = content
    message.keyboard = markup.inline
    chat.changed()
    return messenger.message_json(chat, message) if message.by_bot else True


_MESSAGE = ("chat_id", "message_id", "inline_message_id", "reply_markup")

EDIT_METHODS: dict[str, Method] = {
    "editMessageText": method(edit_message_text, *_MESSAGE, *TEXT),
    "editMessageReplyMarkup": method(edit_message_reply_markup, *_MESSAGE),
    "deleteMessage": method(delete_message, "chat_id", "message_id"),
}
