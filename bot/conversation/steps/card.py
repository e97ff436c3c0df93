"""What is this event? Its card, before anything is chosen, or why nothing can be."""

from typing import ClassVar, assert_never

from bot.conversation.facts import Context, Need
from bot.conversation.messages import (
    Action,
    Button,
    Day,
    Line,
    Moment,
    Press,
    Reply,
    Screen,
    StepName,
    Style,
    Tap,
    Text,
    TimeOfDay,
    plain,
    text,
)
from bot.conversation.outcome import Advance, Outcome, Stay
from bot.conversation.steps.beside import KEY, OTHER_EVENTS, TRY_AGAIN
from bot.conversation.steps.event import upcoming
from bot.conversation.steps.step import Question
from bot.domain import availability, pricing
from bot.domain.availability import Availability
from bot.domain.money import ZERO
from bot.domain.venue import address_lines, map_url, place_beside
from bot.domain.web_address import is_web_address

CHANGES_BY_ITSELF = frozenset({Availability.IN_RESERVATION, Availability.NOT_YET})
"""What may be otherwise in a few minutes."""


class CardStep(Question):
    """Picture, name, dates, venue, description, the price from which tickets are sold, and whose event it is.

    An event that cannot be bought says why here, however far the customer had come.
    """

    name: ClassVar = StepName.CARD
    needs: ClassVar = frozenset({Need.EVENT})

    def applies(self, context: Context) -> bool:
        """A link that brought a cart along goes past it, as long as the event can be bought."""
        return not context.purchase.prefilled or reason_against(context) is not None

    def done(self, context: Context) -> bool:
        """Whether the customer went on from it, and still can."""
        return context.purchase.card_seen and reason_against(context) is None

    def screen(self, context: Context) -> Screen:
        """Show the event."""
        event, reason = context.event, reason_against(context)
        paragraphs = [_when_and_where(context)]
        if reason is not None:
            paragraphs.append((Line(reason, Style.STRONG),))
        else:
            paragraphs.append((Line(_price(context), Style.STRONG),))
        if event.description:
            paragraphs.append((Line(plain(event.description), Style.MARKUP),))
        paragraphs.append(_organiser(context))
        rows = (*_ways_on(context, reason), *_links(context), *_ways_elsewhere(context))
        return Screen(plain(event.name), tuple(each for each in paragraphs if each), rows, picture=event.shop_image)

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Go on."""
        match reply:
            case Tap(press=Press(action=Action.NEXT)) if reason_against(context) is not None:
                return Stay(notice=text("Nothing has changed yet."))
            case Tap(press=Press(action=Action.NEXT)):
                seen = context.purchase.model_copy(update={"card_seen": True})
                return Advance(session=context.session.with_purchase(seen))
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
            at = facts.local(availability.sale_begins_at(event, facts.now))
            return text("The sale begins on {day} at {time}.", day=Day(at.date()), time=TimeOfDay(at))
        case Availability.NO_LONGER:
            return text("The sale is over.")
        case Availability.SOLD_OUT:
            return text("This event is sold out.")
        case Availability.IN_RESERVATION:
            return text("All tickets are in other people’s orders right now. Try again in a few minutes.")
        case Availability.NOT_IN_SALE:
            return text("This event is not on sale at the moment.")
        case Availability.ON_SALE:
            return None
    assert_never(state)


def _when_and_where(context: Context) -> tuple[Line, ...]:
    event, facts = context.event, context.facts
    lines = []
    if event.start_at is not None and not event.is_calendar_enabled:
        begins = facts.local(event.start_at)
        ends = facts.local(event.end_at) if event.end_at is not None else None
        if ends is None:
            lines.append(Line(plain(Moment(begins))))
        elif ends.date() == begins.date():
            times = {"begins": TimeOfDay(begins), "ends": TimeOfDay(ends)}
            lines.append(Line(text("{day}, {begins} to {ends}", day=Day(begins.date()), **times)))
        else:
            lines.append(Line(text("{first} to {last}", first=Moment(begins), last=Moment(ends))))
    lines.extend(
        Line(plain(part)) for part in (place_beside(event.name, event.venue.name), *address_lines(event.venue)) if part
    )
    return tuple(lines)


def _price(context: Context) -> Text:
    """Return from which price tickets are sold; of an event that is on sale, so there is one."""
    prices = pricing.prices_now(context.event, context.facts.now)
    if set(prices) == {ZERO}:
        return text("Free")
    return text("Tickets from {price}", price=pricing.priced(min(prices), context.event))


def _organiser(context: Context) -> tuple[Line, ...]:
    event = context.event
    lines = []
    if event.organiser_entity:
        lines.append(Line(text("Seller: {seller}", seller=event.organiser_entity), Style.QUIET))
    if event.support_email:
        lines.append(Line(text("Questions? {email}", email=event.support_email), Style.QUIET))
    return tuple(lines)


def _ways_on(context: Context, reason: Text | None) -> tuple[tuple[Button, ...], ...]:
    if reason is None:
        return ((Button(text("Get tickets"), Press(Action.NEXT), way_on=True),),)
    if availability.of_event(context.event, context.facts.now) in CHANGES_BY_ITSELF:
        return ((TRY_AGAIN,),)
    return ()


def _links(context: Context) -> tuple[tuple[Button, ...], ...]:
    event, url = context.event, map_url(context.event.venue)
    place = (Button(text("Show on the map"), url=url),) if url is not None else ()
    papers = tuple(
        Button(words, url=url)
        for words, url in (
            (text("Terms"), event.terms_and_conditions_url),
            (text("Privacy"), event.privacy_policy_url),
        )
        if is_web_address(url)
    )
    return tuple(row for row in (place, papers) if row)


def _ways_elsewhere(context: Context) -> tuple[tuple[Button, ...], ...]:
    """Return the way to other events; where there are none, a key may open some."""
    others = any(event.uuid != context.event.uuid for event in upcoming(context))
    if not others:
        return ((KEY,),)
    return ((OTHER_EVENTS,),) if reason_against(context) is not None else ()
