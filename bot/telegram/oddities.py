"""Which messages are no answer, and of what kind they are (https://core.telegram.org/bots/api#message)."""

from collections.abc import Mapping
from typing import Any, Final

from bot.conversation.messages import Oddity

CONTENTS: Final[Mapping[str, Oddity]] = {
    "sticker": Oddity.STICKER,
    "voice": Oddity.VOICE,
    "audio": Oddity.VOICE,
    "photo": Oddity.PICTURE,
    "video": Oddity.VIDEO,
    "video_note": Oddity.VIDEO,
    "animation": Oddity.VIDEO,
    "document": Oddity.FILE,
    "venue": Oddity.PLACE,
    "location": Oddity.PLACE,
    "poll": Oddity.POLL,
    "dice": Oddity.DICE,
}
"""What a message can hold, the narrower first: an animation is a document too, and a venue a location."""

SERVICE: Final = frozenset(
    {
        "pinned_message",
        "message_auto_delete_timer_changed",
        "write_access_allowed",
        "connected_website",
        "chat_background_set",
        "boost_added",
        "new_chat_photo",
        "delete_chat_photo",
        "gift",
        "unique_gift",
        "refunded_payment",
        "suggested_post_info",
    }
)
"""What Telegram itself writes into a private chat: nobody said it, so nobody is answered."""


def oddity_of(message: Mapping[str, Any], *, edited: bool) -> Oddity | None:
    """Return what kind of message it is that is no answer; None for words, and for what is met with nothing.

    A forwarded text holds somebody else's words, and one that was sent through another bot that bot's.
    """
    if edited:
        # A live location is edited every few seconds, by nobody's hand.
        return None if "location" in message else Oddity.EDIT
    if SERVICE & message.keys():
        return None
    if "forward_origin" in message:
        return Oddity.FORWARD
    if "via_bot" in message:
        return Oddity.VIA_BOT
    if isinstance(message.get("text"), str):
        return None
    return next((what for content, what in CONTENTS.items() if content in message), Oddity.MEDIA)
