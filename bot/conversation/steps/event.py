"""Which event?"""

from typing import ClassVar, assert_never

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
    Style,
    Tap,
    Text,
    plain,
    text,
)
from bot.conversation.outcome import Advance, Outcome, Stay
from bot.conversation.session import Purchase
from bot.conversation.steps.step import Answered, Question
from bot.domain import availability
from bot.domain.availability import Availability
from bot.domain.shop import EventSummary

MOST_SHOWN = 40


class EventStep(Question):
    """The list of events; a chosen one that cannot be bought says why and keeps the customer here."""

    name: ClassVar = StepName.EVENT
    needs: ClassVar = frozenset({Need.EVENTS, Need.EVENT})

    def done(self, context: Context) -> bool:
        """Whether an event was chosen that can be bought now."""
        return context.facts.event is not None and reason_against(context) is None

    def only(self, context: Context) -> Answered | None:
        """Choose the event when the shop has just one."""
        events = context.facts.events or ()
        if len(events) != 1:
            return None
        chosen = context.purchase.model_copy(update={"event": events[0].uuid})
        return Answered(context.session.with_purchase(chosen), context.details)

    def screen(self, context: Context) -> Screen:
        """Show the events, and why the chosen one cannot be bought."""
        events = (context.facts.events or ())[:MOST_SHOWN]
        paragraphs: list[tuple[Line, ...]] = []
        if context.facts.event is not None and (reason := reason_against(context)) is not None:
            paragraphs.append((Line(plain(context.event.name), Style.STRONG), Line(reason)))
        if not events:
            paragraphs.append((Line(text("There is nothing on sale at the moment. Please come back later.")),))
            return Screen(text("Tickets"), tuple(paragraphs))
        paragraphs.append(tuple(_line(event, context) for event in events))
        rows = tuple((Button(plain(event.name), Press(Action.CHOOSE, event.uuid)),) for event in events)
        return Screen(text("Which event would you like to go to?"), tuple(paragraphs), rows)

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Choose an event by its button."""
        match reply:
            case Tap(press=Press(action=Action.CHOOSE, thing=uuid)) if any(
                event.uuid == uuid for event in context.facts.events or ()
            ):
                purchase = context.purchase
                chosen = Purchase(event=uuid, visit=purchase.visit) if purchase.event != uuid else purchase
                return Advance(session=context.session.with_purchase(chosen))
            case Tap():
                return Stay(notice=text("This event is no longer listed. Please choose another one."))
            case _:
                return self.not_understood()


def reason_against(context: Context) -> Text | None:
    """Return why the event that was read cannot be bought now, or None."""
    event, facts = context.event, context.facts
    state = availability.of_event(event, facts.now)
    match state:
        case Availability.ENDED:
            return text("This event is over.")
        case Availability.NOT_YET:
            if event.online_from is None or facts.now >= event.online_from:
                return text("The sale has not begun yet.")
            return text("The sale begins on {day}.", day=Day(facts.local(event.online_from).date()))
        case Availability.NO_LONGER:
            return text("The sale is over.")
        case Availability.SOLD_OUT:
            return text("This event is sold out.")
        case Availability.IN_RESERVATION:
            return text("All tickets are in other people's orders right now. Try again in a few minutes.")
        case Availability.NOT_IN_SALE:
            return text("This event is not on sale at the moment.")
        case Availability.ON_SALE:
            return None
    assert_never(state)


def _line(event: EventSummary, context: Context) -> Line:
    place = event.venue_name or ""
    if event.start_at is None:
        return Line(text("{name} · {place}", name=event.name, place=place) if place else plain(event.name))
    day = Day(context.facts.local_at(event.uuid, event.start_at).date())
    if not place:
        return Line(text("{name} · {day}", name=event.name, day=day))
    return Line(text("{name} · {day} · {place}", name=event.name, day=day, place=place))
