"""How a command that runs until it is stopped is stopped: Ctrl-C and SIGTERM alike, a second one harmless."""

import asyncio
import signal
from collections.abc import Coroutine


def run_until_stopped(work: Coroutine[None, None, None]) -> None:
    """Run the work to its end or until a signal asks to stop; raise what the work raises."""
    asyncio.run(_run(work))


async def _run(work: Coroutine[None, None, None]) -> None:
    working = asyncio.ensure_future(work)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    stopping = asyncio.create_task(stopped.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not working.done():
        working.cancel()
        await asyncio.wait({working})
    if not working.cancelled():
        working.result()
