"""Links as organisers ask for them, made at the sandbox: what they hold, how long, what is refused, what is said."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from redis.asyncio import Redis

from bot.conversation.links import StoredLink
from bot.linking.desk import LinkDesk, MadeLink
from bot.linking.telling import told
from bot.linking.wanted import NoLink, Wanted
from bot.rehearsal.stage import make_simulator, settings_for
from bot.settings import Settings
from bot.simulator.app import BOT_USERNAME, Simulator
from bot.simulator.clock import MovableClock
from bot.simulator.faults import Fault
from bot.simulator.server import serve
from bot.simulator.shop.documents import identifier
from bot.simulator.shop.situations import Situation
from bot.store.crypto import new_key
from bot.store.links import RedisLinks
from bot.telegram import payload
from bot.wiring import link_desk

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
TOMORROW = date(2026, 12, 2)
ADULT, GUIDE = UUID(identifier("museum.adult")), UUID(identifier("museum.guide"))


@pytest.fixture
def simulator() -> Simulator:
    return make_simulator(MovableClock(NOW), ["festival", "museum", "dinner", "open-day"])


@pytest.fixture
async def settings(simulator: Simulator, redis_url: str, redis: Redis) -> AsyncIterator[Settings]:
    async with serve(simulator.app) as address:
        yield Settings.load(settings_for(address, redis_url, new_key()))


@pytest.fixture
async def desk(settings: Settings, simulator: Simulator) -> AsyncIterator[LinkDesk]:
    async with link_desk(settings, simulator.clock) as made:
        yield made


def museum(**more: object) -> Wanted:
    return Wanted.model_validate({"event": "museum", **more})


async def stored(desk: LinkDesk, made: MadeLink) -> StoredLink | None:
    return await desk.links.read(made.link.stored)


def words(made: MadeLink) -> str:
    return "\n".join(told(made))


async def test_a_link_to_an_event_stores_nothing_and_names_it_by_any_part_of_its_name(desk: LinkDesk):
    for name in ("Polderlicht Festival", "polderlicht", "festivl", identifier("festival")):
        made = await desk.make(Wanted(event=name, source="poster", code="FRIENDS"))
        assert made.address.startswith(f"https://t.me/{BOT_USERNAME}?start=e")
        link = payload.decode(made.address.partition("?start=")[2])
        assert link == made.link
        assert (made.link.event, made.link.code, made.link.source) == (
            UUID(identifier("festival")),
            "FRIENDS",
            "poster",
        )
        assert made.stored_until is None
    assert "Opens Polderlicht Festival, with the code FRIENDS." in words(made)
    assert "tagged “poster”" in words(made)
    assert "nothing is stored" in words(made)
    assert "Works until Saturday, 5 June 2027, 23:00; after that it still opens the event" in words(made)


async def test_a_link_to_a_slot_is_of_the_venues_clock(desk: LinkDesk):
    made = await desk.make(museum(day=TOMORROW, at=time(11)))
    assert (made.link.slot, made.link.day) == (datetime(2026, 12, 2, 10, tzinfo=UTC), None)
    assert "Opens Museum Het Veerhuis, Wednesday, 2 December 2026, 11:00." in words(made)
    assert "Works until Wednesday, 2 December 2026, 11:00;" in words(made)


async def test_a_link_to_a_day_and_one_without_an_end(desk: LinkDesk):
    made = await desk.make(museum(day=TOMORROW))
    assert (made.link.slot, made.link.day) == (None, TOMORROW)
    assert "Works until Wednesday, 2 December 2026;" in words(made)
    assert "Works as long as the shop sells it." in words(await desk.make(museum()))


async def test_a_cart_is_stored_and_what_fits_outlives_it_in_the_payload(desk: LinkDesk):
    made = await desk.make(museum(day=TOMORROW, at=time(11), tickets=("adult=2", "Audio guide=1"), source="poster"))
    whole = StoredLink(
        event=made.link.event,
        day=TOMORROW,
        slot=made.link.slot,
        quantities={ADULT: 2, GUIDE: 1},
        source="poster",
    )
    assert await stored(desk, made) == whole
    assert (made.link.slot, made.link.source) == (datetime(2026, 12, 2, 10, tzinfo=UTC), "poster")
    assert "with 2 × Adult and 1 × Audio guide." in words(made)
    assert "Kept in Redis until Friday, 1 January 2027, 11:30" in words(made)
    assert "Once that is gone, the link still opens Museum Het Veerhuis, Wednesday, 2 December 2026, 11:00." in words(
        made
    )


@pytest.mark.parametrize(
    ("wanted", "until"),
    [
        (Wanted(event="festival", tickets=("Day ticket=1",)), datetime(2027, 7, 5, 21, tzinfo=UTC)),
        (museum(day=TOMORROW, tickets=("adult=1",)), datetime(2027, 1, 1, 23, tzinfo=UTC)),
        (museum(tickets=("adult=1",)), NOW + timedelta(days=180)),
    ],
    ids=["the event's end", "the day's end", "undated"],
)
async def test_a_stored_part_is_kept_until_a_month_after_its_event(desk: LinkDesk, wanted: Wanted, until: datetime):
    made = await desk.make(wanted)
    assert made.stored_until is not None
    assert abs(made.stored_until - until) < timedelta(minutes=1)
    clock = desk.check.clock
    assert isinstance(clock, MovableClock)
    clock.move(made.stored_until - clock.now() - timedelta(seconds=10))
    assert await stored(desk, made) is not None
    clock.move(timedelta(seconds=10))
    assert await stored(desk, made) is None


async def test_a_key_is_stored_and_stands_in_no_payload(desk: LinkDesk):
    made = await desk.make(Wanted(event="Diner aan de Kade", key="KADE2026", code="KADEKORTING", source="vip-mailing"))
    assert "KADE2026" not in made.address
    assert (made.link.code, made.link.source) == ("KADEKORTING", "")
    kept = await stored(desk, made)
    assert kept is not None
    assert (kept.key, kept.code, kept.source) == ("KADE2026", "KADEKORTING", "vip-mailing")
    assert "the access key and the tag. Once that is gone" in words(made)
    assert words(made).endswith("still opens Diner aan de Kade, with the code KADEKORTING.")


async def test_a_key_that_nobody_needs_is_said_to_be_none(desk: LinkDesk, simulator: Simulator):
    simulator.shop.bring_about(Situation.read("unlocked:dinner"))
    made = await desk.make(Wanted(event=identifier("dinner"), key="KADE2026"))
    assert "shows without an access key too" in words(made)


async def test_a_code_that_no_payload_can_hold_is_stored(desk: LinkDesk):
    made = await desk.make(Wanted(event="festival", code="A~?>~>?+/=&%1"))
    kept = await stored(desk, made)
    assert kept is not None
    assert (kept.code, made.link.code) == ("A~?>~>?+/=&%1", "")
    assert "the code. Once" in words(made)


REFUSED = [
    (Wanted(event="opera"), "No event is called “opera”. There is: Polderlicht Festival, .* --key"),
    (Wanted(event="veerhuis"), r"can be several events; name one by its UUID:\n  [0-9a-f-]{36}  Museum"),
    (Wanted(event=str(UUID(int=5))), "shows no “00000000-.*--key"),
    (Wanted(event=identifier("dinner"), key="WRONG"), "shows no .* with this key"),
    (Wanted(event="festival", day=TOMORROW), "has no calendar"),
    (museum(at=time(11)), "A time needs its day"),
    (museum(day=date(2026, 11, 30)), "Monday, 30 November 2026 is over"),
    (museum(day=TOMORROW, at=time(11, 7)), "has no 11:07 on Wednesday, 2 December 2026. Times with room .*11:00"),
    (museum(day=date(2026, 12, 24)), "is not open, or full, .* days of that month: .*23 December 2026"),
    (museum(day=TOMORROW, tickets=("adult=400",)), "No time on .* has room"),
    (museum(tickets=("adult=400",)), "An order holds at most"),
    (museum(tickets=("senior=1",)), "has no ticket “senior”. It has: Adult, Student, Child and Audio guide"),
    (museum(tickets=("adult",)), "no number of tickets"),
    (museum(tickets=("adult=0",)), "no number of tickets"),
    (museum(tickets=("=2",)), "no number of tickets"),
    (museum(tickets=("adult=1", "Volwassene=2")), "“Adult” is asked for twice"),
    (Wanted(event="festival", tickets=("ticket=1",)), "“ticket” can be several tickets: "),
    (Wanted(event="festival", tickets=("Crew=1",)), "has no ticket “Crew”"),
    (Wanted(event="festival", tickets=("Early bird=1",)), "“Early bird” is not sold now"),
    (Wanted(event="festival", tickets=("VIP=5",)), "at most 4 of “VIP”"),
    (Wanted(event="festival", code="NOSUCHCODE"), "does not know the code “NOSUCHCODE”"),
    (Wanted(event="festival", code="USEDUP"), "is used up"),
    (museum(code="FRIENDS"), "takes no codes"),
    (Wanted(event="festival", source="Not A Tag"), "A source is at most"),
]


@pytest.mark.parametrize(("wanted", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
async def test_what_the_shop_does_not_have_is_refused_in_words(
    desk: LinkDesk, redis: Redis, wanted: Wanted, reason: str
):
    with pytest.raises(NoLink, match=f"(?s){reason}"):
        await desk.make(wanted)
    assert await redis.keys("*:link:*") == []


@pytest.mark.parametrize(
    ("places", "reason"),
    [("2", "11:00 .* has only 2 places left"), ("0", "is not open, or full")],
)
async def test_a_slot_that_is_too_small_or_full_is_refused(
    desk: LinkDesk, simulator: Simulator, places: str, reason: str
):
    simulator.shop.bring_about(Situation.read(f"places:museum:{places}"))
    with pytest.raises(NoLink, match=reason):
        await desk.make(museum(day=TOMORROW, at=time(11), tickets=("adult=3",)))


async def test_slots_that_are_over_or_closed_and_events_that_are_over_are_refused(desk: LinkDesk, simulator: Simulator):
    with pytest.raises(NoLink, match=r"16:30 .* is not sold for these tickets"):
        await desk.make(museum(day=date(2026, 12, 3), at=time(16, 30), tickets=("child=1",)))
    with pytest.raises(NoLink, match=r"16:30 .* is closed"):
        await desk.make(museum(day=TOMORROW, at=time(16, 30)))
    simulator.clock.move(timedelta(hours=28))
    with pytest.raises(NoLink, match=r"11:00 .* is over"):
        await desk.make(museum(day=TOMORROW, at=time(11)))
    simulator.clock.move(timedelta(days=300))
    with pytest.raises(NoLink, match="Polderlicht Festival is over"):
        await desk.make(Wanted(event=identifier("festival")))


async def test_a_shop_that_cannot_be_asked_is_no_shop_that_has_nothing(settings: Settings, simulator: Simulator):
    lost = settings.model_copy(update={"shop_path_month": "/nowhere/{event_uuid}/{year}/{month}"})
    async with link_desk(lost, simulator.clock) as desk:
        with pytest.raises(NoLink, match="a SHOP_PATH setting is wrong"):
            await desk.make(museum(day=TOMORROW))
        simulator.faults.order(Fault.read("shop:*:500:for=5m"))
        with pytest.raises(NoLink, match="does not answer at SHOP_API_URL"):
            await desk.make(museum(day=TOMORROW))


async def test_whether_a_key_is_needed_is_not_guessed_while_the_shop_rests(desk: LinkDesk, simulator: Simulator):
    simulator.faults.order(Fault.read("shop:event:500:for=5m:skip=1"))
    with pytest.raises(NoLink, match="does not answer"):
        await desk.make(Wanted(event=identifier("dinner"), key="KADE2026"))


async def test_redis_is_needed_only_for_what_is_stored(settings: Settings, simulator: Simulator):
    nowhere = settings.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"})
    async with link_desk(nowhere, simulator.clock) as desk:
        assert (await desk.make(museum())).stored_until is None
        with pytest.raises(NoLink, match="Redis does not answer at REDIS_URL"):
            await desk.make(museum(tickets=("adult=1",)))


async def test_control_under_another_id_nothing_is_stored(desk: LinkDesk):
    made = await desk.make(museum(tickets=("adult=1",)))
    assert await desk.links.read(made.link.stored[:-1] + "~") is None
    assert isinstance(desk.links, RedisLinks)
