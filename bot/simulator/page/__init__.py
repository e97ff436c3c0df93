"""The chat page: a chat client for the browser, of plain files as they are served."""

from collections.abc import Sequence
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

FOLDER = Path(__file__).parent
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
"""Named here, because a machine's own table may call a script plain text, and a browser then refuses it as a module."""

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


def page_files() -> Sequence[Path]:
    """Return the files that the page is made of, relative to its folder."""
    return sorted(path.relative_to(FOLDER) for path in FOLDER.rglob("*") if path.suffix in _TYPES)


def page_routes() -> Sequence[BaseRoute]:
    """Return the routes of the page and its files; nothing is loaded from elsewhere."""
    return [_file("/", Path("index.html")), *(_file(f"/page/{path.as_posix()}", path) for path in page_files())]


def _file(route: str, path: Path) -> Route:
    async def answer(_: Request) -> Response:
        return FileResponse(FOLDER / path, headers=_HEADERS, media_type=_TYPES[path.suffix])

    return Route(route, answer, methods=["GET"])
