"""Which day? Only with a calendar."""

from datetime import date
from typing import ClassVar, Final

from bot.conversation.facts import Context, Need
from bot.conversation.messages import (
    Action,
    Button,
    Day,
    Line,
    Month,
    Press,
    Reply,
    Screen,
    StepName,
    Style,
    Tap,
    Typed,
    plain,
    text,
)
from bot.conversation.outcome import Outcome, Stay
from bot.conversation.steps import month
from bot.conversation.steps.step import Answered, Question
from bot.conversation.steps.wanted_day import (
    choose,
    dates_of,
    day_rows,
    is_day_or_hour,
    nearest_to,
    want,
    why_not,
    with_day,
    with_room,
)
from bot.domain import months

WEEKEND: Final = "weekend"
MOST_REASONS: Final = 3


class DayStep(Question):
    """A month of days, open and closed, the ways to other months, and shortcuts to the days most asked for."""

    name: ClassVar = StepName.DAY
    needs: ClassVar = frozenset({Need.EVENT, Need.DAYS})

    def applies(self, context: Context) -> bool:
        """Only events with a calendar are asked for a day."""
        return context.event.is_calendar_enabled

    def done(self, context: Context) -> bool:
        """Whether a day was chosen that is not over, and no other is asked for; its slots are the next step's."""
        purchase = context.purchase
        return purchase.day is not None and purchase.day >= context.facts.today and not purchase.days_wanted

    def only(self, context: Context) -> Answered | None:
        """Choose the day that was asked for in words, where just one that they mean is on offer."""
        on_offer = with_room(context, context.purchase.days_wanted)
        return Answered(with_day(context, on_offer[0]), context.details) if len(on_offer) == 1 else None

    def to_show(self, context: Context) -> frozenset[Need]:
        """The months around are read to know whether there is a way to them."""
        return frozenset({Need.DAYS_AROUND})

    def screen(self, context: Context) -> Screen:
        """Show the month, above it what is to be said of the days that were asked for."""
        shown = context.facts.month or months.of(context.facts.today)
        head = [Line(plain(context.event.name), Style.STRONG)]
        if self.done(context) and context.purchase.day is not None:
            head.append(Line(text("Now chosen: {day}", day=Day(context.purchase.day))))
        said, singled_out = _asked_for(context)
        paragraphs, rows = [tuple(head), said], [*day_rows(context, singled_out), *_shortcuts(context)]
        if context.facts.has_open_day(shown):
            paragraphs += [(Line(text("Open days in {month}:", month=Month(shown))), *month.legend(context))]
            rows += month.rows(context)
        else:
            paragraphs.append((Line(text("No open days in {month}.", month=Month(shown))),))
        return Screen(
            text("Which day would you like to come?"),
            tuple(lines for lines in paragraphs if lines),
            (*rows, *month.paging(context)),
        )

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Choose a day, or turn to another month."""
        match reply:
            case Tap(press=Press(action=Action.CHOOSE, thing=date() as on)):
                return choose(context, on)
            case Tap(press=Press(action=Action.CHOOSE, thing=thing)) if thing == WEEKEND:
                return want(context, month.this_weekend(context))
            case Tap(press=Press(action=Action.PAGE, thing=date() as to)) if _is_within(context, months.of(to)):
                turned = context.purchase.model_copy(update={"month": months.of(to), "days_wanted": ()})
                return Stay(session=context.session.with_purchase(turned))
            case Tap():
                return self.not_understood()
            case Typed() if dates := dates_of(context, reply):
                return want(context, dates, () if is_day_or_hour(reply) else reply.times)
            case Typed(times=times) if times:
                kept = context.purchase.model_copy(update={"times_wanted": times})
                return Stay(session=context.session.with_purchase(kept), notice=text("Choose the day first."))
            case _:
                return self._how_to_type(context)

    def _how_to_type(self, context: Context) -> Outcome:
        open_days = with_room(context, (day.on for day in context.facts.days))
        if not open_days:
            return self.not_understood()
        example = Day(open_days[0], short=True)
        return Stay(notice=text("Tap a day, or type one, for example: {day}", day=example))


def _asked_for(context: Context) -> tuple[tuple[Line, ...], tuple[date, ...]]:
    """Return what is to be said of the days asked for, and those to single out: what can be meant, or the nearest."""
    purchase = context.purchase
    is_over = purchase.day is not None and purchase.day < context.facts.today
    wanted = purchase.days_wanted or ((purchase.day,) if is_over and purchase.day is not None else ())
    if not wanted:
        return (), ()
    if on_offer := with_room(context, wanted):
        return (Line(text("Which day do you mean?")),), on_offer
    reasons = tuple(Line(why_not(context, on)) for on in wanted[:MOST_REASONS])
    near = nearest_to(context, wanted[0])
    return (*reasons, Line(text("The nearest open days:"))) if near else reasons, near


def _shortcuts(context: Context) -> month.Rows:
    today, weekend = context.facts.today, month.this_weekend(context)
    row = []
    if with_room(context, (today,)):
        row.append(Button(text("Today"), Press(Action.CHOOSE, today)))
    elif (first := month.first_free(context)) is not None:
        row.append(Button(text("First free: {day}", day=Day(first, short=True)), Press(Action.CHOOSE, first)))
    if weekend and weekend != (today,):
        row.append(Button(text("This weekend"), Press(Action.CHOOSE, WEEKEND)))
    if context.session.plain:
        return tuple((button,) for button in row)
    return (tuple(row),) if row else ()


def _is_within(context: Context, month_of: date) -> bool:
    first, last = context.facts.bounds
    return first <= month_of <= last
