"""How a command is stopped: by one signal or two, and in time (promises 3 and 4)."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process

import pytest

PATIENCE_S = 20.0
COMMAND = """
import asyncio, signal
from bot.cli import stopping

async def work():
    print("works", flush=True)
    try:
        await asyncio.sleep(60)
    finally:
        print("stops", flush=True)
        {ending}
        print("has stopped", flush=True)

{before}
stopping.run_until_stopped(work(), {within_s})
"""
ENDS_WELL = "await asyncio.sleep(0.5)"
NEVER_ENDS = "await asyncio.Event().wait()"
A_THREAD_NEVER_ENDS = "await asyncio.to_thread(__import__('time').sleep, 60)"
FORGETS_SIGNALS = """
listen = asyncio.SelectorEventLoop.add_signal_handler
def listen_once(loop, number, heard):
    listen(loop, number, lambda: (loop.remove_signal_handler(number), heard()))
asyncio.SelectorEventLoop.add_signal_handler = listen_once
"""
"""As a program has it that looks at the first signal alone."""


async def started(ending: str, *, within_s: float | None = None, before: str = "") -> Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", COMMAND.format(ending=ending, within_s=within_s, before=before), stdout=PIPE
    )
    await said(process, "works")
    return process


async def said(process: Process, words: str) -> None:
    async with asyncio.timeout(PATIENCE_S):
        assert (await process.stdout.readline()).decode() == f"{words}\n"


async def stopped_twice(process: Process, number: signal.Signals) -> tuple[int, str]:
    """Send a signal, and another while it stops; return the exit code and what was said after."""
    process.send_signal(number)
    await said(process, "stops")
    process.send_signal(number)
    output, _ = await asyncio.wait_for(process.communicate(), PATIENCE_S)
    return process.returncode or 0, output.decode()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_second_signal_changes_nothing(number: signal.Signals):
    assert await stopped_twice(await started(ENDS_WELL), number) == (0, "has stopped\n")


async def test_control_a_program_that_looks_at_the_first_signal_alone_is_cut():
    process = await started(ENDS_WELL, before=FORGETS_SIGNALS)
    assert await stopped_twice(process, signal.SIGTERM) == (-signal.SIGTERM, "")


@pytest.mark.parametrize("ending", [NEVER_ENDS, A_THREAD_NEVER_ENDS])
async def test_what_does_not_end_in_time_is_left(ending: str):
    process = await started(ending, within_s=0.3)
    process.send_signal(signal.SIGTERM)
    output, _ = await asyncio.wait_for(process.communicate(), PATIENCE_S)
    assert (process.returncode, output) == (1, b"stops\n")


async def test_control_without_that_time_it_never_ends():
    process = await started(NEVER_ENDS)
    process.send_signal(signal.SIGTERM)
    await said(process, "stops")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(process.wait(), 0.6)
    process.kill()
    await process.communicate()
