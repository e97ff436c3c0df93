"""A shop in trouble over a real connection: left alone, tried now and then by one process, heard when it says "later"."""

import asyncio
import json
from asyncio import StreamWriter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from uuid import UUID

import pytest
from redis.asyncio import Redis

from bot.simulator.clock import MovableClock
from bot.store.client import make_client
from bot.store.crypto import Cipher, new_key
from bot.store.trials import RedisTrials
from bot.ticketshop.bulkheads import Bulkheads
from bot.ticketshop.circuit import FAILURES, TRIED_EVERY, Circuit
from bot.ticketshop.client import TicketShopClient
from bot.ticketshop.errors import NotSent, Refused, Unavailable, Unknown
from bot.ticketshop.sender import Sender
from bot.ticketshop.sharing import NothingShared
from bot.ticketshop.tasks import Tasks
from tests.scripted import ScriptedServer, response
from tests.store.test_client import black_hole
from tests.ticketshop.samples import EVENT, LATER, ORDER, RESERVED, event_document

OTHER = UUID(int=77)
NewProcess = Callable[..., TicketShopClient]


class NeverOpen(Circuit):
    """A guard switched off."""

    def is_open(self, part: object) -> bool:
        return False


@pytest.fixture
async def new_process(
    redis: Redis, redis_url: str, client: TicketShopClient, clock: MovableClock
) -> AsyncIterator[NewProcess]:
    """Make the client of a process of its own, which shares its trials with the others or, blinded, does not."""
    cipher = Cipher([new_key()])
    async with AsyncExitStack() as clients:

        def make(*, url: str = redis_url, shares: bool = True, **guards: object) -> TicketShopClient:
            connection = make_client(url)
            clients.push_async_callback(connection.aclose)
            trials = RedisTrials(connection, cipher, clock, of="a shop") if shares else NothingShared()
            guards = {"circuit": Circuit(), "trials": trials, "trying": Tasks()} | guards
            return TicketShopClient(replace(client.sender, **guards))  # type: ignore[arg-type]

        yield make


async def fails(client: TicketShopClient) -> None:
    with pytest.raises(Unavailable):
        await client.event(EVENT)
    with pytest.raises(Unavailable):
        await client.events()


async def open_circuit(client: TicketShopClient, shop: ScriptedServer) -> None:
    shop.script[:] = [response(500, b"")]
    for _ in range(FAILURES):
        await fails(client)
    shop.asked.clear()


@pytest.mark.parametrize(
    ("circuit", "left_alone"), [(Circuit, True), pytest.param(NeverOpen, False, id="control: it never opens")]
)
async def test_after_ten_failures_the_shop_is_left_alone(
    shop: ScriptedServer, new_process: NewProcess, circuit: type[Circuit], left_alone: bool
):
    client = new_process(circuit=circuit())
    shop.answers(500, None)
    for _ in range(FAILURES):
        await fails(client)
    assert (len(shop.asked) == FAILURES) is left_alone
    with pytest.raises(NotSent if left_alone else Unknown):
        await client.reserve(ORDER, "nl", LATER)
    assert ("POST" in {asked.method for asked in shop.asked}) is not left_alone


@pytest.mark.parametrize(
    ("shares", "trials"), [(True, 5), pytest.param(False, 10, id="control: each process by itself")]
)
async def test_one_process_tries_it_every_ten_seconds_and_nobody_waits_for_that(
    shop: ScriptedServer, new_process: NewProcess, clock: MovableClock, shares: bool, trials: int
):
    """Five moments ten seconds apart; a trial never ends while it is asked whether anybody waits."""
    processes = [new_process(shares=shares) for _ in range(2)]
    for process in processes:
        await open_circuit(process, shop)
    go_on = asyncio.Event()

    async def held_up(writer: StreamWriter) -> None:
        await go_on.wait()
        writer.write(response(503, b""))

    shop.script[:] = [held_up]
    for _ in range(5):
        clock.move(TRIED_EVERY)
        go_on.clear()
        for process in processes:
            for _ in range(3):
                await fails(process)
        go_on.set()
        for process in processes:
            await process.sender.trying.wait()
    assert [asked.target for asked in shop.asked] == ["/shop/events"] * trials


async def test_an_answer_to_one_process_is_known_to_all(
    shop: ScriptedServer, new_process: NewProcess, clock: MovableClock
):
    one, other = new_process(), new_process()
    for process in (one, other):
        await open_circuit(process, shop)
    clock.move(TRIED_EVERY)
    shop.script[:] = [response(403, b"")]
    await fails(one)
    await one.sender.trying.wait()
    shop.script[:] = [response(200, b"[]")]
    assert await one.events() == ()
    await fails(other)
    await other.sender.trying.wait()
    assert await other.events() == ()
    assert len(shop.asked) == 3


async def test_without_the_store_a_process_tries_by_itself(
    shop: ScriptedServer, new_process: NewProcess, clock: MovableClock
):
    async with black_hole() as (silent, _):
        for url in ("redis://127.0.0.1:9/0", silent):
            client = new_process(url=url)
            await open_circuit(client, shop)
            clock.move(TRIED_EVERY)
            shop.script[:] = [response(200, b"[]")]
            await fails(client)
            await client.sender.trying.wait()
            assert await client.events() == ()


