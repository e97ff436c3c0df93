"""At what time? Only with a calendar."""

from datetime import UTC, datetime
from typing import ClassVar

from bot.conversation.facts import Context, Need
from bot.conversation.messages import (
    Action,
    Button,
    Day,
    Line,
    Press,
    Reply,
    Screen,
    StepName,
    Tap,
    Text,
    TimeOfDay,
    plain,
    plural,
    text,
)
from bot.conversation.outcome import Advance, Outcome, Stay
from bot.conversation.session import Session
from bot.conversation.steps.step import Answered, Question
from bot.domain.availability import is_slot_open
from bot.domain.cart import places
from bot.domain.shop import TimeSlot

SLOTS_A_ROW = 2
FEW = 5


class SlotStep(Question):
    """The open times of the chosen day, with what is left where that is little."""

    name: ClassVar = StepName.SLOT
    needs: ClassVar = frozenset({Need.EVENT, Need.SLOTS})

    def applies(self, context: Context) -> bool:
        """Only events with a calendar are asked for a time."""
        return context.event.is_calendar_enabled

    def done(self, context: Context) -> bool:
        """Whether the chosen slot is still there, has not begun and takes everybody in the cart."""
        return any(slot.id == context.purchase.slot for slot in open_slots(context))

    def only(self, context: Context) -> Answered | None:
        """Choose the slot that a link asks for, or the only one that the day has."""
        asked = context.purchase.slot_at
        slots = open_slots(context)
        for slot in slots:
            is_only = len(context.facts.slots) == 1
            if is_only or (asked is not None and _minute(slot.start_at) == _minute(asked)):
                return Answered(_choose(context, slot), context.details)
        return None

    def screen(self, context: Context) -> Screen:
        """Show the times as buttons; slots too small for the cart are left out and said to be."""
        slots = open_slots(context)
        day = context.purchase.day or context.facts.today
        head = (Line(plain(context.event.name)), Line(plain(Day(day))))
        people = places(context.event, context.purchase.quantities)
        if not slots:
            note = Line(text("No times are left on this day. Go back and choose another day."))
        elif people:
            note = Line(plural("Times with room for {count} person:", "Times with room for {count} people:", people))
        else:
            note = Line(text("Times are local to the venue."))
        buttons = [Button(_label(context, slot), Press(Action.CHOOSE, slot.start_at)) for slot in slots]
        rows = tuple(tuple(buttons[start : start + SLOTS_A_ROW]) for start in range(0, len(buttons), SLOTS_A_ROW))
        return Screen(text("At what time?"), (head, (note,)), rows)

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Choose a time."""
        match reply:
            case Tap(press=Press(action=Action.CHOOSE, thing=datetime() as start_at)):
                for slot in open_slots(context):
                    if _minute(slot.start_at) == _minute(start_at):
                        return Advance(session=_choose(context, slot))
                return Stay(notice=text("That time is full by now. Please choose another one."))
            case Tap():
                return Stay(notice=text("That time is full by now. Please choose another one."))
            case _:
                return self.not_understood()


def open_slots(context: Context) -> tuple[TimeSlot, ...]:
    """Return the slots of the chosen day that can take the cart."""
    people = places(context.event, context.purchase.quantities)
    return tuple(slot for slot in context.facts.slots if is_slot_open(slot, people, context.facts.now))


def _choose(context: Context, slot: TimeSlot) -> Session:
    chosen = context.purchase.model_copy(update={"slot": slot.id, "slot_at": None})
    return context.session.with_purchase(chosen)


def _label(context: Context, slot: TimeSlot) -> Text:
    time = TimeOfDay(context.facts.local(slot.start_at))
    if slot.stock <= FEW:
        return plural("{time} · {count} left", "{time} · {count} left", slot.stock, time=time)
    return plain(time)


def _minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)
