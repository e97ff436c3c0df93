"""Asks the shop whether it has what a link is asked to do; `NoLink` for the first thing that it has not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from bot.conversation.cannot_read import CannotRead
from bot.conversation.ports import Clock, Shop
from bot.domain import availability, matching
from bot.domain.alternatives import Room, party, room_in_slot
from bot.domain.availability import Availability, is_day_open
from bot.domain.cart import Quantities
from bot.domain.discount import is_used_up
from bot.domain.shop import CalendarDay, Event, TimeSlot
from bot.domain.zones import Zones
from bot.linking.tickets import quantities_of, refuse_what_is_not_sold
from bot.linking.wanted import Checked, NoLink, Wanted
from bot.linking.words import clock_of, day_of, listed
from bot.telegram.payload import SOURCE

MOST_NAMED: Final = 12
"""How many events, days or times a refusal names."""


@dataclass(frozen=True, slots=True)
class Check:
    """The shop's word on links."""

    shop: Shop
    zones: Zones
    clock: Clock

    async def check(self, wanted: Wanted) -> Checked:
        """Return what is wanted in the shop's own identifiers; raise NoLink."""
        if wanted.source and SOURCE.fullmatch(wanted.source) is None:
            raise NoLink("A source is at most 40 of a-z, 0-9 and -, for example: poster-station")
        if wanted.at is not None and wanted.day is None:
            raise NoLink("A time needs its day, for example: --day 2026-12-12 --time 14:30")
        try:
            return await self._checked(wanted)
        except CannotRead as problem:
            raise NoLink(_unreadable(problem, wanted)) from None

    async def _checked(self, wanted: Wanted) -> Checked:
        event = await self._event(wanted)
        if availability.of_event(event, self.clock.now()) is Availability.ENDED:
            raise NoLink(f"{event.name} is over.")
        quantities = quantities_of(event, wanted.tickets)
        slots = await self._slots(event, wanted.day, wanted) if wanted.day is not None else ()
        slot = self._slot(event, slots, quantities, wanted)
        sold_for = (slot,) if slot is not None else slots
        refuse_what_is_not_sold(event, sold_for, quantities, self.clock.now())
        await self._refuse_unknown_code(event, wanted)
        return Checked(
            event=event,
            zone=self.zones.of(event.uuid),
            day=wanted.day,
            slot=slot,
            quantities=quantities,
            code=wanted.code,
            key=wanted.key,
            source=wanted.source,
            opens_without_key=bool(wanted.key) and await self._is_open(event.uuid),
        )

    async def _event(self, wanted: Wanted) -> Event:
        return await self.shop.event(await self._identifier(wanted), key=wanted.key or None, fresh=True)

    async def _identifier(self, wanted: Wanted) -> UUID:
        try:
            return UUID(wanted.event)
        except ValueError:
            pass
        events = {each.uuid: each.name for each in await self.shop.events(key=wanted.key or None, fresh=True)}
        meant = matching.matching(wanted.event, {uuid: (name,) for uuid, name in events.items()})
        if len(meant) == 1:
            return meant[0]
        if meant:
            named = "\n".join(f"  {uuid}  {events[uuid]}" for uuid in meant)
            raise NoLink(f"“{wanted.event}” can be several events; name one by its UUID:\n{named}")
        there = listed(tuple(events.values())[:MOST_NAMED])
        locked = "" if wanted.key else " For one that is locked, give its access key with --key."
        raise NoLink(f"No event is called “{wanted.event}”. There is: {there}.{locked}")

    async def _is_open(self, event: UUID) -> bool:
        """Whether an event shows without a key."""
        try:
            await self.shop.event(event, fresh=True)
        except CannotRead as problem:
            if problem.reason in {"unavailable", "misconfigured"}:
                raise
            return False
        return True

    async def _slots(self, event: Event, on: date, wanted: Wanted) -> tuple[TimeSlot, ...]:
        """Return the slots of a day, which has to be open."""
        if not event.is_calendar_enabled:
            raise NoLink(f"{event.name} has no calendar, so a link to it names no day and no time.")
        today, key = self.clock.now().astimezone(self.zones.of(event.uuid)).date(), wanted.key or None
        if on < today:
            raise NoLink(f"{day_of(on)} is over.")
        days = await self.shop.month(event.uuid, on, key=key, fresh=True)
        if not any(each.on == on and is_day_open(each) for each in days):
            raise NoLink(f"{event.name} is not open, or full, on {day_of(on)}. {_open_days(days, on, today)}")
        return tuple(await self.shop.day(event.uuid, on, key=key, fresh=True))

    def _slot(self, event: Event, slots: Sequence[TimeSlot], quantities: Quantities, wanted: Wanted) -> TimeSlot | None:
        """Return the slot of the wanted time, with room for everybody; None where no time is wanted."""
        if wanted.day is None:
            return None
        zone, coming, now = self.zones.of(event.uuid), party(event, quantities), self.clock.now()
        rooms = {slot.start_at.astimezone(zone): (slot, room_in_slot(slot, coming, now)) for slot in slots}
        there = listed([clock_of(at) for at, (_, room) in rooms.items() if room.is_enough]) or "none"
        there = f"Times with room for this link: {there}."
        if wanted.at is None:
            if not any(room.is_enough for _, room in rooms.values()):
                raise NoLink(f"No time on {day_of(wanted.day)} has room for this link.")
            return None
        for at, (slot, room) in rooms.items():
            if (at.hour, at.minute) != (wanted.at.hour, wanted.at.minute):
                continue
            if room.is_enough:
                return slot
            raise NoLink(f"{clock_of(at)} on {day_of(wanted.day)} {_why_not(room, slot)}. {there}")
        raise NoLink(f"{event.name} has no {wanted.at:%H:%M} on {day_of(wanted.day)}. {there}")

    async def _refuse_unknown_code(self, event: Event, wanted: Wanted) -> None:
        if not wanted.code:
            return
        if not event.is_discount_enabled:
            raise NoLink(f"{event.name} takes no codes.")
        worth = await self.shop.code(event.uuid, wanted.code, key=wanted.key or None, fresh=True)
        if worth is None:
            raise NoLink(f"The shop does not know the code “{wanted.code}” for {event.name}.")
        if is_used_up(worth):
            raise NoLink(f"The code “{wanted.code}” is used up.")


def _open_days(days: Sequence[CalendarDay], on: date, today: date) -> str:
    """Return the nearest open days of the month in words."""
    there = [each.on for each in days if is_day_open(each) and each.on >= today]
    nearest = sorted(sorted(there, key=lambda each: abs(each - on))[:3])
    return f"The nearest open days of that month: {listed([day_of(each) for each in nearest]) or 'none'}."


def _why_not(room: Room, slot: TimeSlot) -> str:
    match room:
        case Room.TOO_SMALL:
            return f"has only {slot.stock} places left"
        case Room.OTHER_TICKETS:
            return "is not sold for these tickets"
        case Room.PAST:
            return "is over"
        case Room.FULL:
            return "is full"
        case _:
            return "is closed"


def _unreadable(problem: CannotRead, wanted: Wanted) -> str:
    match problem.reason:
        case "unavailable":
            return "The shop does not answer at SHOP_API_URL. Try again later."
        case "misconfigured":
            return "The shop does not know an address that was asked: SHOP_API_URL or a SHOP_PATH setting is wrong."
        case "locked" if wanted.key:
            return f"The shop shows no “{wanted.event}” with this key."
        case "locked":
            return f"The shop shows no “{wanted.event}”. If it is locked, give its access key with --key."
        case _:
            return f"The shop has no “{wanted.event}”, or not what was asked of it."
