"""Bells, the whole bot in between: told once, by whatever process is there, in the customer's language."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from bot.conversation.messages import TimerName, TimeUp
from bot.conversation.ports import Envelope
from bot.rehearsal.heard import shop_writes
from bot.telegram import incoming
from tests.conversation.dialogue import NOW
from tests.telegram.whole_bot import WholeBot, whole_bot

ID = "timer:CM1:end:2026-12-01T09:20:00+00:00"


@pytest.fixture
async def paying(redis_url: str, redis: Redis) -> AsyncIterator[WholeBot]:
    """A Dutch customer who was shown the payment link."""
    async with whole_bot(redis_url, "nl", "festival") as whole:
        await whole.chat.start()
        await whole.tap("Tickets kiezen")
        await whole.tap("+ Dagticket")
        await whole.tap("Verder")
        await whole.see_text("Wat is je voornaam?")
        await whole.chat.say("Robin de Vries\nrobin@example.com")
        await whole.tap("iDEAL")
        await whole.tap("Bestellen en betalen")
        await whole.see(lambda seen: bool(whole.chat.payment_page))
        yield whole


async def move_clock(whole: WholeBot, minutes: int) -> None:
    await whole.post("/clock", move_s=minutes * 60)


async def test_an_end_that_came_while_no_bot_ran_is_told_by_the_next_one_and_once(paying: WholeBot):
    await paying.standing.stop_bot()
    await move_clock(paying, 21)
    await paying.standing.start_bot()
    await paying.see_text("Je reservering is afgelopen")
    await paying.standing.stop_bot()
    await paying.standing.start_bot()
    await paying.chat.say("/help")
    await paying.see(lambda seen: "Je reservering is afgelopen" not in seen.text)
    said = [each["text"] for each in await paying.messages() if each["author"] == "bot"]
    assert sum("Je reservering is afgelopen" in each for each in said) == 1
    assert not any("nog " in each and " minuten" in each for each in said)
    assert [each["call"] for each in await shop_writes(paying.client)] == ["reserve", "checkout"]


async def test_a_bell_rings_and_takes_the_buttons_off_the_card_before(paying: WholeBot):
    before = await paying.chat.look()
    await move_clock(paying, 15)
    rung = await paying.see_text("nog 5 minuten")
    assert rung.message_id > before.message_id
    shown = {each["message_id"]: each for each in await paying.messages()}
    assert not shown[before.message_id].get("inline_keyboard")
    sent = await paying.calls("sendMessage")
    assert not sent[-1]["parameters"].get("disable_notification")


@pytest.mark.parametrize(
    ("chat", "envelope_id", "reply"),
    [
        ("user:7", ID, TimeUp(ID, TimerName.END)),
        ("user:7", "timer:CM1:another:2026", None),
        ("group:7", ID, None),
    ],
)
def test_what_a_timer_says_is_read_off_its_id(chat: str, envelope_id: str, reply: TimeUp | None):
    said = incoming.of(chat, Envelope(envelope_id, "time_up", NOW, "{}"))
    assert (said.reply if said is not None else None) == reply
