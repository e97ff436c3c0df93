"""Every call that reaches a simulated Bot API, in any test, must keep to the Bot API's schema.

The emulator warns of each call that does not. A test that sends such calls on purpose asks for the fixture
`wrong_calls`; any other fails.
"""

import logging
from collections.abc import Iterator

import pytest

from bot.simulator.telegram import calls


class WrongCalls(logging.Handler):
    """The violations that this process's emulators noted since the test began."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._seen.append(record.getMessage())

    def seen(self) -> list[str]:
        return list(self._seen)


@pytest.fixture(autouse=True)
def _every_call_keeps_to_the_schema(request: pytest.FixtureRequest) -> Iterator[WrongCalls]:
    noted = WrongCalls()
    logger = logging.getLogger(calls.__name__)
    logger.addHandler(noted)
    yield noted
    logger.removeHandler(noted)
    if "wrong_calls" not in request.fixturenames:
        assert noted.seen() == [], "the bot sent calls that the Bot API's schema does not know"


@pytest.fixture
def wrong_calls(_every_call_keeps_to_the_schema: WrongCalls) -> WrongCalls:
    """What was wrong with the calls of a test that sends wrong ones on purpose."""
    return _every_call_keeps_to_the_schema
