"""The catalogue of situations: all that can go otherwise, by names that stories, the command line and the page share."""

from difflib import get_close_matches
from typing import Final

from bot.simulator.shop.situations import Situation
from bot.simulator.situations.named import NamedSituation
from bot.simulator.situations.surroundings import ASKED_AND_SHOWN, TELEGRAM, THE_BOT, THE_SHOP, TIME
from bot.simulator.situations.tickets import ORDERING, PAYING, TICKETS

__all__ = ["SITUATIONS", "NamedSituation", "named", "read"]

SITUATIONS: Final = (*TICKETS, *ORDERING, *PAYING, *THE_SHOP, *TIME, *ASKED_AND_SHOWN, *TELEGRAM, *THE_BOT)
_BY_NAME: Final = {each.name: each for each in SITUATIONS}


def named(name: str) -> NamedSituation:
    """Return the situation of that name; raise ValueError, which says what is nearest."""
    if name not in _BY_NAME:
        near = (
            " or ".join(get_close_matches(name, _BY_NAME, n=2, cutoff=0.5)) or "one that `ticketbot situations` lists"
        )
        raise ValueError(f"{name!r} is no situation; did you mean {near}?")
    return _BY_NAME[name]


def read(words: str) -> NamedSituation | Situation:
    """Return what words stand for: a name, or a situation of the shop as `places:museum:2`; raise ValueError."""
    return Situation.read(words) if ":" in words else named(words)
