"""Countries by the names they have in the four languages (Unicode CLDR, by Babel)."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from bot.conversation.messages import Country
from bot.domain.customer import COUNTRIES
from bot.domain.folding import fold
from bot.domain.labels import LANGUAGES
from bot.i18n import formats

_ALSO: Final[Mapping[str, str]] = {
    "america": "US",
    "amerika": "US",
    "amérique": "US",
    "angleterre": "GB",
    "engeland": "GB",
    "england": "GB",
    "écosse": "GB",
    "grande bretagne": "GB",
    "great britain": "GB",
    "groot brittannië": "GB",
    "großbritannien": "GB",
    "hollande": "NL",
    "holland": "NL",
    "scotland": "GB",
    "schotland": "GB",
    "schottland": "GB",
    "tschechische republik": "CZ",
    "tsjechische republiek": "CZ",
    "czech republic": "CZ",
    "république tchèque": "CZ",
    "turkey": "TR",
    "uk": "GB",
    "united states of america": "US",
    "usa": "US",
    "vs": "US",
    "wales": "GB",
}
"""What people say as well."""
_ARTICLES: Final = frozenset({"the", "de", "het", "la", "le", "les", "l", "die", "der", "das"})


def countries_named(words: str) -> tuple[str, ...]:
    """Return the countries of which all the words are the name, in any of the four languages and with its article."""
    name = fold(words)
    first, _, rest = name.partition(" ")
    known = _by_name()
    return known.get(name) or (known.get(rest, ()) if first in _ARTICLES else ())


@cache
def _by_name() -> Mapping[str, tuple[str, ...]]:
    named: dict[str, set[str]] = {}
    for code in COUNTRIES:
        for language in LANGUAGES:
            named.setdefault(fold(formats.country(Country(code), language)), set()).add(code)
    for name, code in _ALSO.items():
        named.setdefault(fold(name), set()).add(code)
    return {name: tuple(sorted(codes)) for name, codes in named.items()}
