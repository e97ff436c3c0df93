"""What was seen of a run from outside, and the bot's own journal: all that the checker judges by.

Moments are seconds of the simulator's clock, which dates everything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Update:
    """What a customer sent; `query` is that of a tap, empty for words."""

    number: int
    chat: int
    at: float
    words: str
    query: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A call by which the bot told a customer something, and whether Telegram carried it out.

    `words` are its text with the labels of its buttons; `keepsake` names what is sent once, empty for all else.
    """

    chat: int
    at: float
    method: str
    words: str = ""
    query: str = ""
    keepsake: str = ""
    is_done: bool = True


@dataclass(frozen=True, slots=True)
class Write:
    """A write that the shop heard, whatever became of its answer. `names` and `tickets` are those of a reservation."""

    chat: int
    at: float
    call: str
    status: int
    names: tuple[str, str] = ("", "")
    tickets: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A turn that was committed, by the bot's journal, in the order of the commits of its chat."""

    chat: int
    envelope: str


@dataclass(frozen=True, slots=True)
class Life:
    """A process of the bot that began or ended, or a line of it that was cut."""

    at: float
    what: Literal["started", "killed", "cut"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a customer set out to order."""

    names: tuple[str, str]
    tickets: int


@dataclass(frozen=True, slots=True)
class History:
    """A run. `dead` are the envelopes that were set aside; `queues` is 1 where updates come in one order (by polling).

    `is_answered_late` where Telegram was away: a tap may then stay without its answer, never without its effect. `stuck` are
    customers who waited in vain, in words.
    """

    updates: tuple[Update, ...] = ()
    told: tuple[Told, ...] = ()
    writes: tuple[Write, ...] = ()
    lines: tuple[Line, ...] = ()
    lives: tuple[Life, ...] = ()
    dead: frozenset[str] = frozenset()
    wanted: Mapping[int, Wanted] = field(default_factory=dict)
    queues: int = 1
    is_answered_late: bool = False
    stuck: tuple[str, ...] = ()
