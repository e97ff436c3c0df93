"""The HTTP request class of the bot, which reads answers that are not quite JSON.

One update that cannot be decoded must not hold back all others: of such an answer the update ids are kept, so that the
poll loop can step past it.
"""

import json
import re
from typing import Any, Final

from telegram.error import TelegramError
from telegram.request import HTTPXRequest

UNREADABLE: Final = "unreadable"
UPDATE_ID: Final = re.compile(r'"update_id"\s*:\s*(\d{1,16})')


class TolerantRequest(HTTPXRequest):
    """python-telegram-bot's request, with a decoder that survives bad UTF-8, broken JSON and deep nesting."""

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
