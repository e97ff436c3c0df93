"""What comes into a turn and what it comes to."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.conversation.messages import Reply, Screen, StepName, Text
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


@dataclass(slots=True)
class Turn:
    """What a turn comes to. `fresh` asks for the card to be sent anew below, rather than edited.

    `step`, `outcome` and `calls` are for the journal: the step that answered, the type of what it decided, and each call
    that is counted (a write, a guess) with how it ended. None of them holds a personal value.
    """

    session: Session
    details: Details
    profile: Profile
    screen: Screen
    visit: int
    notice: Text | None = None
    fresh: bool = False
    step: StepName = StepName.EVENT
    outcome: str = ""
    calls: list[tuple[str, str]] = field(default_factory=list)
