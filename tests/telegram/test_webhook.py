"""The webhook is set where it is not as it should be, and stays so, whoever else sets or removes it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot.telegram import webhook
from bot.telegram.inbox import ALLOWED_UPDATES
from bot.telegram.intake import PollingBot
from bot.telegram.webhook import MOST_CONNECTIONS, WebhookLoop
from tests.emulator import Emulator
from tests.telegram.test_intake import running

OURS = "http://127.0.0.1:9/telegram/of-our-secret"
ANOTHER = "http://127.0.0.2:9/telegram/of-another"
SECRET = "Only_Telegram-knows"
SOON_S = 10.0


Heard = asyncio.Queue[tuple[str, str]]


@pytest.fixture
def heard() -> Heard:
    return asyncio.Queue()


@dataclass
class Kept:
    """A loop that keeps a webhook set; `content` once it found that, or made it so."""

    loop: WebhookLoop
    content: asyncio.Event

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with running(self.loop.run()):
            yield

    async def once(self) -> None:
        """Let it run until it is content."""
        async with self.running():
            await asyncio.wait_for(self.content.wait(), SOON_S)


@pytest.fixture
def keep(bot: PollingBot, heard: Heard) -> Callable[..., Kept]:
    def make(url: str = OURS) -> Kept:
        content = asyncio.Event()

        def turns(again_within_s: float) -> None:
            if again_within_s == webhook.LOOK_AGAIN_S:
                content.set()

        return Kept(WebhookLoop(bot, url, SECRET, lambda *told: heard.put_nowait(told), turns=turns), content)

    return make


async def next_of(heard: Heard) -> tuple[str, str]:
    return await asyncio.wait_for(heard.get(), SOON_S)


def settings_given(emulator: Emulator) -> list[dict[str, Any]]:
    return [call.parameters for call in emulator.telegram.messenger.calls if call.method == "setWebhook"]


async def url_of(emulator: Emulator) -> str:
    return str((await emulator.result("getWebhookInfo"))["url"])


async def test_it_is_set_with_all_that_it_needs(emulator: Emulator, keep: Callable[..., Kept]):
    await keep().once()
    info = await emulator.result("getWebhookInfo")
    assert (info["url"], info["max_connections"]) == (OURS, MOST_CONNECTIONS)
    assert info["allowed_updates"] == sorted(ALLOWED_UPDATES)
    [given] = settings_given(emulator)
    assert (given["secret_token"], given["drop_pending_updates"]) == (SECRET, False)


async def test_one_that_is_as_it_should_be_is_left_alone(emulator: Emulator, keep: Callable[..., Kept]):
    await keep().once()
    await keep().once()
    assert len(settings_given(emulator)) == 1


@pytest.mark.parametrize("other", [{"url": ANOTHER}, {"max_connections": 7}, {"allowed_updates": ["poll"]}])
async def test_one_that_differs_is_set_and_what_waits_is_kept(
    emulator: Emulator, customer: int, keep: Callable[..., Kept], other: dict[str, object]
):
    await emulator.post(f"/customers/{customer}/messages", text="one")
    await keep().once()
    ours = await emulator.result("getWebhookInfo")
    given = {"url": OURS, "secret_token": SECRET, "max_connections": 40, "allowed_updates": ALLOWED_UPDATES}
    emulator.clock.move(timedelta(seconds=2))
    await emulator.result("setWebhook", **given | other)
    emulator.clock.move(timedelta(seconds=2))
    await keep().once()
    info = await emulator.result("getWebhookInfo")
    for name in ("url", "max_connections", "allowed_updates", "pending_update_count"):
        assert info[name] == ours[name]
    assert info["pending_update_count"] == 1


async def test_where_several_set_it_at_once_all_are_content(
    emulator: Emulator, keep: Callable[..., Kept], heard: Heard
):
    await asyncio.gather(*(keep().once() for _ in range(3)))
    assert await url_of(emulator) == OURS
    assert heard.empty()


async def test_where_another_was_set_just_now_it_is_set_when_telegram_takes_it(
    emulator: Emulator, keep: Callable[..., Kept], heard: Heard
):
    """Telegram takes one a second."""
    await emulator.result("setWebhook", url=ANOTHER)
    await keep().once()
    assert await url_of(emulator) == OURS
    assert heard.empty()


async def removed(emulator: Emulator, kept: Kept) -> None:
    """Let it be set, and remove it."""
    await asyncio.wait_for(kept.content.wait(), SOON_S)
    emulator.clock.move(timedelta(seconds=2))
    await emulator.result("deleteWebhook")
    kept.content.clear()


async def test_one_that_somebody_removes_is_set_again_and_that_is_told(
    emulator: Emulator, keep: Callable[..., Kept], heard: Heard, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(webhook, "LOOK_AGAIN_S", 0.05)
    kept = keep()
    async with kept.running():
        await removed(emulator, kept)
        assert (await next_of(heard))[0] == "webhook_changed"
        kept.content.clear()
        await asyncio.wait_for(kept.content.wait(), SOON_S)
        assert await url_of(emulator) == OURS


async def test_control_one_that_is_looked_at_once_stays_removed(emulator: Emulator, keep: Callable[..., Kept]):
    kept = keep()
    async with kept.running():
        await removed(emulator, kept)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(kept.content.wait(), 0.3)
        assert await url_of(emulator) == ""


async def test_what_telegram_refuses_is_told_in_its_words(keep: Callable[..., Kept], heard: Heard):
    await keep("https://10.0.0.1/telegram/x").once()
    assert await next_of(heard) == ("webhook_refused", "Bad webhook: ip address 10.0.0.1 is reserved")


async def test_what_telegram_could_not_send_is_told_in_its_words(
    emulator: Emulator, customer: int, keep: Callable[..., Kept], heard: Heard, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(webhook, "LOOK_AGAIN_S", 0.05)
    async with keep().running():
        await emulator.post(f"/customers/{customer}/messages", text="one")
        assert await next_of(heard) == ("webhook_delivery_failed", "Connection refused")
