"""What a bot says of itself: commands and descriptions per language (https://core.telegram.org/bots/api#setmycommands)."""

import re
from typing import Literal

from bot.simulator.telegram.command_scope import Scope, scopes_for
from bot.simulator.telegram.entities import utf16_length
from bot.simulator.telegram.refused import bad_request

Command = dict[str, str]

MOST_COMMANDS = 100

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}|")
_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def read_language(code: str) -> str:
    """Check a two-letter language code, empty for all languages."""
    if _LANGUAGE.fullmatch(code) is None:
        raise bad_request("invalid language code specified")
    return code


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
    """The bot's name, commands and descriptions."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._commands: dict[tuple[Scope, str], list[Command]] = {}
        self._texts: dict[tuple[str, str], str] = {}

    def set_commands(self, scope: Scope, language: str, commands: list[Command]) -> None:
        """Set the commands of a scope and language."""
        self._commands[scope, language] = commands

    def commands(self, scope: Scope, language: str) -> list[Command]:
        """Return the commands set for exactly this scope and language."""
        return self._commands.get((scope, language), [])

    def commands_for(self, chat: int, kind: Literal["private", "group"], language: str, user: int) -> list[Command]:
        """Return what somebody sees in a chat: the narrowest scope that has commands, in their language if it can be."""
        for scope in scopes_for(chat, kind, user):
            for code in (language[:2], ""):
                if commands := self.commands(scope, code):
                    return commands
        return []

    def set_text(self, kind: str, language: str, text: str) -> None:
        """Set the `name`, `description` or `short_description`; an empty one is taken away."""
        if utf16_length(text) > _LIMITS[kind]:
            raise bad_request(f"{kind.replace('_', ' ')} is too long")
        self._texts[kind, language] = text

    def text(self, kind: str, language: str) -> str:
        """Return a name or description as a user of a language sees it."""
        found = self._texts.get((kind, language[:2])) or self._texts.get((kind, ""))
        return found or (self._name if kind == "name" else "")
