"""Files over HTTP: for the bot below its token, for the chat page by the file's unique id."""

import secrets
from collections.abc import Sequence
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.simulator.telegram.files import StoredFile
from bot.simulator.telegram.messenger import Messenger


class FileApi:
    """Serves what the bot and its customers sent to each other (https://core.telegram.org/bots/api#getfile)."""

    def __init__(self, messenger: Messenger, token: str) -> None:
        self._messenger = messenger
        self._token = token

    def routes(self) -> Sequence[BaseRoute]:
        """Return the routes."""
        return [
            Route("/file/bot{token}/{path:path}", self._download, methods=["GET"]),
            Route("/simulator/files/{unique_id}", self._show, methods=["GET"]),
        ]

    async def _download(self, request: Request) -> Response:
        if not secrets.compare_digest(request.path_params["token"].encode(), self._token.encode()):
            return JSONResponse({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)
        file = self._messenger.files.of_path(request.path_params["path"])
        if file is None:
            return JSONResponse({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
        return Response(file.body, media_type="application/octet-stream")

    async def _show(self, request: Request) -> Response:
        file = self._messenger.files.of_unique_id(request.path_params["unique_id"])
        if file is None:
            return JSONResponse({"error": f"there is no file {request.path_params['unique_id']}"}, 404)
        return Response(file.body, media_type=file.mime_type, headers=_safely(file))


def _safely(file: StoredFile) -> dict[str, str]:
    """Return headers that keep a file from acting as a page: only a picture is shown, all else is saved."""
    shown = "inline" if file.kind == "photo" else "attachment"
    name = quote(str(file.details.get("file_name", file.path.rpartition("/")[2])))
    return {
        "Content-Disposition": f"{shown}; filename*=utf-8''{name}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
