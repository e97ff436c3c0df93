"""The times that are asked for, in words, by a button or by a link: which are on offer, and why the others are not."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from bot.conversation.facts import Context
from bot.conversation.messages import Text, TimeOfDay, plural, text
from bot.domain.alternatives import Room, nearest_slots, room_in_slot
from bot.domain.shop import TimeSlot


def slots_at(context: Context, times: Iterable[time]) -> tuple[TimeSlot, ...]:
    """Return the slots of the day that begin at one of those times by the venue's clock; it can show a time twice."""
    wanted = set(times)
    return tuple(slot for slot in context.facts.slots if _by_the_clock(context, slot.start_at) in wanted)


def slot_starting(context: Context, start_at: datetime) -> TimeSlot | None:
    """Return the slot of the day that begins in that minute."""
    return next((slot for slot in context.facts.slots if _minute(slot.start_at) == _minute(start_at)), None)


def room_in(context: Context, slot: TimeSlot) -> Room:
    """Return how much room a slot has for everybody."""
    return room_in_slot(slot, context.party, context.facts.now)


def nearest_to(context: Context, start_at: datetime) -> tuple[TimeSlot, ...]:
    """Return the nearest other slots of the day that take everybody."""
    return nearest_slots(context.facts.slots, start_at.astimezone(UTC), context.party, context.facts.now)


def missed(context: Context) -> tuple[datetime, TimeSlot | None] | None:
    """Return the time that was asked for and cannot be had, or was chosen and is gone, with its slot where the day has it.

    Of a time with two readings, the one that the day has is meant, else the one nearest to what it has.
    """
    purchase = context.purchase
    if not purchase.times_wanted:
        return (purchase.slot_at, slot_starting(context, purchase.slot_at)) if purchase.slot_at is not None else None
    if slots := slots_at(context, purchase.times_wanted):
        return slots[0].start_at, slots[0]
    day = purchase.day or context.facts.today
    readings = [datetime.combine(day, each, context.facts.zone) for each in purchase.times_wanted]
    return min(readings, key=lambda at: _distance(context, at)), None


def why_not(context: Context, at: datetime, slot: TimeSlot | None) -> Text:
    """Say why a time cannot be chosen; without a slot, that the day has none then."""
    clock = TimeOfDay(context.facts.local(at))
    if slot is None:
        return text("There is no time slot at {time}.", time=clock)
    match room_in(context, slot):
        case Room.PAST:
            return text("It is past {time}.", time=clock)
        case Room.FULL:
            return text("{time} is full.", time=clock)
        case Room.TOO_SMALL:
            return plural(
                "Only {count} place is left at {time}.",
                "Only {count} places are left at {time}.",
                slot.stock,
                time=clock,
            )
        case Room.OTHER_TICKETS:
            return text("Not all of your tickets are sold at {time}.", time=clock)
        case _ if slot.stock > 0:
            return text("{time} is closed.", time=clock)
        case _:
            return text("{time} is full or closed.", time=clock)


def _by_the_clock(context: Context, at: datetime) -> time:
    return context.facts.local(at).time().replace(second=0, microsecond=0, fold=0)


def _distance(context: Context, at: datetime) -> timedelta:
    """Return how far from a time the nearest slot is that takes everybody."""
    near = nearest_to(context, at)
    return abs(near[0].start_at - at.astimezone(UTC)) if near else timedelta()


def _minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)
