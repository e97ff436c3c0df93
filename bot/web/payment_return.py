"""Where a browser lands that comes back from the payment page: it says what was reported there, and tells the chat.

What it does is decided by the token alone. A guessed, an unknown and an expired one get the same answer; nothing else of the
request is read, so there is nowhere to be sent on to.
"""

import asyncio
from dataclasses import dataclass
from typing import Final

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.conversation.ports import Clock, Mailbox
from bot.conversation.returning import AwaitedReturn, AwaitedReturns, read_token, returned_envelope
from bot.web.accepted import accepted_language
from bot.web.addresses import RETURN_PATH
from bot.web.pages import IN_A_MOMENT, NOTHING_HERE, REPORTED, Pages

log = structlog.get_logger(__name__)

STORE_S: Final = 2.0
"""How long the store may take; after that the browser is asked to come again."""
RETRY_AFTER_S: Final = 5


@dataclass(frozen=True, slots=True)
class PaymentReturn:
    """The return page."""

    awaited: AwaitedReturns
    mailbox: Mailbox
    clock: Clock
    pages: Pages
    store_s: float = STORE_S

    def route(self, prefix: str) -> Route:
        """Return its route below the path of PUBLIC_URL."""
        return Route(f"{prefix}{RETURN_PATH}{{token}}", self.answer, methods=["GET", "HEAD"])

    async def answer(self, request: Request) -> Response:
        """Answer a browser. HEAD is looked at and not told: a checker of links is no customer."""
        language = accepted_language(request.headers.get("Accept-Language", ""))
        try:
            async with asyncio.timeout(self.store_s):
                found = await self._take(request.path_params["token"], is_told=request.method == "GET")
        except (ConnectionError, TimeoutError) as error:
            log.error("store_unavailable", error=type(error).__name__)
            return self.pages.draw(IN_A_MOMENT, language, 503, **{"Retry-After": str(RETRY_AFTER_S)})
        if found is None:
            return self.pages.draw(NOTHING_HERE, language, 404)
        return self.pages.draw(REPORTED[found.outcome], found.language)

    async def _take(self, written: str, *, is_told: bool) -> AwaitedReturn | None:
        """Return what a token stands for, once its chat is told, which happens once; None for a token that is none."""
        token = read_token(written)
        found = await self.awaited.find(*token) if token is not None else None
        if token is not None and found is not None and is_told:
            is_new = await self.mailbox.put(found.chat, returned_envelope(token[1], found, self.clock.now()))
            log.info("payment_return", outcome=found.outcome, is_new=is_new)
        return found
