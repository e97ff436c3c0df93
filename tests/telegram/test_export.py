"""The export holds all that is kept of somebody."""

import json
from dataclasses import replace

from redis.asyncio import Redis

from bot.conversation.messages import Screen, text
from bot.conversation.session import Profile, Session
from bot.conversation.turn import Turn
from bot.simulator.clock import MovableClock
from bot.store.crypto import Cipher, new_key
from bot.store.journal import Journal
from bot.store.mailbox import RedisMailbox
from bot.store.orders import RedisOrders
from bot.telegram.export import FILE_NAME, Export
from tests.store.samples import CHAT, EMAIL, FREE, NAME, NOON, details, turn, update


async def test_it_holds_session_details_profile_orders_and_journal(redis: Redis):
    cipher, clock = Cipher([new_key()]), MovableClock(NOON)
    mailbox = RedisMailbox(redis, cipher, clock)
    await mailbox.put(CHAT, update(1))
    claim = await mailbox.claim()
    assert claim is not None
    await mailbox.commit(claim, replace(turn(journal='{"step": "event"}'), order=FREE))
    profile = Profile(values=details().values)
    now = Turn(Session(language="nl"), details(), profile, Screen(text("Help")), 0)
    export = Export(RedisOrders(redis, cipher, clock), Journal(redis, cipher, clock))
    document = await export.document(CHAT, 4711, now)
    kept = json.loads(document.content)
    assert (document.name, document.chat_id) == (FILE_NAME, 4711)
    assert kept["session"]["language"] == "nl"
    assert {NAME, EMAIL} <= set(kept["details"]["values"].values())
    assert kept["profile"]["values"] == kept["details"]["values"]
    assert [order["order_id"] for order in kept["orders"]] == ["CM1"]
    assert kept["journal"] == [{"step": "event"}]
