"""What Telegram shows of the bot before a word is said: commands and descriptions, per language."""

from collections.abc import Callable
from typing import Final

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.conversation.messages import text
from bot.conversation.offered_commands import OFFERED
from bot.conversation.ports import Catalog
from bot.domain.labels import LANGUAGES, Language

DESCRIPTION: Final = text("Buy tickets here in the chat: choose, check, pay. Tap START to see the events.")
SHORT_DESCRIPTION: Final = text("Tickets, bought in a chat.")


Asked = tuple[Language, str | None]
"""A language, and the code it is set for: None for everybody whose language is none of ours."""
EVERYBODY: Final[tuple[Asked, ...]] = (("en", None), *((each, each) for each in LANGUAGES))


async def publish(bot: Bot, catalog: Catalog, told: Callable[[str, str], None]) -> None:
    """Set commands and descriptions for every language and, in English, for all others.

    A profile that could not be set is no reason not to sell: `told` hears of it.
    """
    try:
        for language, code in EVERYBODY:
            await bot.set_my_commands(_commands(catalog, language), language_code=code)
            await bot.set_my_description(catalog.words(DESCRIPTION, language), language_code=code)
            await bot.set_my_short_description(catalog.words(SHORT_DESCRIPTION, language), language_code=code)
    except TelegramError as error:
        told("profile_not_set", type(error).__name__)


async def differing(bot: Bot, catalog: Catalog) -> tuple[str, ...]:
    """Return the languages whose commands are not as `publish` sets them; raise TelegramError."""
    found = [
        code or "all others"
        for language, code in EVERYBODY
        if list(await bot.get_my_commands(language_code=code)) != _commands(catalog, language)
    ]
    return tuple(found)


def _commands(catalog: Catalog, language: Language) -> list[BotCommand]:
    return [BotCommand(name, catalog.words(words, language)) for name, words in OFFERED.items()]
