"""Routes of the customers' side: wrong requests are answered in words."""

import math
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.simulator.telegram.chat import Chat, PrivateChat
from bot.simulator.telegram.customer_requests import WrongRequest
from bot.simulator.telegram.messages import Message
from bot.simulator.telegram.messenger import Messenger

LONGEST_WAIT_S = 60.0

CUSTOMER = "/simulator/customers/{id:int}"

Endpoint = Callable[[Request], Awaitable[Response]]


def route(path: str, endpoint: Endpoint, method: str) -> Route:
    """Return a route that answers a WrongRequest with its status and `{"error": …}`."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except WrongRequest as wrong:
            return JSONResponse({"error": wrong.reason}, wrong.status)

    return Route(path, answer, methods=[method])


def chat_of(messenger: Messenger, request: Request) -> PrivateChat:
    """Return the chat of the customer whom the path names."""
    chat = messenger.chats.get(request.path_params["id"])
    if chat is None:
        raise WrongRequest(404, f"there is no customer {request.path_params['id']}")
    return chat


def expect_open(chat: PrivateChat) -> None:
    """Raise WrongRequest when the customer cannot send anything."""
    if chat.blocked:
        raise WrongRequest(409, "this customer blocked the bot: unblock it first")


def expect_message(chat: Chat, message_id: int) -> Message:
    """Return a message of a chat; raise WrongRequest when it is not there."""
    if message_id not in chat.messages:
        raise WrongRequest(404, f"message {message_id} is not in this chat")
    return chat.messages[message_id]


async def wait_as_asked(request: Request, chat: Chat) -> None:
    """Wait for the chat to change beyond the revision `after`, for at most `wait` seconds."""
    after = number_of(request, "after")
    wait_s = min(number_of(request, "wait"), LONGEST_WAIT_S)
    if wait_s > 0:
        await chat.wait_for_change(int(after), wait_s)


def number_of(request: Request, name: str) -> float:
    """Return a number of the query, 0 where it is left out; raise WrongRequest."""
    try:
        number = float(request.query_params.get(name, "0"))
    except ValueError:
        number = -1
    if not 0 <= number < math.inf:
        raise WrongRequest(400, f"{name} must be a number, 0 or more")
    return number
