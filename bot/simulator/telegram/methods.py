"""The methods of the Bot API that the emulator knows (https://core.telegram.org/bots/api#available-methods)."""

from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.method import Action, chat_of
from bot.simulator.telegram.methods_album import ALBUM_METHODS
from bot.simulator.telegram.methods_chats import CHAT_METHODS
from bot.simulator.telegram.methods_delivery import DELIVERY_METHODS
from bot.simulator.telegram.methods_edit import EDIT_METHODS
from bot.simulator.telegram.methods_inline import INLINE_METHODS
from bot.simulator.telegram.methods_media import MEDIA_METHODS
from bot.simulator.telegram.methods_move import MOVE_METHODS
from bot.simulator.telegram.methods_profile import PROFILE_METHODS
from bot.simulator.telegram.methods_send import SEND_METHODS
from bot.simulator.telegram.methods_taps import TAP_METHODS
from bot.simulator.telegram.parameters import Parameters
from bot.simulator.telegram.refused import bad_request

_CHAT_ACTIONS = frozenset(
    {"typing", "choose_sticker", "find_location"}
    | {f"{verb}_{what}" for verb in ("record", "upload") for what in ("video", "voice", "video_note")}
    | {"upload_photo", "upload_document"}
)


def get_me(messenger: Messenger, _: Parameters) -> object:
    """Return the bot's own User."""
    return {
        **messenger.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": messenger.options.reads_all_group_messages,
        "supports_inline_queries": messenger.options.inline,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def send_chat_action(messenger: Messenger, parameters: Parameters) -> object:
    """Show for five seconds what the bot is doing."""
    chat = chat_of(messenger, parameters)
    if parameters.text("action").lower() not in _CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.expect_writable()
    chat.type(messenger.clock.now())
    return True


METHODS: dict[str, Action] = {
    **CHAT_METHODS,
    **DELIVERY_METHODS,
    **SEND_METHODS,
    **MEDIA_METHODS,
    **ALBUM_METHODS,
    **EDIT_METHODS,
    **INLINE_METHODS,
    **MOVE_METHODS,
    **PROFILE_METHODS,
    **TAP_METHODS,
    "getMe": get_me,
    "sendChatAction": send_chat_action,
}
"""The methods by their names, but for getUpdates, which waits (`bot_api`)."""
