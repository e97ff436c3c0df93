"""The return page in Chromium: on a phone, in the dark, without scripts, by keyboard, in four languages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Page, expect
from redis.asyncio import Redis

from bot.conversation.messages import PaymentOutcome
from bot.domain.labels import LANGUAGES, Language
from bot.i18n.catalog import GettextCatalog
from bot.web.pages import BACK, REPORTED
from tests.browser.buying import CHROMIUM, browser_page
from tests.browser.test_access import CONTRASTS
from tests.web.site import CHAT_ADDRESS, site

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")

CATALOG = GettextCatalog()
SMALLEST_BUTTON = 44


@asynccontextmanager
async def landed(redis: Redis, language: Language, outcome: PaymentOutcome, **look: object) -> AsyncIterator[Page]:
    """Come back from the payment page in a browser that runs no scripts; nothing may be refused by our own policy."""
    async with site(redis, language=language) as here:
        address = str(here.client.base_url).rstrip("/") + here.ways[outcome]
        problems: list[str] = []
        async with browser_page("about:blank", java_script_enabled=False, **look) as page:  # type: ignore[arg-type]
            page.on("console", lambda said: problems.append(said.text))
            await page.goto(address)
            yield page
        assert problems == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_it_is_read_on_a_phone_in_every_language(redis: Redis, language: Language, dark: bool):
    outcome = PaymentOutcome.FAILED if dark else PaymentOutcome.SUCCESS
    page_of = REPORTED[outcome]
    async with landed(redis, language, outcome, dark=dark, width=320, height=560) as page:
        await expect(page).to_have_title(CATALOG.words(page_of.title, language))
        await expect(page.get_by_role("heading", level=1)).to_have_text(CATALOG.words(page_of.title, language))
        for words in page_of.words:
            await expect(page.get_by_role("main")).to_contain_text(CATALOG.words(words, language))
        back = page.get_by_role("link", name=CATALOG.words(BACK, language))
        await expect(back).to_have_attribute("href", CHAT_ADDRESS)
        box = await back.bounding_box()
        assert box is not None
        assert box["height"] >= SMALLEST_BUTTON
        assert 0 <= box["x"] <= box["x"] + box["width"] <= 320
        assert box["y"] + box["height"] <= 560


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_its_words_stand_out_from_their_ground(redis: Redis, dark: bool):
    async with site(redis) as here:
        address = str(here.client.base_url).rstrip("/")
        for way in (here.ways[PaymentOutcome.EXPIRED], "/return/0"):
            async with browser_page(address + way, dark=dark, bypass_csp=True) as page:
                contrasts = await page.evaluate(CONTRASTS)
        assert len(contrasts) >= 3
        assert [each for each in contrasts if each[1] < 4.5] == []


async def test_the_way_back_is_the_first_thing_the_keyboard_finds(redis: Redis):
    async with landed(redis, "en", PaymentOutcome.CANCELLED) as page:
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link")).to_be_focused()
        assert await page.get_by_role("link").count() == 1
