"""What a purchase asks of the customer: the taps and messages from a link to the review, and on to the payment page."""

from dataclasses import dataclass, field
from typing import Final

from bot.rehearsal.lines import Step
from bot.rehearsal.story import Story

REVIEW: Final = "<Check your order>"


@dataclass(slots=True)
class _Count:
    taps: int = 0
    messages: int = 0

    def __str__(self) -> str:
        taps = "1 tap" if self.taps == 1 else f"{self.taps} taps"
        messages = "1 message" if self.messages == 1 else f"{self.messages} messages"
        return f"{taps}, {messages}"


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is tapped, typed and shared in a story, in words; empty where it does not come so far.

    `to_review` counts from the chat that a link opened to the first look at the review, `to_payment` from the poster to
    the payment page: with the START of Telegram's and the link to that page.
    """

    to_review: str = ""
    to_payment: str = ""

    def __str__(self) -> str:
        reached = [(self.to_review, "the review"), (self.to_payment, "the payment page")]
        return " · ".join(f"{count} to {end}" for count, end in reached if count) or "no review"


@dataclass(slots=True)
class _Purchase:
    so_far: _Count = field(default_factory=_Count)
    to_review: str = ""
    to_payment: str = ""


def effort(story: Story) -> Effort:
    """Return what a story takes from the last link it follows."""
    purchase = _Purchase()
    for step in story.dialogue:
        if step.start is not None or step.link is not None:
            purchase = _Purchase()
        purchase.so_far.taps += (step.tap is not None) + (step.tap_old is not None)
        purchase.so_far.messages += (step.say is not None) + (step.contact is not None)
        if step.pay is not None and not purchase.to_payment:
            purchase.to_payment = str(_Count(1 + purchase.so_far.taps + 1, purchase.so_far.messages))
        if _shows_review(step) and not purchase.to_review:
            purchase.to_review = str(purchase.so_far)
    return Effort(purchase.to_review, purchase.to_payment)


def _shows_review(step: Step) -> bool:
    return step.shows is not None and REVIEW in step.shows.text
