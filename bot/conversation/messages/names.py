"""The names that are dispatched on: steps, sheets, commands, and the outcomes of a payment page."""

from enum import StrEnum


class StepName(StrEnum):
    """The questions of the flow, in their order (`flow` holds the steps themselves)."""

    EVENT = "event"
    CARD = "card"
    DAY = "day"
    SLOT = "slot"
    TICKETS = "tickets"
    CUSTOMER = "customer"
    METHOD = "method"
    BANK = "bank"
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


class TimerName(StrEnum):
    """What a timer of a hold tells: that it ends soon, that it has ended."""

    WARNING = "warning"
    END = "end"


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
