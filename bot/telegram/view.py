"""Sends what is owed. Remembers the live card, so that there is only one with buttons.

A repeat is harmless: a card is edited to what it already shows, a tap is answered twice. What Telegram will never take
(the customer blocked the bot, the tap is too old) is done with; anything else stays owed and raises `NotDelivered`.
"""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram import Message as SentMessage
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.conversation.ports import Owed
from bot.telegram import contact_question, keepsakes
from bot.telegram.delivery import delivering
from bot.telegram.length import shorten
from bot.telegram.live_card import FORGOTTEN, LiveCard, read_card
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

NOT_MODIFIED: Final = "message is not modified"
MOST_BARE: Final = 5
"""How many messages at most lose their buttons at a time: Telegram counts each as a call."""
LOST_CARD: Final = ("message to edit not found", "message can't be edited", "message_id_invalid")


@dataclass(frozen=True, slots=True)
class View:
    """The way out to Telegram."""

    bot: Bot

    async def send(self, stored: Owed, remembered: str | None) -> str | None:
        """Send one message; return what is to be remembered of the live card. Raises `NotDelivered`."""
        message = read(stored)
        with delivering(stored, message):
            remembered = await self._send(message, remembered)
        return FORGOTTEN if isinstance(message, Card) and message.last else remembered

    async def _send(self, message: Message, remembered: str | None) -> str | None:
        match message:
            case Answer():
                await self._answer(message)
                return remembered
            case Card():
                return await self._card(message, read_card(remembered))
            case Bell():
                return await self._bell(message, read_card(remembered))
            case ContactQuestion():
                return await self._ask_for_contact(message, read_card(remembered))
            case ContactOver():
                return await self._end_contact_question(message, read_card(remembered))
            case GroupCard():
                return await self._group_card(message, read_card(remembered))
            case Note() | Document() | TicketPicture():
                await keepsakes.send(self.bot, message)
                return remembered

    async def ask(self) -> None:
        """Ask Telegram something that changes nothing; raises what the library raises."""
        await self.bot.get_me()

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


def _keyboard(card: Card | Bell | GroupCard) -> InlineKeyboardMarkup | None:
    if not card.keyboard:
        return None
    return InlineKeyboardMarkup.de_json({"inline_keyboard": card.keyboard}, None)


def _preview(card: Card) -> LinkPreviewOptions:
    if card.picture is None:
        return LinkPreviewOptions(is_disabled=True)
    return LinkPreviewOptions(url=card.picture, prefer_large_media=True, show_above_text=True)
