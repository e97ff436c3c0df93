"""The methods by which a bot says what it is and does (https://core.telegram.org/bots/api#setmycommands)."""

from collections.abc import Callable

from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.method import Method, method
from bot.simulator.telegram.parameters import Parameters
from bot.simulator.telegram.profile import read_commands, read_language, read_scope


def set_my_commands(messenger: Messenger, parameters: Parameters) -> object:
    """Set the commands of a scope and language."""
    scope = read_scope(parameters.document("scope"))
    language = read_language(parameters.text("language_code"))
    messenger.profile.set_commands(scope, language, read_commands(parameters.document("commands")))
    _show_profile(messenger)
    return True


def delete_my_commands(messenger: Messenger, parameters: Parameters) -> object:
    """Take the commands of a scope and language away."""
    scope = read_scope(parameters.document("scope"))
    messenger.profile.set_commands(scope, read_language(parameters.text("language_code")), [])
    _show_profile(messenger)
    return True


def get_my_commands(messenger: Messenger, parameters: Parameters) -> object:
    """Return the commands of exactly a scope and language."""
    scope = read_scope(parameters.document("scope"))
    return messenger.profile.commands(scope, read_language(parameters.text("language_code")))


def _setter(kind: str) -> Callable[[Messenger, Parameters], object]:
    def set_text(messenger: Messenger, parameters: Parameters) -> object:
        language = read_language(parameters.text("language_code"))
        messenger.profile.set_text(kind, language, parameters.text(kind))
        _show_profile(messenger)
        return True

    return set_text


def _getter(kind: str) -> Callable[[Messenger, Parameters], object]:
    def get_text(messenger: Messenger, parameters: Parameters) -> object:
        return {kind: messenger.profile.text(kind, read_language(parameters.text("language_code")))}

    return get_text


def _show_profile(messenger: Messenger) -> None:
    for chat in messenger.chats.values():
        chat.changed()


_LANGUAGE = ("language_code",)

PROFILE_METHODS: dict[str, Method] = {
    "setMyCommands": method(set_my_commands, "commands", "scope", *_LANGUAGE),
    "deleteMyCommands": method(delete_my_commands, "scope", *_LANGUAGE),
    "getMyCommands": method(get_my_commands, "scope", *_LANGUAGE),
    "setMyDescription": method(_setter("description"), "description", *_LANGUAGE),
    "getMyDescription": method(_getter("description"), *_LANGUAGE),
    "setMyShortDescription": method(_setter("short_description"), "short_description", *_LANGUAGE),
    "getMyShortDescription": method(_getter("short_description"), *_LANGUAGE),
}
