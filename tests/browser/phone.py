"""The page in Chromium, and beside it a bot of single calls that writes to its customer over the Bot API."""

import json
import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from playwright.async_api import Locator, Page, expect

from bot.rehearsal.stage import TOKEN, make_simulator
from bot.simulator.app import Simulator
from bot.simulator.clock import MovableClock
from bot.simulator.server import serve
from tests.browser.buying import browser_page
from tests.emulator import TLS

BEGINS_AT = datetime.fromisoformat("2026-12-01T09:00:00+01:00")


@dataclass
class Phone:
    """What a customer holds in their hand, and the bot at the other end."""

    page: Page
    simulator: Simulator
    http: httpx.AsyncClient

    async def bot(self, method: str, *, files: dict[str, tuple[str, bytes]] | None = None, **parameters: Any) -> Any:
        """Call a method for the bot; to the customer of the page where it names nobody."""
        if method.startswith(("send", "edit", "delete")):
            parameters = {"chat_id": self.customer, **parameters}
        form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()}
        sent = {"data": form, "files": files} if files else {"json": parameters}
        answer = (await self.http.post(f"/bot{TOKEN}/{method}", **sent)).json()
        assert answer["ok"], answer
        return answer["result"]

    async def say(self, text: str, **more: Any) -> int:
        """Let the bot write in HTML; return the message's id once the page shows it."""
        sent = await self.bot("sendMessage", text=text, parse_mode="HTML", **more)
        await expect(self.message(sent["message_id"])).to_be_visible()
        return int(sent["message_id"])

    async def heard(self, kind: str) -> list[dict[str, Any]]:
        """Return what the bot is told of one kind, oldest first."""
        updates = await self.bot("getUpdates", timeout=5)
        return [update[kind] for update in updates if kind in update]

    async def shown(self) -> list[dict[str, Any]]:
        """Return the messages as the page is told of them."""
        chat = (await self.http.get(f"/simulator/customers/{self.customer}/chat")).json()
        messages: list[dict[str, Any]] = chat["messages"]
        return messages

    @property
    def customer(self) -> int:
        """The customer who came last."""
        return max(self.simulator.telegram.messenger.chats)

    def message(self, message_id: int) -> Locator:
        """Return a message by its id."""
        return self.page.locator(f'.message[data-id="{message_id}"]')

    @property
    def newest(self) -> Locator:
        """The newest message."""
        return self.page.locator(".message").last

    async def choose(self, menu: str, item: str, within: Locator | None = None) -> None:
        """Open a menu by the name of its button and choose from it."""
        await (within or self.page.locator("body")).get_by_role("button", name=menu, exact=True).click()
        await self.page.get_by_role("menuitem", name=item).click()


@asynccontextmanager
async def phone(*, start: bool = True, **look: Any) -> AsyncIterator[Phone]:
    """Open the page before a simulator without a bot, and press START; no script of the page may fail."""
    simulator = make_simulator(MovableClock(BEGINS_AT))
    async with (
        serve(simulator.app) as address,
        httpx.AsyncClient(base_url=address, verify=TLS, timeout=20) as http,
        browser_page(f"{address}/", **look) as page,
    ):
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        await expect(page.locator("#start")).to_be_visible()
        held = Phone(page, simulator, http)
        if start:
            await page.click("#start")
            await expect(held.newest).to_contain_text("/start")
        yield held
        assert problems == []


def picture(width: int, height: int) -> bytes:
    """Return a small PNG."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + bytes(100 for _ in range(width)) for _ in range(height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def inline(*rows: list[tuple[str, str]]) -> dict[str, Any]:
    """Return a keyboard of buttons that call back."""
    return {"inline_keyboard": [[{"text": text, "callback_data": data} for text, data in row] for row in rows]}
