"""What is owed to a customer, as it is stored until it was sent: the live card, or the answer to a tap."""

import secrets
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bot.conversation.ports import Owed
from bot.telegram.render import Rendered

LONGEST_ANSWER = 200
"""Characters of a notice that a tap can be answered with (Bot API, answerCallbackQuery)."""


class Card(BaseModel):
    """The live card as it must look. `fresh`: sent anew below, the old one losing its buttons; else edited in place."""

    model_config = ConfigDict(frozen=True)
    kind: Literal["card"] = "card"
    chat_id: int
    html: str
    keyboard: tuple[tuple[dict[str, Any], ...], ...]
    picture: str | None = None
    fresh: bool = False


class Answer(BaseModel):
    """The answer to a tap, with a notice or empty."""

    model_config = ConfigDict(frozen=True)
    kind: Literal["answer"] = "answer"
    query_id: str
    notice: str = ""


_Message = TypeAdapter[Card | Answer](Annotated[Card | Answer, Field(discriminator="kind")])


def owed(message: Card | Answer) -> Owed:
    """Return a message as it is stored, with an id of its own."""
    return Owed(secrets.token_hex(8), message.model_dump_json())


def read(stored: Owed) -> Card | Answer:
    """Return the message that was stored."""
    return _Message.validate_json(stored.body)


def card(chat_id: int, rendered: Rendered, *, fresh: bool) -> Card:
    """Return a rendered screen as the live card of a chat."""
    return Card(chat_id=chat_id, html=rendered.html, keyboard=rendered.keyboard, picture=rendered.picture, fresh=fresh)
