"""The way in: stored once, in order, and its chat made ready."""

import asyncio
from datetime import timedelta

import pytest

from bot.conversation.ports import Envelope
from bot.simulator.clock import MovableClock
from bot.store import scripts
from bot.store.mailbox import RedisMailbox
from tests.store.conftest import NewMailbox
from tests.store.samples import CHAT, NOON, turn, update


async def drain(mailbox: RedisMailbox) -> list[str]:
    """Return the ids of all waiting envelopes of all chats, in the order they are claimed."""
    claimed = []
    while (claim := await mailbox.claim()) is not None:
        assert claim.envelope is not None
        claimed.append(claim.envelope.id)
        await mailbox.commit(claim, turn())
        await mailbox.release(claim)
    return claimed


async def effects_of_five_puts(first: RedisMailbox, second: RedisMailbox) -> tuple[int, int]:
    """Put one update five times at two clients; return how often it counted as new, and how many turns it made."""
    stored = await asyncio.gather(*(mailbox.put(CHAT, update(1)) for mailbox in (first, second, first, second, first)))
    return stored.count(True), len(await drain(first))


async def test_an_envelope_comes_out_as_it_was_put(mailbox: RedisMailbox) -> None:
    envelope = update(7, "één kaartje, snel!")
    assert await mailbox.put(CHAT, envelope)
    claim = await mailbox.claim()
    assert claim is not None
    assert (claim.chat, claim.envelope, claim.failures) == (CHAT, envelope, 0)


async def test_one_update_five_times_at_two_clients_is_one_effect(new_mailbox: NewMailbox) -> None:
    assert await effects_of_five_puts(new_mailbox(), new_mailbox()) == (1, 1)


async def test_control_without_dedupe_it_is_five(new_mailbox: NewMailbox) -> None:
    guard = "if seen_at_ms and tonumber(seen_at_ms)"
    texts = scripts.load()
    assert guard in texts["put"]
    texts["put"] = texts["put"].replace(guard, "if false and tonumber(seen_at_ms)")
    assert await effects_of_five_puts(new_mailbox(scripts=texts), new_mailbox(scripts=texts)) == (5, 5)


async def test_an_update_is_seen_also_after_its_turn(mailbox: RedisMailbox, clock: MovableClock) -> None:
    await mailbox.put(CHAT, update(1))
    assert await drain(mailbox) == ["update:1"]
    clock.move(timedelta(hours=24))
    assert not await mailbox.put(CHAT, update(1))
    assert await drain(mailbox) == []


async def test_an_update_id_may_come_again_after_25_hours_of_our_clock(
    mailbox: RedisMailbox, clock: MovableClock
) -> None:
    await mailbox.put(CHAT, update(1))
    await drain(mailbox)
    clock.move(timedelta(hours=25, seconds=1))
    assert await mailbox.put(CHAT, update(1))


async def test_lower_update_ids_are_as_good(mailbox: RedisMailbox) -> None:
    for number in (900, 901, 3):
        await mailbox.put(CHAT, update(number))
    assert await drain(mailbox) == ["update:900", "update:901", "update:3"]


async def test_a_chat_that_is_being_answered_is_not_ready_again(mailbox: RedisMailbox) -> None:
    await mailbox.put(CHAT, update(1))
    claim = await mailbox.claim()
    assert claim is not None
    await mailbox.put(CHAT, update(2))
    assert await mailbox.claim() is None
    await mailbox.release(claim)
    assert await mailbox.claim() is not None


@pytest.mark.parametrize("chat", ["", "user:{1}", "user 1", "user:1\n", "user:ü", "u" * 101])
async def test_no_key_is_made_of_a_strange_chat(mailbox: RedisMailbox, chat: str) -> None:
    with pytest.raises(ValueError, match="chat"):
        await mailbox.put(chat, update(1))


@pytest.mark.parametrize("envelope_id", ["", "update 1", "update:1\n", "update:{1}", "x" * 301])
async def test_no_key_is_made_of_a_strange_id(mailbox: RedisMailbox, envelope_id: str) -> None:
    with pytest.raises(ValueError, match="id"):
        await mailbox.put(CHAT, Envelope(envelope_id, "update", NOON, "{}"))
