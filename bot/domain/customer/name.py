"""Names of people, and words that may be anything."""

from typing import Final

from bot.domain.customer.problem import Checked, Problem, Refused

FOREIGN: Final = frozenset("<>@/\\{}[]|=&;:#%*_$")
"""What no name of a person, a street or a place holds."""


def check_name(answer: str) -> Checked:
    """Accept any name a person may have: letters of any script, spaces, hyphens, apostrophes and dots."""
    name = " ".join(answer.split())
    if not any(character.isalpha() for character in name):
        return Refused(Problem.NOT_A_NAME)
    if any(character.isdigit() or character in FOREIGN for character in name):
        return Refused(Problem.NOT_A_NAME)
    return name


def check_words(answer: str) -> Checked:
    """Accept any words that can be seen: an organisation, a position, whatever an organiser asks with a label."""
    words = " ".join(answer.split())
    return (
        words if any(character.isprintable() for character in words.replace(" ", "")) else Refused(Problem.UNREADABLE)
    )
