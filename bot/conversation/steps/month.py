"""A month as a grid of buttons, Monday first; in plain mode a list of its open days. And the ways to other months."""

from datetime import date, timedelta
from typing import Final

from bot.conversation.facts import Context
from bot.conversation.messages import Action, Button, Day, Line, Month, Press, Style, Text, Weekday, plain, text
from bot.conversation.steps.wanted_day import room_on
from bot.domain import months
from bot.domain.alternatives import Room

DAYS_A_WEEK: Final = 7
NO_DAY: Final = Button(plain("·"), Press(Action.NOTHING))
"""A day of another month, or one that is over."""

Rows = tuple[tuple[Button, ...], ...]


def rows(context: Context) -> Rows:
    """Return the month that is shown: every day that is left of it, also those that can only be asked why not."""
    if context.session.plain:
        return tuple((_in_list(context, day.on),) for day in context.facts.days if _is_open(context, day.on))
    heads = tuple(Button(plain(Weekday(number)), Press(Action.NOTHING)) for number in range(DAYS_A_WEEK))
    return (heads, *(tuple(_cell(context, on) for on in week) for week in _weeks(context)))


def legend(context: Context) -> tuple[Line, ...]:
    """Return the lines that say what the signs in the grid mean; none for signs that are not there."""
    if context.session.plain:
        return ()
    rooms = {room_on(context, on) for week in _weeks(context) for on in week if _is_here(context, on)}
    lines = []
    if Room.FEW_LEFT in rooms:
        lines.append(Line(text("* few places left"), Style.QUIET))
    if any(room is None or not room.is_enough for room in rooms):
        lines.append(Line(text("– full or closed"), Style.QUIET))
    return tuple(lines)


def paging(context: Context) -> Rows:
    """Return the ways to other months: to those with an open day alone, as far as they are known.

    Where the months between the first one and this are not known, there is a way to the first; where nothing open was found
    at all, one to what was not looked at yet.
    """
    facts, (first, last) = context.facts, context.facts.bounds
    shown = facts.month or first
    useful = [month for month in sorted(facts.months) if facts.has_open_day(month)]
    before = next((month for month in reversed(useful) if month < shown), None)
    after = next((month for month in useful if month > shown), None)
    row = []
    if before is not None:
        row.append(
            _to(context, text("« {month}", month=Month(before)), text("Earlier: {month}", month=Month(before)), before)
        )
    elif not _is_all_known(context, first, shown):
        row.append(_to(context, text("« Earlier"), text("Earlier"), first))
    if after is not None:
        row.append(
            _to(context, text("{month} »", month=Month(after)), text("Later: {month}", month=Month(after)), after)
        )
    elif not useful and (beyond := months.after(max([*facts.months, shown]), 1)) <= last:
        row.append(_to(context, text("Later »"), text("Later"), beyond))
    if context.session.plain:
        return tuple((button,) for button in row)
    return (tuple(row),) if row else ()


def first_free(context: Context) -> date | None:
    """Return the first day that can be chosen; None where it is not known, as not all months before were read."""
    facts, (first, _) = context.facts, context.facts.bounds
    if not _is_all_known(context, first, facts.month or first):
        return None
    return next((day.on for day in facts.days_known if _is_open(context, day.on)), None)


def this_weekend(context: Context) -> tuple[date, ...]:
    """Return the days of this weekend that can be chosen."""
    today = context.facts.today
    saturday = today - timedelta(days=today.weekday()) + timedelta(days=DAYS_A_WEEK - 2)
    return tuple(on for on in (saturday, saturday + timedelta(days=1)) if _is_open(context, on))


def _to(context: Context, label: Text, plainly: Text, month: date) -> Button:
    return Button(plainly if context.session.plain else label, Press(Action.PAGE, month))


def _is_all_known(context: Context, first: date, until: date) -> bool:
    month = first
    while month < until:
        if month not in context.facts.months:
            return False
        month = months.after(month, 1)
    return True


def _is_open(context: Context, on: date) -> bool:
    room = room_on(context, on)
    return room is not None and room.is_enough


def _is_here(context: Context, on: date) -> bool:
    """Whether a date is one of the days that are left of the month."""
    return on >= context.facts.today and months.of(on) == context.facts.month


def _weeks(context: Context) -> tuple[tuple[date, ...], ...]:
    """Return the weeks with a day that is left of the month, whole."""
    month = context.facts.month or months.of(context.facts.today)
    monday = month - timedelta(days=month.weekday())
    weeks = []
    while months.of(monday) <= month:
        weeks.append(tuple(monday + timedelta(days=day) for day in range(DAYS_A_WEEK)))
        monday += timedelta(days=DAYS_A_WEEK)
    return tuple(week for week in weeks if any(_is_here(context, on) for on in week))


def _cell(context: Context, on: date) -> Button:
    if not _is_here(context, on):
        return NO_DAY
    room = room_on(context, on)
    if room is None or not room.is_enough:
        return Button(plain("–"), Press(Action.CHOOSE, on))
    return Button(plain(f"{on.day}*" if room is Room.FEW_LEFT else str(on.day)), Press(Action.CHOOSE, on))


def _in_list(context: Context, on: date) -> Button:
    day = Day(on, short=True)
    label = text("{day}, few left", day=day) if room_on(context, on) is Room.FEW_LEFT else plain(day)
    return Button(label, Press(Action.CHOOSE, on))
