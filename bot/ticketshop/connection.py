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
LIMITS: Final = httpx.Limits(max_connections=None, max_keepalive_connections=20)
"""How many requests are under way at once is for the bulkheads to say: here reads could keep a write waiting."""


@asynccontextmanager
async def http_client(post_s: float, heard: Callable[[Ended], None] = unheard) -> AsyncIterator[httpx.AsyncClient]:
    """Make the HTTP client for a shop: no proxy or netrc of the environment, no cookie kept, every silence bounded.

    `heard` is told how each request ended.
    """
    timeout = httpx.Timeout(post_s, connect=CONNECT_S, pool=CONNECT_S)
    # One client asks for all customers: a cookie would carry what the shop remembers of one over to another.
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=()))
    transport = WatchedTransport(httpx.AsyncHTTPTransport(verify=tls(), trust_env=False, limits=LIMITS), heard)
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
