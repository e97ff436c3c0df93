"""What a request to Telegram costs, by our way and by the library's own. Prints ratios; compares with no number."""

import asyncio
import time

import pytest
from telegram import Bot
from telegram.request import BaseRequest

from tests.bench.drive import Measured, library_request, our_request
from tests.processes.conftest import simulated

__all__ = ["simulated"]
pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]
REQUESTS = 320
TIMES = 6


async def cost_ms(bot: Bot, at_once: int) -> float:
    """Return how many ms of CPU a request costs, so many at once."""

    async def ask() -> None:
        for _ in range(REQUESTS // at_once):
            await bot.get_me()

    began_s = time.process_time()
    await asyncio.gather(*(ask() for _ in range(at_once)))
    return 1000 * (time.process_time() - began_s) / REQUESTS


@pytest.mark.parametrize("at_once", [1, 8, 64])
async def test_a_request(simulated: dict[str, str], at_once: int):
    token, base_url = simulated["TELEGRAM_BOT_TOKEN"], f"{simulated['TELEGRAM_API_URL']}/bot"

    def bot(request: BaseRequest) -> Bot:
        return Bot(token, base_url=base_url, request=request, get_updates_request=request)

    measured = Measured([], [])
    async with bot(our_request()) as ours, bot(library_request()) as other:
        ways = [(ours, measured.ours), (other, measured.other)]
        for number in range(TIMES):
            for each, into in ways if number % 2 else ways[::-1]:
                into.append(await cost_ms(each, at_once))
    print("\n" + measured.told(f"a request, {at_once} at once, by the library's own"))
