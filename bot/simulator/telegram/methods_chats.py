"""Methods that tell of chats and their members (https://core.telegram.org/bots/api#getchat)."""

from bot.simulator.telegram.chat import Chat, PrivateChat
from bot.simulator.telegram.messenger import Messenger, as_member
from bot.simulator.telegram.method import Action, chat_of
from bot.simulator.telegram.parameters import Parameters
from bot.simulator.telegram.refused import bad_request
from bot.simulator.telegram.shared_chat import SharedChat


def get_chat(messenger: Messenger, parameters: Parameters) -> object:
    """Return the ChatFullInfo of a chat that the bot is in, or of somebody it met."""
    chat = _readable(messenger, parameters)
    return {**chat.as_chat(), "accent_color_id": abs(chat.id) % 7, "max_reaction_count": 11}


def get_chat_member(messenger: Messenger, parameters: Parameters) -> object:
    """Return what somebody is in a chat."""
    chat = _readable(messenger, parameters)
    user_id = parameters.whole("user_id") or 0
    if user_id == messenger.bot["id"]:
        return as_member(messenger.bot, chat.bot if isinstance(chat, SharedChat) else "member")
    if isinstance(chat, SharedChat) and user_id in chat.members:
        return as_member(chat.members[user_id].as_user(), "member")
    if isinstance(chat, PrivateChat) and user_id == chat.id:
        return as_member(chat.customer.as_user(), "member")
    if user_id in messenger.chats:
        return as_member(messenger.chats[user_id].customer.as_user(), "left")
    raise bad_request("PARTICIPANT_ID_INVALID" if user_id else "invalid user_id specified")


def get_chat_member_count(messenger: Messenger, parameters: Parameters) -> object:
    """Return how many are in a chat, the bot among them."""
    chat = _readable(messenger, parameters)
    return len(chat.members) + 1 if isinstance(chat, SharedChat) else 2


def leave_chat(messenger: Messenger, parameters: Parameters) -> object:
    """Leave a group or channel."""
    chat = chat_of(messenger, parameters)
    if not isinstance(chat, SharedChat):
        raise bad_request("chat member status can't be changed in private chats")
    chat.expect_accessible()
    chat.bot = "left"
    chat.changed()
    return True


def _readable(messenger: Messenger, parameters: Parameters) -> Chat:
    chat = chat_of(messenger, parameters)
    if isinstance(chat, SharedChat) and (chat.kind != "group" or chat.bot == "kicked"):
        chat.expect_accessible()
    return chat


CHAT_METHODS: dict[str, Action] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}
