"""At what time? Only with a calendar."""

from datetime import date, datetime
from typing import ClassVar, Final

from bot.conversation.facts import Context, Need
from bot.conversation.messages import (
    Action,
    Button,
    Day,
    Line,
    Listing,
    Press,
    Reply,
    Screen,
    StepName,
    Style,
    Tap,
    Text,
    TimeOfDay,
    Typed,
    plain,
    plural,
    text,
)
from bot.conversation.outcome import Advance, Outcome, Stay
from bot.conversation.session import Session
from bot.conversation.steps import wanted_day
from bot.conversation.steps.step import Answered, Question
from bot.conversation.steps.wanted_time import missed, nearest_to, room_in, slot_starting, slots_at, why_not
from bot.domain import availability, cart
from bot.domain.alternatives import Room
from bot.domain.availability import is_slot_open
from bot.domain.shop import TimeSlot

SLOTS_A_ROW: Final = 2
SHOWN: Final = frozenset({Room.PLENTY, Room.FEW_LEFT, Room.TOO_SMALL, Room.OTHER_TICKETS})
"""The slots that are shown: what is full, closed or over is only named where it was asked for."""


class SlotStep(Question):
    """The times of the chosen day, with what is left where that is little."""

    name: ClassVar = StepName.SLOT
    needs: ClassVar = frozenset({Need.EVENT, Need.SLOTS})

    def applies(self, context: Context) -> bool:
        """Only events with a calendar are asked for a time."""
        return context.event.is_calendar_enabled

    def done(self, context: Context) -> bool:
        """Whether the chosen slot is still there, has not begun and takes everybody, and no other is asked for."""
        return not context.purchase.times_wanted and any(
            slot.id == context.purchase.slot for slot in _open_slots(context)
        )

    def only(self, context: Context) -> Answered | None:
        """Choose the slot that was asked for in words or by a link, or the only one that the day has."""
        purchase, slots = context.purchase, _open_slots(context)
        if self.done(context):
            meant = slots if len(context.facts.slots) == 1 else ()
        elif purchase.times_wanted:
            meant = tuple(slot for slot in slots_at(context, purchase.times_wanted) if room_in(context, slot).is_enough)
        elif purchase.slot_at is not None:
            meant = tuple(slot for slot in slots if slot == slot_starting(context, purchase.slot_at))
        else:
            meant = slots if len(context.facts.slots) == 1 else ()
        if len(meant) != 1:
            return None
        session, notice = _with_slot(context, meant[0])
        return Answered(session, context.details, notice)

    def to_show(self, context: Context) -> frozenset[Need]:
        """The months around are read where the day has no time for everybody: for another day."""
        return frozenset() if _with_room(context) else frozenset({Need.DAYS_AROUND})

    def screen(self, context: Context) -> Screen:
        """Show the times as buttons, above them what is to be said of the one that was asked for or is gone."""
        day = context.purchase.day or context.facts.today
        head = [Line(plain(context.event.name), Style.STRONG), Line(plain(Day(day)))]
        if self.done(context) and context.slot is not None:
            head.append(Line(text("Now chosen: {time}", time=_clock(context, context.slot))))
        said, singled_out = _asked_for(context)
        rest = tuple(
            slot for slot in context.facts.slots if room_in(context, slot) in SHOWN and slot not in singled_out
        )
        notes, more = self._notes(context, day)
        rows = (*_slot_rows(context, singled_out), *_slot_rows(context, rest), *more)
        paragraphs = (tuple(head), said, notes)
        return Screen(text("At what time?"), tuple(lines for lines in paragraphs if lines), rows)

    def _notes(self, context: Context, day: date) -> tuple[tuple[Line, ...], tuple[tuple[Button, ...], ...]]:
        """Return what is to be said of all times of the day, and the buttons for where none takes everybody."""
        people = cart.places(context.event, context.purchase.quantities)
        if _with_room(context):
            if people:
                room = plural("Times with room for {count} person:", "Times with room for {count} people:", people)
                return (Line(room),), ()
            if context.facts.zone != context.facts.zones.default:
                return (Line(text("Times are local to the venue."), Style.QUIET),), ()
            return (), ()
        near = wanted_day.nearest_to(context, day)
        rows = wanted_day.day_rows(context, near)
        rooms = {room_in(context, slot) for slot in context.facts.slots}
        if Room.TOO_SMALL in rooms:
            rows = (*rows, (Button(text("Choose tickets again"), Press(Action.REMOVE)),))
            note = plural(
                "No time on this day has room for {count} person.",
                "No time on this day has room for {count} people.",
                people,
            )
        elif Room.OTHER_TICKETS in rooms:
            note = text("Not all of your tickets are sold on this day.")
        else:
            note = text("No times are left on this day.")
        then = text("The nearest open days:") if near else text("Go back and choose another day.")
        return (Line(note), Line(then)), rows

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Choose a time, or another day."""
        match reply:
            case Tap(press=Press(action=Action.CHOOSE, thing=datetime() as start_at)):
                return self._choose(context, start_at)
            case Tap(press=Press(action=Action.CHOOSE, thing=date() as on)):
                return wanted_day.choose(context, on)
            case Tap(press=Press(action=Action.REMOVE)):
                emptied = context.purchase.model_copy(update={"quantities": {}})
                return Stay(
                    session=context.session.with_purchase(emptied),
                    notice=text("Your tickets are taken out. Choose the time first, then your tickets."),
                )
            case Typed(dates=dates, times=times) if dates or times:
                return self._typed(context, reply)
            case Typed() if slots := _with_room(context):
                example = _clock(context, slots[0])
                return Stay(notice=text("Tap a time, or type one, for example: {time}", time=example))
            case _:
                return self.not_understood()

    def _choose(self, context: Context, start_at: datetime) -> Outcome:
        slot = slot_starting(context, start_at)
        if slot is not None:
            room = room_in(context, slot)
            if room.is_enough or room is Room.OTHER_TICKETS:
                session, notice = _with_slot(context, slot)
                return Advance(session=session, notice=notice)
            if room is Room.TOO_SMALL:
                return Stay(notice=why_not(context, start_at, slot))
        clock = context.facts.local(start_at).time().replace(fold=0)
        asked = context.purchase.model_copy(update={"times_wanted": (clock,)})
        return Stay(session=context.session.with_purchase(asked))

    def _typed(self, context: Context, typed: Typed) -> Outcome:
        """Go to another day when one is meant; else take the time, or ask it back, or say why it cannot be."""
        is_either = wanted_day.is_day_or_hour(typed)
        is_number = not any(each.isalpha() for each in typed.text)
        dates = () if is_either and is_number else typed.dates
        times = () if is_either and not is_number else typed.times
        if dates and dates != (context.purchase.day,):
            return wanted_day.want(context, dates, times)
        meant = tuple(slot for slot in slots_at(context, times) if room_in(context, slot).is_enough)
        if len(meant) == 1:
            return self._choose(context, meant[0].start_at)
        asked = context.purchase.model_copy(update={"times_wanted": times})
        return Stay(session=context.session.with_purchase(asked))


def _open_slots(context: Context) -> tuple[TimeSlot, ...]:
    """Return the slots of the day that have places for the cart, whatever tickets they are sold with."""
    people = cart.places(context.event, context.purchase.quantities)
    return tuple(slot for slot in context.facts.slots if is_slot_open(slot, people, context.facts.now))


def _with_room(context: Context) -> tuple[TimeSlot, ...]:
    """Return the slots of the day that take everybody."""
    return tuple(slot for slot in context.facts.slots if room_in(context, slot).is_enough)


def _asked_for(context: Context) -> tuple[tuple[Line, ...], tuple[TimeSlot, ...]]:
    """Return what is to be said of the time asked for or gone, and the times to single out: those meant, or the nearest."""
    purchase = context.purchase
    if SlotStep().done(context) or (gone := missed(context)) is None:
        return (), ()
    meant = tuple(slot for slot in slots_at(context, purchase.times_wanted) if room_in(context, slot).is_enough)
    if meant:
        return (Line(text("Which time do you mean?")),), meant
    near = nearest_to(context, gone[0])
    why = Line(why_not(context, *gone))
    return ((why, Line(text("The nearest times:"))) if near else (why,)), near


def _with_slot(context: Context, slot: TimeSlot) -> tuple[Session, Text | None]:
    """Return the session with a slot chosen and what of the cart fits it, and what did not."""
    purchase, event = context.purchase, context.event
    offers = availability.offers(event, slot, context.facts.now)
    kept = cart.kept(event, offers, slot, purchase.quantities)
    chosen = {"slot": slot.id, "slot_at": slot.start_at, "times_wanted": (), "quantities": kept.quantities}
    session = context.session.with_purchase(purchase.model_copy(update=chosen))
    if not kept.dropped:
        return session, None
    lost = [
        text("{count} × {ticket}", count=each.lost, ticket=ticket_type.name)
        for each in kept.dropped
        if (ticket_type := event.ticket_type(each.ticket_type)) is not None
    ]
    if not lost:
        return session, text("Some of your tickets are not sold any more and were taken out.")
    tickets = Listing(tuple(lost))
    return session, text("Not sold at this time, so taken out: {tickets}.", tickets=tickets)


def _slot_rows(context: Context, slots: tuple[TimeSlot, ...]) -> tuple[tuple[Button, ...], ...]:
    buttons = [Button(_label(context, slot), Press(Action.CHOOSE, slot.start_at)) for slot in slots]
    width = 1 if context.session.plain else SLOTS_A_ROW
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def _label(context: Context, slot: TimeSlot) -> Text:
    time, room = _clock(context, slot), room_in(context, slot)
    match room:
        case Room.FEW_LEFT:
            return plural("{time} · {count} left", "{time} · {count} left", slot.stock, time=time)
        case Room.TOO_SMALL:
            return plural("{time} · only {count} left", "{time} · only {count} left", slot.stock, time=time)
        case Room.OTHER_TICKETS:
            return text("{time} · other tickets", time=time)
        case _:
            return plain(time)


def _clock(context: Context, slot: TimeSlot) -> TimeOfDay:
    return TimeOfDay(context.facts.local(slot.start_at))
