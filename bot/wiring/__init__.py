"""The only place where the parts are plugged together."""

from bot.wiring.desks import dead_letters, link_desk, remembered_chats
from bot.wiring.intake import webhook_url
from bot.wiring.opening import CannotStart, Reach, reach
from bot.wiring.shop import told
from bot.wiring.ticketbot import Ticketbot, ticketbot

__all__ = [
    "CannotStart",
    "Reach",
    "Ticketbot",
    "dead_letters",
    "link_desk",
    "reach",
    "remembered_chats",
    "ticketbot",
    "told",
    "webhook_url",
]
