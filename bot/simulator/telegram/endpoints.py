"""Routes of the customers' side: wrong requests are answered in words."""

import math
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.simulator.telegram.chat import Chat
from bot.simulator.telegram.customer_requests import WrongRequest

LONGEST_WAIT_S = 60.0

Endpoint = Callable[[Request], Awaitable[Response]]


def route(path: str, endpoint: Endpoint, method: str) -> Route:
    """Return a route that answers a WrongRequest with its status and `{"error": …}`."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except WrongRequest as wrong:
            return JSONResponse({"error": wrong.reason}, wrong.status)

    return Route(path, answer, methods=[method])


async def wait_as_asked(request: Request, chat: Chat) -> None:
    """Wait for the chat to change beyond the revision `after`, for at most `wait` seconds."""
    after = _number(request, "after")
    wait_s = min(_number(request, "wait"), LONGEST_WAIT_S)
    if wait_s > 0:
        await chat.wait_for_change(int(after), wait_s)


def _number(request: Request, name: str) -> float:
    try:
        number = float(request.query_params.get(name, "0"))
    except ValueError:
        number = -1
    if not 0 <= number < math.inf:
        raise WrongRequest(400, f"{name} must be a number, 0 or more")
    return number
