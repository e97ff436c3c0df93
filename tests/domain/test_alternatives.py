"""What is offered instead of a slot or a day that cannot take everybody."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alternatives import Party, Room, nearest_days, nearest_slots, party, room_in_slot, room_on_day
from bot.domain.availability import is_slot_open
from bot.domain.shop import CalendarDay, TimeSlot
from tests.domain.samples import HOUR, NOON, event, slot, ticket_type, uuid

THREE = Party(3, frozenset({uuid(1)}))
TODAY = NOON.date()


def at(hours: int, stock: int = 50, *numbers: int, status: str = "OPEN") -> TimeSlot:
    return slot(stock, *(numbers or (1,)), starts_at=NOON + hours * HOUR, status=status)


def on(days: int, stock: int = 50, status: str = "OPEN") -> CalendarDay:
    return CalendarDay(TODAY + timedelta(days), None, status, stock)


def test_a_party_is_what_takes_places():
    adult, child, audio = (ticket_type(number, is_selectable_on_calendar=number < 3) for number in (1, 2, 3))
    museum = event(adult, child, audio, is_calendar_enabled=True)
    assert party(museum, {uuid(1): 2, uuid(2): 0, uuid(3): 4}) == Party(2, frozenset({uuid(1)}))
    assert party(museum, {}) == Party()


@pytest.mark.parametrize(
    ("listed", "room"),
    [
        (at(1), Room.PLENTY),
        (at(1, 11), Room.PLENTY),
        (at(1, 10), Room.FEW_LEFT),
        (at(1, 3), Room.FEW_LEFT),
        (at(1, 2), Room.TOO_SMALL),
        (at(1, 0), Room.FULL),
        (at(1, 0, 2), Room.FULL),
        (at(1, status="CLOSED"), Room.CLOSED),
        (at(1, 50, 2, status="SOMETHING_NEW"), Room.CLOSED),
        (at(1, 50, 2), Room.OTHER_TICKETS),
        (at(1, 50, 2, 1), Room.PLENTY),
        (at(0), Room.PAST),
        (at(-1, 0), Room.PAST),
    ],
)
def test_a_slot_says_what_room_it_has(listed: TimeSlot, room: Room):
    assert room_in_slot(listed, THREE, NOON) is room
    assert room.is_enough is (room in {Room.PLENTY, Room.FEW_LEFT})


@pytest.mark.parametrize(
    ("listed", "room"),
    [
        (on(0), Room.PLENTY),
        (on(1, 10), Room.FEW_LEFT),
        (on(1, 2), Room.TOO_SMALL),
        (on(1, 0), Room.FULL),
        (on(1, status="CLOSED"), Room.CLOSED),
        (on(-1), Room.PAST),
    ],
)
def test_a_day_says_what_room_it_has(listed: CalendarDay, room: Room):
    assert room_on_day(listed, THREE, TODAY) is room


def hours(found: tuple[TimeSlot, ...]) -> list[int]:
    return [int((each.start_at - NOON) / HOUR) for each in found]


def test_the_nearest_slots_that_take_everybody():
    slots = [at(1), at(2), at(3, 2), at(4), at(5, 0), at(6), at(7, 50, 2), at(8)]
    assert hours(nearest_slots(slots, NOON + 5 * HOUR, THREE, NOON)) == [4, 6, 2]
    assert hours(nearest_slots(slots, NOON + 5 * HOUR, THREE, NOON, most=9)) == [4, 6, 2, 8, 1]
    assert hours(nearest_slots(slots, NOON + 5 * HOUR, Party(), NOON + 4 * HOUR)) == [6, 7, 8]
    assert nearest_slots(slots, NOON + 5 * HOUR, Party(51), NOON) == ()


def test_a_slot_that_vanished_still_says_where_to_look():
    assert hours(nearest_slots([at(1), at(4)], NOON + 3 * HOUR, THREE, NOON)) == [4, 1]


def test_the_nearest_days_that_take_everybody():
    days = [on(-1), on(0), on(1, 2), on(2, status="CLOSED"), on(3), on(4, 3), on(9)]
    assert nearest_days(days, TODAY + timedelta(2), THREE, TODAY) == (on(3), on(0), on(4, 3))
    assert nearest_days(days, TODAY + timedelta(3), THREE, TODAY, most=1) == (on(4, 3),)
    assert nearest_days([on(1, 2)], TODAY, THREE, TODAY) == ()


SLOTS = st.lists(
    st.builds(at, st.integers(-3, 12), st.integers(0, 20), st.integers(1, 2), status=st.sampled_from(["OPEN", "X"])),
    max_size=12,
)


@given(SLOTS, st.integers(-3, 12).map(lambda hour: NOON + hour * HOUR), st.integers(1, 12), st.integers(0, 12))
def test_no_alternative_disappoints_and_none_that_is_nearer_is_left_out(
    slots: list[TimeSlot], near: datetime, places: int, most: int
):
    coming = replace(THREE, places=places)
    found = nearest_slots(slots, near, coming, NOON, most=most)
    assert all(
        is_slot_open(each, places, NOON) and each.start_at != near and uuid(1) in each.ticket_types for each in found
    )
    away = [abs(each.start_at - near) for each in found]
    assert away == sorted(away)
    left_out = [each for each in slots if each not in found and room_in_slot(each, coming, NOON).is_enough]
    assert len(found) <= most
    assert all(
        abs(each.start_at - near) >= max(away, default=timedelta()) for each in left_out if each.start_at != near
    )
    assert len(found) == most or all(each.start_at == near for each in left_out)


@given(
    st.lists(st.builds(on, st.integers(-3, 9), st.integers(0, 20)), max_size=9), st.integers(-3, 9), st.integers(1, 9)
)
def test_every_day_named_is_open_and_another(days: list[CalendarDay], near: int, places: int):
    wanted: date = TODAY + timedelta(near)
    for each in nearest_days(days, wanted, Party(places), TODAY):
        assert (each.stock >= places, each.on >= TODAY, each.on != wanted) == (True, True, True)
