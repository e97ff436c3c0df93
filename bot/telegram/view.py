"""Sends what is owed. Remembers the live card, so that there is only one with buttons.

A repeat is harmless: a card is edited to what it already shows, a tap is answered twice. What Telegram will never take
(the customer blocked the bot, the tap is too old) is done with; anything else stays owed and raises `NotDelivered`.
"""

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram import Message as SentMessage
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.conversation.ports import Owed
from bot.telegram import contact_question, keepsakes
from bot.telegram.length import shorten
from bot.telegram.owed import (
    LONGEST_ANSWER,
    Answer,
    Bell,
    Card,
    ContactOver,
    ContactQuestion,
    Document,
    GroupCard,
    Message,
    Note,
    TicketPicture,
    read,
)

log = structlog.get_logger(__name__)

FORGOTTEN: Final = ""
"""What is remembered of the live card once its customer is forgotten."""
NOT_MODIFIED: Final = "message is not modified"
MOST_BARE: Final = 5
"""How many messages at most lose their buttons at a time: Telegram counts each as a call."""
LOST_CARD: Final = ("message to edit not found", "message can't be edited", "message_id_invalid")


class NotDelivered(Exception):
    """Telegram did not take a message now; `wait_s` is how long it asks to be left alone."""

    def __init__(self, wait_s: float) -> None:
        super().__init__("not delivered")
        self.wait_s = wait_s


class LiveCard(BaseModel):
    """The card that has the buttons now; `digest` is of what it shows, `album` the one it answered.

    `bare` are messages whose buttons are still to be taken off, as Telegram did not take that when they were replaced;
    `contact_question` is the one that asks for a contact, while it does. `bells` are the messages beside the card whose
    buttons make another purchase the current one, by what they are about: the one that is pressed becomes the card.
    """

    model_config = ConfigDict(frozen=True)
    message_id: int
    digest: str
    album: str = ""
    bare: tuple[int, ...] = ()
    contact_question: int | None = None
    bells: Mapping[str, int] = Field(default_factory=dict)

    def turned_to(self, bell: int) -> "LiveCard":
        """Return a bell as the live card; the one that was it is to lose its buttons."""
        bells = {about: message for about, message in self.bells.items() if message != bell}
        bare = (*self.bare, self.message_id)
        return self.model_copy(update={"message_id": bell, "digest": "", "album": "", "bare": bare, "bells": bells})


