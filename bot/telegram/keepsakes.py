"""Keepsakes as Telegram has them: messages, files and pictures, all of them uploaded and none of them the shop's address."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from telegram import Bot, InlineKeyboardMarkup, InputFile, LinkPreviewOptions
from telegram.constants import ParseMode

from bot.conversation.keepsakes import CalendarFile, Note, TicketPicture, keepsakes
from bot.conversation.messages import Screen
from bot.conversation.orders import OrderRecord
from bot.conversation.ports import Catalog
from bot.domain.labels import Language
from bot.telegram import owed
from bot.telegram.calendar_file import calendar_file
from bot.telegram.qr_picture import qr_picture
from bot.telegram.render import Rendered, render


@dataclass(frozen=True, slots=True)
class Handout:
    """How keepsakes are made: whether tickets are drawn, and how long before its date a calendar rings (0: never)."""

    draws_tickets: bool = False
    alarm_before: timedelta = timedelta(hours=1)

    def owed(self, order: OrderRecord, chat_id: int, language: Language, catalog: Catalog) -> Iterator[owed.Keepsake]:
        """Yield what is owed with an order, in words. Never as a numbered list: a typed number means a button of the card."""

        def drawn(screen: Screen) -> Rendered:
            return render(screen, 0, None, language, catalog)

        for each in keepsakes(order, draws_tickets=self.draws_tickets):
            match each:
                case Note(screen=screen):
                    note = drawn(screen)
                    yield owed.Note(chat_id=chat_id, html=note.html, keyboard=note.keyboard)
                case CalendarFile():
                    content = calendar_file(each, catalog.words(each.description, language), self.alarm_before)
                    html = drawn(each.caption).html
                    yield owed.Document(chat_id=chat_id, name=each.name, content=content, html=html)
                case TicketPicture(code=code, caption=caption):
                    yield owed.TicketPicture(chat_id=chat_id, code=code, html=drawn(caption).html)
                case _:
                    assert_never(each)


async def send(bot: Bot, keepsake: owed.Keepsake) -> None:
    """Send one. The card above it has rung already."""
    match keepsake:
        case owed.Note():
            await bot.send_message(
                keepsake.chat_id,
                keepsake.html,
                parse_mode=ParseMode.HTML,
                reply_markup=_keyboard(keepsake),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                disable_notification=True,
            )
        case owed.Document():
            await bot.send_document(
                keepsake.chat_id,
                InputFile(keepsake.content.encode(), filename=keepsake.name),
                caption=keepsake.html,
                parse_mode=ParseMode.HTML,
                disable_notification=True,
            )
        case owed.TicketPicture():
            await bot.send_photo(
                keepsake.chat_id,
                InputFile(qr_picture(keepsake.code), filename="ticket.png"),
                caption=keepsake.html,
                parse_mode=ParseMode.HTML,
                disable_notification=True,
            )
        case _:
            assert_never(keepsake)


def _keyboard(note: owed.Note) -> InlineKeyboardMarkup | None:
    return InlineKeyboardMarkup.de_json({"inline_keyboard": note.keyboard}, None) if note.keyboard else None
