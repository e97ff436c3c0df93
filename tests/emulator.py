"""A Telegram on the loopback with a customer, and what drives it: a plain HTTP client and python-telegram-bot."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from ssl import create_default_context
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from telegram import Bot

from bot.simulator.clock import MovableClock
from bot.simulator.server import serve
from bot.simulator.telegram import Telegram

TOKEN = "123456789:SIMULATED-BOT-TOKEN"
USERNAME = "rehearsal_bot"
TLS = create_default_context()  # made once: a client makes its own each time, which takes longer than most tests here


@dataclass
class Emulator:
    clock: MovableClock
    address: str
    client: httpx.AsyncClient
    telegram: Telegram

    async def call(self, method: str, **parameters: object) -> dict[str, Any]:
        given = {name: value for name, value in parameters.items() if value is not None}
        answer = await self.client.post(f"/bot{TOKEN}/{method}", json=given)
        body: dict[str, Any] = answer.json()
        assert body.get("error_code", 200) == answer.status_code
        return body

    async def result(self, method: str, **parameters: object) -> Any:
        body = await self.call(method, **parameters)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **parameters: object) -> str:
        body = await self.call(method, **parameters)
        assert not body["ok"], body
        return str(body["description"])

    async def upload(self, method: str, files: dict[str, tuple[str, bytes]], **parameters: object) -> object:
        """Call a method with files in a multipart request; return the result, or the description of the refusal."""
        answer = await self.client.post(f"/bot{TOKEN}/{method}", data=parameters, files=files)
        body = answer.json()
        assert body.get("error_code", 200) == answer.status_code
        return body["result"] if body["ok"] else body["description"]

    async def post(self, path: str, **body: object) -> dict[str, Any]:
        answer = await self.client.post(f"/simulator{path}", json=body)
        assert answer.status_code == 201, answer.text
        created: dict[str, Any] = answer.json()
        return created

    async def new_customer(self, **more: object) -> int:
        created = await self.post("/customers", **{"first_name": "Anna", "language_code": "nl", **more})
        return int(created["id"])

    async def chat(self, customer: int, **query: float) -> dict[str, Any]:
        answer = await self.client.get(f"/simulator/customers/{customer}/chat", params=query)
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown

    async def forget_updates(self) -> None:
        await self.result("getUpdates", offset=-1)
        [*updates] = await self.result("getUpdates", offset=-1)
        if updates:
            await self.result("getUpdates", offset=updates[-1]["update_id"] + 1)


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    clock = MovableClock()
    telegram = Telegram(clock, TOKEN, USERNAME, "Rehearsal")
    app = Starlette(routes=telegram.routes())
    async with serve(app) as address, httpx.AsyncClient(base_url=address, verify=TLS, timeout=10) as client:
        yield Emulator(clock, address, client, telegram)


@pytest.fixture
async def customer(emulator: Emulator) -> int:
    """Somebody who pressed START and whose update the bot has confirmed."""
    customer = await emulator.new_customer()
    await emulator.post(f"/customers/{customer}/start")
    await emulator.forget_updates()
    return customer


@pytest.fixture
async def library(emulator: Emulator) -> AsyncIterator[Bot]:
    """The library that the bot speaks through."""
    async with Bot(TOKEN, base_url=f"{emulator.address}/bot") as library:
        yield library
