"""All that we serve, as one application."""

from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from bot.domain.labels import Language
from bot.web.accepted import accepted_language
from bot.web.hardening import Hardened
from bot.web.pages import IN_A_MOMENT, NOTHING_HERE, Pages
from bot.web.payment_return import PaymentReturn


def web_app(public_url: str, pages: Pages, payment_return: PaymentReturn) -> ASGIApp:
    """Return the application that answers at PUBLIC_URL; what it does not serve looks like a bad token."""
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
    return Hardened(app, is_https=parts.scheme == "https")


def _language(request: Request) -> Language:
    return accepted_language(request.headers.get("Accept-Language", ""))
