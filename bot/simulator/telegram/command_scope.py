"""For whom a list of commands is meant (https://core.telegram.org/bots/api#botcommandscope)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from bot.simulator.telegram.refused import bad_request

_OF_ONE_CHAT: Final = frozenset({"chat", "chat_administrators", "chat_member"})
_KINDS: Final = _OF_ONE_CHAT | {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}


@dataclass(frozen=True, slots=True)
class Scope:
    """All chats of a kind, one chat (`chat`), or one person in it (`user`)."""

    kind: str = "default"
    chat: int | None = None
    user: int | None = None


def read_scope(document: object) -> Scope:
    """Check a scope, the default one when there is none; raise Refused as the Bot API does."""
    if document is None:
        return Scope()
    kind = document.get("type") if isinstance(document, dict) else None
    if not isinstance(document, dict) or kind not in _KINDS:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if kind not in _OF_ONE_CHAT:
        return Scope(str(kind))
    chat = _whole(document.get("chat_id"))
    if chat is None:
        raise bad_request("can't parse BotCommandScope: chat_id is empty")
    user = _whole(document.get("user_id"))
    if kind == "chat_member" and user is None:
        raise bad_request("can't parse BotCommandScope: invalid user_id specified")
    return Scope(str(kind), chat, user if kind == "chat_member" else None)


def scopes_for(chat: int, kind: Literal["private", "group"], user: int) -> Iterator[Scope]:
    """Yield the scopes that count for somebody in a chat, the narrowest first.

    https://core.telegram.org/bots/api#determining-list-of-commands
    """
    if kind == "group":
        yield Scope("chat_member", chat, user)
    yield Scope("chat", chat)
    yield Scope(f"all_{kind}_chats")
    yield Scope()


def _whole(value: object) -> int | None:
    try:
        return int(value) if isinstance(value, int | str) else None
    except ValueError:
        return None
