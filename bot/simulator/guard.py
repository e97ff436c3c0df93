"""Keeps other web sites out of the simulator, which has no passwords."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_GUARDED = ("/simulator/", "/bot")


class LoopbackOnly:
    """Refuses requests that name another host (DNS rebinding), and pages of other origins at what acts or tells.

    The payment page and the links back into the chat stay open: a browser comes to them from anywhere.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403, or pass the request on."""
        reason = _reason(scope) if scope["type"] == "http" else None
        if reason is None:
            await self._app(scope, receive, send)
        else:
            await JSONResponse({"error": reason}, 403)(scope, receive, send)


def _reason(scope: Scope) -> str | None:
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if _hostname(f"//{host}") not in _LOOPBACK:
        return "the simulator answers on the loopback only"
    if not scope["path"].startswith(_GUARDED):
        return None
    origin = headers.get("origin")
    is_foreign = origin is not None and origin.partition("://")[2] != host and scope["method"] not in ("GET", "HEAD")
    if is_foreign or headers.get("sec-fetch-site") == "cross-site":
        return "another web site may not act for the bot or a customer"
    return None


def _hostname(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
