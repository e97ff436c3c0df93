"""English-speaking customers of a bot that dies while they buy: careful ones, hasty ones, and those that tap once more."""

import asyncio
import re
import string
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import httpx

from bot.rehearsal.chat import CustomerChat
from bot.simulator.telegram.chat import PrivateChat
from bot.simulator.telegram.messages import Message
from bot.simulator.telegram.messenger import Messenger
from tests.chaos.checker import OUTCOME
from tests.chaos.history import Wanted
from tests.chaos.recorder import Recorder

IMPATIENT_AFTER_S: Final = 1.5


class Manner(StrEnum):
    """How somebody shops."""

    CAREFUL = "careful"
    """Waits for each screen, pays, and comes back."""
    HASTY = "hasty"
    """Taps three times, and writes all answers before the first question of them is asked."""
    CROSSING = "crossing"
    """Taps and writes at the same moment."""
    IMPATIENT = "impatient"
    """Taps again when nothing happens."""
    FREE = "free"
    """Orders free tickets."""


class Stuck(Exception):
    """A customer waited for something that never came."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button as it was seen."""

    message_id: int
    data: str


@dataclass(slots=True)
class Shopper:
    """One customer, who buys once. `patience_s` is how long they wait for any screen."""

    messenger: Messenger
    recorder: Recorder
    client: httpx.AsyncClient
    patience_s: float = 60.0
    chat: PrivateChat = field(init=False)

    def __post_init__(self) -> None:
        self.chat = self.messenger.add_customer("Robin", None, None, "en")

    @property
    def names(self) -> tuple[str, str]:
        """Names that nobody else has."""
        letters = "".join(string.ascii_lowercase[int(digit)] for digit in str(self.chat.id)[-5:])
        return f"Robin {letters}", f"de Vries {letters}"

    async def shop(self, manner: Manner) -> None:
        """Buy in that manner, up to the first end; raise Stuck."""
        self.recorder.wanted[self.chat.id] = Wanted(self.names, 1)
        is_hasty = manner is Manner.HASTY
        event, ticket = (
            ("Open Dag Veerhuis", "Entry") if manner is Manner.FREE else ("Polderlicht Festival", "Day ticket")
        )
        again = IMPATIENT_AFTER_S if manner is Manner.IMPATIENT else None
        self.say("/start")
        await self.see("Which event")
        await self.tap(event, "Get tickets", again_after_s=again)
        await self.tap("Get tickets", "Which tickets", again_after_s=again)
        await self.tap(rf"\+ {ticket}", f"1 × {ticket}", times=3 if is_hasty else 1, again_after_s=again)
        await self.tap("Continue", "first name", times=2 if is_hasty else 1, again_after_s=again)
        await self.introduce(at_once=is_hasty)
        if manner is not Manner.FREE:
            await self.see("How would you like to pay")
            if manner is Manner.CROSSING:
                self.press(self.button("iDEAL.*"))
                self.say("good morning")
            else:
                self.press(self.button("iDEAL.*"))
        order = "Get free tickets" if manner is Manner.FREE else "Order and pay"
        await self.see(order)
        await self.tap(order, OUTCOME.pattern, times=3 if is_hasty else 1, again_after_s=again)
        if self.payment_page() and manner is not Manner.IMPATIENT:
            await self.pay()

    async def introduce(self, *, at_once: bool) -> None:
        """Answer who one is."""
        answers = (*self.names, f"c{self.chat.id}@example.com")
        asked = ("last name", "e-mail address", "How would you like to pay|Get free tickets")
        for answer, shows in zip(answers, asked, strict=True):
            self.say(answer)
            if not at_once:
                await self.see(shows)

    async def pay(self) -> None:
        """Pay, and come back to the thanks."""
        visitor = CustomerChat(self.client, self.chat.id, "en")
        await visitor.pay(self.payment_page(), "success")
        await self.see("Thank you")

    def say(self, words: str) -> None:
        """Send words."""
        self.messenger.say(self.chat, words)

    def press(self, button: Button) -> None:
        """Tap a button, also one that is no longer shown."""
        self.messenger.press(self.chat, self.chat.customer, button.message_id, button.data)

    async def tap(self, label: str, shows: str, *, times: int = 1, again_after_s: float | None = None) -> None:
        """Tap a button so often, and again as long as nothing happens where that is one's manner."""
        button = self.button(label)
        for _ in range(times):
            self.press(button)
        if again_after_s is None:
            await self.see(shows)
            return
        seeing = asyncio.create_task(self.see(shows))
        while not (await asyncio.wait({seeing}, timeout=again_after_s))[0]:
            self.press(button)
        await seeing

    def button(self, label: str) -> Button:
        """Return a button of the card; raise Stuck."""
        for message in self._cards():
            for row in message.keyboard or ():
                for shown in row:
                    if "callback_data" in shown and re.fullmatch(label, str(shown["text"])):
                        return Button(message.message_id, str(shown["callback_data"]))
        raise Stuck(f"chat {self.chat.id} has no button {label!r} on:\n{self.shown()}")

    async def see(self, pattern: str) -> None:
        """Return once text, buttons or the last notice hold a pattern; raise Stuck."""
        loop = asyncio.get_running_loop()
        deadline_s = loop.time() + self.patience_s
        while not re.search(pattern, self.shown()):
            if loop.time() > deadline_s:
                raise Stuck(f"chat {self.chat.id} waits for {pattern!r} at:\n{self.shown()}")
            await self.chat.wait_for_change(self.chat.revision, deadline_s - loop.time())

    def shown(self) -> str:
        """Return what is seen now: the last card with its buttons, and the last notice."""
        card = next(self._cards(), None)
        if card is None:
            return ""
        labels = [str(button["text"]) for row in card.keyboard or () for button in row]
        notices = [notice.text for notice in list(self.chat.notices)[-1:]]
        return "\n".join([card.content.text, *labels, *notices])

    def payment_page(self) -> str:
        """Return where the card says to pay, empty when it does not."""
        buttons = [button for card in self._cards() for row in card.keyboard or () for button in row]
        return next((str(each["url"]) for each in buttons if "/pay/" in str(each.get("url", ""))), "")

    def _cards(self) -> "reversed[Message]":
        """Return the bot's messages, the newest first."""
        by_bot = [message for message in self.chat.messages.values() if message.by_bot and not message.reply_markup]
        return reversed(by_bot)
