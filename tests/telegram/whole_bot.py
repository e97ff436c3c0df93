"""The whole bot at a simulator: what one customer does over HTTP, and what Telegram heard of the bot."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from bot.domain.labels import Language
from bot.rehearsal.chat import CustomerChat, Seen
from bot.rehearsal.stage import Stage, stage
from tests.emulator import TLS

PATIENCE_S = 15.0


@dataclass
class WholeBot:
    """A bot that runs, with a customer of it who has not said anything yet."""

    standing: Stage
    client: httpx.AsyncClient
    chat: CustomerChat

    async def messages(self) -> list[dict[str, Any]]:
        """Return all messages of the chat, whoever wrote them."""
        path = f"/simulator/customers/{self.chat.customer_id}/chat"
        shown: list[dict[str, Any]] = (await self.client.get(path)).raise_for_status().json()["messages"]
        return shown

    async def post(self, path: str, **body: object) -> dict[str, Any]:
        answer = (await self.client.post(f"/simulator{path}", json=body)).raise_for_status()
        created: dict[str, Any] = answer.json()
        return created

    async def do(self, what: str, **body: object) -> dict[str, Any]:
        """Let the customer do something that has a path of its own."""
        return await self.post(f"/customers/{self.chat.customer_id}/{what}", **body)

    async def see(self, fits: Callable[[Seen], bool]) -> Seen:
        """Return what is seen once it is as wanted."""
        deadline_s = time.monotonic() + PATIENCE_S
        seen = await self.chat.look()
        while not fits(seen):
            assert time.monotonic() < deadline_s, seen
            seen = await self.chat.look(after=seen.revision, wait_s=0.5)
        return seen

    async def see_text(self, words: str) -> Seen:
        return await self.see(lambda seen: words in seen.text)

    async def tap(self, label: str) -> None:
        """Tap the button with that label, once it is there."""
        seen = await self.see(lambda seen: any(each.label.startswith(label) for each in seen.buttons))
        await self.chat.tap(next(each for each in seen.buttons if each.label.startswith(label)))

    async def calls(self, *methods: str) -> list[dict[str, Any]]:
        """Return the calls of these methods that Telegram heard, in order."""
        heard: list[dict[str, Any]] = (await self.client.get("/simulator/telegram/calls")).raise_for_status().json()
        return [call for call in heard if call["method"] in methods]


@asynccontextmanager
async def whole_bot(
    redis_url: str, language: Language = "en", *events: str, return_page: bool = False
) -> AsyncIterator[WholeBot]:
    """Run a bot against a simulator of its own."""
    async with (
        stage(redis_url, events=events or None, return_page=return_page) as standing,
        httpx.AsyncClient(base_url=standing.address, verify=TLS, timeout=15.0, trust_env=False) as client,
    ):
        yield WholeBot(standing, client, await CustomerChat.join(client, language))
