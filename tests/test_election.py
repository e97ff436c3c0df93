"""Of many processes one polls; another takes over when it stops, is killed or is halted (promise 16)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest
from redis.asyncio import Redis

from bot.conversation.ports import Envelope
from bot.election import Elected, Seat
from bot.pulse import Pulse
from bot.store.client import make_client
from bot.store.crypto import Cipher, new_key
from bot.store.mailbox import RedisMailbox
from bot.store.seat import RedisSeat
from bot.telegram import intake
from bot.telegram.inbox import Inbox
from bot.telegram.intake import PollingBot, PollLoop
from bot.wiring.opening import telegram_request
from tests.emulator import TOKEN, Emulator

LEASE_S = 0.5
PATIENCE_S = 20.0


class Yes:
    """A seat that everybody gets."""

    async def take(self) -> bool:
        return True

    async def leave(self) -> None:
        return


class Counting(RedisMailbox):
    """A mailbox that tells which envelopes were new."""

    stored: list[str]
    stored_one: asyncio.Event

    async def put(self, chat: str, envelope: Envelope) -> bool:
        is_new = await super().put(chat, envelope)
        if is_new:
            self.stored.append(envelope.body)
            self.stored_one.set()
        return is_new


@dataclass
class Process:
    """An intake as a process of its own has it."""

    elected: Elected
    pulse: Pulse
    heard: list[str]
    is_elected: asyncio.Event
    task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self.task = asyncio.create_task(self.elected.run())

    async def stop(self) -> None:
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)

    async def kill(self) -> None:
        """End it as a kill does: it says nothing to anybody any more."""

        async def unsaid() -> None:
            return

        self.elected._seat.leave = unsaid
        await self.stop()

    async def elected_in_time(self) -> None:
        await asyncio.wait_for(self.is_elected.wait(), PATIENCE_S)


@dataclass
class Bench:
    """A Telegram, a store, and as many processes as are wanted."""

    emulator: Emulator
    customer: int
    mailbox: Counting
    make: Callable[..., Awaitable[Process]]
    told_of_trouble: asyncio.Event
    processes: list[Process] = field(default_factory=list)

    async def process(self, seat: Seat | None = None) -> Process:
        made = await self.make(seat)
        self.processes.append(made)
        made.start()
        return made

    async def says(self, words: str) -> None:
        """Let the customer say something, and return once it is stored."""
        await self.emulator.post(f"/customers/{self.customer}/messages", text=words)
        async with asyncio.timeout(PATIENCE_S):
            while not any(f'"{words}"' in body for body in self.mailbox.stored):
                self.mailbox.stored_one.clear()
                await self.mailbox.stored_one.wait()

    def heard(self) -> list[str]:
        return [word for process in self.processes for word in process.heard]


@pytest.fixture
async def bench(
    redis: Redis, redis_url: str, emulator: Emulator, customer: int, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bench]:
    monkeypatch.setattr(intake, "PAUSE_ON_CONFLICT_S", 0.05)
    mailbox = Counting(redis, Cipher([new_key()]), emulator.clock)
    mailbox.stored, mailbox.stored_one = [], asyncio.Event()
    async with AsyncExitStack() as stack:

        async def make(seat: Seat | None) -> Process:
            client = make_client(redis_url)
            stack.push_async_callback(client.aclose)
            request, polling = telegram_request(1), telegram_request(1)
            bot = PollingBot(TOKEN, base_url=f"{emulator.address}/bot", request=request, get_updates_request=polling)
            await stack.enter_async_context(bot)
            heard, is_elected, pulse = list[str](), asyncio.Event(), Pulse()

            def told(what: str, _: str) -> None:
                heard.append(what)
                told_of_trouble.set()

            def leads(now: bool) -> None:
                (is_elected.set if now else is_elected.clear)()

            poll_loop = PollLoop(bot, Inbox(mailbox, bot.username, emulator.clock, told), told)
            seat = seat or RedisSeat(client, lease_s=LEASE_S)
            elected = Elected(seat, poll_loop.run, lease_s=LEASE_S, pulse=pulse, leads=leads)
            return Process(elected, pulse, heard, is_elected)

        told_of_trouble = asyncio.Event()
        bench = Bench(emulator, customer, mailbox, make, told_of_trouble)
        yield bench
        await asyncio.gather(*(process.stop() for process in bench.processes))


async def test_one_polls_and_the_other_waits_and_is_well(bench: Bench):
    first = await bench.process()
    await first.elected_in_time()
    second = await bench.process()
    for words in ("one", "two", "three"):
        await bench.says(words)
    await asyncio.sleep(2 * LEASE_S)
    await bench.says("four")
    assert len(bench.mailbox.stored) == 4
    assert bench.heard() == []
    assert not second.is_elected.is_set()
    assert second.pulse.has_begun
    assert second.pulse.silent() == first.pulse.silent() == ()


async def test_control_where_everybody_is_elected_telegram_speaks_of_another_poller(bench: Bench):
    for _ in range(2):
        await (await bench.process(Yes())).elected_in_time()
    await asyncio.wait_for(bench.told_of_trouble.wait(), PATIENCE_S)
    assert "another_poller" in bench.heard()
    # It is survived all the same.
    await bench.says("hello")


async def stops(process: Process) -> None:
    await process.stop()


async def is_killed(process: Process) -> None:
    await process.kill()


async def is_halted(process: Process) -> None:
    """Ask for the seat and be halted by the system before the answer is there."""

    async def halted() -> bool:
        await asyncio.sleep(PATIENCE_S)
        return True

    process.elected._seat.take = halted


@pytest.mark.parametrize("ends", [stops, is_killed, is_halted])
async def test_another_takes_over_and_nothing_is_lost_or_doubled(
    bench: Bench, ends: Callable[[Process], Awaitable[None]]
):
    first = await bench.process()
    await first.elected_in_time()
    second = await bench.process()
    await bench.says("before")
    await bench.emulator.post(f"/customers/{bench.customer}/messages", text="in between")
    await ends(first)
    await second.elected_in_time()
    await bench.says("after")
    assert [
        sum(f'"{words}"' in body for body in bench.mailbox.stored) for words in ("before", "in between", "after")
    ] == [
        1,
        1,
        1,
    ]


async def test_who_cannot_renew_the_seat_stops_polling_before_another_may_begin(bench: Bench):
    """The store is away for this process alone."""
    first = await bench.process()
    await first.elected_in_time()
    await bench.says("before")

    async def away() -> bool:
        raise ConnectionError("away")

    first.elected._seat.take = away
    second = await bench.process()
    await second.elected_in_time()
    assert not first.is_elected.is_set()
    assert first.elected._working is None
    await bench.says("after")


async def test_what_ends_the_work_ends_the_process_and_frees_the_seat(redis: Redis):
    async def fails() -> None:
        raise ValueError("no such token")

    with pytest.raises(ValueError, match="no such token"):
        await Elected(RedisSeat(redis, lease_s=60.0), fails, lease_s=60.0).run()
    assert await RedisSeat(redis, lease_s=60.0).take()


async def test_work_that_swallows_its_stop_is_told_again(redis: Redis, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.election.CANCEL_AGAIN_S", 0.01)
    swallowed, began = 0, asyncio.Event()

    async def deaf() -> None:
        nonlocal swallowed
        began.set()
        while swallowed < 3:
            try:
                await asyncio.sleep(PATIENCE_S)
            except asyncio.CancelledError:
                swallowed += 1

    running = asyncio.create_task(Elected(RedisSeat(redis), deaf).run())
    await began.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(running, PATIENCE_S)
    assert swallowed == 3
