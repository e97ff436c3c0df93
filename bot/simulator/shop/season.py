"""A season of concerts, so that there is a list to page through and to search; an event each, all small and alike."""

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from functools import partial
from typing import Any, Final

from bot.simulator.shop.catalogue import museum
from bot.simulator.shop.documents import NONE, TICKETS, category, event, in_four, local, ticket

TITLES: Final = (
    "Jazz op het Water",
    "Jazznacht Zuid",
    "Blues aan de Kade",
    "Strijkkwartet Maas",
    "Koor van de Haven",
    "Accordeonfestijn",
    "Vleugel Solo",
    "Big Band Zuid",
    "Barok bij Kaarslicht",
    "Fanfare Feijenoord",
    "Elektronische Zondag",
    "Kinderconcert Piep",
)
MARKED_UP: Final = (
    "<h3>{}</h3><p>Live in het <b>Veerhuis</b>.</p><ul><li>Zaal open om 19.30</li><li>Met pauze</li></ul>"
)


def concert(number: int, today: date) -> dict[str, Any]:
    """Return one concert of the season, counted from 1; a week lies between two of them."""
    name, title = f"concert-{number}", TITLES[number - 1]
    on = today + timedelta(days=7 * number)
    seat = in_four("Zitplaats", "Seat", "Place assise", "Sitzplatz")
    return event(
        name,
        title,
        ("first_name", "last_name", "email"),
        about={
            "start_at": local(on, time(20)),
            "end_at": local(on, time(22, 30)),
            "description": NONE | {"nl": MARKED_UP.format(title)},
            "organiser_entity": "Stichting Veerhuisconcerten, Rotterdam",
        },
        venue=museum(today)["venue"] | {"name": "Veerhuis, Grote Zaal"},
        categories=[category(f"{name}.tickets", TICKETS, [ticket(f"{name}.seat", seat, "21.00", 1.5)])],
    )


CONCERTS: Final[Mapping[str, Callable[[date], dict[str, Any]]]] = {
    f"concert-{number}": partial(concert, number) for number in range(1, len(TITLES) + 1)
}
