"""The methods that send messages (https://core.telegram.org/bots/api#sendmessage)."""

from bot.simulator.telegram.chat import Chat
from bot.simulator.telegram.content import Content, text_content
from bot.simulator.telegram.keyboards import read_markup
from bot.simulator.telegram.messages import Sending
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.method import Method, chat_of, method
from bot.simulator.telegram.method_content import TEXT, asked_text
from bot.simulator.telegram.parameters import Parameters

SENDING = ("chat_id", "disable_notification", "protect_content", "reply_markup")
"""The parameters that every message can be sent with."""


def send_message(messenger: Messenger, parameters: Parameters) -> object:
    """Send a text."""
    chat = chat_of(messenger, parameters)
    words, preview = asked_text(parameters)
    return send(messenger, chat, parameters, text_content(words, preview))


def send(messenger: Messenger, chat: Chat, parameters: Parameters, content: Content) -> object:
    """Send anything, as the common parameters say; return the Message."""
    markup = read_markup(parameters.document("reply_markup"))
    chat.expect_writable()
    sending = Sending(is_protected=parameters.flag("protect_content"))
    message = messenger.post(
        chat, content, by_bot=True, keyboard=markup.inline, reply_markup=markup.other, sending=sending
    )
    return messenger.message_json(chat, message)


SEND_METHODS: dict[str, Method] = {
    "sendMessage": method(send_message, *SENDING, *TEXT),
}
