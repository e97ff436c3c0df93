"""A line to Telegram that is down is asked for by one at a time, and nothing is begun before it is up."""

import asyncio

import httpx
import pytest
from telegram.error import InvalidToken, NetworkError, RetryAfter

from bot.telegram import line
from bot.telegram.line import Ended, Line


class Telegram:
    """Answers once it is back."""

    def __init__(self, says: Exception | None = None) -> None:
        self.asked = 0
        self.says: Exception | None = says
        self.hangs: asyncio.Event | None = None

    async def ask(self) -> None:
        self.asked += 1
        if self.hangs is not None:
            await self.hangs.wait()
        if self.says is not None:
            raise self.says


@pytest.mark.parametrize("ended", [200, 400, 403, 429, asyncio.CancelledError()])
async def test_an_answer_of_any_kind_and_a_cut_say_that_the_line_is_up(ended: Ended):
    telegram, tried = Telegram(), Line()
    tried.heard(ended)
    assert await tried.is_up(telegram.ask, 1.0)
    assert telegram.asked == 0


@pytest.mark.parametrize("ended", [500, 502, httpx.ConnectError(""), httpx.ReadTimeout(""), TimeoutError()])
async def test_after_anything_else_it_is_asked_for_once(ended: Ended):
    telegram, tried = Telegram(), Line()
    tried.heard(ended)
    assert await tried.is_up(telegram.ask, 1.0)
    assert await tried.is_up(telegram.ask, 1.0)
    assert telegram.asked == 1


@pytest.mark.parametrize("says", [RetryAfter(3), InvalidToken()])
async def test_who_says_no_is_there(says: Exception):
    telegram, tried = Telegram(says), Line()
    tried.heard(500)
    assert await tried.is_up(telegram.ask, 1.0)


async def test_while_it_is_down_it_is_asked_for_less_and_less_often(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(line, "FIRST_PAUSE_S", 60.0)
    telegram, tried = Telegram(NetworkError("down")), Line()
    tried.heard(500)
    assert [await tried.is_up(telegram.ask, 0.01) for _ in range(3)] == [False] * 3
    assert telegram.asked == 1


async def test_one_asks_and_all_hear_of_it():
    telegram, tried = Telegram(), Line()
    telegram.hangs = asyncio.Event()
    tried.heard(500)
    waiting = [asyncio.create_task(tried.is_up(telegram.ask, 5.0)) for _ in range(8)]
    await asyncio.sleep(0)
    tried.heard(500)
    telegram.hangs.set()
    assert await asyncio.gather(*waiting) == [True] * 8
    assert telegram.asked == 1


async def test_one_that_is_asked_and_hangs_is_not_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(line, "ASK_S", 0.01)
    telegram, tried = Telegram(), Line()
    telegram.hangs = asyncio.Event()
    tried.heard(500)
    assert not await tried.is_up(telegram.ask, 0.01)
