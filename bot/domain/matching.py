"""Which of several named things is meant by words that may be short, inflected or mistyped."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from typing import Final, TypeVar

from bot.domain.folding import fold

LONGEST: Final = 200
"""How many characters of words and of a name are looked at."""

_SHORTEST_BEGINNING: Final = 2
_SHORTEST_MISTYPED: Final = 4
_LONGEST_ENDING: Final = 4
_CLOSE: Final = 0.78
_CLOSE_AS_A_WHOLE: Final = 0.85

Thing = TypeVar("Thing")


class Fit(IntEnum):
    """How well words fit a name; nothing of a lower fit counts where there is a higher one."""

    CLOSE = 1
    WORDS = 2
    WHOLE = 3


@dataclass(frozen=True, slots=True)
class _Fitting:
    fit: Fit
    closeness: float


def matching(words: str, names: Mapping[Thing, Sequence[str]]) -> tuple[Thing, ...]:
    """Return the things that the words can mean, by any of their names: one is meant, several are to be asked back.

    A whole name goes before its words, or their beginnings in any order ("adults" and "ad" fit "Adult"), and those before
    what is close to them ("adlut").
    """
    found = _found(words, names)
    best = max((fitting.fit for fitting in found.values()), default=None)
    return tuple(thing for thing, fitting in found.items() if fitting.fit is best)


def search(words: str, names: Mapping[Thing, Sequence[str]]) -> tuple[Thing, ...]:
    """Return all things whose names the words fit, the best first; things that fit alike keep their order."""
    found = _found(words, names)
    return tuple(sorted(found, key=lambda thing: (-found[thing].fit, -found[thing].closeness)))


def _found(words: str, names: Mapping[Thing, Sequence[str]]) -> dict[Thing, _Fitting]:
    said = fold(words[:LONGEST])
    if not said:
        return {}
    fitting = {thing: _best(said, {fold(name[:LONGEST]) for name in each}) for thing, each in names.items()}
    return {thing: each for thing, each in fitting.items() if each is not None}


def _best(said: str, names: Iterable[str]) -> _Fitting | None:
    every = [fitting for name in names if (fitting := _fitting(said, name)) is not None]
    return max(every, key=lambda each: (each.fit, each.closeness), default=None)


def _fitting(said: str, name: str) -> _Fitting | None:
    joined, joined_name = said.replace(" ", ""), name.replace(" ", "")
    parts, name_parts = said.split(), name.split()
    if said == name or (joined == joined_name and _may_run_together((*parts, *name_parts))):
        return _Fitting(Fit.WHOLE, 1.0)
    fits = [max((_part_fit(part, each) for each in name_parts), default=0.0) for part in parts]
    closeness = sum(fits) / len(fits) - abs(len(name_parts) - len(parts)) / 100
    if min(fits) >= 1.0:
        return _Fitting(Fit.WORDS, closeness)
    whole = SequenceMatcher(None, joined, joined_name, autojunk=False).ratio()
    if min(fits) >= _CLOSE:
        return _Fitting(Fit.CLOSE, closeness)
    return _Fitting(Fit.CLOSE, whole) if whole >= _CLOSE_AS_A_WHOLE else None


def _may_run_together(parts: Iterable[str]) -> bool:
    """Whether words can be one word to somebody: "day ticket", and not a letter that tells things apart ("bloc K")."""
    return all(len(part) >= _SHORTEST_BEGINNING for part in parts)


def _part_fit(part: str, name: str) -> float:
    """Return 1 for a word, a beginning of it, or it with another ending; else how close they are, 0 when they are not.

    Digits are no endings and not mistyped: "KADE2026" is a key, and not the quay in a name.
    """
    if part == name or (len(part) >= _SHORTEST_BEGINNING and not part.isdecimal() and name.startswith(part)):
        return 1.0
    if min(len(part), len(name)) < _SHORTEST_MISTYPED or _digits(part) != _digits(name):
        return 0.0
    if part.startswith(name) and len(part) - len(name) <= _LONGEST_ENDING:
        return 1.0
    ratio = max(SequenceMatcher(None, each, name, autojunk=False).ratio() for each in _stems(part))
    return ratio if ratio >= _CLOSE else 0.0


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))


def _stems(part: str) -> tuple[str, ...]:
    stems = (part, part[:-1], part[:-2])
    return tuple(stem for stem in stems if len(stem) >= _SHORTEST_MISTYPED)
