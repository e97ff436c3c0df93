"""Codes of every kind, and what they take off."""

import base64
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from urllib.parse import quote

import httpx
import pytest

from bot.conversation.ports import Order
from bot.domain import availability, shop
from bot.ticketshop.errors import Refused
from tests.simulator.sandbox import (
    KEY,
    ROBIN,
    Sandbox,
    path_of,
    words,
)


@pytest.mark.parametrize(
    ("code", "euros"),
    [
        (None, "96.68"),
        ("FRIENDS", "86.68"),
        ("TENPERCENT", "87.83"),
        ("FIVEOFF", "91.68"),
        ("SURPRISE", "96.68"),
        ("A~?>~>?+/=&%1", "78.98"),
        ("VOUCHER25", "71.68"),
        ("VOUCHER500", "0.00"),
    ],
)
async def test_a_code_takes_off_what_it_is_worth(sandbox: Sandbox, code: str | None, euros: str):
    """Trap 12: three day tickets of 29.50 and a fee of 2.50, and iDEAL's 0.68."""
    event = await sandbox.event("Polderlicht")
    [day] = [each for each in event.ticket_types if each.name.in_language("en") == "Day ticket"]
    order = Order(event.uuid, {day.uuid: 3}, ROBIN, code=code)
    opened = await sandbox.open_checkout(order, (await sandbox.reserve(order)).order_id)
    assert f"€ {euros}".replace(".", ",") in (await sandbox.http.get(opened.redirect_url)).text


async def test_a_discount_never_comes_off_fees(sandbox: Sandbox):
    event = await sandbox.event("Rare")
    [good, *_] = [each for each in availability.offers(event, None, sandbox.clock.now()) if each.is_on_sale]
    order = Order(event.uuid, {good.ticket_type.uuid: 1}, ROBIN, code="ALLFREE")
    opened = await sandbox.open_checkout(order, (await sandbox.reserve(order)).order_id)
    assert "€ 1,18" in (await sandbox.http.get(opened.redirect_url)).text, "a fee of 0.50 and iDEAL's 0.68 are left"


async def test_codes_are_read_as_the_api_writes_them(sandbox: Sandbox):
    event = (await sandbox.festival()).event
    assert await sandbox.client.code(event, "VOUCHER25") == shop.VoucherCode("VOUCHER25", Decimal(25))
    friends = await sandbox.client.code(event, "FRIENDS")
    assert isinstance(friends, shop.DiscountCode)
    assert [each.max_order_amount for each in friends.ticket_types] == [2, 1]
    used_up = await sandbox.client.code(event, "USEDUP")
    assert isinstance(used_up, shop.DiscountCode)
    assert used_up.stock == 0


async def test_a_code_that_is_unknown_or_used_up_is_refused(sandbox: Sandbox):
    order = await sandbox.festival()
    with pytest.raises(Refused):
        await sandbox.client.code(order.event, "GUESSED")
    assert "Unknown code" in await sandbox.refusal(replace(order, code="GUESSED"))
    assert "used up" in await sandbox.refusal(replace(order, code="USEDUP"))


async def test_a_discount_is_never_more_than_the_price_of_its_ticket(sandbox: Sandbox):
    held = await sandbox.held("festival", {"festival.child": 3, "festival.day": 1}, code="KIDSFREE")
    [order] = await sandbox.told("orders")
    assert (order["order_id"], order["total"]) == (held["order_id"], "35.00"), (
        "three fees of 1.00, and a whole day ticket"
    )


def code_path(event: str, segment: str) -> str:
    return f"{path_of(event)}/codes/{segment}"


async def test_a_code_goes_through_the_path_in_base64_and_percent_encoded(sandbox: Sandbox):
    """Trap 1: its base64 has / + and =, each of which must be percent-encoded."""
    code = "A~?>~>?+/=&%1"
    plain = base64.b64encode(code.encode()).decode()
    assert set("/+=") <= set(plain)
    found = await sandbox.ask("GET", code_path("festival", quote(plain, safe="")))
    assert found.json()["discount_code"]["code"] == code
    assert (await sandbox.ask("GET", code_path("festival", plain))).status_code == 404, "the slash parts the path"
    urlsafe = base64.urlsafe_b64encode(code.encode()).decode()
    twice = quote(quote(plain, safe=""), safe="")
    unpadded = quote(plain.rstrip("="), safe="")
    apart = "RlJJ%20RU5EUw%3D%3D"
    for wrong in (apart, urlsafe, twice, unpadded, quote(code, safe=""), "%FF"):
        assert words(await sandbox.ask("GET", code_path("festival", wrong))) == "The code is not base64."


