"""What a turn costs, by our way to Telegram and by the library's own. Prints ratios; compares with no number."""

import pytest
from redis.asyncio import Redis

from bot.settings import Settings
from tests.bench.drive import library_request, open_shop, our_request, pairs, worker_over
from tests.processes.conftest import simulated

__all__ = ["simulated"]
pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]
TIMES = 6


@pytest.mark.parametrize("chats_at_once", [1, 8, 32])
async def test_a_turn(redis: Redis, simulated: dict[str, str], chats_at_once: int):
    async with (
        open_shop(Settings.load(simulated), redis) as shop,
        worker_over(shop, our_request(), chats_at_once) as ours,
        worker_over(shop, library_request(), chats_at_once) as other,
    ):
        measured = await pairs(shop, ours, other, TIMES)
    print("\n" + measured.told(f"a turn, {chats_at_once} chats at once, by the library's request"))
