"""Makes the README's pictures anew: `python -m tests.browser.screenshots`."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.cli.gallery import collect
from bot.domain.labels import Language
from bot.rehearsal.gallery.met import Screens
from bot.rehearsal.gallery.page import gallery
from bot.rehearsal.stage import stage
from bot.rehearsal.story import read_story
from bot.store.embedded import embedded_server
from tests.browser.buying import ADULT, CATALOG, Buyer, browser_page

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
STORIES = Path(__file__).parents[1] / "stories"
BEGINS_AT = datetime.fromisoformat("2026-12-01T09:00:00+01:00")


async def choose_a_day(buyer: Buyer) -> None:
    """Go as far as the month."""
    await buyer.begin()
    await buyer.choose("Museum Het Veerhuis")
    await buyer.choose("Get tickets")
    await buyer.reads("Which day would you like to come?")


async def choose_tickets(buyer: Buyer) -> None:
    """Say when, then choose a ticket and something beside it."""
    await choose_a_day(buyer)
    await buyer.say("Saturday at half past two")
    await buyer.choose(f"+ {ADULT[buyer.language]}")
    await buyer.choose("+ Audio guide")


async def pay(buyer: Buyer) -> None:
    """Buy, and pay on the payment page."""
    await buyer.buy_up_to_review()
    await buyer.choose("Order and pay")
    await buyer.reads("Your tickets are held until {time}.")
    async with buyer.page.context.expect_page() as opened:
        await buyer.link("Pay now").click()
    payment = await opened.value
    await payment.locator("button.go").click()
    await buyer.reads("Thank you!")


MOMENTS: dict[str, tuple[Language, Callable[[Buyer], Awaitable[None]]]] = {
    "chat-nl": ("nl", choose_a_day),
    "chat-en": ("en", choose_tickets),
    "chat-fr": ("fr", Buyer.buy_up_to_review),
    "chat-de": ("de", pay),
    "chat-nl-dark": ("nl", Buyer.buy_up_to_review),
}


GALLERY: dict[str, dict[str, Any]] = {
    "gallery": {"of": "tickets-1", "width": 1240, "height": 800},
    "gallery-dark": {"of": "review-1", "width": 1240, "height": 800, "dark": True},
    "gallery-phone": {"of": "day-1", "width": 390, "height": 844},
}


async def take_gallery() -> None:
    """Take pictures of the gallery, as far as two stories fill it: at a desk, in the dark, and on a phone."""
    screens, told = Screens(), lambda done, of: None
    stories = [read_story(STORIES / name) for name in ("time-slot-ticket.yaml", "plain-ticket.yaml")]
    assert not await collect(stories, screens, told)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "gallery.html"
        file.write_text(gallery(screens, CATALOG), encoding="utf-8")
        for name, look in GALLERY.items():
            async with browser_page(f"{file.as_uri()}#{look.pop('of')}", **look) as page:
                await page.wait_for_timeout(500)
                await page.screenshot(path=FOLDER / f"{name}.png")


async def main() -> None:
    """Take a picture of one moment of a purchase in each language, one of the page in the dark, and the gallery."""
    await take_gallery()
    for name, (language, come_to_it) in MOMENTS.items():
        with embedded_server() as redis_url:
            async with (
                stage(redis_url, begins_at=BEGINS_AT) as standing,
                browser_page(f"{standing.address}/", dark="dark" in name, timezone_id="Europe/Amsterdam") as page,
            ):
                await come_to_it(Buyer(page, language))
                await page.wait_for_timeout(1500)
                await page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    asyncio.run(main())
