"""The commands that are offered, in Telegram's menu and by /help: those that do something today."""

from collections.abc import Mapping
from typing import Final

from bot.conversation.messages import CommandName, Text, text

OFFERED: Final[Mapping[CommandName, Text]] = {
    CommandName.START: text("Begin"),
    CommandName.EVENTS: text("See all events"),
    CommandName.ORDERS: text("See your orders"),
    CommandName.LANGUAGE: text("Change the language"),
    CommandName.PLAIN: text("Numbered lists without symbols"),
    CommandName.HELP: text("Get help"),
    CommandName.CANCEL: text("Stop this order"),
    CommandName.PRIVACY: text("What we keep about you"),
    CommandName.EXPORT: text("Get everything we keep about you"),
    CommandName.DELETE: text("Delete everything we keep about you"),
}
