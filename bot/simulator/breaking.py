"""Lets a fault happen to a request: the middleware between the network and the simulated sides."""

import asyncio
import json
from collections.abc import Callable, Sequence
from http import HTTPStatus
from itertools import cycle
from typing import Final

from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.simulator.faults import Fault, FaultBook, FaultName, Side, call_of
from bot.simulator.shop.info_messages import Shape, refusal

ABORT: Final = "simulator.abort"
"""The extension of a request's scope under which the server puts what breaks its connection."""
REFUSED: Final = "refused on order"
OVERSIZE_BYTES: Final = 3 * 1024 * 1024
ODD: Final[dict[Side, object]] = {"telegram": {"ok": True, "result": "odd"}, "shop": {"odd": [None, {"deep": []}]}}


class BreakingOnOrder:
    """Carries requests out as they are, but for those that a fault was ordered for."""

    def __init__(self, app: ASGIApp, book: FaultBook, shop_base: str) -> None:
        self._app = app
        self._book = book
        self._shop_base = shop_base
        self._shapes = cycle(Shape)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, well or as ordered."""
        known = (
            call_of(scope["method"], scope["raw_path"].decode("ascii"), self._shop_base)
            if scope["type"] == "http"
            else None
        )
        fault = self._book.next_for(*known) if known is not None else None
        if fault is None:
            await self._app(scope, receive, send)
            return
        await self._break(fault, scope, receive, send)

    async def _break(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        match fault.name:
            case FaultName.SILENT:
                while (await receive())["type"] != "http.disconnect":
                    pass
            case FaultName.RESET_BEFORE:
                await _abort(scope)
            case FaultName.SERVER_ERROR | FaultName.TOO_MANY | FaultName.REDIRECT:
                await _instead(fault)(scope, receive, send)
            case FaultName.REFUSED:
                await self._refusal(fault)(scope, receive, send)
            case _:
                await self._after(fault, scope, receive, send)

    def _refusal(self, fault: Fault) -> Response:
        if fault.on == "shop":
            return refusal(REFUSED, fault.shape or next(self._shapes), fault.status)
        document = {
            "ok": False,
            "error_code": fault.status,
            "description": f"{HTTPStatus(fault.status).phrase}: {REFUSED}",
        }
        return JSONResponse(document, fault.status)

    async def _after(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._answer_of(scope, receive)
        match fault.name:
            case FaultName.RESET_AFTER:
                await _abort(scope)
            case FaultName.HALF:
                await _send_in_parts(answer, [answer.body[: len(answer.body) // 2]], send, 0.0)
                await _abort(scope)
            case FaultName.DRIP:
                drops = [bytes([byte]) for byte in bytes(answer.body)]
                await _send_in_parts(answer, drops, send, fault.seconds / max(len(drops), 1))
            case FaultName.OVERSIZE:
                await Response(b" " * OVERSIZE_BYTES, answer.status_code)(scope, receive, send)
            case FaultName.ODD_JSON:
                await JSONResponse(ODD[fault.on], answer.status_code)(scope, receive, send)
            case _:
                await asyncio.sleep(fault.seconds)
                await answer(scope, receive, send)

    async def _answer_of(self, scope: Scope, receive: Receive) -> Response:
        """Carry a request out and return its answer, unsent."""
        parts: list[Message] = []

        async def keep(message: Message) -> None:
            parts.append(message)

        await self._app(scope, receive, keep)
        body = b"".join(part.get("body", b"") for part in parts[1:])
        headers = {name.decode(): value.decode() for name, value in parts[0]["headers"] if name != b"content-length"}
        return Response(body, parts[0]["status"], headers)


def _instead(fault: Fault) -> Response:
    """Return what is answered without anything being done."""
    wait_s = round(fault.seconds)
    if fault.name is FaultName.REDIRECT:
        return RedirectResponse("/elsewhere", 307)
    if fault.name is FaultName.TOO_MANY:
        words = f"Too Many Requests: retry after {wait_s}"
        document = {"ok": False, "error_code": 429, "description": words, "parameters": {"retry_after": wait_s}}
        told = document if fault.on == "telegram" else {"message": "Too Many Requests"}
        return Response(json.dumps(told), 429, {"Retry-After": str(wait_s)}, "application/json")
    words = "Internal Server Error"
    failed = {"ok": False, "error_code": 500, "description": words} if fault.on == "telegram" else {"message": words}
    return JSONResponse(failed, 500)


async def _send_in_parts(answer: Response, parts: Sequence[bytes | memoryview], send: Send, pause_s: float) -> None:
    await send({"type": "http.response.start", "status": answer.status_code, "headers": answer.raw_headers})
    sent = 0
    for part in parts:
        sent += len(part)
        await send({"type": "http.response.body", "body": bytes(part), "more_body": sent < len(answer.body)})
        await asyncio.sleep(pause_s)


async def _abort(scope: Scope) -> None:
    """Break the connection; what was sent to it leaves first."""
    abort: Callable[[], None] = scope["extensions"][ABORT]
    await asyncio.sleep(0.01)
    abort()
    await asyncio.sleep(0.01)