@dataclass(frozen=True, slots=True)
class View:
    """The way out to Telegram."""

    bot: Bot

    async def send(self, stored: Owed, remembered: str | None) -> str | None:
        """Send one message; return what is to be remembered of the live card. Raises `NotDelivered`."""
        message = read(stored)
        remembered = await self._send(message, remembered)
        return FORGOTTEN if isinstance(message, Card) and message.last else remembered

    async def _send(self, message: Message, remembered: str | None) -> str | None:
        try:
            match message:
                case Answer():
                    await self._answer(message)
                    return remembered
                case Card():
                    return await self._card(message, _live_card(remembered))
                case Bell():
                    return await self._bell(message, _live_card(remembered))
                case ContactQuestion():
                    return await self._ask_for_contact(message, _live_card(remembered))
                case ContactOver():
                    return await self._end_contact_question(message, _live_card(remembered))
                case GroupCard():
                    return await self._group_card(message, _live_card(remembered))
                case Note() | Document() | TicketPicture():
                    await keepsakes.send(self.bot, message)
                    return remembered
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

    async def answer_at_once(self, query_id: str) -> None:
        """Answer a tap with nothing; that does not matter enough to fail a turn."""
        with suppress(TelegramError):
            await self.bot.answer_callback_query(query_id)

    async def typing(self, chat_id: int) -> None:
        """Show for a moment that something is being done; that does not matter enough to fail a turn either."""
        with suppress(TelegramError):
            await self.bot.send_chat_action(chat_id, ChatAction.TYPING)

    async def _answer(self, answer: Answer) -> None:
        try:
            await self.bot.answer_callback_query(answer.query_id, text=shorten(answer.notice, LONGEST_ANSWER) or None)
        except BadRequest:
            # The tap is too old or was answered before: the card tells the rest.
            return

    async def _card(self, card: Card, live: LiveCard | None) -> str:
        digest = hashlib.sha256(card.model_dump_json(include={"html", "keyboard", "picture"}).encode()).hexdigest()
        if live is None and card.pressed is not None:
            # Nothing is remembered of so old a card, but it was there to be tapped.
            live = LiveCard(message_id=card.pressed, digest="")
        if live is not None and card.pressed is not None and card.pressed in live.bells.values():
            live = live.turned_to(card.pressed)
        is_answered = live is not None and card.album != "" and live.album == card.album
        if live is not None and (is_answered or not card.fresh):
            others = (*live.bare, card.pressed) if card.pressed is not None else live.bare
            if live.digest == digest or await self._edit(card, live.message_id):
                bare = await self._take_buttons_off(card.chat_id, {*others} - {live.message_id})
                shown = live.model_copy(update={"digest": digest, "bare": bare})
                return shown.model_dump_json()
        sent = await self.bot.send_message(
            card.chat_id,
            card.html,
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(card),
            link_preview_options=_preview(card),
        )
        old = {live.message_id, *live.bare} if live is not None else set[int]()
        bare = await self._take_buttons_off(card.chat_id, old)
        return LiveCard(
            message_id=sent.message_id,
            digest=digest,
            album=card.album,
            bare=bare,
            contact_question=live.contact_question if live is not None else None,
            bells=live.bells if live is not None else {},
        ).model_dump_json()

    async def _bell(self, bell: Bell, live: LiveCard | None) -> str | None:
        """Send a bell below, and take the buttons off the one before it about the same; the live card stays."""
        sent = await self.bot.send_message(
            bell.chat_id,
            bell.html,
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(bell),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        if live is None:
            return None
        before = live.bells.get(bell.about)
        bare = await self._take_buttons_off(bell.chat_id, {*live.bare, *([before] if before is not None else [])})
        bells = {**live.bells, bell.about: sent.message_id}
        return live.model_copy(update={"bare": bare, "bells": bells}).model_dump_json()

    async def _ask_for_contact(self, question: ContactQuestion, live: LiveCard | None) -> str | None:
        if live is None:
            return None
        asked = await contact_question.ask(self.bot, question, live.contact_question)
        return live.model_copy(update={"contact_question": asked}).model_dump_json()

    async def _end_contact_question(self, over: ContactOver, live: LiveCard | None) -> str | None:
        if live is None:
            return None
        await contact_question.end(self.bot, over)
        return live.model_copy(update={"contact_question": None}).model_dump_json()

    async def _group_card(self, card: GroupCard, live: LiveCard | None) -> str:
        """Send the card of a group below what was said there, and delete the one before: there is only one."""
        try:
            sent = await self._send_to_group(card, card.chat_id)
        except ChatMigrated as moved:
            sent = await self._send_to_group(card, moved.new_chat_id)
        if live is not None:
            with suppress(TelegramError):
                await self.bot.delete_message(card.chat_id, live.message_id)
        return LiveCard(message_id=sent.message_id, digest="").model_dump_json()

    async def _send_to_group(self, card: GroupCard, chat_id: int) -> SentMessage:
        return await self.bot.send_message(
            chat_id,
            card.html,
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(card),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            message_thread_id=card.topic,
            disable_notification=True,
        )

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

    async def _take_buttons_off(self, chat_id: int, message_ids: Iterable[int]) -> tuple[int, ...]:
        """Leave only the live card its buttons; return the messages that still have them, for the next time.

        The card is sent by now: were this to fail, it would be sent again.
        """
        left = []
        for message_id in sorted(message_ids)[-MOST_BARE:]:
            try:
                await self.bot.edit_message_reply_markup(chat_id=chat_id, message_id=message_id, reply_markup=None)
            except (BadRequest, Forbidden):
                # Deleted by the customer, or without buttons already.
                continue
            except TelegramError:
                left.append(message_id)
        return tuple(left)


def asks_for_contact(remembered: str | None) -> bool:
    """Whether the contact question is in the chat, by what is remembered of the live card."""
    live = _live_card(remembered)
    return live is not None and live.contact_question is not None


def _live_card(remembered: str | None) -> LiveCard | None:
    try:
        return LiveCard.model_validate_json(remembered) if remembered else None
    except ValidationError:
        return None


def _keyboard(card: Card | Bell | GroupCard) -> InlineKeyboardMarkup | None:
    if not card.keyboard:
        return None
    return InlineKeyboardMarkup.de_json({"inline_keyboard": card.keyboard}, None)


def _preview(card: Card) -> LinkPreviewOptions:
    if card.picture is None:
        return LinkPreviewOptions(is_disabled=True)
    return LinkPreviewOptions(url=card.picture, prefer_large_media=True, show_above_text=True)
