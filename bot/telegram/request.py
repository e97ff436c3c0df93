"""The HTTP request class of the bot, which reads answers that are not quite JSON.

One update that cannot be decoded must not hold back all others: of such an answer the update ids are kept, so that the
poll loop can step past it.
"""

import json
import re
from collections.abc import Callable
from typing import Any, Final

from telegram.error import TelegramError
from telegram.request import HTTPXRequest

UNREADABLE: Final = "unreadable"
UPDATE_ID: Final = re.compile(r'"update_id"\s*:\s*(\d{1,16})')


Ended = int | BaseException
"""How a request ended: with a status, or without one."""


def unheard(_: Ended) -> None:
    """Count nothing."""


class TolerantRequest(HTTPXRequest):
    """python-telegram-bot's request, with a decoder that survives bad UTF-8, broken JSON and deep nesting.

    `heard` is told how each request ended.
    """

    def __init__(self, *, heard: Callable[[Ended], None] = unheard, **settings: Any) -> None:  # noqa: ANN401 - the library's
        super().__init__(**settings)
        self._heard = heard

    async def do_request(self, *arguments: Any, **named: Any) -> tuple[int, bytes]:  # noqa: ANN401 - the library's
        """Send a request."""
        try:
            status, payload = await super().do_request(*arguments, **named)
        except BaseException as error:
            self._heard(error)
            raise
        self._heard(status)
        return status, payload

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
