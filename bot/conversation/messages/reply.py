"""What comes back, from the customer, the payment page or a link, understood as far as possible without a screen."""

from dataclasses import dataclass
from datetime import date, time

from bot.conversation.links import Link, StoredLink
from bot.conversation.messages.names import CommandName, Oddity, TimerName
from bot.conversation.messages.screen import Button, Press


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
class TimeUp:
    """A timer of a hold rang; `timer` is its id, by which one is known that means nothing any more."""

    timer: str
    name: TimerName


@dataclass(frozen=True, slots=True)
class Odd:
    """A message that is not an answer: a picture, a sticker, a voice, an edit; `album` where it is one of several at once."""

    what: Oddity
    album: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """Words that name a button which opens an address or copies a text: nobody can press that for the customer."""

    button: Button


Reply = Tap | Typed | Named | Shared | Command | Followed | Returned | TimeUp | Odd