async def test_one_events_trouble_leaves_the_others_their_shop(shop: ScriptedServer, new_process: NewProcess):
    client = new_process()
    shop.answers(500, None)
    for _ in range(FAILURES):
        with pytest.raises(Unavailable):
            await client.event(EVENT)
    assert len(shop.asked) == FAILURES
    shop.script[:] = [response(400, b"")]
    with pytest.raises(Refused):
        await client.event(OTHER)


# --- rooms -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bulkheads", "is_sent"),
    [
        (lambda: Bulkheads(reads=2, writes=1), True),
        pytest.param(lambda: OneRoom(2), False, id="control: one room for all"),
    ],
)
async def test_reads_that_hang_keep_no_order_waiting(
    shop: ScriptedServer, new_process: NewProcess, bulkheads: Callable[[], Bulkheads], is_sent: bool
):
    client = new_process(bulkheads=bulkheads(), read_s=30.0)
    hanging, begun = asyncio.Event(), asyncio.Semaphore(0)

    async def held_up(writer: StreamWriter) -> None:
        begun.release()
        await hanging.wait()

    shop.script[:] = [held_up]
    reads = [asyncio.create_task(client.event(event)) for event in (EVENT, OTHER)]
    for _ in reads:
        await begun.acquire()
    shop.script[:] = [response(201, json_of(RESERVED))]
    try:
        reserved = await client.reserve(ORDER, "nl", LATER)
    except NotSent:
        reserved = None
    assert (reserved is not None) is is_sent
    for read in reads:
        read.cancel()


class OneRoom(Bulkheads):
    """A guard switched off."""

    def __init__(self, places: int) -> None:
        super().__init__(places, places, write_waits_s=0.1)
        self._writes = self._reads


def json_of(document: object) -> bytes:
    return json.dumps(document, default=str).encode()


async def test_a_slow_event_leaves_room_for_the_others(shop: ScriptedServer, new_process: NewProcess):
    client = new_process(bulkheads=Bulkheads(reads=2, read_waits_s=0.1))
    hanging, begun = asyncio.Event(), asyncio.Event()

    async def held_up(writer: StreamWriter) -> None:
        begun.set()
        await hanging.wait()

    shop.script[:] = [held_up]
    slow = asyncio.create_task(client.event(EVENT))
    await begun.wait()
    with pytest.raises(Unavailable, match="too many"):
        await client.event(EVENT)
    shop.script[:] = [response(200, json_of(event_document(event={"uuid": str(OTHER), "name": "Other"})))]
    assert (await client.event(OTHER)).name == "Other"
    slow.cancel()


async def test_a_write_without_a_place_is_known_not_to_have_been_sent(shop: ScriptedServer, new_process: NewProcess):
    client = new_process(bulkheads=Bulkheads(writes=1, write_waits_s=0.1))
    hanging, begun = asyncio.Event(), asyncio.Event()

    async def held_up(writer: StreamWriter) -> None:
        begun.set()
        await hanging.wait()

    shop.script[:] = [held_up]
    first = asyncio.create_task(client.reserve(ORDER, "nl", LATER))
    await begun.wait()
    with pytest.raises(NotSent, match="too many"):
        await client.reserve(ORDER, "nl", LATER)
    first.cancel()
    assert len(shop.asked) == 1


# --- "later" ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "names_a_moment"), [(429, False), (503, True)])
async def test_a_read_comes_again_when_the_shop_wants_it(
    shop: ScriptedServer, new_process: NewProcess, clock: MovableClock, status: int, names_a_moment: bool
):
    now = clock.now().replace(microsecond=0) + timedelta(hours=1)
    later = {"Retry-After": "1"}
    if names_a_moment:
        later = {"Date": format_datetime(now, usegmt=True)}
        later["Retry-After"] = format_datetime(now + timedelta(seconds=1), usegmt=True)
    shop.script += [response(status, b"", **later), response(200, b"[]")]
    client, began = new_process(read_s=20.0), asyncio.get_running_loop().time()
    assert await client.events() == ()
    assert asyncio.get_running_loop().time() - began >= 1.0
    assert len(shop.asked) == 2


@pytest.mark.parametrize(
    ("is_heard", "times"), [(True, 1), pytest.param(False, 3, id="control: its wish is not heard")]
)
async def test_a_shop_that_wants_more_time_than_there_is_is_not_asked_again(
    shop: ScriptedServer, new_process: NewProcess, monkeypatch: pytest.MonkeyPatch, is_heard: bool, times: int
):
    if not is_heard:
        monkeypatch.setattr(Sender, "_retry_after_s", lambda *_: None)
    shop.answers(503, None, **{"Retry-After": "30"})
    with pytest.raises(Unavailable):
        await new_process(read_s=20.0).events()
    assert len(shop.asked) == times


@pytest.mark.parametrize("header", ["soon", "-1", "", "²", "Mon, 02 Nov 2026 12:00:00 -0000"])
async def test_a_wish_that_cannot_be_read_is_none(shop: ScriptedServer, new_process: NewProcess, header: str):
    shop.script += [response(503, b"", **{"Retry-After": header}), response(200, b"[]")]
    assert await new_process().events() == ()
