"""The kinds of updates: which are asked for, how long they wait, and which of them keep an order among themselves."""

from datetime import timedelta
from typing import Any, Final

KEPT: Final = timedelta(hours=24)
TAP_KEPT: Final = timedelta(seconds=150)

_KEPT_SHORTER: Final = {
    "callback_query": TAP_KEPT,
    "shipping_query": TAP_KEPT,
    "pre_checkout_query": TAP_KEPT,
    "inline_query": timedelta(seconds=30),
    "chosen_inline_result": timedelta(seconds=600),
}
_OF_A_CHAT: Final = ("message", "edited_message", "channel_post", "edited_channel_post")
_ON_REQUEST: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_KINDS: Final = frozenset(
    {*_OF_A_CHAT, *_KEPT_SHORTER, *_ON_REQUEST}
    | {"business_connection", "business_message", "edited_business_message", "deleted_business_messages"}
    | {"purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_join_request"}
    | {"chat_boost", "removed_chat_boost"}
)
DEFAULT: Final = _KINDS - _ON_REQUEST
"""What a bot gets that never asked for anything: https://core.telegram.org/bots/api#getupdates."""


def wanted_kinds(document: object) -> frozenset[str] | None:
    """Read `allowed_updates`: None for no change, which a wrong value means, too; unknown kinds are passed over."""
    if not isinstance(document, list) or not all(isinstance(kind, str) for kind in document):
        return None
    return frozenset(str(kind).lower() for kind in document) & _KINDS or DEFAULT


def kept(kind: str) -> timedelta:
    """Return how long an update waits for the bot."""
    return _KEPT_SHORTER.get(kind, KEPT)


def queue_of(kind: str, content: dict[str, Any]) -> str | None:
    """Return the name of the queue in which a webhook gets an update; None for one that has no order to keep.

    The public Bot API server keeps messages in order in a chat, and taps of a person.
    """
    match kind:
        case "my_chat_member":
            return f"member of {content['chat']['id']}"
        case "chat_member":
            return f"membership of {content['new_chat_member']['user']['id']}"
        case _ if kind in _OF_A_CHAT:
            return f"chat {content['chat']['id']}"
        case _ if "from" in content:
            return f"{kind} by {content['from']['id']}"
        case _:
            return None
