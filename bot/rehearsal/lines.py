"""What a line of a story's dialogue can say: something done, then what comes of it. The words of an editor's help are here."""

from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic import Field as Setting

from bot.conversation.messages import PaymentOutcome, SheetName, StepName
from bot.domain.customer import Field
from bot.domain.labels import Language
from bot.linking.wanted import Wanted
from bot.simulator.duration import seconds_of
from bot.simulator.faults import Fault
from bot.simulator.situations import read

NONE: Final = "none"


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _fault(words: str) -> str:
    Fault.read(words)
    return words


def _situation(words: str) -> str:
    read(words)
    return words


def _move(words: str) -> str:
    seconds_of(words.removeprefix("+"))
    return words


def _one_or_several(schema: dict[str, Any]) -> None:
    """Tell an editor that one text may stand for a list of one."""
    several = {"type": schema.pop("type"), "items": schema.pop("items")}
    schema["anyOf"] = [{"type": "string"}, several]


Words = Annotated[tuple[str, ...], BeforeValidator(_as_tuple), Setting(json_schema_extra=_one_or_several)]
Situations = Annotated[
    tuple[Annotated[str, AfterValidator(_situation)], ...],
    BeforeValidator(_as_tuple),
    Setting(json_schema_extra=_one_or_several),
]


class Part(BaseModel):
    """A part of a story: every key of it is known."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Expected(Part):
    """What the bot's last message must come to show. It is waited for, ten seconds at most."""

    text: Words = ()
    """Each of these texts stands somewhere in the message."""
    buttons: Words = ()
    """There is a button with each of these labels, word for word."""
    no_text: Words = ()
    """None of these texts stands in the message."""
    no_buttons: Words = ()
    """No button has one of these labels."""
    notice: str | None = None
    """The words of the last small notice (a toast), or words on the card."""
    asks_contact: bool | None = None
    """Whether the button that shares the customer's own phone number is there."""


class Kept(Part):
    """A keepsake that must have come: a message below the card that stays, such as the order's number or a picture."""

    kind: Literal["note", "document", "photo"]
    """A note is text with buttons, a document a file, a photo a picture."""
    text: Words = ()
    """Each of these texts stands in it."""
    buttons: Words = ()
    """It has a button with each of these labels."""
    file: str | None = None
    """The name of its file."""


class Asked(Part):
    """A write that the shop must have heard."""

    call: Literal["reserve", "update", "free", "checkout"]
    """Hold tickets, change what is held, order free tickets, or open a payment page."""
    tickets: dict[str, int] | None = None
    """How many of each ticket type; the names are your own, the numbers count."""
    slot: bool | None = None
    """Whether a time slot was named."""
    code: str | None = None
    """The discount code that was sent."""
    key: str | None = None
    """The access key that was sent."""


class ExpectedState(Part):
    """What the bot must remember of this chat. Only what is named is looked at; `ticketbot demo` shows it all."""

    step: StepName | None = None
    """The question that the customer is at."""
    sheet: SheetName | Literal["none"] | None = None
    """The question beside the flow that is open, such as `help`, or `none`."""
    language: Language | None = None
    """The language in which the bot writes."""
    plain: bool | None = None
    """Whether all is shown in plain mode."""
    event: str | None = None
    """The event: its name, or the sandbox's name for it, such as `festival`; `none` where none is chosen."""
    cart: dict[str, int] | None = None
    """The whole cart: ticket types by name (`<adult>`), or by the sandbox's name for them (`festival.day`)."""
    fields: tuple[Field, ...] | None = None
    """What is known of the customer, all of it, in any order: `first_name`, `email` …"""
    code: Literal["none", "not tried", "accepted"] | None = None
    """What is known of the discount code."""
    hold: Literal["none", "open", "ended"] | None = None
    """Whether the shop holds the cart."""
    payment_page: Literal["none", "open", "not to be used"] | None = None
    """Whether there is a payment page of the hold."""
    reported: PaymentOutcome | Literal["none"] | None = None
    """What the payment page reported last."""
    beside: int | None = None
    """How many other orders and carts are remembered beside this one."""
    can: Words = ()
    """Replies that are understood here, by the names of the report of `--coverage`, such as `Tap ORDER`."""


class Step(Part):
    """One line of a dialogue: something done, then what comes of it. Most lines need one or two of these keys."""

    say: str | None = None
    """The customer sends this message."""
    edit: str | None = None
    """The customer changes the message sent last into this one."""
    send: str | None = None
    """The customer sends something made up: `sticker`, `voice`, `photo`, `location`, `dice` …"""
    forward: bool = False
    """The customer sends the bot's last message on into the chat."""
    message: dict[str, Any] | None = None
    """A message with this content of the Bot API, which no phone here can make."""
    group: str | None = None
    """Somebody says this in a group that the bot is in; what the line `shows` is in the group then."""
    contact: str | None = None
    """The customer shares a contact: `own`, or somebody else's with the phone number that is given."""
    tap: str | None = None
    """The customer taps the one button with this label on the bot's last message."""
    tap_old: str | None = None
    """The customer scrolls up and taps a button that was shown earlier."""
    follow: str | None = None
    """The customer opens the link button with this label, which leads into the private chat."""
    start: str | None = None
    """The customer presses START. Empty quotes are a plain START; a text is what a link carries along."""
    link: Wanted | None = None
    """The customer follows a link as `ticketbot link` makes it."""
    pay: Literal["success", "failed", "cancelled", "expired", "never-returns"] | None = None
    """The customer opens the payment page, which ends so, and follows the way back; `never-returns` pays and follows none."""
    pay_old: Literal["success", "failed", "cancelled", "expired"] | None = None
    """The payment page that was offered last ends so, though it is not shown any more."""
    page: Words = ()
    """The page to which one comes back from paying says each of these; the story has `return_page: true` then."""
    clock: Annotated[str, AfterValidator(_move)] | None = None
    """The clock moves on: `+45s`, `+20m`, `+2h` or `+1d`."""
    restart: bool = False
    """The bot is stopped and started again."""
    fault: Annotated[str, AfterValidator(_fault)] | None = None
    """Trouble, ordered before anything else in the line is done: `shop:reserve:500`, `telegram:sendMessage:429:2`."""
    situation: Situations = ()
    """Something that is so before anything else in the line is done: a name of `ticketbot situations`, or `places:museum:2`."""
    limits: bool | None = None
    """Whether Telegram refuses a bot that writes too fast."""
    shows: Expected | None = None
    """What the bot's last message must come to show."""
    state: ExpectedState | None = None
    """What the bot must remember of the chat."""
    keepsakes: tuple[Kept, ...] | None = None
    """The keepsakes that came since the last look, in order; an empty list is none at all."""
    shop: tuple[Asked, ...] | None = None
    """The writes that the shop heard since the last look, in order; an empty list is none at all."""
