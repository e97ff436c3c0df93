"""The bot's own way in and out, at the strict emulator."""

from collections.abc import AsyncIterator

import pytest

from bot.telegram.intake import PollingBot
from bot.telegram.request import TolerantRequest
from bot.telegram.view import View
from tests.emulator import TLS, TOKEN, Emulator


@pytest.fixture
async def bot(emulator: Emulator) -> AsyncIterator[PollingBot]:
    """The bot that is used in earnest: the library's, with our poll and our reading of answers."""
    requests = [TolerantRequest(verify=TLS) for _ in range(2)]
    async with PollingBot(
        TOKEN, base_url=f"{emulator.address}/bot", request=requests[0], get_updates_request=requests[1]
    ) as bot:
        yield bot


@pytest.fixture
def view(bot: PollingBot) -> View:
    return View(bot)
