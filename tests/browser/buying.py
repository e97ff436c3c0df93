"""A person at the page: opens it in a headless Chromium and buys a time-slot ticket by clicking and typing."""

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Locator, Page, async_playwright, expect

from bot.conversation.messages import Text
from bot.domain.labels import Language
from bot.i18n.catalog import GettextCatalog

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=20_000)  # what is awaited comes in a moment, but for a machine that is busy with other tests
CATALOG = GettextCatalog()
ADULT: dict[Language, str] = {"nl": "Volwassene", "en": "Adult", "fr": "Adulte", "de": "Erwachsene"}


@asynccontextmanager
async def browser_page(
    address: str, *, dark: bool = False, width: int = 420, height: int = 900, **look: Any
) -> AsyncIterator[Page]:
    """Open the page as a phone shows it; `look` are Playwright's options of a context."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            permissions=["clipboard-read", "clipboard-write"],
            **{"locale": "en-GB", **look},
        )
        page = await context.new_page()
        await page.goto(address)
        yield page
        await browser.close()


class Buyer:
    """A customer in one language."""

    def __init__(self, page: Page, language: Language) -> None:
        self.page = page
        self.language = language

    async def begin(self) -> None:
        """Choose the language and press START."""
        await self.page.select_option("#language", self.language)
        # The page speaks it once the customer's Telegram does.
        await expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        await self.page.click("#start")

    async def choose(self, label: str) -> None:
        """Click the button of the newest card that carries the label."""
        await self.button(label).click()

    async def say(self, words: str) -> None:
        """Type and send."""
        await self.page.fill("#text", words)
        await self.page.keyboard.press("Enter")

    async def reads(self, words: str) -> None:
        """Wait until the chat shows a text."""
        await expect(self.page.locator("#log")).to_contain_text(self.pattern(words))

    def button(self, label: str) -> Locator:
        """Return the newest button whose label a text of ours, or a name of the shop's, begins."""
        return self.page.locator("#log").get_by_role("button", name=self.pattern(label)).last

    def link(self, label: str) -> Locator:
        """Return the newest link button with a label."""
        return self.page.locator("#log").get_by_role("link", name=self.pattern(label)).last

    def pattern(self, words: str) -> re.Pattern[str]:
        """Return the pattern of a text in the customer's language; a name of the shop's stands for itself."""
        known = CATALOG.words(Text(words), self.language) if words in ENGLISH else words
        return re.compile(re.sub(r"\\\{\w+\\\}", ".*", re.escape(known)))

    async def buy_up_to_review(self) -> None:
        """Go from START to the review."""
        await self.begin()
        await self.choose("Museum Het Veerhuis")
        await self.choose("Get tickets")
        await self.reads("Which day would you like to come?")
        await self.page.locator("#log").get_by_role("button", name=re.compile(r"\b10\b")).last.click()
        await self.reads("At what time?")
        await self.choose("12:00")
        await self.choose(f"+ {ADULT[self.language]}")
        await self.choose("Continue")
        answers = {
            "What is your first name?": "Robin",
            "What is your last name?": "de Vries",
            "What is your e-mail address? Your tickets are sent there.": "robin@example.com",
            "What is your mobile number?": "+31 6 12345678",
        }
        for question, answer in answers.items():
            await self.reads(question)
            await self.say(answer)
        await self.reads("How would you like to pay?")
        await self.choose("iDEAL")
        await self.reads("Check your order")


ENGLISH = frozenset(
    {
        "Get tickets",
        "Which day would you like to come?",
        "At what time?",
        "Continue",
        "What is your first name?",
        "What is your last name?",
        "What is your e-mail address? Your tickets are sent there.",
        "What is your mobile number?",
        "How would you like to pay?",
        "Check your order",
        "Order and pay",
        "Pay now",
        "Thank you!",
        "Your tickets are held until {time}.",
    }
)
