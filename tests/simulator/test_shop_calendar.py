"""The calendar: days and slots, their stock and what they are sold for."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.ticketshop.errors import Refused
from tests.conversation.dialogue import NOW
from tests.simulator.sandbox import TOKEN, Sandbox, path_of, words


async def test_a_day_of_the_month_is_told_by_its_local_date(sandbox: Sandbox):
    """Trap 3: the start of a day is local midnight in UTC, on the date before."""
    event = await sandbox.event("^Museum Het Veerhuis$")
    answer = await sandbox.http.get(
        f"{sandbox.client.sender.base_url}/events/{event.uuid}/calendar/2026/12", headers={"X-CM-PRODUCTTOKEN": TOKEN}
    )
    days = answer.json()
    assert [day["id"] for day in days] == [f"2026-12-{number:02}" for number in range(1, 32)]
    assert {datetime.fromisoformat(day["start_at"]).isoformat()[10:] for day in days} == {"T23:00:00+00:00"}
    assert datetime.fromisoformat(days[0]["start_at"]).date() == date(2026, 11, 30)


@pytest.mark.parametrize("on", [date(1999, 1, 1), date(2300, 1, 1)])
async def test_a_month_outside_the_calendar_is_refused(sandbox: Sandbox, on: date):
    event, _ = await sandbox.museum_slot()
    with pytest.raises(Refused):
        await sandbox.client.month(event.uuid, on)
    with pytest.raises(Refused):
        await sandbox.client.month((await sandbox.festival()).event, NOW.date())


async def test_a_hold_takes_places_of_its_slot_and_gives_them_back(sandbox: Sandbox):
    event, slot = await sandbox.museum_slot()
    on = slot.start_at.date()
    order = await sandbox.museum(2)
    await sandbox.reserve(order)
    [held] = [each for each in await sandbox.client.day(event.uuid, on) if each.id == slot.id]
    assert held.stock == slot.stock - 2
    sandbox.clock.move(timedelta(minutes=event.minutes_to_order + 1))
    [freed] = [each for each in await sandbox.client.day(event.uuid, on) if each.id == slot.id]
    assert freed.stock == slot.stock


async def test_a_slot_never_holds_more_than_it_has(sandbox: Sandbox):
    _, slot = await sandbox.museum_slot()
    order = await sandbox.museum(1)
    for _ in range(slot.stock):
        await sandbox.reserve(order)
    assert "places" in await sandbox.refusal(order)


async def test_what_is_paid_keeps_its_places(sandbox: Sandbox):
    order = await sandbox.museum(2)
    opened = await sandbox.open_checkout(order, (await sandbox.reserve(order)).order_id)
    await sandbox.http.post(opened.redirect_url, data={"outcome": "success"})
    assert order.slot is not None
    on = datetime.fromisoformat(order.slot).date()
    for _ in range(2):
        [slot] = [each for each in await sandbox.client.day(order.event, on) if each.id == order.slot]
        sandbox.clock.move(timedelta(minutes=21))
    assert slot.stock == 14


async def day(sandbox: Sandbox, on: date) -> list[dict[str, Any]]:
    return (await sandbox.ask("GET", f"{path_of('museum')}/calendar/{on:%Y/%m/%d}")).json()  # type: ignore[no-any-return]


async def month(sandbox: Sandbox, of: date) -> dict[str, dict[str, Any]]:
    days = (await sandbox.ask("GET", f"{path_of('museum')}/calendar/{of:%Y/%m}")).json()
    return {each["id"]: each for each in days}


@pytest.mark.parametrize(("on", "hours"), [(date(2027, 3, 28), 23), (date(2027, 3, 27), 24), (date(2026, 10, 25), 25)])
async def test_a_day_ends_when_the_next_begins_also_when_the_clocks_change(sandbox: Sandbox, on: date, hours: int):
    known = (await month(sandbox, on))[on.isoformat()]
    lasts = datetime.fromisoformat(known["end_at"]) - datetime.fromisoformat(known["start_at"])
    assert lasts == timedelta(hours=hours, seconds=-1)


async def test_slots_begin_at_ten_on_the_venues_clock_in_winter_and_summer(sandbox: Sandbox):
    firsts = [(await day(sandbox, on))[0]["id"] for on in (date(2027, 3, 27), date(2027, 3, 28))]
    assert firsts == ["2027-03-27T09:00:00+00:00", "2027-03-28T08:00:00+00:00"]


async def test_a_day_can_be_closed_with_places_left_or_have_a_status_nobody_knows(sandbox: Sandbox):
    """Trap 5."""
    december = await month(sandbox, date(2026, 12, 1))
    for on, status in (("2026-12-24", "CLOSED"), ("2026-12-29", "ON_REQUEST")):
        assert december[on]["status_id"] == status
        assert december[on]["stock"] > 0
        [slot, *_] = [each for each in await day(sandbox, date.fromisoformat(on)) if each["stock"]]
        assert slot["status_id"] == status
        answer = await sandbox.hold("museum", {"museum.adult": 1}, slot=slot["id"])
        assert words(answer) == "This time slot is not open."
    assert (december["2026-12-07"]["status_id"], december["2026-12-07"]["stock"]) == ("CLOSED", 0)


async def test_ticket_types_vary_by_slot_and_extras_need_no_place(sandbox: Sandbox):
    """Trap 7: children until four o'clock, students from Monday to Friday, the audio guide with any slot."""
    saturday = await day(sandbox, date(2026, 12, 5))
    named = [{each["name"]["en"] for each in slot["ticket_types"]} for slot in saturday]
    assert named[0] == {"Adult", "Child"}
    assert named[-1] == {"Adult"}
    [wednesday, *_] = await day(sandbox, date(2026, 12, 2))
    assert {each["name"]["en"] for each in wednesday["ticket_types"]} == {"Adult", "Student", "Child"}
    late = next(slot["id"] for slot in saturday[-2:] if slot["status_id"] == "OPEN")
    answer = await sandbox.hold("museum", {"museum.child": 1}, slot=late)
    assert words(answer) == "This ticket is not sold for this time slot."
    await sandbox.bring_about("places", "museum", "3")
    await sandbox.held("museum", {"museum.adult": 2, "museum.guide": 5}, slot=late)
    await sandbox.held("museum", {"museum.guide": 5}, slot=late)
    await sandbox.held("museum", {"museum.adult": 1}, slot=late)
    assert "places" in words(await sandbox.hold("museum", {"museum.adult": 1}, slot=late))


@pytest.mark.parametrize(
    "path", ["2026/1", "2026/13", "26/01", "2026/00", "2026/12/1", "2026/12/32", "2026/02/30", "x/y"]
)
async def test_months_and_days_have_two_digits_and_exist(sandbox: Sandbox, path: str):
    answer = await sandbox.ask("GET", f"{path_of('museum')}/calendar/{path}")
    assert words(answer) == "There is no such day or month."


async def test_a_slot_that_has_begun_is_closed(sandbox: Sandbox):
    on = date(2026, 12, 2)
    slot = next(each for each in await day(sandbox, on) if each["status_id"] == "OPEN")
    sandbox.clock.move(datetime.fromisoformat(slot["id"]) - sandbox.clock.now())
    assert words(await sandbox.hold("museum", {"museum.adult": 1}, slot=slot["id"])) == "This time slot has begun."
    [begun] = [each for each in await day(sandbox, on) if each["id"] == slot["id"]]
    assert (begun["status_id"], begun["stock"]) == ("CLOSED", 0)


async def test_an_event_without_a_calendar_has_none(sandbox: Sandbox):
    answer = await sandbox.ask("GET", f"{path_of('festival')}/calendar/2026/12")
    assert words(answer) == "This event has no calendar."
