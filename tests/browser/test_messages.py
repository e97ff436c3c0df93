"""What a bot sends, and how the page shows it: as a phone does, and to everybody."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.buying import CHROMIUM
from tests.browser.phone import inline, phone, picture

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")


async def test_a_spoiler_is_hidden_from_everybody_until_it_is_touched():
    async with phone() as held:
        message = held.message(
            await held.say("It is <tg-spoiler>the butler</tg-spoiler> or <tg-spoiler>not</tg-spoiler>.")
        )
        hidden = message.get_by_role("button", name="Hidden text, show")
        assert await hidden.count() == 2
        assert "butler" not in await message.aria_snapshot()
        await expect(held.page.locator("#announcer")).to_have_text("Tickets: It is … or ….")
        await hidden.first.focus()
        await held.page.keyboard.press("Enter")
        await expect(hidden).to_have_count(0)
        assert "It is the butler or not." in await message.aria_snapshot()


async def test_a_long_quote_unfolds_and_a_short_one_needs_not():
    async with phone() as held:
        lines = "\n".join(f"Line {number}" for number in range(1, 9))
        await held.say(f"<blockquote expandable>{lines}</blockquote>")
        more = held.newest.get_by_role("button", name="Show more")
        quoted = held.newest.locator(".quoted")
        folded = (await quoted.bounding_box())["height"]  # type: ignore[index]
        await more.click()
        less = held.newest.get_by_role("button", name="Show less")
        await expect(less).to_have_attribute("aria-expanded", "true")
        assert (await quoted.bounding_box())["height"] > 2 * folded  # type: ignore[index]
        await held.say("<blockquote expandable>Short</blockquote>")
        await expect(held.newest.locator(".unfold")).to_be_hidden()


async def test_code_and_buttons_copy():
    async with phone() as held:
        keyboard = {"inline_keyboard": [[{"text": "Copy it", "copy_text": {"text": "FROM-BUTTON"}}]]}
        await held.say("Order <code>CM-1</code>\n<pre>two\nlines</pre>", reply_markup=keyboard)
        for name, copied in (("CM-1", "CM-1"), ("Copy", "two\nlines"), ("Copy it (copies)", "FROM-BUTTON")):
            await held.newest.get_by_role("button", name=name, exact=True).click()
            await expect(held.page.locator("#toast")).to_contain_text("Copied")
            assert await held.page.evaluate("navigator.clipboard.readText()") == copied


async def test_a_moment_counts_down_and_follows_the_clock():
    async with phone(timezone_id="Europe/Amsterdam") as held:
        ends = int(held.simulator.clock.now().timestamp()) + 15 * 60 + 30
        await held.say(
            f'<tg-time unix="{ends}" format="r">soon</tg-time>, <tg-time unix="{ends}" format="t">t</tg-time>'
        )
        await expect(held.newest.locator("time").first).to_have_text("in 15 minutes")
        await expect(held.newest.locator("time").nth(1)).to_have_text("09:15")
        await held.page.get_by_role("button", name="Trouble").click()
        await held.page.get_by_role("button", name="+ 5 minutes").click()
        await expect(held.newest.locator("time").first).to_have_text("in 10 minutes")


async def test_a_picture_a_file_a_place_and_a_contact():
    async with phone() as held:
        await held.bot(
            "sendPhoto", files={"photo": ("a.png", picture(16, 9))}, caption="<b>Look</b>", parse_mode="HTML"
        )
        button = held.newest.get_by_role("button", name="Photo (Enlarge picture)")
        await expect(button.locator("img")).to_have_js_property("naturalWidth", 16)
        await expect(held.newest.locator("b")).to_have_text("Look")
        await button.click()
        await expect(held.page.get_by_role("dialog").get_by_role("img", name="Photo")).to_be_visible()
        await held.page.keyboard.press("Escape")
        await expect(button).to_be_focused()

        await held.bot("sendDocument", files={"document": ("tickets.ics", b"BEGIN:VCALENDAR")})
        file = held.newest.get_by_role("link", name=re.compile(r"tickets\.ics"))
        async with held.page.expect_download() as downloads:
            await file.click()
        assert (await downloads.value).suggested_filename == "tickets.ics"

        await held.bot("sendVenue", latitude=51.9, longitude=4.5, title="Het Veerhuis", address="Kade 1")
        place = held.newest.get_by_role("link", name=re.compile(r"Het Veerhuis\s*Kade 1 .*Open the map"))
        await expect(place).to_have_attribute("href", re.compile(r"^https://www\.openstreetmap\.org/.*mlat=51\.9"))
        await held.bot("sendContact", phone_number="+31201234567", first_name="Support", last_name="Desk")
        await expect(held.newest.get_by_role("link", name="+31201234567")).to_be_visible()
        await expect(held.newest).to_contain_text("Support Desk")


async def test_an_album_is_one_message_with_a_grid():
    async with phone() as held:
        names = ["a", "b", "c"]
        media = [{"type": "photo", "media": f"attach://{name}"} for name in names]
        files = {name: (f"{name}.png", picture(9, 9)) for name in names}
        await held.bot("sendMediaGroup", files=files, media=[{**media[0], "caption": "Three"}, *media[1:]])
        await expect(held.newest).to_contain_text("Three")
        await expect(held.newest.get_by_role("group", name="Photo × 3").get_by_role("button")).to_have_count(3)
        assert await held.page.locator(".message").count() == 2


async def test_nothing_is_loaded_from_elsewhere():
    async with phone() as held:
        asked: list[str] = []
        held.page.on("request", lambda request: asked.append(request.url))
        await held.say("https://example.com/poster.jpg", link_preview_options={"prefer_large_media": True})
        preview = held.newest.locator(".preview.large")
        await expect(preview).to_contain_text("example.com")
        await expect(preview.locator(".preview-picture")).to_have_attribute("title", re.compile("no pictures"))
        await held.say("x", link_preview_options={"url": "https://example.com/a", "show_above_text": True})
        order = "(bubble) => [...bubble.children].map((each) => each.className.split(' ')[0]).slice(1)"
        assert await held.newest.locator(".bubble").evaluate(order) == ["preview", "words"]
        await held.say("https://example.com", link_preview_options={"is_disabled": True})
        await expect(held.newest.locator(".preview")).to_have_count(0)
        assert {url.partition("/simulator")[0] for url in asked} == {str(held.http.base_url).rstrip("/")}


async def test_edits_happen_in_place_and_only_the_customers_are_marked():
    async with phone() as held:
        message_id = await held.say("One", reply_markup=inline([("Go", "go"), ("On", "on")]))
        await held.message(message_id).get_by_role("button", name="Go", exact=True).focus()
        keyboard = inline([("New", "new")], [("Go", "go")])
        await held.bot("editMessageText", message_id=message_id, text="Two", reply_markup=keyboard)
        await expect(held.message(message_id)).to_contain_text("Two")
        await expect(held.message(message_id).get_by_role("button", name="Go", exact=True)).to_be_focused()
        await expect(held.message(message_id)).not_to_contain_text("edited")
        await expect(held.page.locator("#announcer")).to_have_text("Tickets: Two Buttons: 2")
        await held.page.fill("#text", "helo")
        await held.page.keyboard.press("Enter")
        await expect(held.newest).to_contain_text("helo")
        await held.choose("Actions for this message", "Edit", within=held.newest)
        await expect(held.page.locator("#text")).to_have_value("helo")
        await held.page.fill("#text", "hello")
        await held.page.keyboard.press("Enter")
        await expect(held.newest).to_contain_text(re.compile(r"hello.*edited"))
        [edited] = await held.heard("edited_message")
        assert edited["text"] == "hello"


async def test_toasts_and_alerts_answer_taps():
    async with phone() as held:
        await held.say("Choose", reply_markup=inline([("Toast", "toast"), ("Alert", "alert")]))
        await held.newest.get_by_role("button", name="Toast").click()
        await expect(held.newest.locator(".waiting")).to_have_text("Toast")
        [tap] = await held.heard("callback_query")
        await held.bot("answerCallbackQuery", callback_query_id=tap["id"], text="Noted")
        await expect(held.page.locator("#toast")).to_have_text("Noted")
        await expect(held.newest.locator(".waiting")).to_have_count(0)
        await held.newest.get_by_role("button", name="Alert").click()
        tap = (await held.heard("callback_query"))[-1]
        await held.bot("answerCallbackQuery", callback_query_id=tap["id"], text="Sold out", show_alert=True)
        dialog = held.page.get_by_role("alertdialog", name="Sold out")
        await expect(dialog).to_be_visible()
        await held.page.keyboard.press("Enter")
        await expect(dialog).to_be_hidden()
        await expect(held.newest.get_by_role("button", name="Alert")).to_be_focused()


async def test_a_reader_of_old_messages_is_left_where_they_are():
    async with phone(height=600) as held:
        for number in range(1, 21):
            await held.bot("sendMessage", text=f"Message {number}")
        await expect(held.newest).to_be_in_viewport()
        oldest = held.page.locator(".message").first
        await oldest.scroll_into_view_if_needed()
        await held.page.mouse.move(200, 300)
        await held.page.mouse.wheel(0, -2000)
        back = held.page.get_by_role("button", name="To the newest message")
        await expect(back).to_be_visible()
        await held.say("Something new")
        await expect(oldest).to_be_in_viewport()
        await expect(held.newest).not_to_be_in_viewport()
        await back.click()
        await expect(held.newest).to_be_in_viewport()
        await expect(held.page.locator("#text")).to_be_focused()


async def test_a_simulator_that_is_away_is_told_and_its_chat_comes_back():
    async with phone() as held:
        await held.page.route("**/chat?*", lambda route: route.abort())
        await held.page.locator("#text").fill("ends the poll that waits")
        await held.page.keyboard.press("Enter")
        await expect(held.page.locator("#presence")).to_contain_text("does not answer")
        await expect(held.page.locator("#announcer")).to_contain_text("does not answer")
        await held.page.unroute("**/chat?*")
        await held.bot("sendMessage", text="Here again")
        await expect(held.newest).to_contain_text("Here again")
        await expect(held.page.locator("#presence")).to_have_text("bot")
