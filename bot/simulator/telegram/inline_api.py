"""Inline mode over HTTP: typing after the bot's name, and choosing from what it answers."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from bot.simulator.telegram.chat import Chat, PrivateChat
from bot.simulator.telegram.customer_requests import Body, WrongRequest, read_body
from bot.simulator.telegram.endpoints import CUSTOMER, chat_of, route
from bot.simulator.telegram.messages import Message
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.shared_chat import SharedChat
from bot.simulator.telegram.shared_chats import SharedChats


class Asking(Body):
    """What is typed after the bot's name, in the chat with the bot or another; how long to wait for the answer."""

    query: Annotated[str, Field(max_length=256)] = ""
    offset: Annotated[str, Field(max_length=64)] = ""
    chat: int | None = None
    wait: Annotated[float, Field(strict=False, ge=0, le=60)] = 10.0


class Choice(Body):
    """The result that is sent, to the chat with the bot or another."""

    inline_query_id: str
    result_id: str
    chat: int | None = None


class InlineApi:
    """Inline mode, when it is on."""

    def __init__(self, messenger: Messenger, shared_chats: SharedChats) -> None:
        self._messenger = messenger
        self._shared_chats = shared_chats

    def routes(self) -> Sequence[BaseRoute]:
        """Return the routes."""
        return [
            route(f"{CUSTOMER}/inline", self._ask, "POST"),
            route(f"{CUSTOMER}/inline/choices", self._choose, "POST"),
        ]

    async def _ask(self, request: Request) -> Response:
        chat = chat_of(self._messenger, request)
        asking = await read_body(request, Asking)
        if not self._messenger.options.inline:
            raise WrongRequest(409, "the bot's inline mode is off: PATCH /simulator/telegram/bot")
        where = self._where(chat, asking.chat)
        query = self._messenger.inline.ask(chat.id, asking.query, asking.offset)
        if query.answer is None:
            self._messenger.updates.put(
                "inline_query",
                {
                    "id": query.id,
                    "from": chat.customer.as_user(),
                    "chat_type": where.kind if isinstance(where, SharedChat) else "sender",
                    "query": query.words,
                    "offset": query.offset,
                },
            )
            with suppress(TimeoutError):
                await asyncio.wait_for(query.answered.wait(), asking.wait)
        answer = query.answer.view() if query.answer is not None else {"results": None}
        return JSONResponse({"inline_query_id": query.id, **answer}, 201)

    async def _choose(self, request: Request) -> Response:
        chat = chat_of(self._messenger, request)
        choice = await read_body(request, Choice)
        where = self._where(chat, choice.chat)
        try:
            query = self._messenger.inline[choice.inline_query_id]
        except KeyError:
            raise WrongRequest(404, f"there is no inline query {choice.inline_query_id}") from None
        results = query.answer.results if query.answer is not None else ()
        result = next((each for each in results if each.id == choice.result_id), None)
        if result is None:
            raise WrongRequest(404, f"the answer has no result {choice.result_id!r}")
        message = self._messenger.post(where, result.content, by_bot=False, keyboard=result.keyboard)
        message.author = chat.customer
        message.inline_message_id = f"AgAA{query.id}-{message.message_id}" if result.keyboard else ""
        self._tell(where, message)
        if self._messenger.options.inline_feedback:
            told: dict[str, object] = {
                "result_id": result.id,
                "from": chat.customer.as_user(),
                "query": query.words,
            }
            if message.inline_message_id:
                told["inline_message_id"] = message.inline_message_id
            self._messenger.updates.put("chosen_inline_result", told)
        return JSONResponse({"message_id": message.message_id}, 201)

    def _tell(self, where: Chat, message: Message) -> None:
        if isinstance(where, SharedChat):
            self._shared_chats.tell(where, message)
        elif isinstance(where, PrivateChat):
            where.known_to_bot = True
            self._messenger.updates.put("message", self._messenger.message_json(where, message))

    def _where(self, own: PrivateChat, chat: int | None) -> Chat:
        if chat is None:
            return own
        if chat not in self._messenger.shared_chats:
            raise WrongRequest(404, f"there is no chat {chat}")
        return self._messenger.shared_chats[chat]
