"""A tap is answered at once: with its notice, or empty before the shop is asked, or waited for (manner 2)."""

import asyncio
from dataclasses import dataclass, field

import pytest

from bot.conversation.messages import Tap
from bot.telegram import working
from bot.telegram.incoming import Incoming
from bot.telegram.working import Working

TAP = Incoming(7, "en", Tap(1, None), "query")
WORDS = Incoming(7, "en", Tap(1, None))


@dataclass
class PlainView:
    """A way to show work that remembers it; with `hangs` Telegram does not answer."""

    shown: list[str] = field(default_factory=list)
    hangs: bool = False
    is_typing: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer_at_once(self, query_id: str) -> None:
        if self.hangs:
            await asyncio.Event().wait()
        self.shown.append("answer")

    async def typing(self, chat_id: int) -> None:
        self.shown.append("typing")
        self.is_typing.set()


@pytest.fixture(autouse=True)
def short_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "TYPING_LASTS_S", 0.01)
    monkeypatch.setattr(working, "LONGEST_GOODBYE_S", 0.05)


async def test_a_turn_that_is_done_at_once_leaves_the_tap_to_its_notice():
    view = PlainView()
    async with Working(view, TAP) as beside:
        pass
    assert (view.shown, beside.answered) == ([], False)


async def test_a_write_answers_first():
    view = PlainView()
    async with Working(view, TAP) as beside:
        beside.begin_to_show()
        await view.is_typing.wait()
    assert view.shown[:2] == ["answer", "typing"]
    assert beside.answered


async def test_a_slow_read_answers_first_as_well(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(working, "SLOW_S", 0.01)
    view = PlainView()
    async with Working(view, TAP) as beside:
        await view.is_typing.wait()
    assert view.shown[:2] == ["answer", "typing"]
    assert beside.answered


async def test_typing_goes_on_as_long_as_the_turn_does():
    view = PlainView()
    async with Working(view, WORDS) as beside:
        beside.begin_to_show()
        for _ in range(3):
            view.is_typing.clear()
            await view.is_typing.wait()
    count = len(view.shown)
    await asyncio.sleep(0.03)
    assert set(view.shown) == {"typing"}
    assert len(view.shown) == count
    assert not beside.answered


async def test_a_telegram_that_hangs_does_not_hold_the_turn():
    view = PlainView(hangs=True)
    async with asyncio.timeout(2.0):
        async with Working(view, TAP) as beside:
            beside.begin_to_show()
            await asyncio.sleep(0)
    assert view.shown == []
    assert beside.answered


async def test_a_turn_that_fails_fails_with_its_own_error():
    async def fail() -> None:
        async with Working(PlainView(), TAP) as beside:
            beside.begin_to_show()
            raise ValueError("bad")

    with pytest.raises(ValueError, match="bad"):
        await fail()
