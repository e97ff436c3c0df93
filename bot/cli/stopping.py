"""How a command that runs until it is stopped is stopped: Ctrl-C and SIGTERM alike, a second one harmless."""

import asyncio
import os
import signal
import threading
from collections.abc import Coroutine


def run_until_stopped(work: Coroutine[None, None, None], within_s: float | None = None) -> None:
    """Run the work to its end or until a signal asks to stop; raise what the work raises.

    What has not ended `within_s` after that is left as it is, as by a kill: a look-up of a name cannot be broken off, and a
    library may swallow that it is told to stop.
    """
    asyncio.run(_run(work, within_s))


async def _run(work: Coroutine[None, None, None], within_s: float | None) -> None:
    working = asyncio.ensure_future(work)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    stopping = asyncio.create_task(stopped.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not working.done():
        if within_s is not None:
            _leave_after(within_s)
        working.cancel()
        await asyncio.wait({working})
    if not working.cancelled():
        working.result()


def _leave_after(seconds: float) -> None:
    """End the process then, whatever it waits for; it may have ended by itself before."""
    leaving = threading.Timer(seconds, os._exit, [1])
    leaving.daemon = True
    leaving.start()
