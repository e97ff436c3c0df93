"""What comes into a turn and what it comes to."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.conversation.effects import Settled
from bot.conversation.lookups import Found
from bot.conversation.messages import Reply, Screen, StepName, Text
from bot.conversation.orders import OrderRecord
from bot.conversation.outcome import Outcome
from bot.conversation.session import Details, Profile, Session


@dataclass(frozen=True, slots=True)
class Arrival:
    """A reply as it came in: the id of its envelope, when it was given, and whose chat it is."""

    id: str
    reply: Reply
    given_at: datetime
    chat: str = ""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known of a chat when a turn begins."""

    session: Session
    details: Details = field(default_factory=Details)
    profile: Profile = field(default_factory=Profile)


ANYWHERE: Final = "anywhere"
"""Decides on what can be asked for anywhere: commands, links, and messages that are no answer."""
LINK: Final = "link"
"""Decides on the code that a link brought along."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a turn, on a reply or on how a write or a guess ended.

    It was taken by a step or a sheet (its name), by `ANYWHERE` or by `LINK`.
    """

    by: str
    on: Reply | Settled | Found
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Bell:
    """What happened to a purchase that is not the current one: a message of its own, beside which the card stays as it is.

    Its buttons are stamped with the `visit` of its purchase: a press makes that the current one. Of bells `about` the same
    only the last keeps its buttons.
    """

    about: str
    screen: Screen
    visit: int
    notice: Text | None = None


@dataclass(slots=True)
class Turn:
    """What a turn comes to.

    `screen` is None where the card stays as it is; `fresh` asks for it to be sent anew below, rather than edited. A `bell`
    is a message beside it.
    With `forgotten` nothing else is kept of the chat: the screen holds the last words.
    With `exports` the customer gets all that is kept of them.
    `order` is to be remembered; the keepsakes of `handed_over` are sent once, below the card.

    `step`, `outcome` and `calls` are for the journal: the step that answered, the type of what it decided, and each call
    that is counted (a write, a guess) with how it ended. None of them holds a personal value. `decisions` are all that
    were taken, in their order, with what they were taken on: for who watches turns, and for no log.
    """

    session: Session
    details: Details
    profile: Profile
    screen: Screen | None
    visit: int
    notice: Text | None = None
    fresh: bool = False
    bell: Bell | None = None
    order: OrderRecord | None = None
    handed_over: OrderRecord | None = None
    forgotten: bool = False
    exports: bool = False
    step: StepName = StepName.EVENT
    outcome: str = ""
    calls: list[tuple[str, str]] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
