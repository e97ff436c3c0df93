"""The contact question: a message below the card whose button, below the input, shares the customer's own number.

A message can bring buttons of its own or a keyboard below the input, not both, so the question is no part of the card. It
is asked anew where something else was said, as that hides a keyboard for one time. Once it is over, a message takes the
keyboard away and the card comes below. https://core.telegram.org/bots/api#replykeyboardmarkup
"""

from contextlib import suppress
from typing import Final

from telegram import Bot, KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove
from telegram.error import TelegramError

from bot.conversation.messages import text
from bot.conversation.ports import Catalog
from bot.domain.labels import Language
from bot.telegram.owed import ContactOver, ContactQuestion

QUESTION: Final = text("You can also tap the button below to share the number of this Telegram account.")
BUTTON: Final = text("Share my number")
OVER: Final = text("Your order goes on below.")


def question(chat_id: int, language: Language, catalog: Catalog) -> ContactQuestion:
    """Return the question as it is owed."""
    words, button = catalog.words(QUESTION, language), catalog.words(BUTTON, language)
    return ContactQuestion(chat_id=chat_id, words=words, button=button)


def over(chat_id: int, language: Language, catalog: Catalog) -> ContactOver:
    """Return what takes the keyboard away, as it is owed."""
    return ContactOver(chat_id=chat_id, words=catalog.words(OVER, language))


async def ask(bot: Bot, asked: ContactQuestion, before: int | None) -> int:
    """Ask, in place of a question that was asked before; return the message."""
    button = KeyboardButton(asked.button, request_contact=True)
    keyboard = ReplyKeyboardMarkup([[button]], one_time_keyboard=True, resize_keyboard=True)
    sent = await bot.send_message(asked.chat_id, asked.words, reply_markup=keyboard)
    if before is not None:
        # Deleted by the customer, too old to be, or not now: two questions do no harm.
        with suppress(TelegramError):
            await bot.delete_message(asked.chat_id, before)
    return sent.message_id


async def end(bot: Bot, ended: ContactOver) -> None:
    """Take the keyboard away."""
    await bot.send_message(ended.chat_id, ended.words, reply_markup=ReplyKeyboardRemove())
