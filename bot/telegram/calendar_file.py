"""An order as a file for the calendar (RFC 5545): when and where, and an alarm before it."""

from datetime import date, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event

from bot.conversation.keepsakes import CalendarFile

PRODUCT: Final = "-//Ticketbot//NONSGML Ticketbot//EN"


def calendar_file(of: CalendarFile, description: str, alarm_before: timedelta) -> str:
    """Return the text of the file; without an alarm where it is to ring no time before."""
    event = Event()
    event.add("uid", of.uid)
    event.add("dtstamp", of.made_at)
    event.add("dtstart", of.start_at)
    if of.end_at is not None and of.end_at > of.start_at:
        event.add("dtend", of.end_at)
    event.add("summary", of.title)
    if of.place:
        event.add("location", of.place)
    event.add("description", description)
    if alarm_before > timedelta():
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -alarm_before)
        alarm.add("description", of.title)
        event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    year = of.start_at.year
    calendar.add_missing_timezones(first_date=date(year - 1, 1, 1), last_date=date(year + 2, 1, 1))
    content: bytes = calendar.to_ical()
    return content.decode()
