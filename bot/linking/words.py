"""Values in the words of the command line, which speaks English."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.conversation.messages import Day, Listing, Param, TimeOfDay, plain
from bot.i18n.catalog import GettextCatalog

_CATALOG = GettextCatalog()


def day_of(on: date) -> str:
    """Return a day: "Saturday, 12 December 2026"."""
    return _words(Day(on))


def clock_of(at: datetime) -> str:
    """Return the clock time of a local moment: "14:30"."""
    return _words(TimeOfDay(at))


def listed(items: Sequence[str]) -> str:
    """Return items as a list: "a, b and c"; nothing for none."""
    return _words(Listing(tuple(items))) if items else ""


def _words(value: Param) -> str:
    return _CATALOG.words(plain(value), "en")
