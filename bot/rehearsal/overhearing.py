"""What a bot complains of while a story is played, kept for the report of that story."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

import structlog
from structlog.typing import EventDict, WrappedLogger

_HEARD: Final[ContextVar[list[str] | None]] = ContextVar("heard", default=None)
MOST_LINES: Final = 30


def overhear() -> None:
    """Keep warnings and worse with the play in which they come; those of no play go to standard error."""
    structlog.configure(
        processors=[structlog.processors.format_exc_info, _keep],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
    )


@contextmanager
def overheard() -> Iterator[list[str]]:
    """Give the list that holds what is complained of within, by whatever is begun there."""
    lines: list[str] = []
    token = _HEARD.set(lines)
    try:
        yield lines
    finally:
        _HEARD.reset(token)


def _keep(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    trace = event.pop("exception", None)
    what = event.pop("event")
    line = " ".join([str(what), *(f"{name}={value}" for name, value in event.items())])
    if trace is not None:
        line += f"\n{trace}"
    lines = _HEARD.get()
    if lines is None:
        sys.stderr.write(f"{line}\n")
    elif line not in lines and len(lines) < MOST_LINES:
        lines.append(line)
    raise structlog.DropEvent
