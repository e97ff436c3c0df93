"""The chat page: a chat client for the browser, made of three plain files."""

from collections.abc import Sequence
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

_FOLDER = Path(__file__).parent
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def page_routes() -> Sequence[BaseRoute]:
    """Return the routes of the page and its files; nothing is loaded from elsewhere."""
    return [_file("/", "index.html"), _file("/page.css", "page.css"), _file("/page.js", "page.js")]


def _file(path: str, name: str) -> Route:
    async def answer(_: Request) -> Response:
        return FileResponse(_FOLDER / name, headers=_HEADERS)

    return Route(path, answer, methods=["GET"])
