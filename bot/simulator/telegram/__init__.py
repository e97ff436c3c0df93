"""A Bot API emulator and the customers who chat with the bot through it."""

from collections.abc import Sequence

from starlette.routing import BaseRoute

from bot.simulator.clock import MovableClock
from bot.simulator.telegram.bot_api import BotApi
from bot.simulator.telegram.customer_api import CustomerApi
from bot.simulator.telegram.customer_media import CustomerMedia
from bot.simulator.telegram.file_api import FileApi
from bot.simulator.telegram.inline_api import InlineApi
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.options_api import OptionsApi
from bot.simulator.telegram.shared_chat_api import SharedChatApi
from bot.simulator.telegram.shared_chats import SharedChats


class Telegram:
    """Telegram on the loopback, for one bot with one token. All state lives in the process."""

    def __init__(self, clock: MovableClock, token: str, username: str, name: str) -> None:
        self.messenger = Messenger(clock, token, username, name)
        self._shared_chats = SharedChats(self.messenger)
        self._token = token

    def routes(self) -> Sequence[BaseRoute]:
        """Return the routes of the bot's side and of the customers' side."""
        return [
            *BotApi(self.messenger, self._token).routes(),
            *FileApi(self.messenger, self._token).routes(),
            *CustomerApi(self.messenger).routes(),
            *CustomerMedia(self.messenger).routes(),
            *InlineApi(self.messenger, self._shared_chats).routes(),
            *OptionsApi(self.messenger).routes(),
            *SharedChatApi(self.messenger, self._shared_chats).routes(),
        ]
