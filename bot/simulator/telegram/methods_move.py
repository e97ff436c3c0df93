"""The methods that forward, copy and delete messages (https://core.telegram.org/bots/api#forwardmessage)."""

from datetime import timedelta

from bot.simulator.telegram.chat import Chat
from bot.simulator.telegram.content import media_content
from bot.simulator.telegram.media import CAPTIONED
from bot.simulator.telegram.messages import Message
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.method import Action, chat_of
from bot.simulator.telegram.method_content import asked_caption
from bot.simulator.telegram.methods_send import send
from bot.simulator.telegram.parameters import Parameters
from bot.simulator.telegram.refused import bad_request

DELETED_WITHIN = timedelta(hours=48)
MOST_DELETED = 100


def forward_message(messenger: Messenger, parameters: Parameters) -> object:
    """Send a message on; it tells whose it was, and its buttons stay behind."""
    chat, message = _named(messenger, parameters, "forward")
    if message.sending.is_protected:
        raise bad_request("message can't be forwarded")
    return send(messenger, chat, parameters, message.content, origin=messenger.origin(message))


def copy_message(messenger: Messenger, parameters: Parameters) -> object:
    """Send what a message says once more, with another caption when one is given; return the new message's id."""
    words = asked_caption(parameters)
    chat, message = _named(messenger, parameters, "copy")
    content = message.content
    if message.sending.is_protected:
        raise bad_request("message can't be copied")
    if "caption" in parameters and content.media is not None and content.media.kind in CAPTIONED:
        content = media_content(content.media, words, above=parameters.flag("show_caption_above_media"))
    sent = send(messenger, chat, parameters, content)
    return {"message_id": sent["message_id"]}


def delete_message(messenger: Messenger, parameters: Parameters) -> object:
    """Delete a message, the bot's or the customer's; raise Refused for one that is older than 48 hours."""
    chat = chat_of(messenger, parameters)
    chat.expect_accessible()
    message = chat.messages.get(parameters.whole("message_id") or 0)
    if message is None:
        raise bad_request("message to delete not found")
    _expect_young(messenger, message)
    chat.delete(message.message_id)
    return True


def delete_messages(messenger: Messenger, parameters: Parameters) -> object:
    """Delete up to a hundred messages; those that are not there are passed over."""
    message_ids = _message_ids(parameters)
    chat = chat_of(messenger, parameters)
    chat.expect_accessible()
    found = [chat.messages[message_id] for message_id in message_ids if message_id in chat.messages]
    for message in found:
        _expect_young(messenger, message)
    for message in found:
        chat.delete(message.message_id)
    return True


def _named(messenger: Messenger, parameters: Parameters, act: str) -> tuple[Chat, Message]:
    """Return the chat that a message goes to and the message."""
    parameters.required("from_chat_id")
    source = chat_of(messenger, parameters, "from_chat_id")
    message = source.messages.get(parameters.whole("message_id") or 0)
    if message is None:
        raise bad_request(f"message to {act} not found")
    return chat_of(messenger, parameters), message


def _message_ids(parameters: Parameters) -> list[int]:
    document = parameters.document("message_ids")
    if document is None:
        raise bad_request("message identifiers are not specified")
    if not isinstance(document, list):
        raise bad_request("expected an Array of message identifiers")
    if len(document) > MOST_DELETED:
        raise bad_request("too many message identifiers specified")
    for message_id in document:
        if not isinstance(message_id, int) or isinstance(message_id, bool):
            raise bad_request("message identifier must be a Number")
        if message_id <= 0:
            raise bad_request("invalid message identifier specified")
    return list(dict.fromkeys(document))


def _expect_young(messenger: Messenger, message: Message) -> None:
    if messenger.clock.now() - message.date >= DELETED_WITHIN:
        raise bad_request("message can't be deleted for everyone")


MOVE_METHODS: dict[str, Action] = {
    "forwardMessage": forward_message,
    "copyMessage": copy_message,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
