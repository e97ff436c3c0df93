"""What is shown to a customer and what comes back: no translated word and no Telegram type.

A `Screen` is what a step shows; a `Reply` is what came back, from the customer or the payment page, understood.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final
from uuid import UUID

from bot.conversation.links import Link, StoredLink
from bot.domain.customer import Field
from bot.domain.labels import Label
from bot.domain.money import Money


class StepName(StrEnum):
    """The questions of the flow, in their order (`flow` holds the steps themselves)."""

    EVENT = "event"
    CARD = "card"
    DAY = "day"
    SLOT = "slot"
    TICKETS = "tickets"
    CUSTOMER = "customer"
    METHOD = "method"
    REVIEW = "review"
    PAYMENT = "payment"
    DONE = "done"


class SheetName(StrEnum):
    """The questions beside the flow."""

    LANGUAGE = "language"
    HELP = "help"
    CODE = "code"
    KEY = "key"
    LOCKED = "locked"
    DELETE = "delete"
    PRIVACY = "privacy"
    ORDERS = "orders"


class PaymentOutcome(StrEnum):
    """What the payment page reported by where it sent the customer's browser."""

    SUCCESS = "success"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


# --- what is shown ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Day:
    """A date, worded with its weekday; `short` for buttons ("Sat 12 Dec")."""

    on: date
    short: bool = False


@dataclass(frozen=True, slots=True)
class Weekday:
    """The short name of a day of the week, of which Monday is 0, as it heads a calendar ("Mo")."""

    number: int


@dataclass(frozen=True, slots=True)
class Date:
    """A date far away, worded with its year and without its weekday: a date of birth."""

    on: date


@dataclass(frozen=True, slots=True)
class Month:
    """The month of a date, worded with its year."""

    of: date


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A clock time, in the zone that the datetime carries; worded with its offset in the hour that a clock shows twice."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """A date with its clock time, in the zone that the datetime carries."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166 alpha-2 code, worded by its name."""

    code: str


@dataclass(frozen=True, slots=True)
class Text:
    """A message id with its values; the words are made at the edge, in the customer's language.

    `plural` and `count` are set together: the form is chosen by `count`, which the text holds as `{count}`.
    Made by `text` and `plural`, whose literal arguments the catalogs are extracted from.
    """

    msgid: str
    params: Mapping[str, "Param"] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Several values joined as a list of the language ("a, b and c")."""

    items: tuple["Param", ...]


Param = str | int | Money | Day | Weekday | Date | Month | TimeOfDay | Moment | Country | Label | Text | Listing


def text(msgid: str, **params: Param) -> Text:
    """Return the text of a message id in English, with a value for each of its `{placeholders}`."""
    return Text(msgid, params)


def plural(singular: str, many: str, count: int, **params: Param) -> Text:
    """Return a text whose form depends on `count`, which both forms may hold as `{count}`."""
    return Text(singular, {"count": count, **params}, many, count)


def plain(value: Param) -> Text:
    """Return a text that is only a value: a name that the shop gave, an amount, a date."""
    return Text("{value}", {"value": value})


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


LONGEST_COPY: Final = 256
"""How long a text a copy button can hold (Bot API, CopyTextButton)."""


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


# --- what comes back -------------------------------------------------------------------------------------------------


class CommandName(StrEnum):
    """The commands a customer can give, as /command, as a word or as a button."""

    START = "start"
    EVENTS = "events"
    ORDERS = "orders"
    LANGUAGE = "language"
    HELP = "help"
    PRIVACY = "privacy"
    EXPORT = "export"
    DELETE = "delete"
    PLAIN = "plain"
    CANCEL = "cancel"
    BACK = "back"
    START_OVER = "restart"


class Oddity(StrEnum):
    """Messages that are not an answer, each met with a kind line; MEDIA is whatever else there is, or will be."""

    STICKER = "sticker"
    VOICE = "voice"
    PICTURE = "picture"
    VIDEO = "video"
    FILE = "file"
    PLACE = "place"
    POLL = "poll"
    DICE = "dice"
    MEDIA = "media"
    FORWARD = "forward"
    VIA_BOT = "via bot"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Tap:
    """A pressed button of the screen stamped `visit`; `press` is None when its data could not be read."""

    visit: int | None
    press: Press | None


@dataclass(frozen=True, slots=True)
class Counted:
    """A quantity and what it was said of, as typed: "2 adults"; no words where a number stands alone."""

    amount: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """Words that are no button and no command, and what they can mean, in no language.

    `dates` and `times` are readings, in order: one where the words mean one, several where they mean several or are
    ambiguous ("half past two", "next Saturday"), none where they mean none. `quantities` are all meant, as they were said.
    `countries` are those of which all the words are the name, by their ISO 3166 alpha-2 codes.
    """

    text: str
    dates: tuple[date, ...] = ()
    times: tuple[time, ...] = ()
    quantities: tuple[Counted, ...] = ()
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shared:
    """A contact that was shared; `is_own` when it is the customer's own, as Telegram vouches for."""

    phone_number: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Command:
    """A command."""

    name: CommandName


@dataclass(frozen=True, slots=True)
class Followed:
    """A deep link was followed.

    Once they were read: `stored` is what its id stands for, `event_name` what its event is called; with `is_unknown` the shop
    has no such event.
    """

    link: Link
    stored: StoredLink | None = None
    event_name: str = ""
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Returned:
    """The customer's browser came back from the payment page, with this single-outcome token.

    `in_chat` by a link into the chat, which wants an answer even when nothing changes; else a page has answered already.
    """

    token_hash: str
    in_chat: bool = True


@dataclass(frozen=True, slots=True)
class Odd:
    """A message that is not an answer: a picture, a sticker, a voice, an edit; `album` where it is one of several at once."""

    what: Oddity
    album: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """Words that name a button which opens an address or copies a text: nobody can press that for the customer."""

    button: Button


Reply = Tap | Typed | Named | Shared | Command | Followed | Returned | Odd
