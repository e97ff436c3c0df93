"""What is kept of a person, and for how long: in words that are made of the very times that the store goes by."""

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar, Final

from bot.conversation import kept, orders
from bot.conversation.facts import Context, Need
from bot.conversation.messages import (
    Action,
    Button,
    Line,
    Press,
    Reply,
    Screen,
    SheetName,
    Style,
    Tap,
    Text,
    plural,
    text,
)
from bot.conversation.outcome import Outcome, Stay
from bot.conversation.sheets.sheet import CLOSE, closed
from bot.domain.web_address import is_web_address

DELETE: Final = Button(text("Delete everything we keep about you"), Press(Action.OPEN, SheetName.DELETE.value))
MONTH: Final = timedelta(days=30)


class PrivacySheet:
    """What is kept here, what goes to the organiser, and the ways to see more and to have it deleted."""

    name: ClassVar = SheetName.PRIVACY
    needs: ClassVar = frozenset[Need]()
    shows: ClassVar = frozenset({Need.EVENT})

    def screen(self, context: Context) -> Screen:
        """Show it all; where the event has a privacy statement, its organiser's is one tap away."""
        elsewhere = (
            Line(
                text(
                    "With an order your details go to the organiser and its ticket shop, which keep them by their own rules."
                )
            ),
            Line(text("You pay on the payment page: what you enter there never reaches this chat.")),
        )
        safe = Line(text("Everything personal is stored encrypted and serves your order alone."), Style.QUIET)
        rows = (_statement(context), (DELETE,), (CLOSE,))
        return Screen(
            text("What we keep about you"), (tuple(_kept()), elsewhere, (safe,)), tuple(row for row in rows if row)
        )

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Close on any tap; anything typed gets the way back."""
        match reply:
            case Tap(press=Press(action=Action.CLOSE)):
                return Stay(session=closed(context.session))
            case _:
                return Stay(notice=text("Close this to go on where you were."))


def _kept() -> Iterator[Line]:
    """Yield each thing that is kept, with its time."""
    yield _line(text("Your choices and your tickets, after your last message"), kept.SESSION)
    yield _line(text("Your name, e-mail address and other details, after your last message"), kept.IDLE_DETAILS_LAST)
    yield _line(
        text("The same once a payment link was shown, after the end of your reservation"), kept.DETAILS_OUTLAST_A_HOLD
    )
    yield _line(text("Details for your next order, only if you asked for that"), kept.PROFILE)
    yield _line(text("Your orders, after the event"), orders.KEPT_AFTER_THE_EVENT)
    yield _line(text("Your orders for no date, after you placed them"), orders.KEPT_UNDATED)
    yield _line(text("Free tickets and the link to them, after the event"), orders.TICKETS_KEPT_AFTER_THE_EVENT)
    yield _line(text("Your language and plain mode"), kept.LANGUAGE)
    yield _line(text("Which steps you took, without anything personal"), kept.JOURNAL)
    yield _line(text("A message that could not be answered"), kept.DEAD_LETTERS)


def _line(what: Text, lasts: timedelta) -> Line:
    return Line(text("{what}: {time}", what=what, time=time_of(lasts)))


def time_of(duration: timedelta) -> Text:
    """Return a duration in the largest unit that it fills twice."""
    if duration >= 2 * MONTH:
        months = duration // MONTH
        return plural("for {count} month", "for {count} months", months)
    if duration >= timedelta(days=2):
        return plural("for {count} day", "for {count} days", duration.days)
    if duration >= timedelta(hours=2):
        return plural("for {count} hour", "for {count} hours", duration // timedelta(hours=1))
    return plural("for {count} minute", "for {count} minutes", duration // timedelta(minutes=1))


def _statement(context: Context) -> tuple[Button, ...]:
    event = context.facts.event
    if event is None or not is_web_address(event.privacy_policy_url):
        return ()
    return (Button(text("Privacy"), url=event.privacy_policy_url),)
