"""Several values in one message: "Robin de Vries, robin@example.com, 06 12345678".

Only what is certain by its form is taken. Of two e-mail addresses none is; a name is what is left, when nothing else is.
"""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

import phonenumbers

from bot.domain.customer.address import split_place, split_street
from bot.domain.customer.answer import check
from bot.domain.customer.birth import written_date
from bot.domain.customer.field import Field

LONGEST_MESSAGE: Final = 500
BY_FORM: Final = frozenset({Field.EMAIL, Field.MOBILE, Field.GENDER, Field.DATE_OF_BIRTH, Field.COUNTRY})
"""Fields whose answers cannot be mistaken for a name."""
NAMES: Final = frozenset({Field.FIRST_NAME, Field.LAST_NAME})
_PARTICLES: Final = """
af al am auf d' da dal das de del della den der des di do dos du el het in la las le les lo los op 's 't te ten ter uit
van vande vanden vander vom von zu zum zur
"""
PARTICLES: Final = frozenset(_PARTICLES.split())
"""Words, written small, with which a last name begins."""
_EMAIL = re.compile(r"[^\s,;<>()\"]+@[^\s,;<>()\"]+")


def fields_in(text: str, wanted: Collection[Field], region: str, today: date) -> Mapping[Field, str]:
    """Return the wanted fields that a message certainly holds, checked; a name only beside something else that is certain."""
    if len(text) > LONGEST_MESSAGE:
        return {}
    found: dict[Field, str] = {}
    emails = {each.group().strip("."): None for each in _EMAIL.finditer(text)}
    rest = _EMAIL.sub(",", text)
    mobiles = [each.raw_string for each in phonenumbers.PhoneNumberMatcher(rest, region)]
    for mobile in mobiles:
        rest = rest.replace(mobile, ",", 1)
    pieces = [piece.strip() for piece in re.split(r"[,;\n]", rest) if piece.strip()]
    dates = [piece for piece in pieces if written_date(piece) is not None]
    pieces = [piece for piece in pieces if piece not in dates]
    for field, candidates in ((Field.EMAIL, [*emails]), (Field.MOBILE, mobiles), (Field.DATE_OF_BIRTH, dates)):
        if len(candidates) == 1:
            found[field] = candidates[0]
    pieces = _without_address(pieces, region, found)
    if found and set(wanted) - set(found) - BY_FORM == NAMES:
        found |= _names(pieces, [line.strip(" ,;") for line in rest.split("\n")])
    checked = {field: check(field, value, region, today) for field, value in found.items() if field in wanted}
    return {field: value for field, value in checked.items() if isinstance(value, str)}


def _without_address(pieces: list[str], region: str, found: dict[Field, str]) -> list[str]:
    """Take the one piece with postcode and city, and the street with a number before it; return the other pieces."""
    places = [(at, place) for at, piece in enumerate(pieces) if (place := split_place(piece, region)) is not None]
    if len(places) != 1:
        return pieces
    [(at, (zipcode, city))] = places
    found |= {Field.ZIPCODE: zipcode, Field.CITY: city}
    street, number = split_street(pieces[at - 1], region) if at else ("", "")
    if not number:
        return pieces[:at] + pieces[at + 1 :]
    found |= {Field.STREET: street, Field.BUILDING_NUMBER: number}
    return pieces[: at - 1] + pieces[at + 1 :]


def _names(pieces: list[str], lines: list[str]) -> dict[Field, str]:
    """Return the names among the pieces that are left: a full one, or first and last name on a line each, in that order."""
    if len(pieces) == 1:
        return full_name(pieces[0])
    if len(pieces) == len(NAMES) and all(piece in lines for piece in pieces):
        return dict(zip((Field.FIRST_NAME, Field.LAST_NAME), pieces, strict=True))
    return {}


def full_name(words: str) -> dict[Field, str]:
    """Return first and last name of a full one: of two words, or where a particle begins the last name; else nothing."""
    parts = words.split()
    begins = next((at for at, part in enumerate(parts) if at and part in PARTICLES), 1 if len(parts) == 2 else None)
    if begins is None or parts[-1] in PARTICLES:
        return {}
    return {Field.FIRST_NAME: " ".join(parts[:begins]), Field.LAST_NAME: " ".join(parts[begins:])}
