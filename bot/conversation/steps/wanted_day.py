"""The days that are asked for, in words, by a button or by a link: which are on offer, and why the others are not."""

from collections.abc import Iterable
from datetime import date, time
from typing import Final

from bot.conversation.facts import Context
from bot.conversation.messages import Action, Button, Day, Listing, Press, Text, Typed, plain, plural, text
from bot.conversation.outcome import Advance, Outcome, Stay
from bot.conversation.session import Session
from bot.domain.alternatives import Room, nearest_days, room_on_day
from bot.domain.shop import CalendarDay

DAYS_A_ROW: Final = 3


def is_day_or_hour(typed: Typed) -> bool:
    """Whether the same number was read as a day and as an hour ("14", "Sat 12", "12.10"): the question then decides."""
    if not (typed.dates and typed.times):
        return False
    words = typed.text.split()
    if len(words) == 1 and not any(each.isalpha() for each in words[0]):
        return True
    numbers = [word for word in words if any(each.isdigit() for each in word)]
    on_the_hour = {each.hour for each in typed.times if not each.minute}
    return len(numbers) <= 1 and any(each.amount in on_the_hour for each in typed.quantities)


def dates_of(context: Context, typed: Typed) -> tuple[date, ...]:
    """Return the days that words mean; a number alone is a day of the month that is shown."""
    number = typed.text.strip()
    if number.isdecimal():
        here = [day.on for day in context.facts.days if day.on.day == int(number) and day.on >= context.facts.today]
        return tuple(here) or typed.dates
    return typed.dates


def day_known(context: Context, on: date) -> CalendarDay | None:
    """Return a day as the calendar has it, in a month that was read."""
    return next((day for day in context.facts.days_known if day.on == on), None)


def room_on(context: Context, on: date) -> Room | None:
    """Return how much room a day has for everybody; None when the calendar does not have it."""
    if on < context.facts.today:
        return Room.PAST
    day = day_known(context, on)
    return room_on_day(day, context.party, context.facts.today) if day is not None else None


def with_room(context: Context, days: Iterable[date]) -> tuple[date, ...]:
    """Return those of the days that take everybody."""
    return tuple(on for on in days if (room := room_on(context, on)) is not None and room.is_enough)


def nearest_to(context: Context, on: date) -> tuple[date, ...]:
    """Return the nearest other days that take everybody."""
    near = nearest_days(context.facts.days_known, on, context.party, context.facts.today)
    return tuple(day.on for day in near)


def why_not(context: Context, on: date) -> Text:
    """Say why a day cannot be chosen."""
    match room_on(context, on):
        case Room.PAST:
            return text("{day} is over.", day=Day(on))
        case Room.FULL:
            return text("{day} is full.", day=Day(on))
        case Room.TOO_SMALL:
            known = day_known(context, on)
            left = known.stock if known is not None else 0
            return plural(
                "Only {count} place is left on {day}.", "Only {count} places are left on {day}.", left, day=Day(on)
            )
        case None:
            return text("There are no tickets for {day}.", day=Day(on))
        case _:
            return text("{day} is not open.", day=Day(on))


def with_day(context: Context, on: date) -> Session:
    """Return the session with a day chosen; the time slot stays chosen where the day does."""
    purchase = context.purchase
    changed: dict[str, object] = {"day": on, "month": None, "days_wanted": ()}
    if purchase.day != on:
        changed |= {"slot": None, "slot_at": None}
    return context.session.with_purchase(purchase.model_copy(update=changed))


def choose(context: Context, on: date) -> Outcome:
    """Take a day that a button names, or say why it cannot be and which are near; one not read yet is looked at first."""
    if with_room(context, (on,)):
        return Advance(session=with_day(context, on))
    if on >= context.facts.today and day_known(context, on) is None:
        return want(context, (on,))
    why, near = why_not(context, on), nearest_to(context, on)
    if not near:
        return Stay(notice=why)
    days = Listing(tuple(Day(each, short=True) for each in near))
    return Stay(notice=text("{why} The nearest open days: {days}", why=why, days=days))


def want(context: Context, days: tuple[date, ...], times: tuple[time, ...] = ()) -> Outcome:
    """Ask for days, and perhaps times: the months they are in are read, and what is on offer is chosen or asked back."""
    wanted = {"days_wanted": days, "times_wanted": times or context.purchase.times_wanted, "month": None}
    return Advance(session=context.session.with_purchase(context.purchase.model_copy(update=wanted)))


def day_rows(context: Context, days: tuple[date, ...]) -> tuple[tuple[Button, ...], ...]:
    """Return days as buttons."""
    buttons = [Button(plain(Day(on, short=True)), Press(Action.CHOOSE, on)) for on in days]
    width = 1 if context.session.plain else DAYS_A_ROW
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))
