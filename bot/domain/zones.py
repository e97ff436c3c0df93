"""In which time zone an event takes place.

The API names none: it is a setting, with one zone for the shop and another for any event that is elsewhere. The only hint
is the calendar, whose days are named by their local date and begin at local midnight, written in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.domain.shop import CalendarDay

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, slots=True)
class Zones:
    """The time zones of a shop's venues."""

    default: ZoneInfo = AMSTERDAM
    of_events: Mapping[UUID, ZoneInfo] = field(default_factory=dict)

    def of(self, event: UUID | None) -> ZoneInfo:
        """Return the zone of an event, or the shop's for an event that has none of its own or is not chosen yet."""
        return self.default if event is None else self.of_events.get(event, self.default)


def is_day_of(zone: ZoneInfo, day: CalendarDay) -> bool:
    """Whether a calendar day begins at midnight in a zone; one that does not say when it begins could be of any."""
    midnight = datetime.combine(day.on, time(), zone)
    return day.start_at is None or day.start_at.astimezone(UTC) == midnight.astimezone(UTC)
