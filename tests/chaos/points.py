"""Names the moments of a turn, as seen at the seams of the parts, and lets a process kill or stop itself at one of them."""

import asyncio
import functools
import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import httpx

from bot.store.mailbox import RedisMailbox
from bot.store.scripts import Scripts
from bot.telegram.view import View
from bot.ticketshop.watched import WatchedTransport

Reached = Callable[[str], None]
Call = Callable[..., Awaitable[Any]]

POINTS: Final[Mapping[str, str]] = {
    "stored": "intake stored an update and has not acknowledged it",
    "claimed": "a chat is claimed",
    "answered": "a turn is about to store its intent",
    "intended": "the intent is stored and nothing is sent to the shop",
    "posted": "the shop has carried a write out and its answer is unread",
    "settled": "a write is answered and its turn is not committed",
    "committed": "a turn is committed and nothing is sent to the customer",
    "sent": "a message is sent and not struck off",
    "releasing": "all is done and the chat is not given back",
    "rung": "a timer is moved to a mailbox, others are still to be",
}
"""In the order of a turn; the last is in the sweep."""
REACHED: Final = "CHAOS reached"
"""What a process says right before its deed."""
DEEDS: Final = {"kill": signal.SIGKILL, "stop": signal.SIGSTOP}


def deed(environ: Mapping[str, str]) -> Reached:
    """Return what is done when a point is reached: the deed that the environment asks for, at its time, once."""
    point, left = environ.get("CHAOS_POINT", ""), int(environ.get("CHAOS_SKIP", "0"))
    number = DEEDS[environ.get("CHAOS_DEED", "kill")]

    def reached(name: str) -> None:
        nonlocal left
        if name == point:
            left -= 1
            if left == -1:
                os.write(1, f"{REACHED} {name}\n".encode())
                os.kill(os.getpid(), number)

    return reached


def watch(reached: Reached) -> None:
    """Wrap the seams so that each point is told of when it is reached."""
    writers = set[asyncio.Task[Any] | None]()

    async def put(call: Call, *given: Any, **named: Any) -> Any:
        stored = await call(*given, **named)
        reached("stored")
        return stored

    async def claim(call: Call, *given: Any, **named: Any) -> Any:
        claimed = await call(*given, **named)
        if claimed is not None:
            reached("claimed")
        return claimed

    async def keep(call: Call, *given: Any, **named: Any) -> Any:
        reached("answered")
        await call(*given, **named)
        reached("intended")

    async def ask_the_shop(call: Call, transport: WatchedTransport, request: httpx.Request) -> Any:
        answer = await call(transport, request)
        if request.method != "GET":
            reached("posted")
            writers.add(asyncio.current_task())
        return answer

    async def commit(call: Call, *given: Any, **named: Any) -> Any:
        if asyncio.current_task() in writers:
            writers.discard(asyncio.current_task())
            reached("settled")
        await call(*given, **named)
        reached("committed")

    async def send(call: Call, *given: Any, **named: Any) -> Any:
        remembered = await call(*given, **named)
        reached("sent")
        return remembered

    async def release(call: Call, *given: Any, **named: Any) -> Any:
        reached("releasing")
        return await call(*given, **named)

    async def run_script(call: Call, scripts: Scripts, name: str, *given: Any, **named: Any) -> Any:
        answer = await call(scripts, name, *given, **named)
        if name == "ring":
            reached("rung")
        return answer

    for owner, name, wrapper in (
        (RedisMailbox, "put", put),
        (RedisMailbox, "claim", claim),
        (RedisMailbox, "keep", keep),
        (RedisMailbox, "commit", commit),
        (RedisMailbox, "release", release),
        (View, "send", send),
        (WatchedTransport, "handle_async_request", ask_the_shop),
        (Scripts, "run", run_script),
    ):
        setattr(owner, name, _wrapped(getattr(owner, name), wrapper))


def _wrapped(call: Call, wrapper: Call) -> Call:
    @functools.wraps(call)
    async def wrapping(*given: Any, **named: Any) -> Any:
        return await wrapper(call, *given, **named)

    return wrapping
