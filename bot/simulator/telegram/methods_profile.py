"""The methods by which a bot says what it is and does (https://core.telegram.org/bots/api#setmycommands)."""

from collections.abc import Callable

from bot.simulator.telegram.command_scope import Scope, read_scope
from bot.simulator.telegram.menu_button import read_menu_button
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.method import Action
from bot.simulator.telegram.parameters import Parameters
from bot.simulator.telegram.profile import read_commands, read_language
from bot.simulator.telegram.refused import bad_request


def set_my_commands(messenger: Messenger, parameters: Parameters) -> object:
    """Set the commands of a scope and language."""
    scope = _scope(messenger, parameters)
    language = read_language(parameters.text("language_code"))
    messenger.profile.set_commands(scope, language, read_commands(parameters.document("commands")))
    _show_profile(messenger)
    return True


def delete_my_commands(messenger: Messenger, parameters: Parameters) -> object:
    """Take the commands of a scope and language away."""
    scope = _scope(messenger, parameters)
    messenger.profile.set_commands(scope, read_language(parameters.text("language_code")), [])
    _show_profile(messenger)
    return True


def get_my_commands(messenger: Messenger, parameters: Parameters) -> object:
    """Return the commands of exactly a scope and language."""
    scope = _scope(messenger, parameters)
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


def set_my_name(messenger: Messenger, parameters: Parameters) -> object:
    """Set the name of the bot, for a language or for all."""
    language = read_language(parameters.text("language_code"))
    messenger.profile.set_text("name", language, parameters.text("name"))
    messenger.bot["first_name"] = messenger.profile.text("name", "")
    _show_profile(messenger)
    return True


def set_chat_menu_button(messenger: Messenger, parameters: Parameters) -> object:
    """Set the button beside the message field, in a private chat or in all."""
    button = read_menu_button(parameters.document("menu_button"))
    messenger.menu_buttons.set(_private_chat(messenger, parameters), button)
    return True


def get_chat_menu_button(messenger: Messenger, parameters: Parameters) -> object:
    """Return the button beside the message field."""
    return messenger.menu_buttons.get(_private_chat(messenger, parameters))


def _private_chat(messenger: Messenger, parameters: Parameters) -> int | None:
    if "chat_id" not in parameters:
        return None
    chat = messenger.chats.get(parameters.whole("chat_id") or 0)
    if chat is None or not chat.known_to_bot:
        raise bad_request("chat not found")
    return chat.id


def _scope(messenger: Messenger, parameters: Parameters) -> Scope:
    scope = read_scope(parameters.document("scope"))
    if scope.chat is not None:
        messenger.find(scope.chat).expect_known()
    return scope


def _show_profile(messenger: Messenger) -> None:
    for chat in (*messenger.chats.values(), *messenger.shared_chats.values()):
        chat.changed()


PROFILE_METHODS: dict[str, Action] = {
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getMyCommands": get_my_commands,
    "setMyName": set_my_name,
    "getMyName": _getter("name"),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
}
