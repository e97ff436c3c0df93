"""Two workers on one store: each chat in order, nothing twice, nobody kept waiting by another (promises 7, 11, 12, 13, 18)."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from bot.conversation.messages import Action, Press
from bot.conversation.turn import Turn
from bot.domain.shop import Event
from bot.simulator.clock import MovableClock
from bot.store import scripts
from tests.conversation.dialogue import Dialogue, PlainShop, at_review
from tests.worker.conftest import MakeSide
from tests.worker.sides import CHAT, Seen, all_work_until, said, tapped

GUARD = "redis.call('ZREM', KEYS[1], chat)"


def without_leases() -> dict[str, str]:
    """Return scripts by which a chat that is claimed stays ready for everybody."""
    texts = scripts.load()
    assert texts["claim"].count(GUARD) == 1
    return texts | {"claim": texts["claim"].replace(GUARD, "")}


def without_leases_and_fence() -> dict[str, str]:
    """Return scripts by which, besides, a worker may write whoever holds the chat."""
    return without_leases() | {name: scripts.source(name) for name in scripts.GUARDED}


# --- 11 and 13: the messages of a chat, one after the other -----------------------------------------------------------


async def talk(make_side: MakeSide, texts: Mapping[str, str] | None = None) -> tuple[Seen, list[str]]:
    """Let a customer say and tap twenty things while two workers answer; return the turns, and all that was given.

    It ends when the last was answered, or once two are answered at the same time.
    """
    seen = Seen()
    sides = [make_side(chats_at_once=4, scripts=texts, seen=seen) for _ in range(2)]
    given = [said(number, "/help") if number % 2 else tapped(number, 0, Press(Action.NEXT)) for number in range(1, 21)]

    async def customer() -> None:
        for envelope in given:
            await sides[0].mailbox.put(CHAT, envelope)

    talking = asyncio.create_task(customer())
    last = given[-1].id
    await all_work_until(sides, lambda: seen.most_at_once > 1 or (last in seen.begun and not seen.running[CHAT]))
    await talking
    return seen, [envelope.id for envelope in given]


async def test_twenty_fast_messages_and_taps_are_answered_in_order_one_after_the_other(make_side: MakeSide):
    seen, given = await talk(make_side)
    assert seen.begun == given
    assert seen.most_at_once == 1


async def test_control_without_leases_several_are_answered_at_once(make_side: MakeSide):
    seen, given = await talk(make_side, without_leases())
    assert seen.most_at_once > 1
    assert seen.begun != given[: len(seen.begun)]


# --- 12: one chat sends very much -------------------------------------------------------------------------------------

FLOOD = 500
OTHERS = (8, 9)


async def turns_before_the_others(
    make_side: MakeSide, clock: MovableClock, texts: Mapping[str, str] | None = None
) -> int:
    """Let one chat send 500 taps and then others one word each; return how many of the taps came before their answers."""
    side = make_side(chats_at_once=1, scripts=texts)
    for number in range(FLOOD):
        await side.mailbox.put(CHAT, tapped(number, 0, Press(Action.NEXT)))

    def time_passes(_: Turn) -> None:
        clock.move(timedelta(milliseconds=1))

    watched = replace(side, worker=replace(side.worker, watch=time_passes))
    clock.move(timedelta(milliseconds=1))
    for number, person in enumerate(OTHERS, FLOOD):
        await side.mailbox.put(f"user:{person}", said(number, "/start", person))
    chats = side.view.chats
    await all_work_until([watched], lambda: set(OTHERS) <= set(chats) or len(chats) > 50)
    answered = [chats.index(person) for person in OTHERS if person in chats]
    return max(answered) if len(answered) == len(OTHERS) else FLOOD


async def test_others_are_answered_in_between(make_side: MakeSide, clock: MovableClock):
    assert await turns_before_the_others(make_side, clock) <= 2 * len(OTHERS)


async def test_control_where_a_chat_is_given_back_before_all_others_they_wait(make_side: MakeSide, clock: MovableClock):
    texts = scripts.load()
    back = "redis.call('ZADD', KEYS[5], 'NX', ARGV[4], ARGV[1])"
    assert back in texts["release"]
    texts["release"] = texts["release"].replace(back, "redis.call('ZADD', KEYS[5], 'NX', 0, ARGV[1])")
    assert await turns_before_the_others(make_side, clock, texts) == FLOOD


# --- 18: a triple tap on the order button -----------------------------------------------------------------------------


class SlowToRead(PlainShop):
    """A shop that takes a moment to read, so that others may begin meanwhile."""

    async def event(self, uuid: UUID, *, key: str | None = None, fresh: bool = False) -> Event:
        await asyncio.sleep(0.03)
        return await super().event(uuid, key=key, fresh=fresh)


@dataclass
class Heard:
    """What the shop heard, and how many turns of the chat ran at once."""

    reserved: int
    most_at_once: int


async def triple_tap(
    make_side: MakeSide, dialogue: Dialogue, texts: Mapping[str, str] | None = None, *, enough: int | None = None
) -> Heard:
    """Tap thrice and let two workers answer, until all is answered or the shop heard `enough` reservations."""
    shop, seen = SlowToRead(), Seen()
    sides = [make_side(shop, chats_at_once=1, scripts=texts, seen=seen) for _ in range(2)]
    await make_side().remembers(dialogue)
    for number in (1, 2, 3):
        await sides[0].mailbox.put(CHAT, tapped(number, dialogue.visit, Press(Action.ORDER)))
    taps = {"update:1", "update:2", "update:3"}

    def is_over() -> bool:
        return shop.heard.count("reserve") == enough or (taps <= set(seen.begun) and not seen.running[CHAT])

    await all_work_until(sides, is_over)
    return Heard(shop.heard.count("reserve"), seen.most_at_once)


async def test_a_triple_tap_on_the_order_button_is_one_order(make_side: MakeSide):
    assert await triple_tap(make_side, await at_review()) == Heard(1, 1)


async def test_with_the_lease_taken_away_the_fence_alone_keeps_it_one(make_side: MakeSide):
    heard = await triple_tap(make_side, await at_review(), without_leases())
    assert heard.most_at_once > 1
    assert heard.reserved == 1


async def test_control_without_lease_and_fence_it_is_several(make_side: MakeSide):
    # Nobody may be told of the third tap: a worker that holds nothing gives the chat back for another that answers.
    heard = await triple_tap(make_side, await at_review(), without_leases_and_fence(), enough=2)
    assert heard.reserved > 1
