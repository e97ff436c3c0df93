"""Typing errors in the domain of an e-mail address: tickets that go there never arrive."""

from typing import Final

from bot.domain.customer.mail_providers import PROVIDERS

MISTYPED: Final = {
    "cmo": "com",
    "cok": "com",
    "comm": "com",
    "con": "com",
    "coom": "com",
    "cpm": "com",
    "dee": "de",
    "ed": "de",
    "frr": "fr",
    "nk": "nl",
    "nll": "nl",
    "ocm": "com",
    "vom": "com",
    "xom": "com",
}
"""Endings that do not exist in the Internet, with the one next to them."""
ONLY_HERE: Final = {"gmail": "gmail.com", "googlemail": "googlemail.com", "icloud": "icloud.com", "ziggo": "ziggo.nl"}
"""Providers with one domain, whatever ending was typed."""
SHORTEST: Final = 8
LONG: Final = 11
"""Shorter providers are too near to the domains of others; long ones may be two errors away."""


def domain_hint(address: str) -> str | None:
    """Return the address that was probably meant, or None when nothing speaks against it."""
    name, at, domain = address.rpartition("@")
    domain = domain.lower()
    meant = _meant(domain) if at and domain not in PROVIDERS else None
    return f"{name}@{meant}" if meant is not None else None


def _meant(domain: str) -> str | None:
    first, _, ending = domain.rpartition(".")
    if first in ONLY_HERE:
        return ONLY_HERE[first]
    corrected = f"{first}.{MISTYPED.get(ending, ending)}"
    if corrected in PROVIDERS:
        return corrected
    nearest = _nearest(corrected) or _nearest(domain)
    return nearest or (corrected if corrected != domain else None)


def _nearest(domain: str) -> str | None:
    """Return the one provider that is nearest and near enough; None when two are equally near."""
    near: dict[str, int] = {}
    for provider in PROVIDERS:
        if len(provider) < SHORTEST:
            continue
        allowed = 2 if min(len(provider), len(domain)) >= LONG else 1
        if abs(len(provider) - len(domain)) <= allowed and (errors := typing_errors(domain, provider)) <= allowed:
            near[provider] = errors
    best = [provider for provider, errors in near.items() if errors == min(near.values())]
    return best[0] if len(best) == 1 else None


def typing_errors(typed: str, meant: str) -> int:
    """Return how many letters were left out, added, changed or swapped with their neighbour (Damerau-Levenshtein)."""
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for here, letter in enumerate(typed, 1):
        before, row, above = row, [here], before
        for there, other in enumerate(meant, 1):
            cheapest = min(before[there] + 1, row[there - 1] + 1, before[there - 1] + (letter != other))
            if here > 1 and there > 1 and letter == meant[there - 2] and typed[here - 2] == other:
                cheapest = min(cheapest, above[there - 2] + 1)
            row.append(cheapest)
    return row[-1]
