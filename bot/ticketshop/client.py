"""Talks to the shop: reads with patience, writes at most once.

Reads have a deadline for all their tries together and at most two retries; writes are repeated only when nothing was
sent. No redirect is followed, since it would carry the product token away; no answer is read past 2 MiB.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Final, TypeVar
from uuid import UUID

import httpx
import stamina

from bot.conversation.ports import Clock, Order
from bot.domain import shop
from bot.domain.labels import Language
from bot.domain.shop import ReturnAddresses
from bot.ticketshop import wire
from bot.ticketshop.errors import Misconfigured, NotSent, Refused, Unavailable, Unknown
from bot.ticketshop.protocol import Protocol, Request, decode, failure
from bot.ticketshop.watched import Ended, WatchedTransport, unheard

Value = TypeVar("Value")

MOST_BYTES: Final = 2 * 1024 * 1024
TRIES: Final = 3
FIRST_PAUSE_S: Final = 0.1
LONGEST_PAUSE_S: Final = 0.5
NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""The errors that prove that nothing was sent."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    clock_skew_s: float


@dataclass(frozen=True, slots=True)
class TicketShopClient:
    """The nine calls, typed. Raises the errors of `bot.ticketshop.errors`; its `repr` holds no secret."""

    base_url: str
    product_token: str = field(repr=False)
    clock: Clock
    http: httpx.AsyncClient = field(repr=False)
    protocol: Protocol = field(default_factory=Protocol)
    read_s: float = 6.0
    post_s: float = 15.0
    pause_s: float = FIRST_PAUSE_S

    async def events(self, key: str | None = None) -> tuple[shop.EventSummary, ...]:
        """Return the future and ongoing events."""
        request = self.protocol.events(key)
        return self._valid(request, wire.events, await self._read(request))

    async def event(self, uuid: UUID, key: str | None = None) -> shop.Event:
        """Return one event."""
        request = self.protocol.event(uuid, key)
        event = self._valid(request, wire.event, await self._read(request))
        if event.uuid != uuid:
            raise Unavailable("answered with another event")
        return event

    async def code(self, event: UUID, code: str, key: str | None = None) -> shop.Code | None:
        """Return what a code is worth, or None when it is neither a discount nor a voucher."""
        request = self.protocol.code(event, code, key)
        return self._valid(request, lambda read: wire.code(read, code), await self._read(request))

    async def month(self, event: UUID, of: date, key: str | None = None) -> tuple[shop.CalendarDay, ...]:
        """Return the days of a month."""
        request = self.protocol.month(event, of, key)
        return self._valid(request, wire.month, await self._read(request))

    async def day(self, event: UUID, on: date, key: str | None = None) -> tuple[shop.TimeSlot, ...]:
        """Return the time slots of a day."""
        request = self.protocol.day(event, on, key)
        return self._valid(request, wire.day, await self._read(request))

    async def reserve(self, order: Order, language: Language, fallback_due_at: datetime) -> shop.Reservation:
        """Reserve a cart; where the shop names no end of the hold, the fallback is taken."""
        return await self._reservation(self.protocol.reserve(order, language), fallback_due_at)

    async def update(
        self,
        order: Order,
        order_id: str,
        customer_data_uuid: UUID | None,
        language: Language,
        fallback_due_at: datetime,
    ) -> shop.Reservation:
        """Replace a whole reservation."""
        return await self._reservation(
            self.protocol.update(order, order_id, customer_data_uuid, language), fallback_due_at
        )

    async def reserve_free(self, order: Order, language: Language) -> shop.FreeReservation:
        """Order free tickets, complete at once."""
        request = self.protocol.reserve_free(order, language)
        answer = await self._write(request)
        return self._valid(request, wire.free_reservation, decode(request, answer.body))

    async def open_checkout(
        self,
        event: UUID,
        order_id: str,
        method: UUID,
        returns: ReturnAddresses,
        *,
        issuer: str | None = None,
        key: str | None = None,
    ) -> shop.Checkout:
        """Open the payment page of a reservation."""
        request = self.protocol.checkout(event, order_id, method, returns, issuer=issuer, key=key)
        answer = await self._write(request)
        document = decode(request, answer.body)
        return self._valid(request, lambda read: wire.checkout(read, answer.clock_skew_s), document)

    async def _reservation(self, request: Request, fallback_due_at: datetime) -> shop.Reservation:
        answer = await self._write(request)
        document = decode(request, answer.body)
        return self._valid(request, lambda read: wire.reservation(read, fallback_due_at, answer.clock_skew_s), document)

    @staticmethod
    def _valid(request: Request, read: Callable[[Any], Value], document: Any) -> Value:  # noqa: ANN401 - any JSON
        try:
            return read(document)
        except ValueError:  # a ValidationError is one
            kind = Unavailable if request.method == "GET" else Unknown
            raise kind("answered with something that is not what was asked for") from None

    async def _read(self, request: Request) -> Any:  # noqa: ANN401 - whatever JSON holds
        try:
            async with asyncio.timeout(self.read_s):
                async for attempt in stamina.retry_context(
                    on=Unavailable,
                    attempts=TRIES,
                    timeout=self.read_s,
                    wait_initial=self.pause_s,
                    wait_max=LONGEST_PAUSE_S,
                    wait_jitter=self.pause_s,
                ):
                    with attempt:
                        return await self._read_once(request)
        except TimeoutError:
            raise Unavailable("did not answer in time") from None
        raise Unavailable("was not asked")

    async def _read_once(self, request: Request) -> Any:  # noqa: ANN401
        try:
            answer = await self._exchange(request)
        except httpx.HTTPError as error:
            raise Unavailable(type(error).__name__) from None
        if 300 <= answer.status < 400:
            raise Misconfigured("SHOP_API_URL is redirected elsewhere, which is not followed")
        if (failed := failure(request, answer.status, answer.body)) is not None:
            raise failed
        return decode(request, answer.body)

    async def _write(self, request: Request) -> _Answer:
        """Send a write; once it may have left, it is never sent again."""
        try:
            async with asyncio.timeout(self.post_s):
                async for attempt in stamina.retry_context(
                    on=NotSent, attempts=TRIES, timeout=5.0, wait_initial=self.pause_s, wait_max=LONGEST_PAUSE_S
                ):
                    with attempt:
                        return await self._write_once(request)
        except TimeoutError:
            raise Unknown("did not answer in time") from None
        raise NotSent("was not asked")

    async def _write_once(self, request: Request) -> _Answer:
        try:
            answer = await self._exchange(request)
        except NEVER_SENT as error:
            raise NotSent(type(error).__name__) from None
        except httpx.HTTPError as error:
            raise Unknown(type(error).__name__) from None
        except Unavailable as error:
            raise Unknown(str(error)) from None
        if 300 <= answer.status < 400:
            raise Unknown("answered with a redirect, which is not followed")
        if (failed := failure(request, answer.status, answer.body)) is not None:
            raise failed
        return answer

    async def _exchange(self, request: Request) -> _Answer:
        headers = {
            "X-CM-PRODUCTTOKEN": self.product_token,
            "Accept": "application/json",
            "Content-Type": "application/json",
        }
        if request.language is not None:
            headers["X-TF-PREFERREDLANGUAGEID"] = request.language.upper()
        url = f"{self.base_url}{request.path}"
        try:
            asked = self.http.build_request(
                request.method, url, params=dict(request.query), json=request.body, headers=headers
            )
        except (UnicodeEncodeError, httpx.InvalidURL):
            # Half a character, or an address of 64 KiB: no shop knows such a code, key or order.
            raise Refused(400) from None
        answer = await self.http.send(asked, stream=True, follow_redirects=False)
        try:
            body = bytearray()
            async for part in answer.aiter_bytes():
                body += part
                if len(body) > MOST_BYTES:
                    raise Unavailable("answered with more than 2 MiB")
            return _Answer(answer.status_code, bytes(body), self._skew_s(answer.headers.get("Date")))
        finally:
            await answer.aclose()

    def _skew_s(self, header: str | None) -> float:
        """Return the shop's clock less ours, in seconds; 0 where it does not tell."""
        try:
            told = parsedate_to_datetime(header) if header else None
        except ValueError:
            return 0.0
        if told is None or told.tzinfo is None:
            return 0.0
        skew_s = (told - self.clock.now()).total_seconds()
        # The header has whole seconds: below two there is nothing to correct.
        return skew_s if abs(skew_s) >= 2 else 0.0


@asynccontextmanager
async def http_client(post_s: float, heard: Callable[[Ended], None] = unheard) -> AsyncIterator[httpx.AsyncClient]:
    """Make the HTTP client for a shop: no proxy or netrc of the environment, no cookie kept, every silence bounded.

    `heard` is told how each request ended.
    """
    timeout = httpx.Timeout(post_s, connect=2.0, pool=2.0)
    # One client asks for all customers: a cookie would carry what the shop remembers of one over to another.
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=()))
    transport = WatchedTransport(httpx.AsyncHTTPTransport(verify=tls(), trust_env=False), heard)
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
