"""Groups: tickets are sold in private chats alone. Called there, or added, the bot shows a card that leads to one.

Called is it by a command or a mention, and by nothing else: an answer to its card is talk among people.
https://core.telegram.org/bots/features#privacy-mode
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.conversation.messages import Button, CommandName, Line, Screen, text
from bot.domain.labels import Language, language_of
from bot.telegram.returns import hash_in

HERE: Final = "group"
"""The payload of a card that carries none of its own."""
SMALLEST_ID: Final = -(2**52)
KINDS: Final = frozenset({"group", "supergroup"})
PRESENT: Final = frozenset({"creator", "administrator", "member", "restricted"})
"""What the bot can be in a group that it is in (https://core.telegram.org/bots/api#chatmember)."""

_COMMAND: Final = re.compile(r"/(?P<name>\w+)(?:@(?P<bot>\w+))?(?:\s+(?P<payload>\S*))?(?:\s.*)?", re.DOTALL)
_PAYLOAD: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Called:
    """A group in which the bot was called or added; `topic` is the part of it where it was, `payload` that of a link."""

    chat_id: int
    language: Language
    payload: str = ""
    topic: int | None = None


def read(update: object, username: str) -> Called | None:
    """Return the group that a raw update calls the bot in, or None."""
    if not isinstance(update, dict):
        return None
    if isinstance(message := update.get("message"), dict):
        return _called(message, username)
    if isinstance(change := update.get("my_chat_member"), dict):
        return _added(change)
    return None


def card(called: Called, username: str) -> Screen:
    """Return what the group is shown: why not here, and the way there."""
    why = Line(text("I sell tickets in a private chat. There only you see your order and your details."))
    # A payload, any at all, shows the START button to somebody who spoke to the bot before.
    link = f"https://t.me/{username}?start={called.payload or HERE}"
    return Screen(text("Tickets"), ((why,),), ((Button(text("Open the private chat"), url=link),),))


def _called(message: Mapping[str, Any], username: str) -> Called | None:
    group, words = _group(message.get("chat")), message.get("text", message.get("caption"))
    if group is None or not isinstance(words, str) or "forward_origin" in message or "via_bot" in message:
        return None
    payload = _payload(words, username)
    if payload is None:
        return None
    topic = message.get("message_thread_id") if message.get("is_topic_message") is True else None
    return Called(group, _language(message.get("from")), payload, topic if isinstance(topic, int) else None)


def _payload(words: str, username: str) -> str | None:
    """Return the payload that came with the call, mostly an empty one; None where the bot was not called."""
    command = _COMMAND.fullmatch(words)
    if command is None:
        is_mentioned = re.search(rf"(?<![\w@/]){re.escape('@' + username)}\b", words, re.IGNORECASE)
        return "" if is_mentioned else None
    meant = command["bot"]
    if meant is not None and meant.casefold() != username.casefold():
        return None
    if meant is None and command["name"].casefold() not in set(CommandName):
        return None
    payload = command["payload"] or ""
    # The way back from somebody's payment page is nobody else's.
    return payload if _PAYLOAD.fullmatch(payload) and hash_in(payload) is None else ""


def _added(change: Mapping[str, Any]) -> Called | None:
    group = _group(change.get("chat"))
    was_there, is_there = (_status(change.get(each)) in PRESENT for each in ("old_chat_member", "new_chat_member"))
    return Called(group, _language(change.get("from"))) if group is not None and is_there and not was_there else None


def _status(member: object) -> str | None:
    status = member.get("status") if isinstance(member, dict) else None
    return status if isinstance(status, str) else None


def _group(chat: object) -> int | None:
    if not isinstance(chat, dict) or not isinstance(kind := chat.get("type"), str) or kind not in KINDS:
        return None
    number = chat.get("id")
    return number if isinstance(number, int) and not isinstance(number, bool) and SMALLEST_ID < number < 0 else None


def _language(who: object) -> Language:
    code = who.get("language_code") if isinstance(who, dict) else None
    return language_of(code if isinstance(code, str) else None)
