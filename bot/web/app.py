"""All that we serve, as one application."""

from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.domain.labels import Language
from bot.web.accepted import accepted_language
from bot.web.hardening import Hardened
from bot.web.pages import IN_A_MOMENT, NOTHING_HERE, Pages
from bot.web.payment_return import PaymentReturn
from bot.web.webhook import WEBHOOK_PATH


def web_app(public_url: str, pages: Pages, payment_return: PaymentReturn, webhook: ASGIApp | None = None) -> ASGIApp:
    """Return the application that answers at PUBLIC_URL; what it does not serve looks like a bad token.

    The webhook, where there is one, stands before the pages: none of its answers may be a page.
    """
    parts = urlsplit(public_url)

    async def not_served(request: Request, error: Exception) -> Response:
        status, headers = (error.status_code, error.headers) if isinstance(error, HTTPException) else (404, None)
        return pages.draw(NOTHING_HERE, _language(request), status, **(headers or {}))

    async def failed(request: Request, _: Exception) -> Response:
        return pages.draw(IN_A_MOMENT, _language(request), 500)

    app = Starlette(
        routes=[payment_return.route(parts.path)],
        exception_handlers={HTTPException: not_served, Exception: failed},
    )
    # A path with a slash too many would be answered with the Host that the request named.
    app.router.redirect_slashes = False
    shown = Hardened(app, is_https=parts.scheme == "https")
    if webhook is None:
        return shown
    telegrams = parts.path + WEBHOOK_PATH

    async def either(scope: Scope, receive: Receive, send: Send) -> None:
        await (webhook if scope["path"].startswith(telegrams) else shown)(scope, receive, send)

    return either


def _language(request: Request) -> Language:
    return accepted_language(request.headers.get("Accept-Language", ""))
