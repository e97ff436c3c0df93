"""What a customer does in the page, and what the bot hears of it."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.buying import CHROMIUM
from tests.browser.phone import phone

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")
ASKING = {
    "keyboard": [[{"text": "My number", "request_contact": True}], ["Skip"]],
    "one_time_keyboard": True,
    "input_field_placeholder": "Your number",
}


async def test_the_phone_number_is_shared_only_when_that_is_confirmed():
    async with phone() as held:
        await held.say("Your number?", reply_markup=ASKING)
        await expect(held.page.get_by_placeholder("Your number")).to_be_visible()
        key = held.page.get_by_role("button", name="My number (shares your phone number)")
        dialog = held.page.get_by_role("alertdialog", name="Share your phone number?")
        await key.click()
        await expect(dialog).to_contain_text("Tickets will know your phone number +31")
        await dialog.get_by_role("button", name="Cancel").click()
        await expect(dialog).to_be_hidden()
        await key.click()
        await dialog.get_by_role("button", name="Share").click()
        await expect(key).to_be_hidden()
        contacts = [message["contact"] for message in await held.heard("message") if "contact" in message]
        assert [contact["user_id"] for contact in contacts] == [held.customer]
        await expect(held.newest).to_contain_text(contacts[0]["phone_number"])


async def test_a_keyboard_can_be_folded_away_and_its_buttons_are_said():
    async with phone() as held:
        await held.say("Well?", reply_markup={"keyboard": [["Yes", "No"]]})
        await held.page.get_by_role("button", name="Hide the answers").click()
        await expect(held.page.get_by_role("button", name="Yes")).to_be_hidden()
        await held.page.get_by_role("button", name="Show the answers").click()
        await held.page.get_by_role("button", name="Yes").click()
        await expect(held.newest).to_contain_text("Yes")
        await expect(held.page.get_by_role("button", name="No")).to_be_visible()
        await held.say("Gone", reply_markup={"remove_keyboard": True})
        await expect(held.page.locator("#reply-keyboard")).to_be_hidden()


async def test_things_are_attached_with_a_caption():
    async with phone() as held:
        await held.page.fill("#text", "our group")
        await held.choose("Attach", "Photo")
        await expect(held.newest.get_by_role("button", name="Photo (Enlarge picture)")).to_be_visible()
        await expect(held.page.locator("#text")).to_have_value("")
        for item in ("Document", "Sticker", "Voice message", "Video", "Location", "Poll"):
            before = await held.page.locator(".message").count()
            await held.choose("Attach", item)
            await expect(held.page.locator(".message")).to_have_count(before + 1)
        await held.choose("Attach", "Someone else’s contact Harry Walsh")
        await expect(held.newest).to_contain_text("Harry Walsh")
        heard = (await held.heard("message"))[1:]
        kinds = ["photo", "document", "sticker", "voice", "video", "location", "poll", "contact"]
        assert [kind for kind, message in zip(kinds, heard, strict=True) if kind not in message] == []
        assert heard[0]["caption"] == "our group"
        assert heard[-1]["contact"].get("user_id") is None


async def test_messages_are_answered_and_forwarded():
    async with phone() as held:
        first = await held.say("First")
        await held.say("Second")
        await held.choose("Actions for this message", "Reply", within=held.message(first))
        await expect(held.page.locator("#about")).to_contain_text("Reply to TicketsFirst")
        await held.page.keyboard.type("This one")
        await held.page.keyboard.press("Enter")
        await expect(held.newest).to_contain_text("This one")
        await expect(held.page.locator("#about")).to_be_hidden()
        await held.newest.get_by_role("button", name="Reply to Tickets: First").click()
        await expect(held.message(first)).to_be_focused()
        await held.choose("Actions for this message", "Forward into this chat", within=held.message(first))
        await expect(held.newest).to_contain_text("Forwarded from Tickets")
        answer, forwarded = (await held.heard("message"))[-2:]
        assert answer["reply_to_message"]["message_id"] == first
        assert forwarded["forward_origin"]["type"] == "user"


async def test_a_forced_reply_is_begun():
    async with phone() as held:
        asked = await held.say("Name?", reply_markup={"force_reply": True, "input_field_placeholder": "First name"})
        await expect(held.page.get_by_placeholder("First name")).to_be_focused()
        await held.page.keyboard.type("Robin\n")
        await expect(held.newest).to_contain_text("Robin")
        assert (await held.heard("message"))[-1]["reply_to_message"]["message_id"] == asked


async def test_the_up_arrow_edits_and_escape_lets_it_be():
    async with phone() as held:
        await held.page.locator("#text").press("ArrowUp")
        await expect(held.page.locator("#about")).to_contain_text("Edit message")
        await held.page.keyboard.press("Escape")
        await expect(held.page.locator("#about")).to_be_hidden()
        await expect(held.page.locator("#text")).to_have_value("")


async def test_the_bot_is_blocked_and_taken_back():
    async with phone() as held:
        await held.choose("More", "Block the bot")
        await expect(held.page.locator("#blocked")).to_contain_text("It cannot write to you.")
        await expect(held.page.locator("#text")).to_be_hidden()
        await held.page.get_by_role("button", name="Unblock the bot").click()
        await expect(held.page.locator("#text")).to_be_focused()
        changes = await held.heard("my_chat_member")
        assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]


async def test_several_customers_each_have_their_own_chat():
    async with phone() as held:
        first = held.customer
        await held.page.fill("#text", "a draft of the first")
        await held.page.get_by_role("button", name="New customer").click()
        await expect(held.page.locator("#start")).to_be_visible()
        await expect(held.page.locator(".message")).to_have_count(0)
        await held.page.click("#start")
        await expect(held.page.locator("#text")).to_have_value("")
        await held.say("Hello, second")
        await held.page.get_by_role("combobox", name="Customer", exact=True).select_option(str(first))
        await expect(held.page.locator(".message")).to_have_count(1)
        await expect(held.page.locator("#log")).not_to_contain_text("Hello, second")
        await held.page.reload()
        await expect(held.page.get_by_role("combobox", name="Customer", exact=True)).to_have_value(str(first))


async def test_commands_are_sent_from_the_menu_and_from_a_text():
    async with phone() as held:
        await held.bot("setMyCommands", commands=[{"command": "orders", "description": "My orders"}])
        await held.say("Try /help")
        await held.page.get_by_role("button", name="Menu").press("Enter")
        await expect(held.page.get_by_role("menuitem", name="/orders My orders")).to_be_focused()
        await held.page.keyboard.press("Enter")
        await expect(held.newest).to_contain_text("/orders")
        await held.page.get_by_role("button", name="/help").click()
        await expect(held.newest).to_contain_text("/help")
        assert [message["text"] for message in await held.heard("message")] == ["/start", "/orders", "/help"]


async def test_a_menu_is_left_with_escape_and_gives_the_focus_back():
    async with phone() as held:
        attach = held.page.get_by_role("button", name="Attach")
        await attach.press("Enter")
        await expect(attach).to_have_attribute("aria-expanded", "true")
        await held.page.keyboard.press("ArrowUp")
        await expect(held.page.get_by_role("menuitem").last).to_be_focused()
        await held.page.keyboard.press("Escape")
        await expect(attach).to_be_focused()
        await expect(attach).to_have_attribute("aria-expanded", "false")
        await expect(held.page.get_by_role("menu")).to_be_hidden()
        assert not re.search("menuitem", await held.page.locator("body").aria_snapshot())
