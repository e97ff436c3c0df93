"""What a purchase asks of the customer: the taps and messages from a link to the review."""

from dataclasses import dataclass
from typing import Final

from bot.rehearsal.story import Step, Story

REVIEW: Final = "<Check your order>"


@dataclass(frozen=True, slots=True)
class Effort:
    """How often something was tapped, and how often typed or shared. Following the link is neither."""

    taps: int
    messages: int

    def __str__(self) -> str:
        taps = "1 tap" if self.taps == 1 else f"{self.taps} taps"
        messages = "1 message" if self.messages == 1 else f"{self.messages} messages"
        return f"{taps}, {messages}"


def effort(story: Story) -> Effort | None:
    """Return what a story takes from the last link it follows to the first look at the review; None without one."""
    taps = messages = 0
    found: Effort | None = None
    for step in story.dialogue:
        if step.start is not None or step.link is not None:
            taps, messages, found = 0, 0, None
        taps += (step.tap is not None) + (step.tap_old is not None)
        messages += (step.say is not None) + (step.contact is not None)
        if found is None and _shows_review(step):
            found = Effort(taps, messages)
    return found


def _shows_review(step: Step) -> bool:
    return step.shows is not None and REVIEW in step.shows.text
