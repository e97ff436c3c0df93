"""The museum's calendar: half-hour slots from Tuesday to Sunday, the same at every start on the same day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from bot.simulator.shop.catalogue import ZONE

OPENS: Final = time(10)
SLOTS_A_DAY: Final = 14
SLOT: Final = timedelta(minutes=30)
PLACES: Final = 16
DAYS_AHEAD: Final = 100
MONDAY: Final = 0


def slot_starts(on: date, first: date) -> list[datetime]:
    """Return when the slots of a day begin, in UTC; none on a closed day."""
    if on.weekday() == MONDAY or not first <= on <= first + timedelta(days=DAYS_AHEAD):
        return []
    opens_at = datetime.combine(on, OPENS, ZONE).astimezone(UTC)
    return [opens_at + number * SLOT for number in range(SLOTS_A_DAY)]


def places_at(start_at: datetime) -> int:
    """Return how many places a slot has when nobody is held in it: some are nearly full, some full."""
    kind = (start_at.toordinal() + start_at.hour * 2 + start_at.minute // 30) % 11
    return {5: 3, 9: 0}.get(kind, PLACES)


def day_slots(
    on: date, first: date, now: datetime, left: Callable[[str], int], ticket_types: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the day overview, whose ids may be reserved."""
    slots = []
    for start_at in slot_starts(on, first):
        slot_id = start_at.isoformat()
        stock = left(slot_id)
        is_open = stock > 0 and start_at > now
        slots.append(
            {
                "id": slot_id,
                "start_at": slot_id,
                "end_at": (start_at + SLOT).isoformat(),
                "status_id": "OPEN" if is_open else "CLOSED",
                "stock": stock if is_open else 0,
                "ticket_types": [{"uuid": each["uuid"], "name": each["name"]} for each in ticket_types],
            }
        )
    return slots


def month_days(year: int, month: int, first: date, now: datetime, left: Callable[[str], int]) -> list[dict[str, Any]]:
    """Return the month overview: the id is the local date, the start local midnight in UTC, on the date before."""
    days = []
    on = date(year, month, 1)
    while on.month == month:
        midnight = datetime.combine(on, time(), ZONE).astimezone(UTC)
        stock = sum(each["stock"] for each in day_slots(on, first, now, left, []))
        days.append(
            {
                "id": on.isoformat(),
                "start_at": midnight.isoformat(),
                "end_at": (midnight + timedelta(days=1, seconds=-1)).isoformat(),
                "status_id": "OPEN" if stock else "CLOSED",
                "stock": stock,
            }
        )
        on += timedelta(days=1)
    return days
