"""What a customer sees: no translated word and no Telegram type."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from bot.conversation.messages.names import StepName
from bot.conversation.messages.texts import Text
from bot.domain.customer import Field


class Action(StrEnum):
    """What a button does; the value is its code in callback data."""

    CHOOSE = "c"
    SET = "s"
    PAGE = "p"
    GOTO = "g"
    NEXT = "n"
    BACK = "b"
    CANCEL = "x"
    START_OVER = "o"
    ORDER = "y"
    CLOSE = "z"
    OPEN = "e"
    REMOVE = "r"
    SKIP = "k"
    ACCEPT = "a"
    REMEMBER = "m"
    SWITCH = "w"
    NOTHING = "q"
    DELETE = "d"


Thing = UUID | date | datetime | Field | StepName | str | None
"""What a button is about, by name and never by its place: an event, ticket type or method, a day, a slot's start,
a field, a step, a short code (a language, a tag)."""


@dataclass(frozen=True, slots=True)
class Press:
    """What pressing a button means. `amount` is absolute: "adult = 2", never "one more"."""

    action: Action
    thing: Thing = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """One button: it presses, opens an address, or copies a text or words; exactly one of the four is set.

    `way_on` marks the one way forward of a screen that has one: it stands out where that can be drawn.
    """

    label: Text
    press: Press | None = None
    url: str | None = None
    copy: str | None = None
    copy_words: Text | None = None
    way_on: bool = False


class Style(StrEnum):
    """How a line looks."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    MARKUP = "markup"
    """The shop's own HTML, which the edge makes safe; folded where it is long."""
    REMARK = "remark"
    """The shop's own HTML as a remark: its words alone, on one line, cut where they are long."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a screen."""

    text: Text
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Screen:
    """What the customer sees: a title, paragraphs of lines, and rows of buttons.

    `position` is (step n, of m) where the screen belongs to the flow; `picture` an https address for the link preview.
    With `free_text` any words can be the answer, a name or a town: command words are then not looked for.
    `position` is (step n, of m) where the screen belongs to the flow; `picture` an https address for the link preview;
    `asks_contact` where the customer may share the number of their own contact instead of typing it.
    """

    title: Text
    paragraphs: tuple[tuple[Line, ...], ...] = ()
    rows: tuple[tuple[Button, ...], ...] = ()
    position: tuple[int, int] | None = None
    picture: str | None = None
    free_text: bool = False
    asks_contact: bool = False
