"""English-speaking customers of a bot that dies while they buy: careful ones, hasty ones, and those that tap once more."""

import asyncio
import re
import string
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qs, urlsplit

import httpx

from bot.simulator.telegram.chat import PrivateChat
from bot.simulator.telegram.messages import Message
from bot.simulator.telegram.messenger import Messenger
from tests.chaos.checker import OUTCOME
from tests.chaos.history import Wanted
from tests.chaos.recorder import Recorder

IMPATIENT_AFTER_S: Final = 1.5
RESTS_S: Final = 0.5
TRY_AGAIN: Final = "Try again"


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
        await self.reach_the_review(manner)
        is_hasty, is_impatient = manner is Manner.HASTY, manner is Manner.IMPATIENT
        order = "Get free tickets" if manner is Manner.FREE else "Order and pay"
        await self.tap(order, OUTCOME.pattern, times=3 if is_hasty else 1, again=is_impatient)
        if self.payment_page() and not is_impatient:
            await self.pay()

    async def reach_the_review(self, manner: Manner) -> None:
        """Choose and answer all up to the order button, in that manner; raise Stuck."""
        self.recorder.wanted[self.chat.id] = Wanted(self.names, 1)
        is_hasty, is_impatient, is_free = (manner is each for each in (Manner.HASTY, Manner.IMPATIENT, Manner.FREE))
        event, ticket = ("Open Dag Veerhuis", "Entry") if is_free else ("Polderlicht Festival", "Day ticket")
        await self.say("/start", "Which event")
        await self.tap(event, "Get tickets", again=is_impatient)
        await self.tap("Get tickets", "Which tickets", again=is_impatient)
        await self.tap(rf"\+ {ticket}", f"1 × {ticket}", times=3 if is_hasty else 1, again=is_impatient)
        await self.tap("Continue", "first name", times=2 if is_hasty else 1, again=is_impatient)
        await self.introduce(at_once=is_hasty)
        if manner is Manner.CROSSING:
            self.press(self.button("iDEAL.*"))
            await self.say("good morning", "Order and pay")
        elif not is_free:
            await self.tap("iDEAL.*", "Order and pay")

    async def introduce(self, *, at_once: bool) -> None:
        """Answer who one is."""
        answers = (*self.names, f"c{self.chat.id}@example.com")
        asked = ("last name", "e-mail address", "How would you like to pay|Get free tickets")
        if at_once:
            for answer in answers[:-1]:
                self.write(answer)
            await self.say(answers[-1], asked[-1])
            return
        for answer, shows in zip(answers, asked, strict=True):
            await self.say(answer, shows)

    async def pay(self) -> None:
        """Pay, and come back to the thanks."""
        # By a line of their own: what troubles the bot's does not trouble the browser's.
        paid = await self.client.post(urlsplit(self.payment_page()).path, data={"outcome": "success"})
        back = paid.headers["location"]
        if "/return/" not in back:
            self.write(f"/start {parse_qs(urlsplit(back).query)['start'][0]}")
        while "/return/" in back:
            # A page that does not come is loaded again.
            with suppress(httpx.TransportError):
                await self.client.get(back)
                break
            await asyncio.sleep(RESTS_S)
        await self.see("Thank you")

    def write(self, words: str) -> None:
        """Send words."""
        self.messenger.say(self.chat, words)

    def press(self, button: Button) -> None:
        """Tap a button, also one that is no longer shown."""
        self.messenger.press(self.chat, self.chat.customer, button.message_id, button.data)

    async def say(self, words: str, shows: str) -> None:
        """Send words and see what comes of them."""
        await self._until(lambda: self.write(words), shows)

    async def tap(self, label: str, shows: str, *, times: int = 1, again: bool = False) -> None:
        """Tap a button so often, and again as long as nothing happens where that is one's manner."""

        def press() -> None:
            button = self.button(label)
            for _ in range(times):
                self.press(button)

        if not again:
            await self._until(press, shows)
            return
        button = self.button(label)
        seeing = asyncio.create_task(self._until(press, shows))
        while not (await asyncio.wait({seeing}, timeout=IMPATIENT_AFTER_S))[0]:
            self.press(button)
        await seeing

    async def _until(self, act: Callable[[], None], shows: str) -> None:
        """Act and see what comes of it; while the shop rests, try again, and act once more when it does not any longer."""
        act()
        while not await self.see(shows, or_else=TRY_AGAIN):
            await asyncio.sleep(RESTS_S)
            if TRY_AGAIN not in self.shown():
                continue
            before = self.chat.revision
            self.press(self.button(TRY_AGAIN))
            await self.chat.wait_for_change(before, self.patience_s)
            await self.see(shows, or_else=".")
            if TRY_AGAIN not in self.shown() and not re.search(shows, self.shown()):
                act()

    def button(self, label: str) -> Button:
        """Return a button of the card; raise Stuck."""
        for message in self._cards():
            for row in message.keyboard or ():
                for shown in row:
                    if "callback_data" in shown and re.fullmatch(label, str(shown["text"])):
                        return Button(message.message_id, str(shown["callback_data"]))
        raise Stuck(f"chat {self.chat.id} has no button {label!r} on:\n{self.shown()}")

    async def see(self, pattern: str, or_else: str = "") -> bool:
        """Wait until text, buttons or the last notice hold a pattern, or the other one; return which. Raise Stuck."""
        loop = asyncio.get_running_loop()
        deadline_s = loop.time() + self.patience_s
        while not re.search(pattern, self.shown()):
            if or_else and re.search(or_else, self.shown()):
                return False
            if loop.time() > deadline_s:
                raise Stuck(f"chat {self.chat.id} waits for {pattern!r} at:\n{self.shown()}")
            await self.chat.wait_for_change(self.chat.revision, deadline_s - loop.time())
        return True

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
