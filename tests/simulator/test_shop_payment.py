"""Checkouts, the payment page, free orders, and the mails after."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from bot.conversation.ports import Order
from bot.domain.pricing import cart_lines, subtotal, total
from bot.simulator.shop.documents import identifier
from bot.ticketshop.errors import Refused
from tests.simulator.sandbox import CALLBACK_URLS, ROBIN, Sandbox, path_of, reservation, words


async def test_a_checkout_needs_a_method_of_the_event_and_four_addresses(sandbox: Sandbox):
    order = await sandbox.festival()
    reserved = await sandbox.reserve(order)
    path = f"/events/{order.event}/reservations/{reserved.order_id}/checkout"
    method = (await sandbox.client.event(order.event)).payment_methods[0].uuid
    returns = {f"{name}_url": "https://t.me/bot" for name in ("success", "failed", "cancelled", "expired")}
    missing = [{name: url for name, url in returns.items() if name != left_out} for left_out in returns]
    wrong = [({"payment_method_uuid": str(method), "callback_urls": urls}, "callback urls") for urls in missing]
    wrong += [({"payment_method_uuid": str(UUID(int=1)), "callback_urls": returns}, "payment method")]
    for body, said in wrong:
        assert said in words(await sandbox.ask("POST", path, {"order_id": reserved.order_id} | body))
    await sandbox.open_checkout(order, reserved.order_id)


async def test_free_tickets_are_complete_at_once_and_others_are_not_given_away(sandbox: Sandbox):
    event = next(
        each
        for each in [await sandbox.client.event(line.uuid) for line in await sandbox.client.events()]
        if all(ticket.price == 0 for ticket in each.ticket_types)
    )
    free = await sandbox.client.reserve_free(Order(event.uuid, {event.ticket_types[0].uuid: 2}, ROBIN), "nl")
    assert len(free.barcodes) == 2
    orders = (await sandbox.http.get(f"{sandbox.address}/simulator/shop/orders")).json()
    assert [order["state"] for order in orders] == ["paid"]
    with pytest.raises(Refused):
        await sandbox.client.reserve_free(await sandbox.festival(), "nl")


@pytest.mark.parametrize(
    ("outcome", "letter"), [("success", "s"), ("failed", "f"), ("cancelled", "c"), ("expired", "e")]
)
async def test_the_payment_page_leads_to_each_return_address(sandbox: Sandbox, outcome: str, letter: str):
    order = await sandbox.festival()
    opened = await sandbox.open_checkout(order, (await sandbox.reserve(order)).order_id)
    answer = await sandbox.http.post(opened.redirect_url, data={"outcome": outcome})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"https://t.me/bot?start={letter}"


async def test_the_payment_page_shows_the_total_that_our_formula_gives(sandbox: Sandbox):
    order = await sandbox.festival(2)
    event = await sandbox.client.event(order.event)
    opened = await sandbox.open_checkout(order, (await sandbox.reserve(order)).order_id)
    page = (await sandbox.http.get(opened.redirect_url)).text
    expected = total(subtotal(cart_lines(event, order.quantities)), event.payment_methods[0])
    assert f"€ {expected}".replace(".", ",") in page
    assert 'lang="nl"' in page


async def test_what_is_paid_stays_paid_and_what_is_over_cannot_be_paid(sandbox: Sandbox):
    order = await sandbox.festival()
    first, second = await sandbox.reserve(order), await sandbox.reserve(order)
    paid, late = [await sandbox.open_checkout(order, each.order_id) for each in (first, second)]
    await sandbox.http.post(paid.redirect_url, data={"outcome": "success"})
    again = await sandbox.http.post(paid.redirect_url, data={"outcome": "failed"})
    assert again.headers["location"].endswith("=s")
    with pytest.raises(Refused):
        await sandbox.open_checkout(order, first.order_id)
    sandbox.clock.move(timedelta(hours=1))
    over = await sandbox.http.post(late.redirect_url, data={"outcome": "success"})
    assert over.headers["location"].endswith("=e")
    assert "betaald" in (await sandbox.http.get(paid.redirect_url)).text


async def test_a_page_nobody_opened_is_not_found(sandbox: Sandbox):
    assert (await sandbox.http.get(f"{sandbox.address}/pay/guessed")).status_code == 404
    assert (await sandbox.http.post(f"{sandbox.address}/pay/guessed", data={"outcome": "success"})).status_code == 404


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"order_id": None}, "order_id"),
        ({"order_id": "CMTICKETS999ZZZZ"}, "order_id"),
        ({"payment_method_uuid": None}, "payment method"),
        ({"ideal_issuer_id": "NOBANK21"}, "bank"),
        ({"payment_method_uuid": identifier("Bancontact"), "ideal_issuer_id": "ABNANL2A"}, "iDEAL alone"),
        ({"callback_urls": None}, "callback urls"),
        ({"callback_urls": CALLBACK_URLS | {"failed_url": "http://example.com/failed"}}, "callback urls"),
        ({"callback_urls": CALLBACK_URLS | {"failed_url": "tg://resolve?domain=bot"}}, "callback urls"),
        ({"callback_urls": CALLBACK_URLS | {"failed_url": "https://"}}, "callback urls"),
        ({"callback_urls": CALLBACK_URLS | {"failed_url": "https://[::1"}}, "callback urls"),
    ],
)
async def test_a_checkout_of_another_form_is_refused(sandbox: Sandbox, change: dict[str, Any], said: str):
    held = await sandbox.held("festival", {"festival.day": 1})
    assert said in words(await sandbox.check_out("festival", held["order_id"], **change))


async def test_a_checkout_may_name_a_bank_for_ideal_and_return_to_the_loopback(sandbox: Sandbox):
    """Trap 18: null is as good as a bank."""
    held = await sandbox.held("festival", {"festival.day": 1})
    urls = dict.fromkeys(CALLBACK_URLS, "http://127.0.0.1:8080/back")
    answer = await sandbox.check_out("festival", held["order_id"], ideal_issuer_id="INGBNL2A", callback_urls=urls)
    assert answer.status_code == 201, answer.text


async def test_a_voucher_that_covers_all_leaves_nothing_to_pay_and_no_fee(sandbox: Sandbox):
    held = await sandbox.held("festival", {"festival.day": 3}, code="VOUCHER500")
    opened = (await sandbox.check_out("festival", held["order_id"])).json()
    assert "€0.00" in (await sandbox.http.get(opened["redirect_url"])).text
    assert (await sandbox.pay("festival", held["order_id"])).headers["location"].endswith("=success")


async def test_after_a_payment_that_failed_another_checkout_is_opened(sandbox: Sandbox):
    held = await sandbox.held("festival", {"festival.day": 1})
    for outcome in ("failed", "cancelled"):
        assert (await sandbox.pay("festival", held["order_id"], outcome)).headers["location"].endswith(f"={outcome}")
    first = (await sandbox.check_out("festival", held["order_id"])).json()["redirect_url"]
    second = (await sandbox.check_out("festival", held["order_id"])).json()["redirect_url"]
    assert [(await sandbox.http.get(page)).status_code for page in (first, second)] == [404, 200]


async def test_a_payment_that_ran_out_ends_the_hold_and_gives_its_stock_back(sandbox: Sandbox):
    await sandbox.bring_about("places", "festival.day", "1")
    held = await sandbox.held("festival", {"festival.day": 1})
    await sandbox.pay("festival", held["order_id"], "expired")
    assert "expired" in words(await sandbox.check_out("festival", held["order_id"]))
    await sandbox.held("festival", {"festival.day": 1})


async def test_a_customer_can_pay_and_never_come_back(sandbox: Sandbox):
    """Trap 17: the way back is no proof of payment, and none is no proof of the contrary."""
    held = await sandbox.held("festival", {"festival.day": 1})
    answer = await sandbox.pay("festival", held["order_id"], "never-returns")
    assert (answer.status_code, "location" in answer.headers, "This order is paid." in answer.text) == (
        200,
        False,
        True,
    )
    assert [each["state"] for each in await sandbox.told("orders")] == ["paid"]


# --- free orders and mails ---------------------------------------------------------------------------------------------


async def generate(sandbox: Sandbox, event: str, amounts: dict[str, int], **more: Any) -> httpx.Response:
    headers = more.pop("headers", None)
    body = reservation(amounts, **more)
    return await sandbox.ask("POST", f"{path_of(event)}/reservations/generate", body, headers=headers)


async def test_the_download_link_of_a_free_order_shows_its_tickets(sandbox: Sandbox):
    """Trap 16."""
    free = (
        await generate(sandbox, "open-day", {"open-day.entry": 3}, headers={"X-TF-PREFERREDLANGUAGEID": "DE"})
    ).json()
    page = await sandbox.http.get(free["download_url"])
    assert page.status_code == 200
    assert all(each["barcode_id"] in page.text for each in free["barcodes"])
    assert len({each["barcode_id"] for each in free["barcodes"]}) == 3
    assert 'lang="de"' in page.text
    assert (await sandbox.http.get(free["download_url"][:-1])).status_code == 404


async def test_a_free_order_is_made_anew_each_time_it_is_asked_for(sandbox: Sandbox):
    answers = [(await generate(sandbox, "open-day", {"open-day.entry": 1})).json() for _ in range(2)]
    assert len({each["order_id"] for each in answers}) == len(await sandbox.told("orders")) == 2


@pytest.mark.parametrize(("price", "fee", "status"), [("0.00", "0", 201), ("0.00", "0.5", 400), ("0.01", "0", 400)])
async def test_free_is_a_price_and_a_fee_of_nothing(sandbox: Sandbox, price: str, fee: str, status: int):
    await sandbox.bring_about("price", "festival.day", price)
    await sandbox.bring_about("fee", "festival.day", fee)
    answer = await generate(sandbox, "festival", {"festival.day": 1})
    assert answer.status_code == status, answer.text


async def test_a_cart_of_free_and_paid_tickets_is_not_free(sandbox: Sandbox):
    await sandbox.bring_about("price", "festival.child", "0")
    await sandbox.bring_about("fee", "festival.child", "0")
    answer = await generate(sandbox, "festival", {"festival.child": 1, "festival.day": 1})
    assert words(answer) == "Only free tickets can be generated."


@pytest.mark.parametrize(
    ("asked", "language"), [("NL", "nl"), ("FR", "fr"), ("DE", "de"), ("EN", "en"), ("nl", "en"), (None, "en")]
)
async def test_mails_are_in_the_language_that_was_asked_for(sandbox: Sandbox, asked: str | None, language: str):
    """Trap 19; and nothing is mailed for what is not paid."""
    headers = {"X-TF-PREFERREDLANGUAGEID": asked} if asked else {}
    body = reservation({"festival.day": 2})
    held = (await sandbox.ask("POST", f"{path_of('festival')}/reservations", body, headers=headers)).json()
    assert await sandbox.told("mails") == []
    await sandbox.pay("festival", held["order_id"])
    [mail] = await sandbox.told("mails")
    assert (mail["to"], mail["language"], mail["tickets"]) == ("robin@example.com", language, 2)
    assert mail["subject"].endswith("Polderlicht Festival")
