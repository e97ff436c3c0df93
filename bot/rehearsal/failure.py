"""A story that went another way: what was expected and what was seen, where in the file, and the dialogue until then."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.domain.labels import Language

MOST_SEEN: Final = 40


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that was expected, in the story's words, and whether it came."""

    words: str
    is_met: bool


class Unmet(Exception):
    """Not all that was expected came. `key` is the key of the line that expects it, `seen` what was there, a line each."""

    def __init__(self, key: str, wishes: Sequence[Wish], seen: Sequence[str]) -> None:
        super().__init__("; ".join(wish.words for wish in wishes if not wish.is_met))
        self.key = key
        self.wishes = tuple(wishes)
        self.seen = tuple(seen[:MOST_SEEN])


class CannotGoOn(Exception):
    """A line cannot be done; the message says why."""


@dataclass(frozen=True, slots=True)
class Told:
    """A line that was played: what was done, and what stood on the bot's last message then."""

    place: str
    done: str
    seen: str


@dataclass(slots=True, kw_only=True, eq=False)
class StoryFailed(Exception):
    """The dialogue went another way.

    `place` is the file and its line, `done` what the line does. Either `reason` says it, or `wishes` stand against `seen`.
    `dialogue` are the lines until then, `log` what the bot itself complained of.
    """

    story: str
    language: Language
    place: str
    done: str = ""
    reason: str = ""
    wishes: tuple[Wish, ...] = ()
    seen: tuple[str, ...] = ()
    dialogue: tuple[Told, ...] = ()
    log: tuple[str, ...] = field(default=())

    @property
    def headline(self) -> str:
        """Where it went another way."""
        return f"{self.story} [{self.language}], {self.place}" + (f": {self.done}" if self.done else "")

    def __str__(self) -> str:
        """All of it, as text."""
        from bot.rehearsal.drawing import as_text

        return as_text(self)
