"""Orders: encrypted, each until its own end, the way to free tickets until a day after the event."""

from dataclasses import replace
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from bot.conversation.orders import OrderRecord, OrderState
from bot.simulator.clock import MovableClock
from bot.store.crypto import Cipher, new_key
from bot.store.entries import entry, unix_ms
from bot.store.mailbox import RedisMailbox
from bot.store.orders import RedisOrders
from bot.store.retention import MOST_ORDERS
from tests.store.samples import CHAT, FREE, NOON, OTHER_CHAT, contents, keys, turn, update

HELD = FREE.model_copy(
    update={
        "order_id": "CM2",
        "state": OrderState.HELD,
        "placed_at": NOON + timedelta(minutes=1),
        "download_url": "",
        "barcodes": (),
        "start_at": None,
        "end_at": None,
    }
)


@pytest.fixture
def orders(redis: Redis, cipher: Cipher, clock: MovableClock) -> RedisOrders:
    return RedisOrders(redis, cipher, clock)


async def place(mailbox: RedisMailbox, *placed: OrderRecord) -> None:
    for order in placed:
        await mailbox.put(CHAT, update(hash(order.model_dump_json())))
        claim = await mailbox.claim()
        assert claim is not None
        await mailbox.commit(claim, replace(turn(), order=order))
        await mailbox.release(claim)


async def test_the_newest_comes_first_and_what_is_known_last_counts(mailbox: RedisMailbox, orders: RedisOrders):
    paid = HELD.model_copy(update={"state": OrderState.REPORTED_PAID})
    await place(mailbox, FREE, HELD, paid)
    assert await orders.read(CHAT) == (paid, FREE)
    assert await orders.read(OTHER_CHAT) == ()


async def test_a_turn_without_an_order_changes_none(mailbox: RedisMailbox, orders: RedisOrders):
    await place(mailbox, FREE)
    await mailbox.put(CHAT, update(1))
    claim = await mailbox.claim()
    assert claim is not None
    await mailbox.commit(claim, turn())
    assert await orders.read(CHAT) == (FREE,)


async def test_nothing_of_an_order_is_in_clear(mailbox: RedisMailbox, redis: Redis):
    await redis.config_set("rdbcompression", "no")
    # Too long to stand in what is encrypted by chance.
    await place(mailbox, FREE.model_copy(update={"order_id": "CMTICKETS479KNXX"}))
    held = b"\n".join(key + value for key, value in (await contents(redis)).items())
    assert not [each for each in (b"CMTICKETS479KNXX", b"Open Dag", b"kaart 77", b"paleis", b"https") if each in held]


async def test_tickets_end_a_day_after_the_event_and_the_order_after_thirty(
    mailbox: RedisMailbox, orders: RedisOrders, clock: MovableClock, redis: Redis
):
    await place(mailbox, FREE)
    for name, lasts in (("tickets", timedelta(days=4)), ("orders", timedelta(days=33))):
        [key] = await keys(redis, f"*:{name}")
        assert lasts - timedelta(minutes=1) < timedelta(milliseconds=await redis.pttl(key)) <= lasts
    clock.move(timedelta(days=4, seconds=-1))
    assert await orders.read(CHAT) == (FREE,)
    clock.move(timedelta(seconds=1))
    assert await orders.read(CHAT) == (FREE.model_copy(update={"download_url": "", "barcodes": ()}),)
    clock.move(timedelta(days=29, seconds=-1))
    assert len(await orders.read(CHAT)) == 1
    clock.move(timedelta(seconds=1))
    assert await orders.read(CHAT) == ()


async def test_an_order_for_no_date_ends_after_half_a_year(
    mailbox: RedisMailbox, orders: RedisOrders, clock: MovableClock
):
    await place(mailbox, HELD)
    clock.move(timedelta(days=180))
    assert await orders.read(CHAT) == (HELD,)
    clock.move(timedelta(minutes=1))
    assert await orders.read(CHAT) == ()


async def test_the_bytes_of_what_is_over_go_with_the_next_order(
    mailbox: RedisMailbox, clock: MovableClock, redis: Redis
):
    await place(mailbox, FREE)
    clock.move(timedelta(days=33))
    await place(mailbox, HELD)
    [key] = await keys(redis, "*:orders")
    assert await redis.llen(key) == 1


async def test_at_most_fifty_are_kept(mailbox: RedisMailbox, orders: RedisOrders):
    many = [HELD.model_copy(update={"order_id": f"CM{number}"}) for number in range(MOST_ORDERS + 2)]
    await place(mailbox, *many)
    assert {order.order_id for order in await orders.read(CHAT)} == {order.order_id for order in many[2:]}


async def test_what_cannot_be_read_counts_as_absent(
    mailbox: RedisMailbox, redis: Redis, cipher: Cipher, clock: MovableClock, orders: RedisOrders
):
    await place(mailbox, HELD)
    assert await RedisOrders(redis, Cipher([new_key()]), clock).read(CHAT) == ()
    [key] = await keys(redis, "*:orders")
    await redis.rpush(key, entry(unix_ms(NOON + timedelta(days=1)), cipher.encrypt("{}")))
    assert await orders.read(CHAT) == (HELD,)
