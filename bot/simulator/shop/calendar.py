"""The museum's calendar: half-hour slots from Tuesday to Sunday, the same at every start on the same day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from bot.simulator.shop.documents import ZONE, identifier
from bot.simulator.shop.programme import Programme
from bot.simulator.shop.stock import Stock

OPENS: Final = time(10)
SLOTS_A_DAY: Final = 14
SLOT: Final = timedelta(minutes=30)
DAYS_AHEAD: Final = 130
MONDAY, WEDNESDAY, SATURDAY = 0, 2, 5
FOR_GROUPS: Final = 24
"""On this day of a month all is CLOSED, though there are places."""
ON_REQUEST: Final = 29
"""On this day of a month all has a status that the text does not know (trap 5)."""
CHILDREN_UNTIL: Final = time(16)


class Calendar:
    """The day and month overviews of an event with a calendar."""

    def __init__(self, programme: Programme, stock: Stock, now: Callable[[], datetime]) -> None:
        self._programme = programme
        self._stock = stock
        self._now = now

    def day(self, event: str, on: date) -> list[dict[str, Any]]:
        """Return the day overview, whose ids may be reserved."""
        return [self._slot(event, start_at) for start_at in self._starts(on)]

    def month(self, event: str, year: int, month: int) -> list[dict[str, Any]]:
        """Return the month overview: the id is the local date, the start local midnight in UTC, on the date before."""
        days, on = [], date(year, month, 1)
        while on.month == month:
            slots = self.day(event, on)
            offered = [slot for slot in slots if slot["stock"]]
            days.append(
                {
                    "id": on.isoformat(),
                    "start_at": _midnight(on).isoformat(),
                    "end_at": (_midnight(on + timedelta(days=1)) - timedelta(seconds=1)).isoformat(),
                    "status_id": min((slot["status_id"] for slot in offered), key=_best_first, default="CLOSED"),
                    "stock": sum(slot["stock"] for slot in offered),
                }
            )
            on += timedelta(days=1)
        return days

    def exists(self, slot: str) -> bool:
        """Whether a day overview has a slot of this id."""
        try:
            start_at = datetime.fromisoformat(slot)
        except ValueError:
            return False
        if start_at.tzinfo is None:
            return False
        return slot in {each.isoformat() for each in self._starts(start_at.astimezone(ZONE).date())}

    def status(self, event: str, start_at: datetime) -> str:
        """Return the status of a slot that has places left."""
        local = start_at.astimezone(ZONE)
        is_last = local.time() == (datetime.combine(local, OPENS) + (SLOTS_A_DAY - 1) * SLOT).time()
        if start_at <= self._now() or local.day == FOR_GROUPS or (is_last and local.weekday() == WEDNESDAY):
            return "CLOSED"
        if local.date().isoformat() in self._programme.closed_days(event):
            return "CLOSED"
        return "ON_REQUEST" if local.day == ON_REQUEST else "OPEN"

    def types(self, event: str, start_at: datetime) -> list[dict[str, Any]]:
        """Return the ticket types that are sold for a slot: no children late in the day, no students at the weekend."""
        local = start_at.astimezone(ZONE)
        unsold = {identifier("museum.child")} if local.time() >= CHILDREN_UNTIL else set()
        if local.weekday() >= SATURDAY:
            unsold.add(identifier("museum.student"))
        return [each for each in self._programme.slot_types(event) if each["uuid"] not in unsold]

    def _slot(self, event: str, start_at: datetime) -> dict[str, Any]:
        slot_id = start_at.isoformat()
        stock = self._stock.left_in_slot(event, slot_id) if start_at > self._now() else 0
        status = self.status(event, start_at)
        return {
            "id": slot_id,
            "start_at": slot_id,
            "end_at": (start_at + SLOT).isoformat(),
            "status_id": status if stock else "CLOSED",
            "stock": stock,
            "ticket_types": [{"uuid": each["uuid"], "name": each["name"]} for each in self.types(event, start_at)],
        }

    def _starts(self, on: date) -> list[datetime]:
        """Return when the slots of a day begin, in UTC; none on a closed day."""
        first = self._programme.opened_on
        if on.weekday() == MONDAY or not first <= on <= first + timedelta(days=DAYS_AHEAD):
            return []
        opens_at = datetime.combine(on, OPENS, ZONE).astimezone(UTC)
        return [opens_at + number * SLOT for number in range(SLOTS_A_DAY)]


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), ZONE).astimezone(UTC)


def _best_first(status: str) -> int:
    return {"OPEN": 0, "CLOSED": 2}.get(status, 1)
