"""Where an event is, as an address and as a link to a map."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.shop import Venue
from bot.domain.venue import address_lines, map_url, place_beside

BREDA = Venue("CM Tickets", "Konijnenberg 30", "", "4825 BD", "Breda", "NL")
LONDON = Venue("Hall", "1 Kensington Gore", "South Door", "SW7 2AP", "London", "GB")


@pytest.mark.parametrize(
    ("venue", "lines"),
    [
        (BREDA, ("Konijnenberg 30", "4825 BD Breda")),
        (LONDON, ("1 Kensington Gore", "South Door", "London SW7 2AP")),
        (Venue(city="Gent", country_id="BE"), ("Gent",)),
        (Venue(zipcode="9000"), ("9000",)),
        (Venue("Hall"), ()),
    ],
)
def test_an_address_has_the_lines_that_are_known(venue: Venue, lines: tuple[str, ...]):
    assert address_lines(venue) == lines


@pytest.mark.parametrize(
    ("event", "venue", "place"),
    [
        ("Night", "Hall", "Hall"),
        ("Museum", "Museum", ""),
        ("Museum ", "MUSEUM", ""),
        ("Museum", "Museum Café", "Museum Café"),
        ("Night", "", ""),
        ("Night", None, ""),
    ],
)
def test_a_house_whose_event_is_called_as_it_is_is_named_once(event: str, venue: str | None, place: str):
    assert place_beside(event, venue) == place


def query(venue: Venue) -> str:
    url = urlsplit(map_url(venue) or "")
    assert (url.scheme, url.netloc, url.path) == ("https", "www.google.com", "/maps/search/")
    asked = parse_qs(url.query)
    assert asked["api"] == ["1"]
    return asked["query"][0]


def test_a_map_finds_the_venue_by_its_name_and_its_address():
    assert query(BREDA) == "CM Tickets, Konijnenberg 30, 4825 BD Breda, NL"
    assert query(Venue("Köln & Söhne?", city="Köln#1")) == "Köln & Söhne?, Köln#1"


def test_a_name_or_a_country_alone_leads_nowhere():
    assert map_url(Venue("Hall", country_id="NL")) is None
    assert map_url(Venue()) is None


def test_a_long_name_leaves_room_for_the_address():
    assert query(Venue("x" * 4096, city="Breda")).endswith("x, Breda")


@given(st.builds(Venue, *[st.text(alphabet=st.characters(codec=None))] * 6))
def test_whatever_the_shop_says_the_link_is_one(venue: Venue):
    url = map_url(venue)
    assert url is None or (len(url) <= 2048 and url.isascii() and url.isprintable() and " " not in url)
