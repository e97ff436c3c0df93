"""`ticketbot run` and `ticketbot simulate` as processes of their own, which can be killed."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest

from bot.rehearsal.heard import violations

SETTING = re.compile(r"export (\w+)='([^']*)'")
SELLING = re.compile(r"Selling as t\.me/(\w+)")
SHORT_DEADLINES = {"POST_S": "1", "TIME_FOR_A_WRITE_S": "1.2", "TURN_S": "2.5", "LEASE_S": "3", "POLLER_LEASE_S": "0.5"}
"""A chat waits at most a lease after a crash: short ones keep these tests short."""
START_S = 20.0
PATIENCE_S = 20.0


def environment(**settings: str) -> dict[str, str]:
    """Return an environment with these settings and none of the machine's."""
    inherited = {
        name: os.environ[name] for name in ("PATH", "HOME", "LANG", "COVERAGE_PROCESS_START") if name in os.environ
    }
    return inherited | {"PYTHONUNBUFFERED": "1"} | settings


async def start(*arguments: str, **settings: str) -> Process:
    """Start `python -m bot` with its output in one pipe."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, stdout=PIPE, stderr=STDOUT, env=environment(**settings)
    )


async def read_until(process: Process, pattern: re.Pattern[str]) -> tuple[re.Match[str], str]:
    """Read output up to the line that the pattern is found in; fail with what was read when it ends before."""
    read = ""
    async with asyncio.timeout(START_S):
        while line := (await process.stdout.readline()).decode():
            read += line
            if (found := pattern.search(line)) is not None:
                return found, read
    raise AssertionError(f"the process ended with {await process.wait()}:\n{read}")


async def end(process: Process, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
    """Send a signal and return the exit code and the rest of the output."""
    if process.returncode is None:
        process.send_signal(number)
    return await ended(process)


async def ended(process: Process) -> tuple[int, str]:
    """Wait for the end of a process and return the exit code and the rest of the output."""
    async with asyncio.timeout(START_S):
        output = await process.stdout.read()
    return await process.wait(), output.decode()


@dataclass
class RunningBot:
    """A bot that is run as an operator runs it."""

    settings: dict[str, str]
    process: Process | None = None
    draining: asyncio.Task[None] | None = None
    lines: list[str] = field(default_factory=list)

    async def start(self) -> None:
        self.process = await start("run", **self.settings)
        await read_until(self.process, SELLING)
        self.draining = asyncio.create_task(self._drain(self.process))

    async def kill(self) -> None:
        """End it as a crash does, at once and in the middle of anything."""
        await self.stop(signal.SIGKILL)

    async def crash_and_start(self) -> None:
        await self.kill()
        await self.start()

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Stop it as an operator does, and return its exit code."""
        if self.process is None:
            return 0
        if self.process.returncode is None:
            self.process.send_signal(number)
        code = await self.process.wait()
        if self.draining is not None:
            await self.draining
        self.process = None
        return code

    async def _drain(self, process: Process) -> None:
        while line := (await process.stdout.readline()).decode():
            self.lines.append(line)


@pytest.fixture
async def simulated(redis_url: str, redis: object) -> AsyncIterator[dict[str, str]]:
    """The settings that a running `ticketbot simulate` printed."""
    process = await start("simulate", "--port", "0", "--redis-url", redis_url)
    try:
        _, printed = await read_until(process, re.compile("SESSION_KEYS"))
        settings = dict(SETTING.findall(printed))
        yield settings
        async with httpx.AsyncClient(base_url=settings["TELEGRAM_API_URL"], trust_env=False) as client:
            assert await violations(client) == []
    finally:
        await end(process)


@pytest.fixture
async def bot(simulated: dict[str, str]) -> AsyncIterator[RunningBot]:
    """A `ticketbot run` against it, started."""
    running = RunningBot(simulated | SHORT_DEADLINES)
    await running.start()
    yield running
    await running.kill()


@pytest.fixture
async def simulator(simulated: dict[str, str]) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=simulated["TELEGRAM_API_URL"], timeout=15.0, trust_env=False) as client:
        yield client
