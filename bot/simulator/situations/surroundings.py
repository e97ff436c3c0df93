"""Situations of all around an order: the shop as a whole, the time, what is asked and shown, Telegram, and the bot itself."""

from typing import Final

from bot.simulator.situations.named import NamedSituation

RESTING: Final = (
    "What was read a moment ago, or “The shop is unavailable right now” with a button to try again. Nothing is booked and "
    "nothing is lost."
)
THE_SHOP: Final = (
    NamedSituation(
        name="shop-slow",
        about="the shop",
        does="For five minutes the shop answers everything two seconds late.",
        customer_sees="“One moment …” on the card, then the usual; before an order it may say that the shop is busy.",
        faults=("shop:*:slow:for=5m:seconds=2",),
    ),
    NamedSituation(
        name="shop-silent",
        about="the shop",
        does="For two minutes the shop answers nothing.",
        customer_sees=RESTING,
        faults=("shop:*:silent:for=2m",),
    ),
    NamedSituation(
        name="shop-500",
        about="the shop",
        does="For two minutes the shop answers everything with an internal error (500).",
        customer_sees=RESTING,
        faults=("shop:*:500:for=2m",),
    ),
    NamedSituation(
        name="shop-half-an-answer",
        about="the shop",
        does="For two minutes the connection breaks in the middle of each of the shop's answers.",
        customer_sees=RESTING,
        faults=("shop:*:half:for=2m",),
    ),
    NamedSituation(
        name="shop-busy",
        about="the shop",
        does="The shop answers the next three calls with “Too Many Requests” (429).",
        customer_sees=RESTING,
        faults=("shop:*:429:3:seconds=2",),
    ),
    NamedSituation(
        name="shop-locked",
        about="the shop",
        does="The whole shop is locked. Its access key is ZOMER.",
        customer_sees="“Nothing to see yet. Do you have an access key?” The key opens it, a wrong one is not accepted.",
        situations=("locked:shop:ZOMER",),
    ),
    NamedSituation(
        name="event-locked",
        about="the shop",
        does="Every event is locked. Their access key is ZOMER.",
        customer_sees="The list is empty until the key is given; what is open already asks for it.",
        situations=("locked:*:ZOMER",),
    ),
)
TIME: Final = (
    NamedSituation(
        name="hold-nearly-over",
        about="time",
        does="The clock moves on by 16 minutes: with the usual 20 minutes to pay, four are left.",
        customer_sees="A warning until when the tickets are held, once.",
        clock="16m",
    ),
    NamedSituation(
        name="hold-over",
        about="time",
        does="The clock moves on by 25 minutes: what was held is free for others again.",
        customer_sees="“Your reservation has ended”. Who may have paid is asked first; who has not is offered the same again.",
        clock="25m",
    ),
    NamedSituation(
        name="an-hour-later",
        about="time",
        does="The clock moves on by an hour.",
        customer_sees="The conversation where it was; e-mail address and the like are forgotten and asked again.",
        clock="1h",
    ),
    NamedSituation(
        name="a-day-later",
        about="time",
        does="The clock moves on by a day and an hour.",
        customer_sees="The next message begins anew, in the customer's language; old buttons say politely that they are old.",
        clock="25h",
    ),
    NamedSituation(
        name="shop-clock-wrong",
        about="time",
        does="The shop's clock is ten minutes ahead of ours.",
        customer_sees="Nothing of it: the hold ends when the shop says so.",
        situations=("skew:shop:600",),
    ),
)
ASKED_AND_SHOWN: Final = (
    NamedSituation(
        name="every-field-asked",
        about="what is asked and shown",
        does="Every event asks every customer field that there is, three of them if the customer likes.",
        customer_sees="Each field is asked in its turn, with an example where it was not understood; optional ones can be "
        "skipped.",
        situations=("asks:*:everything",),
    ),
    NamedSituation(
        name="odd-data",
        about="what is asked and shown",
        does="One more event is listed, full of nulls, empty names, unknown words and hostile HTML.",
        customer_sees="What can be read is shown to the letter and can be bought; nothing odd is shown or ordered.",
        situations=("added:oddities",),
    ),
    NamedSituation(
        name="odd-answers",
        about="what is asked and shown",
        does="For two minutes the shop answers everything with JSON of another shape.",
        customer_sees=RESTING,
        faults=("shop:*:odd-json:for=2m",),
    ),
)
TELEGRAM: Final = (
    NamedSituation(
        name="telegram-429",
        about="Telegram",
        does="Telegram answers the next three edits of a message with “Too Many Requests” (429), two seconds each.",
        customer_sees="The card changes a few seconds late; nothing is lost or shown twice.",
        faults=("telegram:editMessageText:429:3:seconds=2",),
    ),
    NamedSituation(
        name="telegram-limits",
        about="Telegram",
        does="Telegram refuses a bot that writes too fast, as the real one does, until all is well again.",
        customer_sees="The usual, now and then a second late.",
        limits=True,
    ),
    NamedSituation(
        name="telegram-outage",
        about="Telegram",
        does="For one minute every connection to Telegram breaks.",
        customer_sees="Nothing while it lasts; afterwards every answer that is owed, in order.",
        faults=("telegram:*:reset-before:for=1m",),
    ),
)
THE_BOT: Final = (
    NamedSituation(
        name="bot-restart",
        about="the bot",
        does="The bot is stopped and started again.",
        customer_sees="Nothing of it: the conversation goes on where it was.",
        restart="bot",
    ),
    NamedSituation(
        name="redis-restart",
        about="the bot",
        does="Redis, in which the bot remembers everything, is stopped and started again with what it has written down.",
        customer_sees="Nothing of it, or an answer a second late: the conversation goes on where it was.",
        restart="redis",
    ),
)
