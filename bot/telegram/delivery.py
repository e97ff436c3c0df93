"""A message that Telegram did not take: whether it is tried again, and when."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import structlog
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.conversation.ports import Owed
from bot.telegram.owed import Message
from bot.telegram.request import NoAnswer

log = structlog.get_logger(__name__)

LONGEST_DELAY_S: Final = 60.0
REPEATABLE: Final = ("edit", "answer", "delete")
"""How the methods begin that leave the same when they are done twice."""


class NotDelivered(Exception):
    """Telegram did not take a message now; try again in `wait_s`, and keep it as `unsent` says where it changed."""

    def __init__(self, wait_s: float, unsent: Owed | None = None) -> None:
        super().__init__("not delivered")
        self.wait_s = wait_s
        self.unsent = unsent


@contextmanager
def delivering(stored: Owed, message: Message) -> Iterator[None]:
    """Send within this: what Telegram will never take is done with, anything else raises NotDelivered.

    One that got no answer may have arrived. It is sent once more, not twice: better a message that is missing where
    Telegram is ill than the same one again and again.
    """
    try:
        yield
    except (Forbidden, BadRequest) as error:
        # Asked the same way again, Telegram refuses again: the bot is blocked, the chat is gone, or the message cannot be.
        log.warning("telegram_refused", kind=message.kind, words=error.message)
    except RetryAfter as error:
        wait = error.retry_after
        raise NotDelivered(wait if isinstance(wait, int) else wait.total_seconds()) from None
    except TelegramError as error:
        may_be_there = isinstance(error, NoAnswer) and not error.method.startswith(REPEATABLE)
        if may_be_there and message.unanswered:
            log.error("never_answered", kind=message.kind)
            return
        unsent = message.model_copy(
            update={"tries": message.tries + 1, "unanswered": message.unanswered or may_be_there}
        )
        delay_s = min(2.0**message.tries, LONGEST_DELAY_S)
        raise NotDelivered(delay_s, Owed(stored.id, unsent.model_dump_json())) from None
