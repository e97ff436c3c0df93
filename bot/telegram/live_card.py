"""The one message with the buttons, as it is remembered between turns."""

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

FORGOTTEN: Final = ""
"""What is remembered of the live card once its customer is forgotten."""


class LiveCard(BaseModel):
    """The card that has the buttons now; `digest` is of what it shows, `album` the one it answered.

    `bare` are messages whose buttons are still to be taken off, as Telegram did not take that when they were replaced;
    `contact_question` is the one that asks for a contact, while it does. `bells` are the messages beside the card whose
    buttons make another purchase the current one, by what they are about: the one that is pressed becomes the card.
    """

    model_config = ConfigDict(frozen=True)
    message_id: int
    digest: str
    album: str = ""
    bare: tuple[int, ...] = ()
    contact_question: int | None = None
    bells: Mapping[str, int] = Field(default_factory=dict)

    def turned_to(self, bell: int) -> "LiveCard":
        """Return a bell as the live card; the one that was it is to lose its buttons."""
        bells = {about: message for about, message in self.bells.items() if message != bell}
        bare = (*self.bare, self.message_id)
        return self.model_copy(update={"message_id": bell, "digest": "", "album": "", "bare": bare, "bells": bells})


def read_card(remembered: str | None) -> LiveCard | None:
    """Return the live card by what is remembered of it; None where that is nothing that can be read."""
    try:
        return LiveCard.model_validate_json(remembered) if remembered else None
    except ValidationError:
        return None


def asks_for_contact(remembered: str | None) -> bool:
    """Whether the contact question is in the chat, by what is remembered of the live card."""
    live = read_card(remembered)
    return live is not None and live.contact_question is not None