async def test_a_code_is_plain_in_the_query_of_a_reservation(sandbox: Sandbox):
    code = "A~?>~>?+/=&%1"
    assert (await sandbox.hold("festival", {"festival.day": 1}, code=code)).status_code == 201
    encoded = base64.b64encode(code.encode()).decode()
    assert words(await sandbox.hold("festival", {"festival.day": 1}, code=encoded)) == "Unknown code."


async def ask_code(sandbox: Sandbox, event: str, code: str, **query: str) -> httpx.Response:
    return await sandbox.ask(
        "GET", code_path(event, quote(base64.b64encode(code.encode()).decode(), safe="")), query=query
    )


async def test_a_code_can_be_good_with_one_key_alone(sandbox: Sandbox):
    assert words(await ask_code(sandbox, "dinner", "KADEKORTING", key="KADEDUO")) == "Unknown code."
    assert (await ask_code(sandbox, "dinner", "KADEKORTING", key=KEY)).status_code == 200
    order = {"dinner.seat": 1}
    assert words(await sandbox.hold("dinner", order, code="KADEKORTING", key="KADEDUO")) == "Unknown code."
    assert (await sandbox.hold("dinner", order, code="KADEKORTING", key=KEY)).status_code == 201


async def test_an_event_without_discounts_takes_no_codes(sandbox: Sandbox):
    assert words(await ask_code(sandbox, "museum", "FRIENDS")) == "This event takes no codes."
    assert words(await sandbox.hold("show", {"show.stalls": 1}, code="FRIENDS")) != "This event takes no codes."
    assert words(await sandbox.hold("open-day", {"open-day.entry": 1}, code="FRIENDS")) == "This event takes no codes."


async def test_a_code_is_used_by_a_hold_and_given_back_when_that_lapses(sandbox: Sandbox):
    async def left() -> int:
        return int((await ask_code(sandbox, "festival", "LASTONE")).json()["discount_code"]["stock"])

    held = await sandbox.held("festival", {"festival.day": 1}, code="LASTONE")
    assert await left() == 0
    assert words(await sandbox.hold("festival", {"festival.day": 1}, code="LASTONE")) == "This code is used up."
    sandbox.clock.move(timedelta(minutes=21))
    assert await left() == 1
    held = await sandbox.held("festival", {"festival.day": 1}, code="LASTONE")
    await sandbox.pay("festival", held["order_id"])
    sandbox.clock.move(timedelta(minutes=21))
    assert await left() == 0


async def test_a_voucher_pays_what_it_has_and_is_empty_after(sandbox: Sandbox):
    """Trap 12: a voucher is a means of payment; what is left of it is there for another order."""
    voucher = (await ask_code(sandbox, "festival", "VOUCHER500")).json()["voucher_code"]
    assert (voucher["balance"], voucher["external_code"]) == (500.0, "VVV-0001-2345")
    held = await sandbox.held("festival", {"festival.vip": 4}, code="VOUCHER500")
    assert (await sandbox.pay("festival", held["order_id"])).headers["location"].endswith("=success")
    assert (await ask_code(sandbox, "festival", "VOUCHER500")).json()["voucher_code"]["balance"] == 126.0
    second = await sandbox.held("festival", {"festival.vip": 2}, code="VOUCHER500")
    assert [each["total"] for each in await sandbox.told("orders")] == ["0.00", "61.00"]
    await sandbox.pay("festival", second["order_id"])
    assert [each["total"] for each in await sandbox.told("orders")] == ["0.00", "61.68"]
    assert words(await sandbox.hold("festival", {"festival.day": 1}, code="VOUCHER500")) == "This code is used up."
