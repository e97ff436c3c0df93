"""The gallery in Chromium: searched, and looked at by axe."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.conversation.messages import Action, Button, Line, Press, StepName, Style, text
from bot.i18n.catalog import GettextCatalog
from bot.rehearsal.gallery.page import gallery
from tests.browser.axe import found_by_axe
from tests.browser.buying import CHROMIUM, browser_page
from tests.rehearsal.test_gallery import HELP, met_in, turn
from tests.telegram.screens import free_order

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")


def page_in(folder: Path) -> str:
    """Write a gallery with all that can stand in one; return its address."""
    rows = (
        (
            Button(text("Pay now"), url="https://pay.cm.com/x", way_on=True),
            Button(text("Cancel"), Press(Action.CANCEL)),
        ),
        (Button(text("Copy the order number"), copy="x"),),
    )
    lines = tuple(Line(text("Step {step} of {steps}", step=1, steps=2), style) for style in Style)
    rich = type(HELP)(text("Your details"), (lines,), rows, picture="https://cm.com/x.png", asks_contact=True)
    turns = (turn(), turn(rich, at=StepName.CUSTOMER), turn(at=StepName.DONE, handed_over=free_order("Polderlicht")))
    file = folder / "gallery.html"
    file.write_text(gallery(met_in(*turns), GettextCatalog(), note='<form method="post"><button>Play</button></form>'))
    return file.as_uri()


async def test_the_gallery_is_searched_and_breaks_no_rule_of_axe_in_light_and_dark(tmp_path: Path):
    async with browser_page(page_in(tmp_path), width=1200) as page:
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        assert await found_by_axe(page) == []
        await page.emulate_media(color_scheme="dark")
        # Colours that are on their way from light to dark are neither.
        await page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished))")
        assert await found_by_axe(page) == []
        await page.get_by_label("Look").select_option("light")
        await expect(page.locator("html")).to_have_css("color-scheme", "light")
        await page.get_by_label("Search").fill("détails coordonnées")
        await expect(page.get_by_role("status")).to_have_text("0 of 6 screens")
        await page.get_by_label("Search").fill("customer coordonnées")
        await expect(page.get_by_role("status")).to_have_text("1 of 6 screens")
        await expect(page.locator("article:visible")).to_have_id("customer-1")
        await page.get_by_label("Français").uncheck()
        await expect(page.locator("article:visible figure:visible")).to_have_count(3)
        await page.set_viewport_size({"width": 320, "height": 700})
        wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert await page.evaluate(wider) is False
        assert problems == []
        await page.evaluate("document.querySelector('h1').style.color = 'rgb(200 205 210)'")
        assert [line.partition(":")[0] for line in await found_by_axe(page)] == ["color-contrast"], (
            "axe looks at nothing"
        )
