"""The customers' side over HTTP, under `/simulator/`: used by the chat page, by stories and by tests."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute

from bot.simulator.telegram.chat import Chat
from bot.simulator.telegram.content import MOST_CHARACTERS, MOST_IN_A_CAPTION
from bot.simulator.telegram.customer_requests import (
    CustomerChange,
    NewCustomer,
    Press,
    RawUpdate,
    Saying,
    Start,
    WrongRequest,
    read_body,
)
from bot.simulator.telegram.customer_view import button_data, chat_view, customer_view
from bot.simulator.telegram.endpoints import (
    CUSTOMER,
    chat_of,
    expect_message,
    expect_open,
    number_of,
    route,
    wait_as_asked,
)
from bot.simulator.telegram.entities import utf16_length
from bot.simulator.telegram.media import CAPTIONED
from bot.simulator.telegram.messages import Message
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.refused import Refused

EDITED_WITHIN = timedelta(hours=48)
"""How long Telegram's apps let somebody edit what they sent (https://telegram.org/faq)."""


class CustomerApi:
    """What customers do and see. Wrong requests are answered with 4xx and `{"error": …}` in words."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger

    def routes(self) -> Sequence[BaseRoute]:
        """Return the routes."""
        return [
            route("/simulator/customers", self._add, "POST"),
            route("/simulator/customers", self._list, "GET"),
            route(CUSTOMER, self._change, "PATCH"),
            route(f"{CUSTOMER}/chat", self._chat, "GET"),
            route(f"{CUSTOMER}/messages", self._say, "POST"),
            route(f"{CUSTOMER}/start", self._start, "POST"),
            route(f"{CUSTOMER}/presses", self._press, "POST"),
            route("/simulator/updates", self._put_update, "POST"),
            route("/simulator/telegram/calls", self._calls, "GET"),
            route("/simulator/state", self._state, "GET"),
            route("/t.me/{username}", self._open_link, "GET"),
        ]

    async def _add(self, request: Request) -> Response:
        new = await read_body(request, NewCustomer)
        chat = self._messenger.add_customer(
            new.first_name, new.last_name, new.username, new.language_code, new.phone_number
        )
        return JSONResponse(customer_view(chat), 201)

    async def _list(self, _: Request) -> Response:
        return JSONResponse([customer_view(chat) for chat in self._messenger.chats.values()])

    async def _change(self, request: Request) -> Response:
        chat = chat_of(self._messenger, request)
        change = await read_body(request, CustomerChange)
        if change.language_code is not None:
            chat.customer.language_code = change.language_code
            chat.changed()
        if change.blocked is not None:
            self._messenger.block(chat, blocked=change.blocked)
        if change.deactivated is not None:
            chat.deactivated = change.deactivated
        return JSONResponse(customer_view(chat))

    async def _chat(self, request: Request) -> Response:
        chat = chat_of(self._messenger, request)
        await wait_as_asked(request, chat)
        return JSONResponse(chat_view(self._messenger, chat))

    async def _say(self, request: Request) -> Response:
        chat = chat_of(self._messenger, request)
        saying = await read_body(request, Saying)
        expect_sendable(saying.text)
        expect_open(chat)
        if saying.reply_to is not None:
            expect_message(chat, saying.reply_to)
        try:
            if saying.edit is None:
                message = self._messenger.say(chat, saying.text, saying.reply_to)
            else:
                message = expect_message(chat, saying.edit)
                _expect_editable(message, saying.text, self._messenger.clock.now())
                self._messenger.correct(chat, message, saying.text)
        except Refused:
            raise WrongRequest(422, "text: nothing visible is left of it") from None
        return JSONResponse({"message_id": message.message_id}, 201)

    async def _start(self, request: Request) -> Response:
        chat = chat_of(self._messenger, request)
        start = await read_body(request, Start)
        self._messenger.block(chat, blocked=False)
        message = self._messenger.say(chat, f"/start {start.payload}".rstrip())
        return JSONResponse({"message_id": message.message_id}, 201)

    async def _press(self, request: Request) -> Response:
        chat = chat_of(self._messenger, request)
        press = await read_body(request, Press)
        query = self._messenger.press(chat, chat.customer, press.message_id, pressed_data(chat, press))
        return JSONResponse({"callback_query_id": query.id}, 201)

    async def _put_update(self, request: Request) -> Response:
        """Add any update; a body that is sent as bytes goes into the answer as it stands, bad UTF-8 and all."""
        if request.headers.get("content-type") == "application/octet-stream":
            return self._put(await request.body())
        given = await read_body(request, RawUpdate)
        if ("update" in given.model_fields_set) == (given.raw is not None):
            raise WrongRequest(422, "exactly one of update and raw is needed")
        if given.raw is not None:
            return self._put(given.raw.encode())
        update = given.update
        if given.number:
            if not isinstance(update, dict):
                raise WrongRequest(422, "number: only an object can be given an update_id")
            update = {"update_id": self._messenger.updates.next_number, **update}
        number = update.get("update_id") if isinstance(update, dict) else None
        number = number if isinstance(number, int) and not isinstance(number, bool) else None
        return self._put(json.dumps(update).encode(), number)

    def _put(self, document: bytes, number: int | None = None) -> Response:
        number = self._messenger.updates.put_document(document, number)
        return JSONResponse({"confirmed_by": number + 1}, 201)

    async def _calls(self, request: Request) -> Response:
        after = number_of(request, "after")
        return JSONResponse([call.as_json() for call in self._messenger.calls if call.number > after])

    async def _state(self, _: Request) -> Response:
        return JSONResponse(
            {"unconfirmed": len(self._messenger.updates), "unanswered_queries": len(self._messenger.queries)}
        )

    async def _open_link(self, request: Request) -> Response:
        if request.path_params["username"].lower() != self._messenger.username.lower():
            raise WrongRequest(404, f"only t.me/{self._messenger.username} is simulated")
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/{query}", 303)


def expect_sendable(text: str) -> None:
    """Raise WrongRequest for a text that Telegram's apps would send as two messages."""
    if utf16_length(text) > MOST_CHARACTERS:
        raise WrongRequest(422, f"text: Telegram sends at most {MOST_CHARACTERS} characters in one message")


def _expect_editable(message: Message, text: str, now: datetime) -> None:
    """Raise WrongRequest for a message that Telegram's apps do not let its customer edit."""
    if message.by_bot:
        raise WrongRequest(422, "edit: a customer can edit only their own messages")
    if message.sending.origin is not None:
        raise WrongRequest(422, "edit: a forwarded message cannot be edited")
    if now - message.date >= EDITED_WITHIN:
        raise WrongRequest(422, "edit: this message is older than 48 hours")
    media = message.content.media
    if media is not None and media.kind not in CAPTIONED:
        raise WrongRequest(422, f"edit: a {media.kind} has no caption")
    if media is not None and utf16_length(text) > MOST_IN_A_CAPTION:
        raise WrongRequest(422, f"text: Telegram sends at most {MOST_IN_A_CAPTION} characters in a caption")


def pressed_data(chat: Chat, press: Press) -> str:
    """Return what a tap carries; raise WrongRequest for one that no app could make."""
    if press.message_id not in chat.messages and press.message_id not in chat.deleted:
        raise WrongRequest(404, f"message {press.message_id} was never in this chat")
    message = chat.messages.get(press.message_id)
    if message is not None and not message.has_buttons:
        raise WrongRequest(422, "only the bot's messages have buttons")
    if (press.data is None) == (press.label is None):
        raise WrongRequest(422, "exactly one of data and label is needed")
    return press.data if press.data is not None else button_data(message, str(press.label))
