"""All that typed words can mean beside buttons and commands: dates, times, quantities and countries, in no language."""

from datetime import date
from typing import Final

from bot.conversation.messages import Typed
from bot.domain.labels import Language
from bot.i18n import times
from bot.i18n.counting import counted
from bot.i18n.countries import countries_named
from bot.i18n.dates import Dates
from bot.i18n.reading import Reading

LONGEST: Final = 300
"""How many characters a message can have of which values are read: more is a letter."""


def typed(words: str, language: Language, today: date) -> Typed:
    """Return words with what they can mean; never raises.

    What is certain is read first, and what was read once is nothing else: a date with its year, then telephone numbers
    and the like, dates with a name in them, times with a sign of the clock. What chance words and numbers can be too (a
    bare "3", "za", "12.10") is read only where nothing else is said.
    """
    if len(words) > LONGEST:
        return Typed(words)
    reading = Reading(words, language)
    dates = Dates(reading, today)
    dates.read_with_year()
    reading.drop_long_numbers()
    dates.read_named()
    told = times.told(reading)
    times.drop_parts_of_day(reading)
    if dates.is_all_said():
        told = told or times.with_point(reading)
        hours = told or times.bare_hour(reading)
        dates.read_bare(is_time_told=bool(told))
    else:
        hours = told
    return Typed(words, dates.found(), hours, counted(reading), countries_named(words))
