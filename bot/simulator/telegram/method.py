"""What a method of the Bot API is, and what most of them begin with: finding the chat and the message."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.simulator.telegram.chat import Chat
from bot.simulator.telegram.keyboards import Markup, read_markup
from bot.simulator.telegram.messages import Message
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.parameters import Parameters
from bot.simulator.telegram.refused import bad_request

Action = Callable[[Messenger, Parameters], object]


@dataclass(frozen=True, slots=True)
class Described:
    """A result that comes with words on what was done."""

    result: object
    description: str = ""

    def as_json(self) -> dict[str, object]:
        """Return the body of the answer."""
        body = {"ok": True, "result": self.result}
        return {**body, "description": self.description} if self.description else body


def chat_of(messenger: Messenger, parameters: Parameters, name: str = "chat_id") -> Chat:
    """Return the chat that `chat_id` names; raise Refused when the bot knows of none."""
    if not parameters.text(name):
        raise bad_request(f"{name} is empty")
    chat = messenger.find(parameters.whole(name) or 0)
    chat.expect_known()
    return chat


def message_to_edit(messenger: Messenger, parameters: Parameters) -> tuple[Chat, Message]:
    """Return the message of the bot that is to change, named by its chat and id or by its `inline_message_id`.

    One that brought or took a keyboard below the input, or forced a reply, cannot change.
    """
    if inline_message_id := parameters.text("inline_message_id"):
        return messenger.find_inline(inline_message_id)
    chat = chat_of(messenger, parameters)
    chat.expect_accessible()
    message_id = parameters.whole("message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if not message.by_bot or message.reply_markup is not None:
        raise bad_request("message can't be edited")
    return chat, message


def inline_markup(parameters: Parameters) -> Markup:
    """Return the keyboard that a changed message gets; raise Refused for any that is not inline."""
    markup = read_markup(parameters.document("reply_markup"))
    if markup.other is not None:
        raise bad_request("inline keyboard expected")
    return markup
