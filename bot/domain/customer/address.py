"""Addresses: the checks of their parts, and the parts of a written line."""

import re
from collections.abc import Mapping
from typing import Final

from bot.domain.customer.field import Field
from bot.domain.customer.name import FOREIGN
from bot.domain.customer.problem import Checked, Problem, Refused
from bot.domain.customer.zipcode import check_zipcode, zipcode_ahead, zipcode_behind

NUMBER_AHEAD: Final = frozenset({"AU", "CA", "FR", "GB", "IE", "LU", "US"})
"""Countries that write the number before the street."""
NAMED_HOUSES: Final = frozenset({"GB", "IE"})
LONGEST_NUMBER: Final = 20
NO_NUMBER: Final = frozenset({"s/n", "z/n"})
"""How Belgium writes that a house has none."""

_YEAR = re.compile(r"(?:1[89]|20)\d\d(?:-(?:1[89]|20)\d\d)?", re.ASCII)
_AHEAD = re.compile(
    r"(?P<number>\d+(?:[-/]\d+)?(?: ?(?:bis|ter|quater)\b|[a-df-z]\b)?)[ ,]+(?P<street>.+)", re.ASCII | re.IGNORECASE
)
_BOX = r"(?:[ ,]+(?:app|apt|box|boite|boîte|bte|bus)\.? ?\w{1,5})"
_ADDITION = r"(?:[-/]?[a-z0-9]{1,4}(?:[-/][a-z0-9]{1,4})?| (?:[a-z]|bis|ter|quater|hs|huis|rd|rood|zw|i{1,3}|iv))"
_BEHIND = re.compile(
    rf"(?P<street>.+?)[ ,]+(?:n[ro°º]\.? ?)?(?P<number>\d+{_ADDITION}?(?: \d{{1,3}})?{_BOX}?)", re.ASCII | re.IGNORECASE
)


def check_street(answer: str) -> Checked:
    """Accept the name of a street: anything with a letter in it, such as Mannheim's "Q7"."""
    return _with_a_letter(answer, Problem.NOT_A_STREET)


def check_place(answer: str) -> Checked:
    """Accept the name of a city or a state; some have a number ("Paris 12")."""
    return _with_a_letter(answer, Problem.NOT_A_PLACE)


def check_building_number(answer: str, region: str) -> Checked:
    """Accept a number with whatever stands behind it, and where houses have names a name."""
    number = " ".join(answer.split())
    named = region in NAMED_HOUSES and any(character.isalpha() for character in number)
    numbered = any(character.isdecimal() for character in number) or number.casefold() in NO_NUMBER
    fits = len(number) <= LONGEST_NUMBER and not FOREIGN.difference("/&#") & set(number)
    return number if fits and (named or numbered) else Refused(Problem.NOT_A_BUILDING_NUMBER)


def split_street(line: str, region: str) -> tuple[str, str]:
    """Return the street and the building number of a line, the number empty when it is not certain.

    A year at the end is part of a name ("Plein 1944", "rue du 8 mai 1945") until another number follows it.
    """
    line = re.sub(r"(?<=\d) ?([-/]) ?(?=\d)", r"\1", " ".join(line.split()))
    if region in NUMBER_AHEAD and (ahead := _AHEAD.fullmatch(line)) is not None and _is_street(ahead["street"]):
        return ahead["street"], ahead["number"]
    behind = _BEHIND.fullmatch(line)
    if behind is None or not _is_street(behind["street"]) or _YEAR.fullmatch(behind["number"]):
        return line, ""
    year, _, number = behind["number"].partition(" ")
    if _YEAR.fullmatch(year) and number[:1].isdigit():
        return f"{behind['street']} {year}", number
    return behind["street"], behind["number"]


def split_place(piece: str, region: str) -> tuple[str, str] | None:
    """Return the postcode and the city of a line that holds exactly these, in the form of the region."""
    found = zipcode_ahead(piece, region) or zipcode_behind(piece, region)
    if found is None:
        return None
    zipcode, city = check_zipcode(found[0], region), check_place(found[1])
    return (zipcode, city) if isinstance(zipcode, str) and isinstance(city, str) else None


def split_address(answer: str, region: str) -> Mapping[Field, str]:
    """Return the parts of an address in one answer; what is not certain is left out.

    Parts are set apart by commas or lines: the street first, the postcode with its city last, what is between them is the
    second line. A number before a comma belongs to the street behind it.
    """
    pieces = [piece.strip() for piece in re.split(r"[,;\n]", answer) if piece.strip()]
    if len(pieces) > 1 and pieces[0].isdecimal():
        pieces[:2] = [f"{pieces[0]} {pieces[1]}"]
    parts: dict[Field, str] = {}
    if len(pieces) > 1 and (place := split_place(pieces[-1], region)) is not None:
        parts |= {Field.ZIPCODE: place[0], Field.CITY: place[1]}
        pieces.pop()
    street, number = split_street(pieces[0], region) if pieces else ("", "")
    parts |= {Field.STREET: street} | ({Field.BUILDING_NUMBER: number} if number else {})
    return parts | ({Field.ADDRESS_LINE_2: ", ".join(pieces[1:])} if len(pieces) > 1 else {})


def _is_street(words: str) -> bool:
    return isinstance(check_street(words), str)


def _with_a_letter(answer: str, problem: Problem) -> Checked:
    words = " ".join(answer.split())
    if not any(character.isalpha() for character in words) or FOREIGN.difference("/&") & set(words):
        return Refused(problem)
    return words
