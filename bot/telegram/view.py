"""Sends what is owed. Remembers the live card, so that there is only one with buttons.

A repeat is harmless: a card is edited to what it already shows, a tap is answered twice. What Telegram will never take
(the customer blocked the bot, the tap is too old) is done with; anything else stays owed and raises `NotDelivered`.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.conversation.ports import Owed
from bot.telegram.owed import LONGEST_ANSWER, Answer, Card, read
from bot.telegram.render import shorten

log = structlog.get_logger(__name__)

NOT_MODIFIED: Final = "message is not modified"
LOST_CARD: Final = ("message to edit not found", "message can't be edited", "message_id_invalid")


class NotDelivered(Exception):
    """Telegram did not take a message now; `wait_s` is how long it asks to be left alone."""

    def __init__(self, wait_s: float) -> None:
        super().__init__("not delivered")
        self.wait_s = wait_s


class LiveCard(BaseModel):
    """The card that has the buttons now; `digest` is of what it shows."""

    model_config = ConfigDict(frozen=True)
    message_id: int
    digest: str


@dataclass(frozen=True, slots=True)
class View:
    """The way out to Telegram."""

    bot: Bot

    async def send(self, stored: Owed, remembered: str | None) -> str | None:
        """Send one message; return what is to be remembered of the live card. Raises `NotDelivered`."""
        message = read(stored)
        try:
            match message:
                case Answer():
                    await self._answer(message)
                    return remembered
                case Card():
                    return await self._card(message, _live_card(remembered))
        except Forbidden:
            return remembered
        except RetryAfter as error:
            wait = error.retry_after
            raise NotDelivered(wait if isinstance(wait, int) else wait.total_seconds()) from None
        except BadRequest as error:
            # Asked the same way again, Telegram refuses again: the chat is gone, or the message cannot be.
            log.warning("telegram_refused", kind=message.kind, words=error.message)
            return remembered
        except (NetworkError, TelegramError):
            raise NotDelivered(1.0) from None

    async def at_work(self, chat_id: int, query_id: str | None) -> None:
        """Answer a tap at once and show that something is being done; neither matters enough to fail a turn."""
        try:
            if query_id is not None:
                await self.bot.answer_callback_query(query_id)
            await self.bot.send_chat_action(chat_id, ChatAction.TYPING)
        except TelegramError:
            return

    async def _answer(self, answer: Answer) -> None:
        try:
            await self.bot.answer_callback_query(answer.query_id, text=shorten(answer.notice, LONGEST_ANSWER) or None)
        except BadRequest:
            # The tap is too old or was answered before: the card tells the rest.
            return

    async def _card(self, card: Card, live: LiveCard | None) -> str:
        digest = hashlib.sha256(card.model_dump_json(exclude={"fresh"}).encode()).hexdigest()
        if live is not None and not card.fresh:
            if live.digest == digest:
                return live.model_dump_json()
            if await self._edit(card, live.message_id):
                return LiveCard(message_id=live.message_id, digest=digest).model_dump_json()
        sent = await self.bot.send_message(
            card.chat_id,
            card.html,
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(card),
            link_preview_options=_preview(card),
        )
        if live is not None:
            await self._take_buttons_off(card.chat_id, live.message_id)
        return LiveCard(message_id=sent.message_id, digest=digest).model_dump_json()

    async def _edit(self, card: Card, message_id: int) -> bool:
        """Edit the live card; return False when it is gone."""
        try:
            await self.bot.edit_message_text(
                card.html,
                chat_id=card.chat_id,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=_keyboard(card),
                link_preview_options=_preview(card),
            )
        except BadRequest as error:
            if NOT_MODIFIED in error.message.casefold():
                return True
            if any(words in error.message.casefold() for words in LOST_CARD):
                return False
            raise
        return True

    async def _take_buttons_off(self, chat_id: int, message_id: int) -> None:
        try:
            await self.bot.edit_message_reply_markup(chat_id=chat_id, message_id=message_id, reply_markup=None)
        except BadRequest:
            # Deleted by the customer, or without buttons already.
            return


def _live_card(remembered: str | None) -> LiveCard | None:
    try:
        return LiveCard.model_validate_json(remembered) if remembered else None
    except ValidationError:
        return None


def _keyboard(card: Card) -> InlineKeyboardMarkup | None:
    if not card.keyboard:
        return None
    return InlineKeyboardMarkup.de_json({"inline_keyboard": card.keyboard}, None)


def _preview(card: Card) -> LinkPreviewOptions:
    if card.picture is None:
        return LinkPreviewOptions(is_disabled=True)
    return LinkPreviewOptions(url=card.picture, prefer_large_media=True, show_above_text=True)
