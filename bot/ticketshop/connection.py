"""The one place that makes an HTTP client for a shop."""

import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final

import httpx

from bot.ticketshop.watched import Ended, WatchedTransport, unheard

CONNECT_S: Final = 2.0
OF_READS: Final = httpx.Limits(max_connections=None, max_keepalive_connections=20)
"""How many requests are under way at once is for the bulkheads to say: here reads could keep a write waiting."""
OF_WRITES: Final = httpx.Limits(max_connections=None, max_keepalive_connections=0)


class _NewForWrites(httpx.AsyncBaseTransport):
    """Sends a read over a connection that may rest since another one, and every write over a new one.

    A server may close a connection that rests at the moment at which a request is sent. A read is sent again then; of a
    write nobody would know whether the shop has heard it.
    """

    def __init__(self) -> None:
        self._reads, self._writes = (
            httpx.AsyncHTTPTransport(verify=tls(), trust_env=False, limits=limits) for limits in (OF_READS, OF_WRITES)
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        transport = self._reads if request.method == "GET" else self._writes
        return await transport.handle_async_request(request)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._reads.aclose()
        await self._writes.aclose()


@asynccontextmanager
async def http_client(post_s: float, heard: Callable[[Ended], None] = unheard) -> AsyncIterator[httpx.AsyncClient]:
    """Make the HTTP client for a shop: no proxy or netrc of the environment, no cookie kept, every silence bounded.

    `heard` is told how each request ended.
    """
    timeout = httpx.Timeout(post_s, connect=CONNECT_S, pool=CONNECT_S)
    # One client asks for all customers: a cookie would carry what the shop remembers of one over to another.
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=()))
    transport = WatchedTransport(_NewForWrites(), heard)
    async with httpx.AsyncClient(
        timeout=timeout, transport=transport, follow_redirects=False, trust_env=False, cookies=no_cookies
    ) as client:
        yield client


@cache
def tls() -> ssl.SSLContext:
    """Return how connections are encrypted: TLS 1.2 or higher, with the certificates checked.

    It is made once: reading all trusted certificates takes longer than a turn.
    """
    context = httpx.create_ssl_context(trust_env=False)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
