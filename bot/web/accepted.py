"""The language of a request that we know nothing else of, by what its browser accepts (RFC 9110, section 12.5.4)."""

from typing import Final

from bot.domain.labels import LANGUAGES, Language

LONGEST: Final = 200


def accepted_language(header: str) -> Language:
    """Return the language of ours that an Accept-Language header likes best; English when it names none."""
    liked: list[tuple[float, Language]] = []
    for part in header[:LONGEST].split(","):
        tag, _, parameter = part.strip().partition(";")
        primary = tag.partition("-")[0].lower()
        liked += [(_quality(parameter), each) for each in LANGUAGES if each == primary]
    # Of those that are liked alike the first named counts, as max returns it.
    best = max(liked, key=lambda each: each[0], default=(0.0, LANGUAGES[0]))
    return best[1] if best[0] > 0 else "en"


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value) if 0 <= float(value) <= 1 else 0.0
    except ValueError:
        return 0.0
