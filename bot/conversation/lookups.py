"""Guesses that only the shop can judge, a code or a key: what a sheet can ask for, and how each ends.

    TryCode -> CodeWorks ┐
    TryKey  -> KeyOpens  ┴ or NotAccepted · TooManyGuesses · NoAnswer

A step or sheet cannot ask by itself; the engine does, and counts the wrong ones.
"""

from dataclasses import dataclass
from uuid import UUID

from bot.domain.shop import Code


@dataclass(frozen=True, slots=True)
class TryCode:
    """What is a code worth for an event?"""

    code: str
    event: UUID


@dataclass(frozen=True, slots=True)
class TryKey:
    """Does an access key open the list of events, or the chosen event?"""

    key: str


Lookup = TryCode | TryKey


@dataclass(frozen=True, slots=True)
class CodeWorks:
    """The shop knows the code; it may be used up or take nothing off this cart."""

    code: Code


@dataclass(frozen=True, slots=True)
class KeyOpens:
    """The key opens more than was open without it: events that are `listed` with it alone, or the `chosen` one, or both."""

    listed: frozenset[UUID] = frozenset()
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class NotAccepted:
    """Unknown or refused: nobody can tell the two apart, and nobody is told."""


@dataclass(frozen=True, slots=True)
class TooManyGuesses:
    """The shop was not asked: this person guessed wrong too often lately."""


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The shop could not be asked; that is not a wrong guess."""


Found = CodeWorks | KeyOpens | NotAccepted | TooManyGuesses | NoAnswer
