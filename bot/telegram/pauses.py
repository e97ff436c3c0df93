"""What Telegram asked to be left alone, and for how long: one chat, or all of the bot.

A 429 says how long but not what for. One for a message to a chat is that chat's; one for a call that names no chat is all
of the bot's. https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from datetime import datetime, timedelta
from typing import Final

from bot.conversation.ports import Clock, Scope

WHOLE_BOT: Final = None
"""Stands where a chat's id would."""


class Pauses:
    """The pauses that this process knows of. The other workers hear of them from the store (`Mailbox.release`)."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[int | None, datetime] = {}
        self._new: set[int | None] = set()

    def asked(self, chat_id: int | None, wait_s: float) -> None:
        """Begin a pause that Telegram asks for."""
        self.begin(chat_id, wait_s)
        self._new.add(chat_id)

    def begin(self, chat_id: int | None, wait_s: float) -> None:
        """Begin a pause, unless a longer one lasts."""
        now = self._clock.now()
        self._until = {each: until for each, until in self._until.items() if until > now}
        if wait_s > 0:
            self._until[chat_id] = max(now + timedelta(seconds=wait_s), self._until.get(chat_id, now))

    def left_s(self, chat_id: int | None) -> float:
        """Return for how long nothing may go to a chat; 0 when it may."""
        if not self._until:
            return 0.0
        now = self._clock.now()
        until = max(self._until.get(each, now) for each in (chat_id, WHOLE_BOT))
        return max(0.0, (until - now).total_seconds())

    def news(self, chat_id: int | None) -> Scope | None:
        """Return what Telegram asked to be left alone and the store does not know yet."""
        if WHOLE_BOT in self._new:
            return "bot"
        return "chat" if chat_id in self._new else None

    def passed_on(self, chat_id: int | None) -> None:
        """Forget news that the store knows by now."""
        self._new -= {chat_id, WHOLE_BOT}
