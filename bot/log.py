"""Logging: structured lines, and no secret or personal value in any of them."""

import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, Final

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.settings import Settings
from bot.store.address import Address

HIDDEN: Final = "•••"
PERSONAL: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|\+\d[\d ]{7,}\d")
QUIET_LOGGERS: Final = ("httpx", "httpcore", "telegram", "telegram.ext")
"""Libraries that write addresses, which hold the bot token, keys and codes, into their lines."""


class Redaction:
    """Replaces known secrets, and what looks like an e-mail address or a phone number, in every field of a line."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = sorted({secret for secret in secrets if secret}, key=len, reverse=True)

    def __call__(self, logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
        """Return a log line without them, as a structlog processor."""
        return self._mapping(event)

    def text(self, text: str) -> str:
        """Return a text without secrets and personal values."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return PERSONAL.sub(HIDDEN, text)

    def _mapping(self, values: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {key: self._value(value) for key, value in values.items()}

    def _value(self, value: object) -> object:
        match value:
            case None | bool() | int() | float():
                return value
            case dict():
                return self._mapping(value)
            case list() | tuple():
                return [self._value(each) for each in value]
            case _:
                return self.text(str(value))


SHORTEST_PASSWORD: Final = 8
"""One of Redis that is shorter may be a word that stands in any line."""


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Return every secret of the settings."""
    named = (
        settings.telegram_bot_token,
        settings.telegram_webhook_secret,
        settings.shop_product_token,
        *settings.session_keys,
    )
    of_redis = (each for each in Address.read(settings.redis_url).passwords if len(each) >= SHORTEST_PASSWORD)
    return (*(secret.get_secret_value() for secret in named if secret is not None), *of_redis)


def set_up_logging(settings: Settings) -> None:
    """Send all lines, those of libraries too, through the redaction to standard error."""
    redaction = Redaction(secrets_of(settings))
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redaction,
    ]
    renderer: Processor = structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    if settings.log_format == "json":
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, redaction, renderer],
        )
    )
    logging.captureWarnings(True)
    logging.basicConfig(handlers=[handler], level=settings.log_level.upper(), force=True)
    for name in QUIET_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)


def quiet_logging() -> None:
    """Log warnings and worse alone, tracebacks without the values in them: for commands whose output is for a person."""
    renderer = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, structlog.processors.TimeStamper("%H:%M:%S", utc=False), renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
    )
