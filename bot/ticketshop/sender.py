"""Sends requests to the shop: reads with patience, writes at most once.

Reads have a deadline for all their tries together and at most two retries; writes are repeated only when nothing was
sent. Each kind has a room of its own, and a shop that answers nothing is left alone for a while. No redirect is followed,
since it would carry the product token away; no answer is read past 2 MiB.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import httpx
import stamina

from bot.conversation.ports import Clock
from bot.ticketshop.bulkheads import Bulkheads, NoRoom
from bot.ticketshop.circuit import Circuit, Part
from bot.ticketshop.errors import Misconfigured, NotSent, Refused, ShopError, Unavailable, Unknown
from bot.ticketshop.protocol import Request, decode, failure
from bot.ticketshop.sharing import NothingShared, SharedTrials
from bot.ticketshop.tasks import Tasks

MOST_BYTES: Final = 2 * 1024 * 1024
TRIES: Final = 3
FIRST_PAUSE_S: Final = 0.1
LONGEST_PAUSE_S: Final = 0.5
WRITE_TRIES_S: Final = 5.0
SHARED_S: Final = 0.5
"""How long what processes share may take to answer; then this one tries by itself."""
NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""The errors that prove that nothing was sent."""
LEFT_ALONE: Final = "is left alone for a while, as it did not answer"
NO_ROOM: Final = "has too many requests of ours to answer"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the shop answered, its clock less ours, and after how long it wants to be asked again."""

    status: int
    body: bytes
    clock_skew_s: float
    retry_after_s: float | None


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends requests. Raises the errors of `bot.ticketshop.errors`; its `repr` holds no secret."""

    base_url: str
    product_token: str = field(repr=False)
    clock: Clock
    http: httpx.AsyncClient = field(repr=False)
    read_s: float = 6.0
    post_s: float = 15.0
    pause_s: float = FIRST_PAUSE_S
    bulkheads: Bulkheads = field(default_factory=Bulkheads, repr=False)
    circuit: Circuit = field(default_factory=Circuit, repr=False)
    trials: SharedTrials = field(default_factory=NothingShared, repr=False)
    trying: Tasks = field(default_factory=Tasks, repr=False)

    async def read(self, request: Request) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Send a read and return its JSON."""
        asked, part = self._built(request), request.event
        if self._is_left_alone(part):
            raise Unavailable(LEFT_ALONE)
        try:
            async with asyncio.timeout(self.read_s) as deadline, self.bulkheads.read(part):
                async for attempt in stamina.retry_context(
                    on=self._worth_a_retry(part, deadline),
                    attempts=TRIES,
                    timeout=self.read_s,
                    wait_initial=self.pause_s,
                    wait_max=LONGEST_PAUSE_S,
                    wait_jitter=self.pause_s,
                ):
                    with attempt, self._watching(part):
                        return await self._read_once(request, asked)
        except NoRoom:
            raise Unavailable(NO_ROOM) from None
        except TimeoutError:
            self.circuit.failed(part, self.clock.now())
            raise Unavailable("did not answer in time") from None
        raise Unavailable("was not asked")

    async def write(self, request: Request) -> Answer:
        """Send a write and return its answer, a success; once it may have left, it is never sent again."""
        asked, part = self._built(request), request.event
        if self._is_left_alone(part):
            raise NotSent(LEFT_ALONE)
        try:
            async with asyncio.timeout(self.post_s), self.bulkheads.write():
                async for attempt in stamina.retry_context(
                    on=NotSent,
                    attempts=TRIES,
                    timeout=WRITE_TRIES_S,
                    wait_initial=self.pause_s,
                    wait_max=LONGEST_PAUSE_S,
                    wait_jitter=self.pause_s,
                ):
                    with attempt, self._watching(part):
                        return await self._write_once(request, asked)
        except NoRoom:
            raise NotSent(NO_ROOM) from None
        except TimeoutError:
            self.circuit.failed(part, self.clock.now())
            raise Unknown("did not answer in time") from None
        raise NotSent("was not asked")

    # --- one request -------------------------------------------------------------------------------------------------

    async def _read_once(self, request: Request, asked: httpx.Request) -> Any:  # noqa: ANN401
        try:
            answer = await self._exchange(asked)
        except httpx.HTTPError as error:
            raise Unavailable(type(error).__name__) from None
        if 300 <= answer.status < 400:
            raise Misconfigured("SHOP_API_URL is redirected elsewhere, which is not followed")
        if (failed := failure(request, answer.status, answer.body)) is not None:
            if isinstance(failed, Unavailable):
                failed.retry_after_s = answer.retry_after_s
            raise failed
        return decode(request, answer.body)

    async def _write_once(self, request: Request, asked: httpx.Request) -> Answer:
        try:
            answer = await self._exchange(asked)
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

    def _built(self, request: Request) -> httpx.Request:
        headers = {
            "X-CM-PRODUCTTOKEN": self.product_token,
            "Accept": "application/json",
            "Content-Type": "application/json",
        }
        if request.language is not None:
            headers["X-TF-PREFERREDLANGUAGEID"] = request.language.upper()
        url = f"{self.base_url}{request.path}"
        try:
            return self.http.build_request(
                request.method, url, params=dict(request.query), json=request.body, headers=headers
            )
        except (UnicodeEncodeError, httpx.InvalidURL):
            # Half a character, or an address of 64 KiB: no shop knows such a code, key or order.
            raise Refused(400) from None

    async def _exchange(self, asked: httpx.Request) -> Answer:
        answer = await self.http.send(asked, stream=True, follow_redirects=False)
        try:
            body = bytearray()
            async for part in answer.aiter_bytes():
                body += part
                if len(body) > MOST_BYTES:
                    raise Unavailable("answered with more than 2 MiB")
            told_at = _moment(answer.headers.get("Date"))
            return Answer(
                answer.status_code,
                bytes(body),
                self._skew_s(told_at),
                self._retry_after_s(answer.headers.get("Retry-After"), told_at),
            )
        finally:
            await answer.aclose()

    def _skew_s(self, told_at: datetime | None) -> float:
        """Return the shop's clock less ours, in seconds; 0 where it does not tell."""
        skew_s = (told_at - self.clock.now()).total_seconds() if told_at is not None else 0.0
        # The header has whole seconds: below two there is nothing to correct.
        return skew_s if abs(skew_s) >= 2 else 0.0

    def _retry_after_s(self, header: str | None, told_at: datetime | None) -> float | None:
        """Return after how long the shop wants to be asked again: it names seconds, or a moment by its own clock."""
        if header is not None and header.isascii() and header.isdigit():
            return float(header)
        moment = _moment(header)
        return (moment - (told_at or self.clock.now())).total_seconds() if moment is not None else None

    # --- a shop that does not answer ---------------------------------------------------------------------------------

    def _worth_a_retry(self, part: Part, deadline: asyncio.Timeout) -> Callable[[Exception], bool | float]:
        """Return what says whether to ask again, or after how long: not where the shop wants more time than is left."""

        def again(error: Exception) -> bool | float:
            if not isinstance(error, Unavailable) or self.circuit.is_open(part):
                return False
            if error.retry_after_s is None:
                return True
            ends_at = deadline.when()
            left_s = ends_at - asyncio.get_running_loop().time() if ends_at is not None else 0.0
            return max(error.retry_after_s, self.pause_s) if error.retry_after_s < left_s else False

        return again

    @contextmanager
    def _watching(self, part: Part) -> Iterator[None]:
        try:
            yield
        except (Refused, Misconfigured):
            self.circuit.answered(part)
            raise
        except ShopError:
            self.circuit.failed(part, self.clock.now())
            raise
        self.circuit.answered(part)

    def _is_left_alone(self, part: Part) -> bool:
        """Whether a part is not asked now. It may be time to try it, which nobody waits for."""
        if not self.circuit.is_open(part):
            return False
        tried = self.circuit.to_be_tried(part)
        if self.circuit.may_try(tried, self.clock.now()):
            self.trying.start(self._try(tried))
        return True

    async def _try(self, part: Part) -> None:
        """See whether the shop answers again, unless another process does or did."""
        every, name = self.circuit.tried_every, f"trial {part}"
        try:
            async with asyncio.timeout(SHARED_S):
                is_ours, answered_at = await self.trials.claim(name, every)
        except (ConnectionError, TimeoutError):
            is_ours, answered_at = True, None
        if answered_at is not None:
            self.circuit.answered_another(part, answered_at)
        if not is_ours:
            return
        request = Request("GET", part, "/events" if part is None else f"/events/{part}")
        try:
            async with asyncio.timeout(self.read_s):
                with self._watching(part):
                    await self._read_once(request, self._built(request))
        except (Refused, Misconfigured):
            pass  # an answer
        async with asyncio.timeout(SHARED_S):
            await self.trials.answered(name, every)


def _moment(header: str | None) -> datetime | None:
    """Return the moment that a header names, or None."""
    try:
        moment = parsedate_to_datetime(header) if header else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
