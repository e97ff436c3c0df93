"""A venue's address, as it is written and as a map finds it."""

from typing import Final
from urllib.parse import urlencode

from bot.domain.shop import Venue

MAP: Final = "https://www.google.com/maps/search/?"
"""Google's Maps URLs (https://developers.google.com/maps/documentation/urls/get-started), of 2,048 characters at most."""
LONGEST_NAME: Final = 50
LONGEST_QUERY: Final = 150
"""Characters; percent-encoded, each may become twelve. A long name leaves room for the address."""
CITY_FIRST: Final = frozenset({"AU", "CA", "GB", "IE", "US"})
"""Countries that write the postcode behind the city."""


def address_lines(venue: Venue) -> tuple[str, ...]:
    """Return the lines of the address, without the name; what is missing leaves no line."""
    city = (venue.city, venue.zipcode) if venue.country_id in CITY_FIRST else (venue.zipcode, venue.city)
    lines = (venue.address_line_1, venue.address_line_2, " ".join(filter(None, city)))
    return tuple(line for line in lines if line)


def place_beside(event: str, venue: str | None) -> str:
    """Return the venue's name where it stands beside its event's; empty for a house whose event is called as it is."""
    name = venue or ""
    return "" if name.strip().casefold() == event.strip().casefold() else name


def map_url(venue: Venue) -> str | None:
    """Return an address that shows the venue on a map; None when nothing but a name is known, which would lead anywhere."""
    lines = address_lines(venue)
    if not lines:
        return None
    query = ", ".join(filter(None, (venue.name[:LONGEST_NAME], *lines, venue.country_id)))
    return MAP + urlencode({"api": 1, "query": query[:LONGEST_QUERY]}, errors="replace")
