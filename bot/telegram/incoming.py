"""What came in: raw updates, read without trust, whose they are and what they say; and returns from the payment page.

Only private chats with a person are conversations. Everything else (channel posts, buttons of forwarded or other people's
messages) changes nothing; groups are read apart (`group`). See https://core.telegram.org/bots/api#update.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from bot.conversation.messages import Command, CommandName, Followed, Odd, Oddity, Reply, Returned, Shared, Typed
from bot.conversation.ports import Envelope
from bot.conversation.returning import ReturnBody
from bot.conversation.timers import read_time_up
from bot.domain.labels import Language, language_of
from bot.telegram import callback, oddities, payload
from bot.telegram.returns import hash_in

PERSONS_CHAT: Final = re.compile(r"user:(\d{1,16})")
"""The mailbox of a person, which names their private chat."""
TELEGRAMS_CHAT: Final = re.compile(r"(?:user|group):(-?\d{1,16})")
LARGEST_ID: Final = 2**52
LARGEST_MESSAGE_ID: Final = 2**31
LONGEST_ALBUM: Final = 64
LONGEST_NUMBER: Final = 64


@dataclass(frozen=True, slots=True)
class Incoming:
    """What came in: to be answered in `chat_id`, in the language of the customer's client when none was chosen.

    `language` is None where nothing came from the customer.

    `query_id` is the callback query to be answered and `message_id` the message whose button it was; `given_at` when a
    message was sent (a tap's is not known).
    """

    chat_id: int
    language: Language | None
    reply: Reply
    query_id: str | None = None
    message_id: int | None = None
    given_at: datetime | None = None


def update_id(update: object) -> int | None:
    """Return the id of a raw update, or None when it has none that could be confirmed."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < LARGEST_ID else None


def chat_id_of(chat: str) -> int | None:
    """Return the chat in Telegram whose mailbox that is: a person's, or a group's; None for none of Telegram's."""
    named = TELEGRAMS_CHAT.fullmatch(chat)
    return int(named[1]) if named is not None else None


def customer_of(update: object) -> int | None:
    """Return the person whose private chat an update belongs to, or None when it belongs to no conversation."""
    incoming = read(update)
    return incoming.chat_id if incoming is not None else None


def of(chat: str, envelope: Envelope) -> Incoming | None:
    """Return what an envelope in a chat's mailbox says, or None for one that belongs to no conversation."""
    if envelope.kind == "update":
        return read(json.loads(envelope.body))
    customer = PERSONS_CHAT.fullmatch(chat)
    if customer is None:
        return None
    if envelope.kind == "returned":
        returned = ReturnBody.model_validate_json(envelope.body)
        return Incoming(int(customer[1]), returned.language, Returned(returned.token_hash, in_chat=False))
    rung = read_time_up(envelope.id)
    return Incoming(int(customer[1]), None, rung) if rung is not None else None


def read(update: object) -> Incoming | None:
    """Return what a raw update says, or None for one that changes nothing."""
    if not isinstance(update, dict):
        return None
    if isinstance(query := update.get("callback_query"), dict):
        return _tap(query)
    if isinstance(message := update.get("message"), dict):
        return _message(message, edited=False)
    if isinstance(message := update.get("edited_message"), dict):
        return _message(message, edited=True)
    return None


def _tap(query: dict[str, Any]) -> Incoming | None:
    person, chat = _person(query.get("from")), _private_chat(query.get("message"))
    query_id, data = query.get("id"), query.get("data")
    # A message forwarded elsewhere keeps no buttons, and in a private chat only its owner can press: anything else is forged.
    if person is None or chat != person[0] or not isinstance(query_id, str):
        return None
    pressed = query["message"].get("message_id")
    return Incoming(
        person[0],
        person[1],
        callback.decode(data if isinstance(data, str) else None),
        query_id,
        pressed if isinstance(pressed, int) and 0 < pressed < LARGEST_MESSAGE_ID else None,
    )


def _message(message: dict[str, Any], *, edited: bool) -> Incoming | None:
    person, chat = _person(message.get("from")), _private_chat(message)
    if person is None or chat != person[0]:
        return None
    sent = message.get("date")
    given_at = datetime.fromtimestamp(sent, UTC) if isinstance(sent, int) and 0 < sent < 2**35 else None
    words, odd = message.get("text"), oddities.oddity_of(message, edited=edited)
    reply: Reply
    if odd is Oddity.MEDIA and (shared := _contact(message.get("contact"), person[0])) is not None:
        reply = shared
    elif odd is not None:
        album = message.get("media_group_id")
        reply = Odd(odd, album[:LONGEST_ALBUM] if isinstance(album, str) else "")
    elif isinstance(words, str) and not edited:
        reply = _words(words)
    else:
        return None
    return Incoming(person[0], person[1], reply, given_at=given_at)


def _contact(card: object, sender: int) -> Shared | None:
    """Return the number on a contact card; it is the sender's own when Telegram says so, whoever filled the card in."""
    number = card.get("phone_number") if isinstance(card, dict) else None
    if not isinstance(card, dict) or not isinstance(number, str):
        return None
    return Shared(number[:LONGEST_NUMBER], is_own=card.get("user_id") == sender)


def _words(words: str) -> Reply:
    if not words.startswith("/"):
        return Typed(words)
    command, _, carried = words[1:].partition(" ")
    name = command.partition("@")[0].casefold()
    if name not in set(CommandName):
        return Typed(words)
    return _started(carried.strip()) if name == CommandName.START else Command(CommandName(name))


def _started(carried: str) -> Reply:
    """Return what a /start payload says; one that is none of ours says nothing."""
    if (known := hash_in(carried)) is not None:
        return Returned(known)
    link = payload.decode(carried)
    return Followed(link) if link is not None else Command(CommandName.START)


def _person(who: object) -> tuple[int, Language] | None:
    if not isinstance(who, dict) or who.get("is_bot") is True:
        return None
    number, code = who.get("id"), who.get("language_code")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < LARGEST_ID:
        return None
    return number, language_of(code if isinstance(code, str) else None)


def _private_chat(message: object) -> int | None:
    chat = message.get("chat") if isinstance(message, dict) else None
    if not isinstance(chat, dict) or chat.get("type") != "private":
        return None
    number = chat.get("id")
    return number if isinstance(number, int) else None
