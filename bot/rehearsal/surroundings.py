"""What a line of a story changes around the conversation: the clock, trouble, situations."""

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx

from bot.rehearsal.failure import CannotGoOn
from bot.simulator.duration import seconds_of
from bot.simulator.faults import Fault
from bot.simulator.shop.situations import Situation
from bot.simulator.situations import read


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The simulator's own side, over HTTP. `fast` moves the clock where a story waits; else the wait is a real one."""

    client: httpx.AsyncClient
    fast: bool = True

    async def move_clock(self, by: str) -> None:
        """Move the clock forward, or wait as long."""
        move_s = seconds_of(by.removeprefix("+"))
        if self.fast:
            await self._post("/simulator/clock", {"move_s": move_s})
        else:
            await asyncio.sleep(move_s)

    async def order_fault(self, words: str) -> None:
        """Order trouble."""
        await self._post("/simulator/faults", Fault.read(words).model_dump(mode="json"))

    async def bring_about(self, words: str) -> None:
        """Let a situation be so; raise CannotGoOn where that cannot be."""
        situation = read(words)
        if isinstance(situation, Situation):
            await self._post("/simulator/shop/situations", situation.model_dump(mode="json"))
        else:
            await self._post("/simulator/situations", {"name": situation.name})

    async def switch_limits(self, *, on: bool) -> None:
        """Let Telegram refuse a bot that writes too fast, or not any more."""
        await self._post("/simulator/telegram/limits", {"on": on})

    async def end(self) -> None:
        """Let all be well again."""
        (await self.client.delete("/simulator/situations")).raise_for_status()

    async def state_of(self, customer: int) -> dict[str, Any]:
        """Return what the bot remembers of a customer's chat; raise CannotGoOn where nobody can tell."""
        answer = await self.client.get(f"/simulator/customers/{customer}/state")
        state: dict[str, Any] = answer.json()
        if answer.is_error:
            raise CannotGoOn(state["error"])
        return state

    async def _post(self, path: str, body: dict[str, Any]) -> None:
        answer = await self.client.post(path, json=body)
        if answer.is_error:
            raise CannotGoOn(answer.json()["error"])
