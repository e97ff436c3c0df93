"""Sends updates to a webhook by the rules of the public Bot API server.

Updates of one chat go one after the other, as do the taps of one person; all others beside each other. A failure holds
up its queue only, for longer each time; `Retry-After` is obeyed. Only the loopback is ever called.
"""

import asyncio
import json
import random
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol
from urllib.parse import SplitResult

import httpx

from bot.simulator.clock import MovableClock
from bot.simulator.telegram.address import is_loopback
from bot.simulator.telegram.updates import UpdateQueue, Waiting

ANSWERED_WITHIN_S: Final = 60.0
LONGEST_RETRY_AFTER_S: Final = 3600
GONE_FOR: Final = timedelta(hours=23)
"""A webhook that answers 410 for so long is removed."""
NOT_BY_ANSWER: Final = frozenset({"deletewebhook", "setwebhook", "close", "logout"})
"""Methods that an answer cannot name; nor those that begin with `get`."""

_LONGEST_PAUSE_S: Final = 60
_NO_TRUST: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Receiver(Protocol):
    """What a delivery tells of, and calls."""

    def execute(self, method: str, parameters: dict[str, object], /) -> None:
        """Carry out what the bot answered with."""

    def remove(self, *, drop_pending_updates: bool = False) -> str:
        """Give the webhook up."""


class Target(Protocol):
    """The settings of a webhook that a delivery needs."""

    @property
    def secret_token(self) -> str:
        """What proves to the bot that Telegram calls."""

    @property
    def max_connections(self) -> int:
        """How many updates may be under way at a time."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The last error, as `getWebhookInfo` tells it."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class _Refusal:
    retry_after_s: int = 0


class Delivery:
    """The sending to one webhook. A queue is worked off by a task of its own, as long as something waits in it."""

    answered_within_s = ANSWERED_WITHIN_S

    def __init__(
        self, clock: MovableClock, updates: UpdateQueue, receiver: Receiver, address: SplitResult, target: Target
    ) -> None:
        self.last_error: Failure | None = None
        self._clock = clock
        self._updates = updates
        self._receiver = receiver
        self._address = address
        self._headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip, deflate"}
        if target.secret_token:
            self._headers["X-Telegram-Bot-Api-Secret-Token"] = target.secret_token
        self._connections = asyncio.Semaphore(target.max_connections)
        self._gone_since: datetime | None = None
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Begin with the queues that nobody works at."""
        for queue in self._updates.queues():
            if queue not in self._tasks:
                self._tasks[queue] = asyncio.create_task(self._work_off(queue))

    def stop(self) -> None:
        """End all sending; what was not answered stays."""
        for task in self._tasks.values():
            task.cancel()

    async def _work_off(self, queue: str) -> None:
        transport = httpx.AsyncHTTPTransport(verify=_NO_TRUST)
        async with httpx.AsyncClient(transport=transport, timeout=self.answered_within_s) as client:
            while (update := self._updates.first_of(queue)) is not None:
                await self._deliver(client, update)
        del self._tasks[queue]

    async def _deliver(self, client: httpx.AsyncClient, update: Waiting) -> None:
        """Send an update until it is taken or too old."""
        delay_s, failures = 1, 0
        while True:
            async with self._connections:
                refusal = await self._send(client, update)
            if refusal is None:
                break
            pause_s = min(max(refusal.retry_after_s, 0), LONGEST_RETRY_AFTER_S)
            if pause_s == 0 and failures:
                longest_s = random.randint(_LONGEST_PAUSE_S, 2 * _LONGEST_PAUSE_S)  # noqa: S311 - spreads, hides nothing
                pause_s = delay_s = min(longest_s, delay_s * 2)
            failures += 1
            wakes_at = self._clock.now() + timedelta(seconds=pause_s)
            if wakes_at > update.gone_at:
                break
            await self._clock.wait_until(wakes_at)
        self._updates.forget(update)

    async def _send(self, client: httpx.AsyncClient, update: Waiting) -> _Refusal | None:
        try:
            answer = await self._post(client, update.document)
        except httpx.ConnectTimeout:
            return self._failed("Connection timed out")
        except httpx.TimeoutException:
            return self._failed("Read timeout expired")
        except httpx.ConnectError as error:
            return self._failed("SSL error" if "SSL" in str(error) else "Connection refused")
        except httpx.TransportError:
            return self._failed("Connection reset by peer")
        if answer.is_success:
            self._gone_since = None
            self._obey(answer)
            return None
        self._note_gone(answer.status_code)
        after = answer.headers.get("retry-after", "")
        words = f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
        return self._failed(words, int(after) if after.isdecimal() and after.isascii() else 0)

    async def _post(self, client: httpx.AsyncClient, document: bytes) -> httpx.Response:
        if not is_loopback(str(self._address.hostname)):
            raise httpx.ConnectTimeout("the emulator calls nobody beyond this machine")
        return await client.post(self._address.geturl(), content=document, headers=self._headers)

    def _failed(self, words: str, retry_after_s: int = 0) -> _Refusal:
        self.last_error = Failure(self._clock.now(), words)
        return _Refusal(retry_after_s)

    def _note_gone(self, status: int) -> None:
        if status != httpx.codes.GONE:
            self._gone_since = None
            return
        self._gone_since = self._gone_since or self._clock.now()
        if self._clock.now() > self._gone_since + GONE_FOR:
            self._receiver.remove()

    def _obey(self, answer: httpx.Response) -> None:
        """Carry out the method that a body of JSON names; any other body, and an empty one, is as good."""
        try:
            body = json.loads(answer.content)
        except ValueError:
            return
        method = body.pop("method", None) if isinstance(body, dict) else None
        if isinstance(method, str) and method.lower() not in NOT_BY_ANSWER and not method.lower().startswith("get"):
            self._receiver.execute(method, body)
