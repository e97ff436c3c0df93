"""A time-slot ticket, bought in the page by clicking, in a real browser."""

from datetime import datetime

import pytest
from playwright.async_api import expect

from bot.conversation.messages import Text
from bot.domain.labels import LANGUAGES, Language
from bot.rehearsal.stage import stage
from tests.browser.buying import CATALOG, CHROMIUM, Buyer, browser_page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")
BEGINS_AT = datetime.fromisoformat("2026-12-01T09:00:00+01:00")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_time_slot_ticket_is_bought_by_clicking(redis_url: str, language: Language):
    async with stage(redis_url, begins_at=BEGINS_AT) as standing, browser_page(f"{standing.address}/") as page:
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        buyer = Buyer(page, language)
        await buyer.buy_up_to_review()
        await buyer.choose("Order and pay")
        await buyer.reads("Your tickets are held until {time}.")
        async with page.context.expect_page() as opened:
            await buyer.link("Pay now").click()
        payment = await opened.value
        await payment.locator("button.go").click()
        await expect(payment.locator("#log")).to_contain_text(buyer.pattern("Thank you!"))
        await buyer.reads("Thank you!")
        calls_back = page.locator("button.key:not(:has(.mark))")
        assert await page.locator("#log .keyboard").filter(has=calls_back).count() == 1, "the live card alone"
        assert problems == []
    book = standing.simulator.shop.book
    assert [order.state for order in book.orders.values()] == ["paid"]


async def test_the_way_back_by_the_return_page_leads_to_the_chat_which_knows(redis_url: str):
    async with (
        stage(redis_url, begins_at=BEGINS_AT, return_page=True) as standing,
        browser_page(f"{standing.address}/") as page,
    ):
        buyer = Buyer(page, "fr")
        await buyer.buy_up_to_review()
        await buyer.choose("Order and pay")
        async with page.context.expect_page() as opened:
            await buyer.link("Pay now").click()
        payment = await opened.value
        await payment.locator("button.go").click()
        said = CATALOG.words(Text("The payment page reports success. Your tickets come by e-mail."), "fr")
        await expect(payment.get_by_role("main")).to_contain_text(said)
        await buyer.reads("Thank you!")
        await payment.get_by_role("link", name=CATALOG.words(Text("Back to Telegram"), "fr")).click()
        await expect(payment.locator("#log")).to_contain_text(buyer.pattern("Thank you!"))
