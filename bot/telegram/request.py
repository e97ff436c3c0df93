"""The HTTP requests of the bot: one place that hears how each ended, and holds back what Telegram wants left alone.

One update that cannot be decoded must not hold back all others: of such an answer the update ids are kept, so that the
poll loop can step past it.
"""

import asyncio
import json
import math
import re
import ssl
from collections.abc import Callable
from typing import Any, Final, cast

import httpx
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.telegram.line import Ended
from bot.telegram.pauses import Pauses

UNREADABLE: Final = "unreadable"
UPDATE_ID: Final = re.compile(r'"update_id"\s*:\s*(\d{1,16})')
SLACK_S: Final = 5.0
"""How much longer than the longest silence a request may take as a whole, so that it ends well within a lease."""
UPLOAD_S: Final = 20.0
MAY_BE_UNREADABLE: Final = "getUpdates"
WAIT_UNASKED_S: Final = 1.0
"""How long to wait after a 429 that does not say."""


GivenTime = DefaultValue[float] | float | DefaultValue[None] | None
"""A time-out as the library gives it; only that of a read is ever another than ours."""


class NotSent(NetworkError):
    """The request never left: repeating it is safe."""


class NoAnswer(TimedOut):
    """The request left and nothing readable came back: whether Telegram did it is unknown."""

    def __init__(self, method: str) -> None:
        super().__init__(f"no answer to {method}")
        self.method = method

    def __reduce__(self) -> tuple[type, tuple[str]]:
        """Keep what the library keeps."""
        return type(self), (self.method,)


def unheard(_: Ended) -> None:
    """Count nothing."""


class TolerantRequest(BaseRequest):
    """python-telegram-bot's way to Telegram, over httpx: no request goes to what Telegram asked to be left alone.

    Its decoder survives bad UTF-8, broken JSON and deep nesting; an answer has a deadline as a whole. `heard` is told how
    each request ended.
    """

    def __init__(
        self,
        *,
        connections: int = 4,
        timeout_s: float = 10.0,
        slack_s: float = SLACK_S,
        verify: ssl.SSLContext | bool = True,
        heard: Callable[[Ended], None] = unheard,
        pauses: Pauses | None = None,
    ) -> None:
        self._timeout_s = timeout_s
        self._slack_s = slack_s
        self._heard = heard
        self._pauses = pauses
        self._limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
        self._verify = verify
        self._client = self._new_client()

    def _new_client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(limits=self._limits, verify=self._verify, trust_env=False, timeout=self._timeout_s)

    @property
    def read_timeout(self) -> float:
        """How long Telegram may be silent."""
        return self._timeout_s

    async def initialize(self) -> None:
        """Open, also again."""
        if self._client.is_closed:
            self._client = self._new_client()

    async def shutdown(self) -> None:
        """Close."""
        await self._client.aclose()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: GivenTime = None,
        write_timeout: GivenTime = None,
        connect_timeout: GivenTime = None,
        pool_timeout: GivenTime = None,
    ) -> tuple[int, bytes]:
        """Send a request; raise RetryAfter where it would go to what is to be left alone, NotSent, NoAnswer."""
        asked = url.rpartition("/")[2]
        chat_id = _chat_of(request_data)
        if self._pauses is not None and (left_s := self._pauses.left_s(chat_id)) > 0:
            raise RetryAfter(math.ceil(left_s))
        read_s = read_timeout if isinstance(read_timeout, int | float) else self._timeout_s
        answer = await self._answer(method, url, request_data, read_s)
        if isinstance(answer, Exception):
            # Raised here and not where it was caught: the address in the cause holds the token.
            self._heard(answer)
            raise NotSent(type(answer).__name__) if _was_not_sent(answer) else NoAnswer(asked)
        self._heard(answer.status_code)
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS and self._pauses is not None:
            self._pauses.asked(chat_id, _retry_after(answer.content))
        if answer.is_success and asked != MAY_BE_UNREADABLE and not _is_readable(answer.content):
            raise NoAnswer(asked)
        return answer.status_code, answer.content

    async def _answer(
        self, method: str, url: str, request_data: RequestData | None, read_s: float
    ) -> httpx.Response | Exception:
        files = request_data.multipart_data if request_data and request_data.contains_files else None
        write_s = UPLOAD_S if files else self._timeout_s
        given: dict[str, Any] = {}
        if request_data is not None:
            given = (
                {"data": request_data.json_parameters, "files": files} if files else {"json": request_data.parameters}
            )
        try:
            async with asyncio.timeout(max(write_s, read_s) + self._slack_s):
                return await self._client.request(
                    method, url, timeout=httpx.Timeout(self._timeout_s, read=read_s, write=write_s), **given
                )
        except asyncio.CancelledError as error:
            self._heard(error)
            raise
        except (httpx.HTTPError, TimeoutError, OSError) as error:
            return error

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Decode an answer; of one that cannot be decoded, return the ids of its updates, marked unreadable."""
        words = payload.decode("utf-8", "replace")
        try:
            decoded = json.loads(words)
        except (ValueError, RecursionError):
            found = UPDATE_ID.findall(words)
            if not found:
                raise TelegramError("Invalid server response") from None
            return {"ok": True, "result": [{"update_id": int(number), UNREADABLE: True} for number in found]}
        if not isinstance(decoded, dict):
            raise TelegramError("Invalid server response")
        return decoded


def _was_not_sent(error: Exception) -> bool:
    return isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)


def _is_readable(payload: bytes) -> bool:
    try:
        return isinstance(json.loads(payload), dict)
    except (ValueError, RecursionError):
        return False


def _chat_of(request_data: RequestData | None) -> int | None:
    """Return the chat that a call names; one for a callback query or the bot itself names none."""
    chat_id = request_data.parameters.get("chat_id") if request_data is not None else None
    return chat_id if isinstance(chat_id, int) else None


def _retry_after(payload: bytes) -> float:
    try:
        return float(cast("Any", json.loads(payload))["parameters"]["retry_after"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return WAIT_UNASKED_S
