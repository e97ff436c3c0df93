"""Which event?"""

from collections.abc import Sequence
from typing import ClassVar, Final
from uuid import UUID

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
    Typed,
    plain,
    text,
)
from bot.conversation.outcome import Advance, Outcome, Stay
from bot.conversation.session import Purchase, Session
from bot.conversation.steps.beside import KEY, TRY_AGAIN, gone_on_with
from bot.conversation.steps.step import Answered, Question
from bot.domain import matching
from bot.domain.shop import EventSummary
from bot.domain.venue import place_beside

A_PAGE: Final = 8
LONGEST_SEARCH: Final = 60
ALL_EVENTS = Button(text("All events"), Press(Action.REMOVE))


class EventStep(Question):
    """The list of events by pages, or what a search found in it."""

    name: ClassVar = StepName.EVENT
    needs: ClassVar = frozenset({Need.EVENTS, Need.EVENT})

    def done(self, context: Context) -> bool:
        """Whether an event was chosen; whether it can be bought is said on its card."""
        return context.facts.event is not None

    def only(self, context: Context) -> Answered | None:
        """Choose the event when the shop has just one, or none beside the chosen one."""
        listed = {event.uuid for event in upcoming(context)}
        if context.purchase.event is not None:
            others = listed - {context.purchase.event}
            return Answered(context.session, context.details) if not others else None
        if len(listed) != 1:
            return None
        return Answered(begun(context, listed.pop()), context.details)

    def screen(self, context: Context) -> Screen:
        """Show a page of events, those that were searched for, and the ways to other ones."""
        found = _found(context)
        if not found:
            nothing = Line(text("There is nothing on sale at the moment. Please come back later."))
            return Screen(text("Tickets"), ((nothing,),), ((TRY_AGAIN,), (KEY,)))
        page, pages = _page(context, found), _pages(found)
        shown = _shown(context)
        lines = tuple(_line(number, event, context) for number, event in enumerate(shown, 1))
        how = Line(text("Tap an event, or type its number or a part of its name."))
        paragraphs: tuple[tuple[Line, ...], ...] = (lines, (how,))
        if context.purchase.search:
            paragraphs = ((Line(text("Found for “{words}”:", words=context.purchase.search)),), *paragraphs)
        rows: list[tuple[Button, ...]] = [
            (Button(_label(event, shown, context), Press(Action.CHOOSE, event.uuid)),) for event in shown
        ]
        if pages > 1:
            rows.append(_paging(page, pages))
        if context.purchase.search:
            rows.append((ALL_EVENTS,))
        return Screen(text("Which event would you like to go to?"), paragraphs, (*rows, (KEY,)))

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Choose an event by its button, its number on the page or its name; search; turn the page."""
        match reply:
            case Tap(press=Press(action=Action.CHOOSE, thing=UUID() as uuid)) if any(
                event.uuid == uuid for event in upcoming(context)
            ):
                return _choose(context, uuid)
            case Tap(press=Press(action=Action.CHOOSE)):
                return Stay(notice=text("This event is no longer listed. Please choose another one."))
            case Tap(press=Press(action=Action.PAGE, amount=int() as page)):
                return Stay(session=_turned(context, page=page - 1))
            case Tap(press=Press(action=Action.NEXT)):
                return Stay(notice=None if upcoming(context) else text("Nothing has changed yet."))
            case Tap(press=Press(action=Action.REMOVE)):
                return Stay(session=_turned(context, page=0, search=""))
            case Typed():
                return _typed(context, reply)
            case _:
                return self.not_understood()


def upcoming(context: Context) -> tuple[EventSummary, ...]:
    """Return the listed events that are not over."""
    now = context.facts.now
    return tuple(each for each in context.facts.events or () if each.end_at is None or now < each.end_at)


def begun(context: Context, event: UUID) -> Session:
    """Return the session with the cart of a listed event, or with one begun, with the key that the event is listed by."""
    session, before = context.session, context.purchase
    for each in reversed(session.purchases):
        if each.event == event and each.hold is None:
            return session.turned_to(each)
    return session.begin(Purchase(event=event, key=context.key_of(event), search=before.search, page=before.page))


def _choose(context: Context, event: UUID) -> Outcome:
    """Go on with what is held of an event, or with its cart, else begin one."""
    session = context.session
    if context.purchase.event == event:
        return Advance(session=session)
    for each in reversed(session.purchases):
        if each.event == event and each.hold is not None and each.hold.is_open(context.facts.now):
            return gone_on_with(session.turned_to(each))
    return gone_on_with(begun(context, event))


def _typed(context: Context, typed: Typed) -> Outcome:
    shown = _shown(context)
    match typed.quantities:
        case (number,) if not number.words and 0 < number.amount <= len(shown):
            return _choose(context, shown[number.amount - 1].uuid)
        case _:
            pass
    names = {event.uuid: (event.name,) for event in upcoming(context)}
    meant = matching.matching(typed.text, names)
    if len(meant) == 1:
        return _choose(context, meant[0])
    words = "".join(each for each in typed.text if each.isprintable())[:LONGEST_SEARCH].strip()
    if not _search(words, upcoming(context)):
        notice = text(
            "Nothing found for “{words}”, so here are all events. For an access key, tap “I have an access key” first.",
            words=words,
        )
        return Stay(session=_turned(context, page=0, search=""), notice=notice)
    return Stay(session=_turned(context, page=0, search=words))


def _turned(context: Context, **changed: str | int) -> Session:
    return context.session.with_purchase(context.purchase.model_copy(update=changed))


def _found(context: Context) -> tuple[EventSummary, ...]:
    """Return what the search finds, the best first; all events without one, or when it finds nothing any more."""
    events = upcoming(context)
    return _search(context.purchase.search, events) or events


def _search(words: str, events: Sequence[EventSummary]) -> tuple[EventSummary, ...]:
    """Return the events that words fit by name, by venue or by both together."""
    names: dict[EventSummary, Sequence[str]] = {}
    for event in events:
        venue = event.venue_name or ""
        names[event] = (event.name, venue, f"{event.name} {venue}")
    return matching.search(words, names)


def _pages(found: Sequence[EventSummary]) -> int:
    return -(-len(found) // A_PAGE)


def _page(context: Context, found: Sequence[EventSummary]) -> int:
    """Return the page that is shown, counted from 0: the list may have become shorter."""
    return min(max(context.purchase.page, 0), max(_pages(found) - 1, 0))


def _shown(context: Context) -> tuple[EventSummary, ...]:
    found = _found(context)
    first = _page(context, found) * A_PAGE
    return found[first : first + A_PAGE]


def _paging(page: int, pages: int) -> tuple[Button, ...]:
    """Return the way to the pages around; pages in buttons are counted from 1, as customers do."""
    buttons = [Button(text("{page}/{pages}", page=page + 1, pages=pages), Press(Action.NOTHING))]
    if page > 0:
        buttons.insert(0, Button(text("« Page {page}", page=page), Press(Action.PAGE, amount=page)))
    if page + 1 < pages:
        buttons.append(Button(text("Page {page} »", page=page + 2), Press(Action.PAGE, amount=page + 2)))
    return tuple(buttons)


def _label(event: EventSummary, shown: Sequence[EventSummary], context: Context) -> Text:
    """Return the name of an event, with its date where another one on the page has the same name."""
    is_alone = [each.name for each in shown].count(event.name) == 1
    if is_alone or event.start_at is None:
        return plain(event.name)
    at = context.facts.local_at(event.uuid, event.start_at)
    return text("{day}, {begins}: {event}", day=Day(at.date(), short=True), begins=TimeOfDay(at), event=event.name)


def _line(number: int, event: EventSummary, context: Context) -> Line:
    place = place_beside(event.name, event.venue_name)
    when = _when(event, context)
    if when is None:
        about = text("{name} · {place}", name=event.name, place=place) if place else plain(event.name)
    elif not place:
        about = text("{name} · {day}", name=event.name, day=when)
    else:
        about = text("{name} · {day} · {place}", name=event.name, day=when, place=place)
    return Line(text("{number}. {event}", number=number, event=about))


def _when(event: EventSummary, context: Context) -> Day | Text | None:
    """Return the date of an event; of one that has begun, its last one."""
    if event.start_at is None:
        return None
    begins = Day(context.facts.local_at(event.uuid, event.start_at).date())
    if event.end_at is None or context.facts.now < event.start_at:
        return begins
    return text("until {day}", day=Day(context.facts.local_at(event.uuid, event.end_at).date()))
