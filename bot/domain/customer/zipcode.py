"""Postcodes, by the form that a country gives them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.domain.customer.problem import Checked, Problem, Refused


@dataclass(frozen=True, slots=True)
class Form:
    """How a country writes its postcodes; the parts that the pattern catches are set apart by a space."""

    pattern: str
    example: str


FORMS: Final[Mapping[str, Form]] = {
    "AT": Form(r"([1-9]\d{3})", "1010"),
    "BE": Form(r"([1-9]\d{3})", "1000"),
    "CH": Form(r"([1-9]\d{3})", "8001"),
    "DE": Form(r"((?!00)\d{5})", "10115"),
    "ES": Form(r"((?:0[1-9]|[1-4]\d|5[0-2])\d{3})", "28013"),
    "FR": Form(r"((?:0[1-9]|[1-8]\d|9[0-8])\d{3})", "75001"),
    "GB": Form(r"([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})", "SW1A 1AA"),
    "IT": Form(r"(\d{5})", "00184"),
    "LU": Form(r"([1-9]\d{3})", "1009"),
    "NL": Form(r"([1-9]\d{3}) ?((?!S[ADS])[A-Z]{2})", "1012 AB"),
}
ELSEWHERE: Final = re.compile(r"[A-Z0-9-][A-Z0-9 -]{0,11}", re.ASCII)
"""Where no form is known; a hyphen alone is what people type who have no postcode."""
CITY_AHEAD: Final = frozenset({"GB"})
_COUNTRY_AHEAD = re.compile(r"\A[A-Z]{1,3}(?: ?- ?| )(?=\d)", re.ASCII)
"""As in "B-1000", for forms that begin with a digit."""


def check_zipcode(answer: str, region: str) -> Checked:
    """Accept a postcode of the region, however it is spaced, and return it as it is written there."""
    code = " ".join(answer.upper().split())
    form = FORMS.get(region)
    if form is None:
        return code if ELSEWHERE.fullmatch(code) else Refused(Problem.NOT_A_ZIPCODE)
    if (found := re.fullmatch(form.pattern, _COUNTRY_AHEAD.sub("", code, count=1), re.ASCII)) is None:
        return Refused(Problem.NOT_A_ZIPCODE)
    return " ".join(found.groups())


def zipcode_ahead(piece: str, region: str) -> tuple[str, str] | None:
    """Return the postcode of a known form at the beginning of a line, and what stands behind it."""
    form = FORMS.get(region)
    if form is None or region in CITY_AHEAD:
        return None
    pattern = rf"(?P<code>(?:[A-Z]{{1,3}}-)?{form.pattern})[ ]+(?P<city>\D.*)"
    found = re.fullmatch(pattern, piece, re.ASCII | re.IGNORECASE)
    return (found["code"], found["city"]) if found is not None else None


def zipcode_behind(piece: str, region: str) -> tuple[str, str] | None:
    """Return the postcode of a known form at the end of a line, and the city before it, where it is written like that."""
    if region not in CITY_AHEAD:
        return None
    found = re.fullmatch(rf"(?P<city>.*\S) +(?P<code>{FORMS[region].pattern})", piece, re.ASCII | re.IGNORECASE)
    return (found["code"], found["city"]) if found is not None else None
