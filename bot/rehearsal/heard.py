"""What the simulator heard of the bot while a story was played."""

from typing import Any

import httpx


async def shop_writes(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    """Return the writes that the simulated shop has heard, in order."""
    calls: list[dict[str, Any]] = (await client.get("/simulator/shop/calls")).raise_for_status().json()
    return [call for call in calls if call["method"] in {"POST", "PUT"}]


async def violations(client: httpx.AsyncClient) -> list[str]:
    """Return where the bot's calls were not as the Bot API's schema says."""
    calls: list[dict[str, Any]] = (await client.get("/simulator/telegram/calls")).raise_for_status().json()
    return [f"{call['method']}: {violation}" for call in calls for violation in call["violations"]]
