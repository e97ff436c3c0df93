"""Who cannot see, point, or bear movement uses the page as well; and it fits any phone."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from bot.domain.labels import LANGUAGES
from bot.rehearsal.stage import stage
from bot.simulator.faults import FaultName
from tests.browser.buying import CHROMIUM, Buyer, browser_page
from tests.browser.phone import BEGINS_AT, Phone, inline, phone

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")

MOST_TABS = 80
FOCUSED = """() => {
  const element = document.activeElement;
  return element.matches("a, button, textarea") ? element.getAttribute("aria-label") || element.innerText.trim() : "";
}"""
CONTRASTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (top, below) => top.slice(0, 3).map((part, index) => part * top[3] + below[index] * (1 - top[3]));
  const ground = (element) => {
    if (!element) return [255, 255, 255];
    const own = rgba(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own.slice(0, 3) : over(own, ground(element.parentElement));
  };
  const light = (colour) => {
    const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const [red, green, blue] = colour.map((part) => linear(part / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const words = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join("");
    if (!words || !element.checkVisibility() || element.closest(".hidden, .secret, .symbol, .skip, option, noscript")) continue;
    const behind = ground(element);
    const ink = over(rgba(getComputedStyle(element).color), behind);
    const [high, low] = [light(ink), light(behind)].sort((one, other) => other - one);
    found.push([words.slice(0, 40), (high + 0.05) / (low + 0.05)]);
  }
  return found;
}"""


