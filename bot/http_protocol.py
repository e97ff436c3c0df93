"""How our HTTP speaks before an application sees a request: what it refuses itself it refuses without a word in the body.

Telegram carries out a method that the body of an answer names, so none of ours has anything in it that nobody wrote for it.
"""

import asyncio
from typing import Final, cast

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

HEAD_S: Final = 10.0
"""How long the head of a request may take, from the connection or the last answer on."""
CLOSE: Final = (b"connection", b"close")
EMPTY: Final = (b"content-length", b"0")
NO_HTTP: Final = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
RETRY_AFTER: Final = (b"retry-after", b"2")


class EmptyRefusals(H11Protocol):
    """uvicorn's protocol; a request that is no HTTP is refused with an empty body, one whose head drips is cut."""

    head_s = HEAD_S
    _cut: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head, for a while."""
        super().connection_made(transport)
        self._await_head()

    def on_response_complete(self) -> None:
        """Wait for the next head, for a while."""
        self._await_head()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        if self._is_resting or not self.cycle.response_started:
            self.transport.write(NO_HTTP)
        self.transport.close()

    def _await_head(self) -> None:
        self._stop_waiting()
        self._cut = self.loop.call_later(self.head_s, self._cut_unless_asked)

    def _stop_waiting(self) -> None:
        if self._cut is not None:
            self._cut.cancel()
            self._cut = None

    def _cut_unless_asked(self) -> None:
        if self._is_resting:
            self.transport.close()

    @property
    def _is_resting(self) -> bool:
        """Whether no request is being answered."""
        asked = cast("RequestResponseCycle | None", self.cycle)
        return asked is None or asked.response_complete


class AtMost:
    """An application that answers so many requests at a time, and turns all others away with an empty body."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, while there is room."""
        if self._running >= self._most:
            await send({"type": "http.response.start", "status": 503, "headers": [EMPTY, CLOSE, RETRY_AFTER]})
            await send({"type": "http.response.body", "body": b""})
            return
        self._running += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._running -= 1
