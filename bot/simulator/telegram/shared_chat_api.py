"""Groups and channels over HTTP, under `/simulator/chats`."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import StringConstraints
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from bot.simulator.telegram.customer import Customer
from bot.simulator.telegram.customer_api import expect_sendable, pressed_data
from bot.simulator.telegram.customer_requests import Body, Press, Saying, WrongRequest, read_body
from bot.simulator.telegram.customer_view import shared_chat_view
from bot.simulator.telegram.endpoints import route, wait_as_asked
from bot.simulator.telegram.messages import Message
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.refused import Refused
from bot.simulator.telegram.shared_chat import BotStatus, Kind, SharedChat
from bot.simulator.telegram.shared_chats import SharedChats

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128)]


class NewChat(Body):
    """A chat with the bot in it; `customer` makes it, or anybody at all."""

    type: Kind
    title: Title
    customer: int | None = None


class ChatChange(Body):
    """Another place of the bot in the chat, the whole chat deleted, or a group become a supergroup."""

    bot: BotStatus | None = None
    deleted: bool | None = None
    upgrade: Literal[True] | None = None
    customer: int | None = None


class SharedSaying(Saying):
    """A message of a customer in the chat; `reply_to` is the message it answers."""

    customer: int


class SharedPress(Press):
    """A tap of a customer on a message of the chat."""

    customer: int


class SharedChatApi:
    """What several customers do in one chat, and what each of them sees there."""

    def __init__(self, messenger: Messenger, shared_chats: SharedChats) -> None:
        self._messenger = messenger
        self._shared_chats = shared_chats

    def routes(self) -> Sequence[BaseRoute]:
        """Return the routes."""
        chat = r"/simulator/chats/{id}"  # Starlette's int convertor knows no negative numbers
        return [
            route("/simulator/chats", self._open, "POST"),
            route("/simulator/chats", self._list, "GET"),
            route(chat, self._change, "PATCH"),
            route(f"{chat}/chat", self._chat, "GET"),
            route(f"{chat}/messages", self._say, "POST"),
            route(f"{chat}/presses", self._press, "POST"),
        ]

    async def _open(self, request: Request) -> Response:
        new = await read_body(request, NewChat)
        chat = self._shared_chats.open(new.type, new.title, self._somebody(new.customer))
        return JSONResponse(_view(chat), 201)

    async def _list(self, _: Request) -> Response:
        return JSONResponse([_view(chat) for chat in self._messenger.shared_chats.values()])

    async def _change(self, request: Request) -> Response:
        chat = self._find(request)
        change = await read_body(request, ChatChange)
        by = self._somebody(change.customer)
        if change.bot is not None:
            self._shared_chats.set_bot(chat, change.bot, by)
        if change.deleted is not None:
            chat.is_deleted = change.deleted
        if change.upgrade:
            if chat.kind != "group" or chat.migrated_to is not None:
                raise WrongRequest(409, "only a group becomes a supergroup, and only once")
            chat = self._shared_chats.upgrade(chat, by)
        return JSONResponse(_view(chat))

    async def _chat(self, request: Request) -> Response:
        chat = self._find(request)
        asked = request.query_params.get("customer", "")
        customer = self._customer(int(asked)) if asked.isdecimal() else None
        await wait_as_asked(request, chat)
        return JSONResponse(shared_chat_view(self._messenger, chat, customer))

    async def _say(self, request: Request) -> Response:
        chat = self._find(request)
        saying = await read_body(request, SharedSaying)
        customer = self._customer(saying.customer)
        expect_sendable(saying.text)
        if chat.migrated_to is not None:
            raise WrongRequest(409, f"this group became the supergroup {chat.migrated_to}")
        try:
            if saying.edit is None:
                message = self._shared_chats.say(chat, customer, saying.text, saying.reply_to)
            else:
                message = chat.messages.get(saying.edit) or _missing(saying.edit)
                if message.by_bot or message.author not in (None, customer):
                    raise WrongRequest(422, "edit: a customer can edit only their own messages")
                self._shared_chats.correct(chat, message, saying.text)
        except Refused:
            raise WrongRequest(422, "text: nothing visible is left of it") from None
        return JSONResponse({"message_id": message.message_id}, 201)

    async def _press(self, request: Request) -> Response:
        chat = self._find(request)
        press = await read_body(request, SharedPress)
        customer = self._customer(press.customer)
        query = self._messenger.press(chat, customer, press.message_id, pressed_data(chat, press))
        return JSONResponse({"callback_query_id": query.id}, 201)

    def _find(self, request: Request) -> SharedChat:
        try:
            return self._messenger.shared_chats[int(request.path_params["id"])]
        except (KeyError, ValueError):
            raise WrongRequest(404, f"there is no chat {request.path_params['id']}") from None

    def _customer(self, customer: int) -> Customer:
        if customer not in self._messenger.chats:
            raise WrongRequest(404, f"there is no customer {customer}")
        return self._messenger.chats[customer].customer

    def _somebody(self, customer: int | None) -> Customer:
        if customer is not None:
            return self._customer(customer)
        known = next(iter(self._messenger.chats.values()), None)
        return known.customer if known else self._messenger.add_customer("Robin", None, None, None).customer


def _missing(message_id: int) -> Message:
    raise WrongRequest(404, f"message {message_id} is not in this chat")


def _view(chat: SharedChat) -> dict[str, object]:
    return {**chat.as_chat(), "bot": chat.bot, "members": list(chat.members), "migrated_to": chat.migrated_to}
