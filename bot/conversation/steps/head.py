"""The lines that say which event, when and where: the head of several screens."""

from bot.conversation.facts import Context
from bot.conversation.messages import Day, Line, Moment, Style, TimeOfDay, plain, text
from bot.domain.venue import place_beside


def when_and_where(context: Context) -> tuple[Line, ...]:
    """Return the event's name, its slot or its dates, and its place."""
    event, facts = context.event, context.facts
    lines = [Line(plain(event.name), Style.STRONG)]
    if (slot := context.slot) is not None:
        begins = TimeOfDay(facts.local(slot.start_at))
        # A slot is of the day that lists it, also one that begins past midnight.
        day = Day(context.purchase.day or begins.at.date())
        if slot.end_at is None:
            lines.append(Line(text("{day}, {begins}", day=day, begins=begins)))
        else:
            ends = TimeOfDay(facts.local(slot.end_at))
            lines.append(Line(text("{day}, {begins} to {ends}", day=day, begins=begins, ends=ends)))
    elif event.start_at is not None and not event.is_calendar_enabled:
        lines.append(Line(plain(Moment(facts.local(event.start_at)))))
    place = ", ".join(part for part in (place_beside(event.name, event.venue.name), event.venue.city) if part)
    if place:
        lines.append(Line(plain(place)))
    return tuple(lines)
