"""Countries by their ISO 3166 alpha-2 codes; their names are made elsewhere.

The list is that of phone regions, less three that are no ISO countries. A few places where nobody lives are missing.
"""

from typing import Final

import phonenumbers

from bot.domain.customer.problem import Checked, Problem, Refused

COUNTRIES: Final[frozenset[str]] = frozenset(phonenumbers.SUPPORTED_REGIONS) - {"AC", "TA", "XK"}
WITH_STATES: Final = frozenset({"AU", "BR", "CA", "CN", "IN", "JP", "MX", "US"})
"""Where a letter does not arrive without a state, a province or a prefecture."""
HOME: Final = "NL"


def check_country(answer: str) -> Checked:
    """Accept the code of a country."""
    code = answer.upper()
    return code if code in COUNTRIES else Refused(Problem.NOT_A_COUNTRY)


def region(*countries: str | None) -> str:
    """Return the first of these that is a country, the home of the API when none is.

    In it national phone numbers and postcodes are read: the customer's country where it is known, else the venue's.
    """
    known = (country.strip().upper() for country in countries if country)
    return next((code for code in known if code in COUNTRIES), HOME)
