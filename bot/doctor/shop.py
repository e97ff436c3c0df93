"""Whether the shop can be read, all that the settings say of its paths and time zones is so, and the clocks agree."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final
from uuid import UUID

import httpx

from bot.conversation.cannot_read import CannotRead
from bot.conversation.ports import Clock, Shop
from bot.doctor import languages
from bot.doctor.finding import Finding, doubtful, good, wrong
from bot.domain.availability import is_day_open
from bot.domain.shop import Event, EventSummary
from bot.domain.zones import Zones

SHOP: Final = "Shop"
ZONE: Final = "Time zone"
CLOCK: Final = "Clock"
MOST_EVENTS: Final = 20
AT_ONCE: Final = 4
LARGEST_SKEW: Final = timedelta(seconds=5)
HALF_A_SECOND: Final = timedelta(seconds=0.5)
"""The Date header is cut to whole seconds."""
UNREADABLE: Final = {
    "unavailable": "See that SHOP_API_URL is right, and that this machine reaches it.",
    "misconfigured": "See SHOP_API_URL and the SHOP_PATH settings.",
    "refused": "See SHOP_PRODUCT_TOKEN, and ask CM.com whether it may read this shop.",
    "locked": (
        "See SHOP_PRODUCT_TOKEN. If the shop asks everybody for an access key, name its events in SHOP_EVENTS, or hand out "
        "links with a key."
    ),
}


@dataclass
class Heard:
    """What the shop's side told the operator meanwhile, and how far its clock is ahead of ours."""

    clock: Clock
    words: dict[str, list[str]] = field(default_factory=dict)
    ahead: timedelta | None = None

    def told(self, what: str, word: str) -> None:
        """Hear of something."""
        self.words.setdefault(what, []).append(word)

    async def answered(self, answer: httpx.Response) -> None:
        """Read an answer's Date header."""
        try:
            at = parsedate_to_datetime(answer.headers["Date"])
        except (KeyError, ValueError):
            return
        if at.tzinfo is not None:
            self.ahead = at + HALF_A_SECOND - self.clock.now()


@dataclass
class _Reading:
    """What of the shop could be read."""

    events: list[Event] = field(default_factory=list)
    calendars: int = 0
    problems: list[str] = field(default_factory=list)


async def examine_shop(shop: Shop, zones: Zones, heard: Heard, listed: Sequence[UUID]) -> AsyncIterator[Finding]:
    """Yield what there is to say; `listed` are the events of SHOP_EVENTS."""
    try:
        summaries = await shop.events(fresh=True)
    except CannotRead as problem:
        told = "; ".join(word for words in heard.words.values() for word in words)
        yield wrong(SHOP, f"its events cannot be read ({told or problem.reason})", UNREADABLE[problem.reason])
    else:
        reading = await _read(shop, summaries[:MOST_EVENTS], zones, heard.clock)
        yield _reads(reading, len(summaries), heard)
        for each in _of_zones(reading, summaries, zones, heard):
            yield each
        if reading.events:
            yield languages.of_tickets(reading.events)
        if missing := [str(uuid) for uuid in listed if uuid not in {each.uuid for each in summaries}]:
            remedy = "See that SHOP_EVENTS is right: where the shop shows a list, that is what is sold."
            yield doubtful(SHOP, f"SHOP_EVENTS names what it does not list: {', '.join(missing)}", remedy)
    yield _of_clock(heard)


async def _read(shop: Shop, summaries: Sequence[EventSummary], zones: Zones, clock: Clock) -> _Reading:
    """Read events, this month of their calendars, and the first day that is open."""
    reading, at_once = _Reading(), asyncio.Semaphore(AT_ONCE)

    async def read(summary: EventSummary) -> None:
        async with at_once:
            try:
                event = await shop.event(summary.uuid, fresh=True)
                reading.events.append(event)
                if event.is_calendar_enabled:
                    await _read_calendar(shop, event, clock.now().astimezone(zones.of(event.uuid)))
                    reading.calendars += 1
            except CannotRead as problem:
                # One that asks for an access key is as it is meant to be.
                if problem.reason != "locked":
                    reading.problems.append(f"{summary.name}: {problem.reason}")

    await asyncio.gather(*map(read, summaries))
    return reading


async def _read_calendar(shop: Shop, event: Event, now: datetime) -> None:
    days = await shop.month(event.uuid, now.date(), fresh=True)
    first = next((day for day in days if day.on >= now.date() and is_day_open(day)), None)
    # Where no day is open the path of a day is tried all the same.
    await shop.day(event.uuid, first.on if first is not None else now.date(), fresh=True)


def _reads(reading: _Reading, listed: int, heard: Heard) -> Finding:
    if reading.problems:
        told = "; ".join(dict.fromkeys(heard.words.get("shop_misconfigured", [])))
        remedy = f"Mend it: {told}." if told else UNREADABLE["unavailable"]
        return wrong(SHOP, f"not all can be read: {', '.join(sorted(reading.problems))}", remedy)
    kept = f"{len(reading.events)} of {listed} events read, {reading.calendars} of them with a calendar"
    return good(SHOP, f"lists its events; {kept}")


def _of_zones(reading: _Reading, summaries: Sequence[EventSummary], zones: Zones, heard: Heard) -> list[Finding]:
    found = [
        wrong(ZONE, word, "Times are shown wrongly until then.")
        for word in dict.fromkeys(heard.words.get("time_zone_disagrees", []))
    ]
    known = {each.uuid for each in summaries}
    if strange := [str(uuid) for uuid in zones.of_events if uuid not in known]:
        remedy = "See that it is the event's UUID; one that is locked or over is not listed."
        found.append(doubtful(ZONE, f"SHOP_TIMEZONE names what the shop does not list: {', '.join(strange)}", remedy))
    if not found:
        agrees = "the calendars agree" if reading.calendars else "no calendar that could disagree was read"
        found.append(good(ZONE, f"{zones.default.key}; {agrees}"))
    return found


def _of_clock(heard: Heard) -> Finding:
    if heard.ahead is None:
        return doubtful(CLOCK, "the shop's answers have no date to compare with", "Keep this machine's clock by NTP.")
    ahead_s = heard.ahead.total_seconds()
    if abs(heard.ahead) > LARGEST_SKEW:
        way = "behind" if ahead_s > 0 else "ahead of"
        return wrong(CLOCK, f"this machine's is {abs(ahead_s):.0f} s {way} the shop's", "Keep it by NTP.")
    return good(CLOCK, "this machine's agrees with the shop's")
