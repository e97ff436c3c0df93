"""What the simulator heard of the bot while a story was played."""

from typing import Any, Final

import httpx

SHOP_CALLS: Final = "/simulator/shop/calls"
TELEGRAM_CALLS: Final = "/simulator/telegram/calls"


async def newest(client: httpx.AsyncClient, calls: str) -> int:
    """Return the number of the newest call of a side."""
    heard: list[dict[str, Any]] = (await client.get(calls)).raise_for_status().json()
    return int(heard[-1]["number"]) if heard else 0


async def shop_writes(client: httpx.AsyncClient, after: int = 0) -> list[dict[str, Any]]:
    """Return the writes that the simulated shop has heard after a call, in order."""
    calls: list[dict[str, Any]] = (await client.get(SHOP_CALLS, params={"after": after})).raise_for_status().json()
    return [call for call in calls if call["method"] in {"POST", "PUT"}]


async def violations(client: httpx.AsyncClient, after: int = 0) -> list[str]:
    """Return where the bot's calls after one were not as the Bot API's schema says."""
    calls: list[dict[str, Any]] = (await client.get(TELEGRAM_CALLS, params={"after": after})).raise_for_status().json()
    return [f"{call['method']}: {violation}" for call in calls for violation in call["violations"]]
