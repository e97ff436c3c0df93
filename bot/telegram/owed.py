"""What is owed to a customer or a group, as it is stored until it was sent: a card, an answer to a tap, a question."""

import secrets
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bot.conversation.messages import Odd
from bot.conversation.ports import Owed
from bot.telegram.incoming import Incoming
from bot.telegram.render import Rendered

LONGEST_ANSWER = 200
"""Characters of a notice that a tap can be answered with (Bot API, answerCallbackQuery)."""


class _Stored(BaseModel):
    """What is stored of every message: how often it was tried in vain, and whether it may have arrived all the same."""

    model_config = ConfigDict(frozen=True)
    tries: int = 0
    unanswered: bool = False


class Card(_Stored):
    """The live card as it must look. `fresh`: sent anew below, the old one losing its buttons; else edited in place.

    `pressed` is the message whose button was tapped; `album` names the album that this answers a part of: it is answered
    once. The `last` one leaves nothing to be remembered.
    """

    kind: Literal["card"] = "card"
    chat_id: int
    html: str
    keyboard: tuple[tuple[dict[str, Any], ...], ...]
    picture: str | None = None
    fresh: bool = False
    pressed: int | None = None
    album: str = ""
    last: bool = False


class Bell(_Stored):
    """What happened to a purchase that is not the current one, beside the live card.

    Of those `about` the same only the last keeps its buttons.
    """

    kind: Literal["bell"] = "bell"
    chat_id: int
    about: str
    html: str
    keyboard: tuple[tuple[dict[str, Any], ...], ...]


class GroupCard(_Stored):
    """The card that leads from a group, or a topic of one, to the private chat; the one before it goes."""

    kind: Literal["group_card"] = "group_card"
    chat_id: int
    html: str
    keyboard: tuple[tuple[dict[str, Any], ...], ...]
    topic: int | None = None


class Answer(_Stored):
    """The answer to a tap, with a notice or empty."""

    kind: Literal["answer"] = "answer"
    query_id: str
    notice: str = ""


class ContactQuestion(_Stored):
    """Brings the button below the input that shares the customer's own number."""

    kind: Literal["contact_question"] = "contact_question"
    chat_id: int
    words: str
    button: str


class ContactOver(_Stored):
    """Takes that button away again; the card comes below."""

    kind: Literal["contact_over"] = "contact_over"
    chat_id: int
    words: str


class Note(_Stored):
    """A keepsake in words: sent once, never edited, its buttons without state."""

    kind: Literal["note"] = "note"
    chat_id: int
    html: str
    keyboard: tuple[tuple[dict[str, Any], ...], ...] = ()


class Document(_Stored):
    """A file to keep, its content in Unicode."""

    kind: Literal["document"] = "document"
    chat_id: int
    name: str
    content: str
    html: str = ""


class TicketPicture(_Stored):
    """A QR code to keep; the picture is made of the code when it is sent."""

    kind: Literal["ticket_picture"] = "ticket_picture"
    chat_id: int
    code: str
    html: str


Keepsake = Note | Document | TicketPicture
Message = Card | Bell | GroupCard | Answer | ContactQuestion | ContactOver | Keepsake
_Message = TypeAdapter[Message](Annotated[Message, Field(discriminator="kind")])


def owed(message: Message) -> Owed:
    """Return a message as it is stored, with an id of its own."""
    return Owed(secrets.token_hex(8), message.model_dump_json())


def read(stored: Owed) -> Message:
    """Return the message that was stored."""
    return _Message.validate_json(stored.body)


def card(said: Incoming, rendered: Rendered, *, fresh: bool, last: bool = False) -> Card:
    """Return a rendered screen as the live card of the chat in which something was said."""
    return Card(
        chat_id=said.chat_id,
        html=rendered.html,
        keyboard=rendered.keyboard,
        picture=rendered.picture,
        fresh=fresh,
        pressed=said.message_id,
        album=said.reply.album if isinstance(said.reply, Odd) else "",
        last=last,
    )
