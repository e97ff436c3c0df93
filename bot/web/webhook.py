"""Where Telegram sends the updates of the bot. https://core.telegram.org/bots/api#setwebhook

Every answer is empty: a method that the body of an answer names would be carried out. An update is answered well once it is
stored; anything else makes Telegram send it again, and the store knows it then.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPMethod, HTTPStatus
from typing import Final

import structlog
from starlette.types import Message, Receive, Scope, Send

log = structlog.get_logger(__name__)

WEBHOOK_PATH: Final = "/telegram/"
"""All below it is the webhook's; what follows is for Telegram to remember alone."""
SECRET_HEADER: Final = b"x-telegram-bot-api-secret-token"
LARGEST_BODY: Final = 2**20
"""An update holds one message of 4,096 characters, with what it answers: some ten thousand bytes at most."""
BODY_S: Final = 10.0
"""How long a body may take to come in, all of it."""
STORE_S: Final = 1.5
"""How long the store may take; then Telegram is asked to send the update again."""
RETRY_AFTER_S: Final = 2

CLOSE: Final = (b"connection", b"close")
HEADERS: Final = {
    HTTPStatus.FORBIDDEN: (CLOSE,),
    HTTPStatus.METHOD_NOT_ALLOWED: (CLOSE, (b"allow", b"POST")),
    HTTPStatus.REQUEST_TIMEOUT: (CLOSE,),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (CLOSE,),
    HTTPStatus.SERVICE_UNAVAILABLE: ((b"retry-after", str(RETRY_AFTER_S).encode()),),
}
"""What goes with an answer. Where the body was not read the connection ends: what still comes is nothing we could use."""


class _Refused(Exception):
    """A request that is not taken."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class _Gone(Exception):
    """Nobody waits for an answer any more."""


def uncounted(_: int) -> None:
    """Let it go by."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """The application. `take` stores an update as it was sent, malformed ones too, and raises ConnectionError.

    `answered` hears the status of each answer.
    """

    secret: str = field(repr=False)
    take: Callable[[bytes], Awaitable[None]]
    answered: Callable[[int], None] = uncounted
    largest_body: int = LARGEST_BODY
    body_s: float = BODY_S
    store_s: float = STORE_S

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        try:
            status = await self._status(scope, receive)
        except _Gone:
            return
        self.answered(status)
        headers = [(b"content-length", b"0"), *HEADERS.get(status, ())]
        await send({"type": "http.response.start", "status": int(status), "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def _status(self, scope: Scope, receive: Receive) -> HTTPStatus:
        """Do what a request is for, and return how that ended; raise _Gone."""
        try:
            self._check(scope)
            await self._store(await self._read(receive))
        except _Refused as refused:
            return refused.status
        except _Gone:
            raise
        except asyncio.CancelledError:
            # The server stops and waited long enough; the update comes again, to whoever listens then.
            return HTTPStatus.SERVICE_UNAVAILABLE
        except Exception:
            log.exception("webhook_failed")
            return HTTPStatus.INTERNAL_SERVER_ERROR
        return HTTPStatus.OK

    def _check(self, scope: Scope) -> None:
        """Refuse what need not be read; raise _Refused."""
        if scope["method"] != HTTPMethod.POST:
            raise _Refused(HTTPStatus.METHOD_NOT_ALLOWED)
        given = b",".join(value for name, value in scope["headers"] if name == SECRET_HEADER)
        if not hmac.compare_digest(given, self.secret.encode()):
            raise _Refused(HTTPStatus.FORBIDDEN)
        length = next((int(value) for name, value in scope["headers"] if name == b"content-length"), 0)
        if length > self.largest_body:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

    async def _read(self, receive: Receive) -> bytes:
        """Return the body; raise _Refused when it is too large or too slow, _Gone."""
        body = bytearray()
        try:
            async with asyncio.timeout(self.body_s):
                while True:
                    message = await receive()
                    body += _part(message)
                    if len(body) > self.largest_body:
                        raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
                    if not message.get("more_body", False):
                        return bytes(body)
        except TimeoutError:
            raise _Refused(HTTPStatus.REQUEST_TIMEOUT) from None

    async def _store(self, body: bytes) -> None:
        """Store an update; raise _Refused when the store does not take it in time."""
        try:
            async with asyncio.timeout(self.store_s):
                await self.take(body)
        except (ConnectionError, TimeoutError) as error:
            log.error("store_unavailable", error=type(error).__name__)
            raise _Refused(HTTPStatus.SERVICE_UNAVAILABLE) from None


def _part(message: Message) -> bytes:
    if message["type"] == "http.disconnect":
        raise _Gone
    part: bytes = message.get("body", b"")
    return part
