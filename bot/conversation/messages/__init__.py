"""What is shown to a customer and what comes back: no translated word and no Telegram type.

A `Screen` is what a step shows; a `Reply` is what came back, from the customer or the payment page, understood.
"""

from bot.conversation.messages.names import CommandName, Oddity, PaymentOutcome, SheetName, StepName
from bot.conversation.messages.reply import Command, Counted, Followed, Named, Odd, Reply, Returned, Shared, Tap, Typed
from bot.conversation.messages.screen import Action, Button, Line, Press, Screen, Style, Thing
from bot.conversation.messages.texts import (
    LONGEST_COPY,
    Countdown,
    Country,
    Date,
    Day,
    Listing,
    Moment,
    Month,
    Param,
    Text,
    TimeOfDay,
    Weekday,
    plain,
    plural,
    text,
)

__all__ = [
    "LONGEST_COPY",
    "Action",
    "Button",
    "Command",
    "CommandName",
    "Countdown",
    "Counted",
    "Country",
    "Date",
    "Day",
    "Followed",
    "Line",
    "Listing",
    "Moment",
    "Month",
    "Named",
    "Odd",
    "Oddity",
    "Param",
    "PaymentOutcome",
    "Press",
    "Reply",
    "Returned",
    "Screen",
    "Shared",
    "SheetName",
    "StepName",
    "Style",
    "Tap",
    "Text",
    "Thing",
    "TimeOfDay",
    "Typed",
    "Weekday",
    "plain",
    "plural",
    "text",
]
