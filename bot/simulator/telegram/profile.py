"""What a bot says of itself: commands and descriptions per language (https://core.telegram.org/bots/api#setmycommands)."""

import json
import re
from typing import Literal

from bot.simulator.telegram.entities import utf16_length
from bot.simulator.telegram.refused import bad_request

Command = dict[str, str]

MOST_COMMANDS = 100

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}|")
_SCOPES = frozenset(
    {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
    | {"chat", "chat_administrators", "chat_member"}
)
_LIMITS = {"description": 512, "short_description": 120}


def read_language(code: str) -> str:
    """Check a two-letter language code, empty for all languages."""
    if _LANGUAGE.fullmatch(code) is None:
        raise bad_request("invalid language code specified")
    return code


def read_scope(document: object) -> str:
    """Check a command scope and return it as a key."""
    if document is None:
        return _scope("default")
    kind = document.get("type") if isinstance(document, dict) else None
    if not isinstance(document, dict) or kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if kind in ("chat", "chat_administrators", "chat_member"):
        return _scope(kind, chat=str(document.get("chat_id")))
    return _scope(kind)


def _scope(kind: object, chat: str = "") -> str:
    return json.dumps([kind, chat])


def read_commands(document: object) -> list[Command]:
    """Check a list of commands; raise Refused as the Bot API does."""
    if not isinstance(document, list):
        raise bad_request("expected an Array of BotCommand")
    if len(document) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_read_command(item) for item in document]


def _read_command(item: object) -> Command:
    if not isinstance(item, dict):
        raise bad_request("expected an Object as BotCommand")
    command, description = item.get("command"), item.get("description")
    if not isinstance(command, str) or _COMMAND.fullmatch(command) is None:
        raise bad_request("BOT_COMMAND_INVALID")
    if not isinstance(description, str) or not 1 <= utf16_length(description.strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}


class Profile:
    """The bot's commands and descriptions."""

    def __init__(self) -> None:
        self._commands: dict[tuple[str, str], list[Command]] = {}
        self._texts: dict[tuple[str, str], str] = {}

    def set_commands(self, scope: str, language: str, commands: list[Command]) -> None:
        """Set the commands of a scope and language."""
        self._commands[scope, language] = commands

    def commands(self, scope: str, language: str) -> list[Command]:
        """Return the commands set for exactly this scope and language."""
        return self._commands.get((scope, language), [])

    def commands_for(self, chat: int, kind: Literal["private", "group"], language: str) -> list[Command]:
        """Return what a customer sees in a chat: the narrowest scope that has commands, in their language if it can be.

        https://core.telegram.org/bots/api#determining-list-of-commands
        """
        for scope in (_scope("chat", str(chat)), _scope(f"all_{kind}_chats"), _scope("default")):
            for code in (language[:2], ""):
                if commands := self.commands(scope, code):
                    return commands
        return []

    def set_text(self, kind: str, language: str, text: str) -> None:
        """Set the `description` or `short_description`; an empty one is taken away."""
        if utf16_length(text) > _LIMITS[kind]:
            raise bad_request(f"{kind.replace('_', ' ')} is too long")
        self._texts[kind, language] = text

    def text(self, kind: str, language: str) -> str:
        """Return a description as a user of a language sees it."""
        return self._texts.get((kind, language[:2])) or self._texts.get((kind, ""), "")
