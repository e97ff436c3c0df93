"""Groups, supergroups and channels that the bot is in, or was (https://core.telegram.org/bots/api#chat)."""

from typing import Final, Literal

from bot.simulator.telegram.chat import Chat
from bot.simulator.telegram.customer import Customer
from bot.simulator.telegram.entities import Entity, utf16_slice
from bot.simulator.telegram.messages import Message
from bot.simulator.telegram.refused import Refused

Kind = Literal["group", "supergroup", "channel"]
BotStatus = Literal["member", "administrator", "left", "kicked"]

_PRESENT: Final = frozenset({"member", "administrator"})


class SharedChat(Chat):
    """A chat of many. `bot` is what the bot is in it."""

    def __init__(self, chat_id: int, kind: Kind, title: str) -> None:
        super().__init__(chat_id)
        self.kind = kind
        self.title = title
        self.bot: BotStatus = "left"
        self.members: dict[int, Customer] = {}
        self.migrated_to: int | None = None
        self.is_deleted = False

    def as_chat(self) -> dict[str, object]:
        """Return the Bot API's Chat."""
        return {"id": self.id, "title": self.title, "type": self.kind}

    @property
    def has_bot(self) -> bool:
        """Whether the bot is there."""
        return self.bot in _PRESENT

    def expect_known(self) -> None:
        """Refuse nothing: the bot was added to it once."""

    def expect_accessible(self) -> None:
        """Raise Refused where the bot is not, or no more."""
        if self.bot == "kicked":
            raise Refused(f"Forbidden: bot was kicked from the {self.kind} chat", 403)
        if self.bot == "left":
            raise Refused(f"Forbidden: bot is not a member of the {self.kind} chat", 403)

    def expect_writable(self) -> None:
        """Raise Refused where the bot may not write; for a group that became a supergroup, with its new id."""
        if self.migrated_to is not None:
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(words, 400, {"migrate_to_chat_id": self.migrated_to})
        if self.is_deleted:
            raise Refused("Forbidden: the group chat was deleted", 403)
        self.expect_accessible()

    def is_told_to_bot(self, message: Message, username: str, *, reads_all: bool) -> bool:
        """Tell whether the bot hears of a customer's message: all in a channel and for an administrator.

        Else only what is meant for it: https://core.telegram.org/bots/features#privacy-mode
        """
        if not self.has_bot:
            return False
        if self.kind == "channel" or self.bot == "administrator" or reads_all:
            return True
        answered = self.messages.get(message.reply_to or 0)
        is_answer = answered is not None and answered.by_bot
        is_via_bot = message.inline_message_id is not None
        text = message.content.text
        return is_answer or is_via_bot or any(_calls(part, text, username) for part in message.content.entities)


def _calls(part: Entity, text: str, username: str) -> bool:
    words = utf16_slice(text, part.offset, part.length).lower()
    if part.type == "mention":
        return words == f"@{username.lower()}"
    if part.type != "bot_command" or part.offset != 0:
        return False
    _, at, called = words.partition("@")
    return not at or called == username.lower()
