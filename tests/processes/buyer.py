"""An English-speaking customer of a bot in a process of its own."""

import re
import time

from bot.rehearsal.chat import CustomerChat, Seen, SeenButton
from tests.processes.conftest import PATIENCE_S, RunningBot


class Buyer:
    """Says, taps and waits."""

    def __init__(self, chat: CustomerChat, bot: RunningBot) -> None:
        self.chat = chat
        self.bot = bot

    async def say(self, words: str, shows: str) -> Seen:
        await (self.chat.start() if words == "/start" else self.chat.say(words))
        return await self.see(shows)

    async def tap(self, label: str, shows: str) -> Seen:
        await self.chat.tap(await self.button(label))
        return await self.see(shows)

    async def button(self, label: str) -> SeenButton:
        fitting = [each for each in (await self.chat.look()).buttons if re.fullmatch(label, each.label)]
        assert fitting, f"no button {label!r}"
        return fitting[0]

    async def see(self, pattern: str) -> Seen:
        """Return what is seen once text or buttons hold the pattern."""
        deadline_s = time.monotonic() + PATIENCE_S
        seen = await self.chat.look()
        while not re.search(pattern, words := "\n".join([seen.text, *(button.label for button in seen.buttons)])):
            assert time.monotonic() < deadline_s, f"no {pattern!r} in:\n{words}"
            seen = await self.chat.look(after=seen.revision, wait_s=1.0)
        return seen

    async def fill_in(self) -> None:
        """Answer the customer step's questions for a name and an address."""
        await self.say("Robin", "last name")
        await self.say("de Vries", "e-mail address")
        await self.say("robin@example.com", "mobile number|How would you like to pay")

    async def reach_the_review_of_a_day_ticket(self) -> None:
        await self.say("/start", "Which event")
        await self.tap("Polderlicht Festival", "Get tickets")
        await self.tap("Get tickets", "Which tickets")
        await self.tap(r"\+ Day ticket", "1 × Day ticket")
        await self.tap("Continue", "first name")
        await self.fill_in()
        await self.tap("iDEAL.*", "Order and pay")

    async def reach_the_review_of_a_time_slot(self) -> None:
        await self.say("/start", "Which event")
        await self.tap("Museum Het Veerhuis", "Get tickets")
        await self.tap("Get tickets", "Which day")
        await self.tap(".* »", "« ")
        await self.tap(r"\d+\*?", "At what time")
        await self.tap("11:00.*", "Which tickets")
        await self.tap(r"\+ Adult", "1 × Adult")
        await self.tap("Continue", "first name")
        await self.fill_in()
        await self.say("06 12345678", "How would you like to pay")
        await self.tap("iDEAL.*", "Order and pay")