class Keyboard:
    """A person who has no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def goes_to(self, words: str, *, back: bool = False) -> None:
        """Press Tab until what has the focus is called so."""
        for _ in range(MOST_TABS):
            name: str = await self.page.evaluate(FOCUSED)
            if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", name):
                return
            await self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{words!r} is not reached with the keyboard")

    async def presses(self, words: str) -> None:
        """Go back to a button from the message field, and press it."""
        await self.goes_to(words, back=True)
        await self.page.keyboard.press("Enter")


async def test_a_ticket_is_bought_with_the_keyboard_alone(redis_url: str):
    async with stage(redis_url, begins_at=BEGINS_AT) as standing, browser_page(f"{standing.address}/") as page:
        buyer, keyboard = Buyer(page, "en"), Keyboard(page)
        await expect(page.locator("#start")).to_be_visible()
        await keyboard.goes_to("START")
        await page.keyboard.press("Enter")
        await expect(page.locator("#text")).to_be_focused()
        await expect(buyer.button("Museum Het Veerhuis")).to_be_visible()
        await keyboard.presses("Museum Het Veerhuis")
        await expect(buyer.button("Get tickets")).to_be_visible()
        await keyboard.goes_to("Get tickets")
        await page.keyboard.press("Enter")
        await buyer.reads("Which day would you like to come?")
        await expect(page.locator(".message").last).to_be_focused()
        await keyboard.goes_to("10")
        await page.keyboard.press("Enter")
        for question, label in (("At what time?", "12:00"), ("Adult", "+ Adult"), ("1 × ", "Continue")):
            await buyer.reads(question)
            await keyboard.goes_to(label)
            await page.keyboard.press("Enter")
        await buyer.reads("What is your first name?")
        await keyboard.goes_to("Message")
        for answer in ("Robin", "de Vries", "robin@example.com", "+31 6 12345678"):
            await page.keyboard.type(f"{answer}\n")
            await expect(page.locator(".mine").last).to_contain_text(answer)
        await buyer.reads("How would you like to pay?")
        await keyboard.presses("iDEAL")
        await buyer.reads("Check your order")
        await keyboard.goes_to("Order and pay")
        await page.keyboard.press("Enter")
        await buyer.reads("Your tickets are held until {time}.")
        await expect(buyer.link("Pay now")).to_be_visible()
        await keyboard.goes_to("Pay now")


async def rich_chat(held: Phone) -> None:
    """Fill a chat with all that has colours of its own."""
    await held.bot("setMyCommands", commands=[{"command": "orders", "description": "My orders"}])
    keyboard: dict[str, Any] = inline([("Plain", "a"), ("Other", "b"), ("Third", "c")])
    for style in ("primary", "success", "danger"):
        keyboard["inline_keyboard"].append([{"text": style, "callback_data": style, "style": style}])
    long_word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    text = f"<b>{long_word}</b> <code>{long_word}</code> https://example.com/{long_word} /help\n"
    text += "<pre>x</pre><blockquote expandable>1\n2\n3\n4\n5</blockquote><tg-spoiler>s</tg-spoiler>"
    await held.say(text, reply_markup=keyboard)
    for kind in ("photo", "document", "voice", "location", "venue"):
        await held.http.post(f"/simulator/customers/{held.customer}/media", json={"kind": kind})
    await held.http.post(f"/simulator/customers/{held.customer}/contact", json={})
    first = (await held.shown())[1]["message_id"]
    await held.http.post(f"/simulator/customers/{held.customer}/messages", json={"text": "Yes", "reply_to": first})
    await held.http.post(f"/simulator/customers/{held.customer}/forward", json={"message_id": first})
    asking = {"keyboard": [[{"text": "My number", "request_contact": True}], ["Skip", "Back", long_word]]}
    await held.say("Number?", reply_markup=asking)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_everything_stands_out_enough(dark: bool):
    async with phone(dark=dark) as held:
        await rich_chat(held)
        await held.http.post("/simulator/faults", json={"on": "shop", "name": "500"})
        await expect(held.page.get_by_role("alert")).to_contain_text("500")
        seen: list[tuple[str, float]] = await held.page.evaluate(CONTRASTS)
        await held.page.get_by_role("button", name="Trouble", exact=True).click()
        seen += await held.page.evaluate(CONTRASTS)
        await held.page.keyboard.press("Escape")
        await held.page.get_by_role("button", name="Menu").click()
        seen += await held.page.evaluate(CONTRASTS)
        assert len(seen) > 60
        assert [(words, round(ratio, 2)) for words, ratio in seen if ratio < 4.5] == []


@pytest.mark.parametrize("width", [320, 375, 430])
async def test_nothing_is_wider_than_the_phone(width: int):
    async with phone(width=width, height=700) as held:
        await rich_chat(held)
        await held.http.post("/simulator/faults", json={"on": "shop", "name": "500"})
        await expect(held.page.get_by_role("alert")).to_contain_text("500")
        beyond = """() => [...document.querySelectorAll("body *")]
            .filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5 && !each.closest(".hidden"))
            .map((each) => each.outerHTML.slice(0, 80))"""
        assert await held.page.evaluate(beyond) == []
        scrolls = """() => ["html", "#scroller", "#trouble"].filter((name) => {
            const each = document.querySelector(name);
            return each.scrollWidth > each.clientWidth;
        })"""
        assert await held.page.evaluate(scrolls) == []
        await held.page.get_by_role("button", name="Trouble", exact=True).click()
        assert await held.page.evaluate(beyond) == []
        assert await held.page.evaluate(scrolls) == []


async def test_every_control_has_a_name_and_every_message_an_author():
    async with phone() as held:
        await rich_chat(held)
        await held.page.get_by_role("button", name="Trouble", exact=True).click()
        lines = [line.strip() for line in (await held.page.locator("body").aria_snapshot()).splitlines()]
        controls = ("button", "link", "combobox", "textbox", "spinbutton", "img", "region", "log", "group")
        assert [line for line in lines if re.fullmatch(rf"- ({'|'.join(controls)})( \[.*\])?:?", line)] == []
        assert len([line for line in lines if line.startswith("- button")]) > 30
        for message in await held.page.locator(".message").all():
            words = await message.aria_snapshot()
            assert "Tickets:" in words or "You:" in words


async def test_movement_is_left_out_on_request():
    async with phone(reduced_motion="reduce") as held:
        await held.say("Choose", reply_markup=inline([("Go", "go")]))
        await held.newest.get_by_role("button", name="Go").click()
        await expect(held.newest.locator(".waiting")).to_have_attribute("aria-busy", "true")
        moving = "document.getAnimations().length"
        assert await held.page.evaluate(moving) == 0


async def test_forced_colours_keep_the_edges():
    async with phone(forced_colors="active") as held:
        await held.say("<tg-spoiler>secret</tg-spoiler>", reply_markup=inline([("Go", "go")]))
        for part in (".bubble", ".key"):
            await expect(held.newest.locator(part)).to_have_css("border-top-style", "solid")
        style = await held.newest.locator(".spoiler").evaluate(
            "(spoiler) => [getComputedStyle(spoiler).color, getComputedStyle(spoiler).backgroundColor]"
        )
        assert style[0] == style[1]


async def test_the_theme_follows_the_device_until_it_is_chosen():
    async with phone(dark=True) as held:
        button = held.page.get_by_role("button", name="Dark")
        await expect(button).to_have_attribute("aria-pressed", "true")
        await held.page.emulate_media(color_scheme="light")
        await expect(button).to_have_attribute("aria-pressed", "false")
        await button.click()
        await expect(held.page.locator("html")).to_have_css("color-scheme", "dark")
        await held.page.reload()
        await expect(held.page.locator("html")).to_have_css("color-scheme", "dark")
        await expect(button).to_have_attribute("aria-pressed", "true")


async def test_news_is_announced_and_the_customers_own_words_are_not():
    async with phone() as held:
        announcer = held.page.locator("#announcer")
        await held.say("Your turn", reply_markup=inline([("Go", "go")]))
        await expect(announcer).to_have_text("Tickets: Your turn Buttons: 1")
        await held.page.fill("#text", "hello")
        await held.page.keyboard.press("Enter")
        await expect(held.newest).to_contain_text("hello")
        await expect(announcer).to_have_text("Tickets: Your turn Buttons: 1")


async def test_a_skip_link_leads_to_the_message_field():
    async with phone() as held:
        await held.page.evaluate("document.activeElement.blur()")
        skip = held.page.get_by_role("link", name="To the message field")
        await skip.focus()
        await expect(skip).to_be_in_viewport()
        await held.page.keyboard.press("Enter")
        await expect(held.page.locator("#text")).to_be_focused()


async def test_the_page_speaks_four_languages():
    async with phone() as held:
        words: dict[str, dict[str, Any]] = await held.page.evaluate(
            "async (codes) => Object.fromEntries(await Promise.all(codes.map(async (code) => "
            "[code, (await import(`/page/words/${code}.js`)).default])))",
            list(LANGUAGES),
        )
        shapes = {code: _shape(table) for code, table in words.items()}
        assert shapes["nl"] == shapes["en"] == shapes["fr"] == shapes["de"]
        assert set(words["en"]["faults"]) == set(FaultName)
        for code in LANGUAGES:
            await held.page.select_option("#language", code)
            await expect(held.page.locator("html")).to_have_attribute("lang", code)
            await expect(held.page.locator("#new-customer")).to_have_text(words[code]["newCustomer"])
            await expect(held.page.get_by_role("textbox", name=words[code]["message"])).to_be_visible()


def _shape(table: dict[str, Any]) -> dict[str, Any]:
    """Return which words a language has, and the values that each is given."""
    return {
        name: _shape(word) if isinstance(word, dict) else sorted(part.partition("}")[0] for part in word.split("{")[1:])
        for name, word in table.items()
    }
