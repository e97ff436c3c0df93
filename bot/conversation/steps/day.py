"""Which day? Only with a calendar."""

from datetime import date, timedelta
from typing import ClassVar

from bot.conversation.facts import Context, Need
from bot.conversation.messages import Action, Button, Day, Line, Month, Press, Reply, Screen, StepName, Tap, plain, text
from bot.conversation.outcome import Advance, Outcome, Stay
from bot.conversation.steps.step import Question
from bot.domain.availability import is_day_open
from bot.domain.shop import CalendarDay

DAYS_A_ROW = 3
MONTHS_AHEAD = 18


class DayStep(Question):
    """The open days of a month, and the way to the months around it."""

    name: ClassVar = StepName.DAY
    needs: ClassVar = frozenset({Need.EVENT, Need.DAYS})

    def applies(self, context: Context) -> bool:
        """Only events with a calendar are asked for a day."""
        return context.event.is_calendar_enabled

    def done(self, context: Context) -> bool:
        """Whether a day was chosen that is not over; its slots are the next step's."""
        return context.purchase.day is not None and context.purchase.day >= context.facts.today

    def screen(self, context: Context) -> Screen:
        """Show the month that was read, its open days as buttons."""
        month = context.facts.month or context.facts.today
        days = open_days(context)
        if days:
            line = Line(text("Open days in {month}:", month=Month(month)))
        else:
            line = Line(text("No open days in {month}.", month=Month(month)))
        buttons = [Button(plain(Day(day.on, short=True)), Press(Action.CHOOSE, day.on)) for day in days]
        rows = [tuple(buttons[start : start + DAYS_A_ROW]) for start in range(0, len(buttons), DAYS_A_ROW)]
        before, after = _months_around(month)
        paging = []
        if before >= context.facts.today.replace(day=1):
            paging.append(Button(text("« {month}", month=Month(before)), Press(Action.PAGE, before)))
        if after <= _last_month(context):
            paging.append(Button(text("{month} »", month=Month(after)), Press(Action.PAGE, after)))
        return Screen(
            text("Which day would you like to come?"),
            ((Line(plain(context.event.name)),), (line,)),
            (*rows, tuple(paging)) if paging else tuple(rows),
        )

    def answer(self, context: Context, reply: Reply) -> Outcome:
        """Choose a day, or turn to another month."""
        match reply:
            case Tap(press=Press(action=Action.CHOOSE, thing=date() as on)) if any(
                day.on == on for day in open_days(context)
            ):
                changed = {"day": on, "slot": context.purchase.slot if context.purchase.day == on else None}
                return Advance(session=context.session.with_purchase(context.purchase.model_copy(update=changed)))
            case Tap(press=Press(action=Action.PAGE, thing=date() as month)) if (
                context.facts.today.replace(day=1) <= month <= _last_month(context)
            ):
                turned = context.purchase.model_copy(update={"month": month.replace(day=1)})
                return Stay(session=context.session.with_purchase(turned))
            case Tap():
                return Stay(notice=text("That day is full or closed by now. Please choose another one."))
            case _:
                return self.not_understood()


def open_days(context: Context) -> tuple[CalendarDay, ...]:
    """Return the days of the month that can still be chosen."""
    return tuple(day for day in context.facts.days if is_day_open(day) and day.on >= context.facts.today)


def _months_around(month: date) -> tuple[date, date]:
    first = month.replace(day=1)
    return (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=31)).replace(day=1)


def _last_month(context: Context) -> date:
    end_at = context.event.end_at
    latest = context.facts.today + timedelta(days=30 * MONTHS_AHEAD)
    return min(latest, context.facts.local(end_at).date()) if end_at is not None else latest
