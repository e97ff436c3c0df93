"""The Trouble panel: faults are ordered by name, seen while they last, and ended; the clock is moved."""

import pytest
from playwright.async_api import expect

from bot.simulator.faults import FaultName
from bot.simulator.shop.calls import SHOP_CALLS
from tests.browser.buying import CHROMIUM
from tests.browser.phone import phone

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")


async def test_a_fault_is_ordered_shown_and_ended():
    async with phone() as held:
        panel = held.page.get_by_role("region", name="Trouble", exact=True)
        await held.page.get_by_role("button", name="Trouble", exact=True).click()
        await expect(panel.get_by_role("heading", name="Trouble")).to_be_focused()
        names = panel.get_by_role("combobox", name="What goes wrong").locator("option")
        assert [await option.get_attribute("value") for option in await names.all()] == list(FaultName)
        calls = panel.get_by_role("combobox", name="Call", exact=True).locator("option")
        assert await calls.all_inner_texts() == ["any", *(name for name, _, _ in SHOP_CALLS)]
        await panel.get_by_role("combobox", name="Call", exact=True).select_option("reserve")
        await panel.get_by_role("combobox", name="What goes wrong").select_option("reset-after")
        await panel.get_by_role("spinbutton", name="How often").fill("3")
        await panel.get_by_role("spinbutton", name="Let succeed first").fill("1")
        await panel.get_by_role("button", name="Set up").click()
        alarm = held.page.get_by_role("alert")
        await expect(alarm).to_contain_text("Ticket shop: reserve: reset-after (3×, after 1 calls)")
        await expect(panel.locator("#ordered").get_by_role("listitem")).to_have_text(
            ["Ticket shop: reserve: reset-after (3×, after 1 calls)"]
        )
        [fault] = held.simulator.faults
        assert (fault.on, fault.call, fault.name, fault.times, fault.skip) == ("shop", "reserve", "reset-after", 3, 1)
        await alarm.get_by_role("button", name="End it").click()
        await expect(alarm).to_be_hidden()
        await expect(panel.locator("#ordered").get_by_role("listitem")).to_have_text(["Nothing: all is well."])
        assert list(held.simulator.faults) == []


async def test_a_fault_for_telegram_lasts_a_time_and_meets_the_bot():
    async with phone(timezone_id="Europe/Amsterdam") as held:
        await held.page.get_by_role("button", name="Trouble", exact=True).click()
        await held.page.get_by_role("combobox", name="Calls to").select_option("telegram")
        await held.page.get_by_role("combobox", name="Call", exact=True).select_option("sendMessage")
        await held.page.get_by_role("combobox", name="What goes wrong").select_option("500")
        await held.page.get_by_role("spinbutton", name="How often").fill("60")
        await held.page.get_by_role("combobox", name="times").select_option("seconds")
        await held.page.get_by_role("button", name="Set up").click()
        await expect(held.page.get_by_role("alert")).to_contain_text("Telegram: sendMessage: 500 (until 09:01:")
        with pytest.raises(AssertionError, match="Internal Server Error"):
            await held.say("never")
        await held.page.get_by_role("button", name="+ 1 minute").click()
        await expect(held.page.get_by_role("alert").locator("#alarm")).to_be_hidden()
        await held.say("and well again")


async def test_what_is_ordered_elsewhere_is_seen_too_and_counts_down():
    async with phone() as held:
        body = {"on": "telegram", "call": "getMe", "name": "500", "times": 2}
        await held.http.post("/simulator/faults", json=body)
        alarm = held.page.get_by_role("alert")
        await expect(alarm).to_contain_text("getMe: 500 (2×)")
        with pytest.raises(AssertionError):
            await held.bot("getMe")
        await expect(alarm).to_contain_text("getMe: 500 (1×)")


async def test_the_panel_covers_a_phone_and_stands_beside_it_on_a_wide_screen():
    async with phone(width=390) as held:
        button = held.page.get_by_role("button", name="Trouble", exact=True)
        await button.click()
        await expect(held.page.locator("#phone")).to_have_js_property("inert", True)
        await held.page.set_viewport_size({"width": 1200, "height": 800})
        await expect(held.page.locator("#phone")).to_have_js_property("inert", False)
        await expect(held.newest).to_be_in_viewport()
        await held.page.locator("#fault-form").press("Escape")
        await expect(button).to_be_focused()
        await expect(held.page.locator("#trouble")).to_be_hidden()


async def test_a_refused_order_is_told():
    async with phone() as held:
        await held.page.get_by_role("button", name="Trouble", exact=True).click()
        await held.page.locator("#fault-form").evaluate("(form) => { form.noValidate = true; }")
        await held.page.get_by_role("spinbutton", name="How often").fill("0")
        await held.page.get_by_role("button", name="Set up").click()
        await expect(held.page.locator("#toast")).to_contain_text("greater than or equal to 1")


async def test_a_situation_of_the_shop_is_brought_about_and_taken_back():
    async with phone() as held:
        panel = held.page.get_by_role("region", name="Trouble", exact=True)
        await held.page.get_by_role("button", name="Trouble", exact=True).click()
        await panel.get_by_role("combobox", name="What changes").select_option("places")
        await panel.get_by_role("textbox", name="Of what").fill("museum")
        await panel.get_by_role("textbox", name="Value").fill("0")
        await panel.get_by_role("combobox", name="When").select_option("reserve")
        await panel.get_by_role("button", name="Bring about").click()
        so = panel.locator("#so").get_by_role("listitem")
        await expect(so).to_have_text(["places: museum: 0 (before the next reserve)"])
        [situation] = held.simulator.shop.book.situations
        assert (situation.name, situation.of, situation.to, situation.on) == ("places", "museum", "0", "reserve")
        await panel.get_by_role("textbox", name="Of what").fill("nowhere")
        await panel.get_by_role("button", name="Bring about").click()
        await expect(held.page.locator("#toast")).to_contain_text("'nowhere' is none here")
        await panel.get_by_role("button", name="As it opened").click()
        await expect(so).to_have_text(["Nothing: the shop is as it opened."])
        assert list(held.simulator.shop.book.situations) == []


@pytest.mark.usefixtures("wrong_calls")
async def test_a_call_that_the_bot_api_does_not_know_is_shown():
    async with phone() as held:
        await held.bot("sendMessage", text="Hello", colour="red")
        alert = held.page.get_by_role("alert")
        await expect(alert).to_contain_text("sendMessage: ")
        await expect(alert).to_contain_text("colour")
        await alert.get_by_role("button", name="Close").click()
        await expect(alert.locator("#violation")).to_be_hidden()
        await held.bot("sendMessage", text="Well")
        await expect(held.newest).to_contain_text("Well")
        await expect(alert.locator("#violation")).to_be_hidden()
