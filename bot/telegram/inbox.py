"""Where every update goes, whichever way Telegram brings it: into the mailbox of the chat that it belongs to.

What is stored may be confirmed to Telegram, what is not comes again. https://core.telegram.org/bots/api#getting-updates
"""

import json
from collections.abc import Callable
from typing import Final

from bot.conversation.ports import Clock, Envelope, Mailbox
from bot.telegram import group, incoming

ALLOWED_UPDATES: Final = ["message", "edited_message", "callback_query", "my_chat_member"]
MALFORMED: Final = "malformed"


def uncounted(_: str) -> None:
    """Let it go by."""


class Inbox:
    """Stores updates of a bot of that name. One that is malformed is told of and left: it must hold back no other.

    `told` hears of trouble: an event name, and a word on it that holds no secret; `took_in` the kind of each update.
    """

    def __init__(
        self,
        mailbox: Mailbox,
        username: str,
        clock: Clock,
        told: Callable[[str, str], None],
        took_in: Callable[[str], None] = uncounted,
    ) -> None:
        self._mailbox = mailbox
        self._username = username
        self._clock = clock
        self._told = told
        self._took_in = took_in

    async def take(self, update: object) -> int | None:
        """Store an update and return its number, None when it has none; raise ConnectionError when it is not stored."""
        number = incoming.update_id(update)
        if number is None:
            self._leave(type(update).__name__)
            return None
        chat = chat_of(update, self._username)
        try:
            body = json.dumps(update, ensure_ascii=True)
        except RecursionError as error:
            self._leave(type(error).__name__)
            return number
        if chat is not None:
            await self._mailbox.put(chat, Envelope(f"update:{number}", "update", self._clock.now(), body))
        self._took_in(kind_of(update))
        return number

    async def take_document(self, document: bytes) -> None:
        """Store an update as it was sent; raise ConnectionError when it is not stored."""
        try:
            update = json.loads(document.decode("utf-8", "replace"))
        except (ValueError, RecursionError) as error:
            self._leave(type(error).__name__)
            return
        await self.take(update)

    def _leave(self, word: str) -> None:
        self._told("malformed_update", word)
        self._took_in(MALFORMED)


def kind_of(update: object) -> str:
    """Return which kind of update it is, as Telegram names it; malformed where it is of none that we ask for."""
    return next((kind for kind in ALLOWED_UPDATES if isinstance(update, dict) and kind in update), MALFORMED)


def chat_of(update: object, username: str) -> str | None:
    """Return whose mailbox an update goes to: a person's, or that of a group that calls the bot; None for none."""
    if (person := incoming.customer_of(update)) is not None:
        return mailbox_of(person)
    called = group.read(update, username)
    return f"group:{called.chat_id}" if called is not None else None


def mailbox_of(person: int) -> str:
    """Return the mailbox of a person, which is that of their private chat."""
    return f"user:{person}"
