"""What customers send beside words, over HTTP: contacts, made-up media, forwards."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from bot.simulator.telegram.chat import PrivateChat
from bot.simulator.telegram.content import MOST_IN_A_CAPTION, Content, media_content
from bot.simulator.telegram.customer_requests import Forwarding, SentMedia, SharedContact, WrongRequest, read_body
from bot.simulator.telegram.endpoints import CUSTOMER, chat_of, expect_message, expect_open, route
from bot.simulator.telegram.keyboards import asks_for
from bot.simulator.telegram.made_up import KINDS, made_up
from bot.simulator.telegram.media import CAPTIONED, Card, contact
from bot.simulator.telegram.messages import Message, Sending
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.refused import Refused
from bot.simulator.telegram.words import Words


class CustomerMedia:
    """A phone's attachment button, its contact button and its forwarding."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger

    def routes(self) -> Sequence[BaseRoute]:
        """Return the routes."""
        return [
            route(f"{CUSTOMER}/contact", self._share_contact, "POST"),
            route(f"{CUSTOMER}/media", self._send_media, "POST"),
            route(f"{CUSTOMER}/forward", self._forward, "POST"),
        ]

    async def _share_contact(self, request: Request) -> Response:
        """Share the own contact, as the button below the input does when there is one, or somebody else's."""
        chat = chat_of(self._messenger, request)
        expect_open(chat)
        shared = await read_body(request, SharedContact)
        if shared.other is not None:
            other = shared.other
            card = contact(other.phone_number, other.first_name, other.last_name, other.user_id)
            return _sent(self._messenger.give(chat, Content(media=card)))
        return _sent(self._messenger.give(chat, Content(media=_own_card(chat)), reply_to=_asking(chat)))

    async def _send_media(self, request: Request) -> Response:
        chat = chat_of(self._messenger, request)
        expect_open(chat)
        sent = await read_body(request, SentMedia)
        if sent.kind not in KINDS:
            raise WrongRequest(422, f"kind: one of {', '.join(sorted(KINDS))}")
        if sent.caption and sent.kind not in CAPTIONED:
            raise WrongRequest(422, f"caption: a {sent.kind} has none")
        if sent.reply_to is not None:
            expect_message(chat, sent.reply_to)
        try:
            content = media_content(made_up(sent.kind, self._messenger.files), Words(sent.caption))
        except Refused:
            raise WrongRequest(422, f"caption: Telegram sends at most {MOST_IN_A_CAPTION} characters") from None
        return _sent(self._messenger.give(chat, content, reply_to=sent.reply_to))

    async def _forward(self, request: Request) -> Response:
        """Send a message of the chat on into it; its buttons stay behind."""
        chat = chat_of(self._messenger, request)
        expect_open(chat)
        asked = await read_body(request, Forwarding)
        message = expect_message(chat, asked.message_id)
        if message.sending.is_protected:
            raise WrongRequest(422, "message_id: the bot protected this message from being forwarded")
        sending = Sending(origin=self._messenger.origin(message))
        return _sent(self._messenger.give(chat, message.content, sending=sending))


def _own_card(chat: PrivateChat) -> Card:
    customer = chat.customer
    return contact(customer.phone_number, customer.first_name, customer.last_name, customer.id)


def _asking(chat: PrivateChat) -> int | None:
    """Return the message that asks for the contact: the card goes as an answer to it."""
    keyboard = chat.reply_keyboard
    return keyboard.message_id if keyboard is not None and asks_for(keyboard.reply_markup, "request_contact") else None


def _sent(message: Message) -> Response:
    return JSONResponse({"message_id": message.message_id}, 201)
