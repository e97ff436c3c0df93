"""The client over a real connection: reads with patience, writes at most once, no redirect, no secret told."""

import asyncio
import logging
from asyncio import StreamWriter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import ValidationError

from bot.domain.shop import ReturnAddresses
from bot.simulator.clock import MovableClock
from bot.ticketshop import errors, sender
from bot.ticketshop.client import TicketShopClient
from bot.ticketshop.errors import Misconfigured, NotSent, Refused, ShopError, Unavailable, Unknown
from bot.ticketshop.sender import Sender
from tests.scripted import ScriptedServer, response
from tests.ticketshop.samples import (
    CODE,
    CUSTOMER,
    EVENT,
    KEY,
    LATER,
    METHOD,
    NOON,
    OPENED,
    ORDER,
    PRODUCT_TOKEN,
    RESERVED,
    RETURNS,
    event_document,
)

ODD_BODIES = [b"", b"<html>", b"\xff\xfe", b"null", b"[", b'{"order_id": NaN}', b"[" * 100_000, b"12", b'"x"', b"{}"]


async def reserve(client: TicketShopClient) -> object:
    return await client.reserve(ORDER, "nl", LATER)


async def update(client: TicketShopClient) -> object:
    return await client.update(ORDER, "CM123", CUSTOMER, "nl", LATER)


async def reserve_free(client: TicketShopClient) -> object:
    return await client.reserve_free(ORDER, "nl")


async def open_checkout(client: TicketShopClient) -> object:
    return await client.open_checkout(EVENT, "CM123", METHOD, RETURNS, key=KEY)


Call = Callable[[TicketShopClient], Awaitable[object]]
WRITES: list[Call] = [reserve, update, reserve_free, open_checkout]
READS: list[Call] = [
    lambda client: client.events(KEY),
    lambda client: client.event(EVENT, KEY),
    lambda client: client.code(EVENT, CODE, KEY),
    lambda client: client.month(EVENT, NOON.date(), KEY),
    lambda client: client.day(EVENT, NOON.date(), KEY),
]


async def reset(writer: StreamWriter) -> None:
    writer.transport.abort()


async def half(writer: StreamWriter) -> None:
    writer.write(response(201, b"{}")[:40])
    await writer.drain()


async def half_a_body(writer: StreamWriter) -> None:
    writer.write(response(201, b"{}", **{"Content-Length": "400"}))
    await writer.drain()


async def silence(writer: StreamWriter) -> None:
    await asyncio.sleep(5)


async def drip(writer: StreamWriter) -> None:
    for byte in response(201, b"{}"):
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.05)


async def flood(writer: StreamWriter) -> None:
    writer.write(response(201, b"", **{"Content-Length": str(50 * 2**20)}))
    for _ in range(50):
        writer.write(b" " * 2**20)
        await writer.drain()


# --- the nine requests -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "method", "path"),
    [
        (READS[0], "GET", "/shop/events"),
        (READS[1], "GET", f"/shop/events/{EVENT}"),
        (READS[2], "GET", f"/shop/events/{EVENT}/codes/RnLDvGgvYnUrY2hlcj8%3D"),
        (READS[3], "GET", f"/shop/events/{EVENT}/calendar/2026/11"),
        (READS[4], "GET", f"/shop/events/{EVENT}/calendar/2026/11/02"),
        (reserve, "POST", f"/shop/events/{EVENT}/reservations"),
        (update, "PUT", f"/shop/events/{EVENT}/reservations/CM123"),
        (reserve_free, "POST", f"/shop/events/{EVENT}/reservations/generate"),
        (open_checkout, "POST", f"/shop/events/{EVENT}/reservations/CM123/checkout"),
    ],
)
async def test_each_call_has_its_method_and_path(
    shop: ScriptedServer, client: TicketShopClient, call: Call, method: str, path: str
):
    shop.answers(400, None)
    with pytest.raises(Refused):
        await call(client)
    [asked] = shop.asked
    assert (asked.method, urlsplit(asked.target).path) == (method, path)
    assert asked.headers["x-cm-producttoken"] == PRODUCT_TOKEN
    assert asked.headers["content-type"] == "application/json"


@pytest.mark.parametrize("call", [*READS, open_checkout])
async def test_an_access_key_goes_with_the_call(shop: ScriptedServer, client: TicketShopClient, call: Call):
    shop.answers(400, None)
    with pytest.raises(Refused):
        await call(client)
    assert parse_qs(urlsplit(shop.asked[0].target).query) == {"key": [KEY]}


# --- reads -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("call", READS)
@pytest.mark.parametrize(
    "fault", [reset, half, half_a_body, response(500, b"no"), response(429, b""), response(200, b"<p>")]
)
async def test_a_read_is_tried_three_times_and_then_unavailable(
    shop: ScriptedServer, client: TicketShopClient, call: Call, fault: bytes
):
    shop.script.append(fault)
    with pytest.raises(Unavailable):
        await call(client)
    assert len(shop.asked) == 3


async def test_a_read_that_fails_once_is_answered(shop: ScriptedServer, client: TicketShopClient):
    shop.script.append(reset)
    shop.answers(200, [])
    assert await client.events() == ()


@pytest.mark.parametrize("fault", [silence, drip])
async def test_a_read_has_one_deadline_for_all_its_tries(shop: ScriptedServer, client: TicketShopClient, fault: Call):
    shop.script.append(fault)  # type: ignore[arg-type]
    with pytest.raises(Unavailable, match="in time"):
        await client.events()


async def test_a_read_that_is_too_large_is_left(shop: ScriptedServer, client: TicketShopClient):
    shop.script.append(flood)
    with pytest.raises(Unavailable, match="2 MiB"):
        await client.events()


@pytest.mark.parametrize("call", READS)
@pytest.mark.parametrize("status", [400, 401, 403, 422])
async def test_a_no_is_heard_at_once(shop: ScriptedServer, client: TicketShopClient, call: Call, status: int):
    shop.answers(status, {"message": "no"})
    with pytest.raises(Refused) as refused:
        await call(client)
    assert (refused.value.status, refused.value.info, len(shop.asked)) == (status, "no", 1)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_not_followed(shop: ScriptedServer, client: TicketShopClient, status: int):
    """The product token would go with it."""
    shop.answers(status, None, Location=f"{shop.address}/elsewhere")
    with pytest.raises(Misconfigured, match="SHOP_API_URL"):
        await client.events()
    with pytest.raises(Unknown):
        await reserve(client)
    assert len(shop.asked) == 2
    assert not [asked for asked in shop.asked if "elsewhere" in asked.target]


@pytest.mark.parametrize("status", [404, 405])
@pytest.mark.parametrize(
    ("call", "setting"),
    [(READS[3], "MONTH"), (READS[4], "DAY"), (update, "UPDATE"), (open_checkout, "CHECKOUT")],
)
async def test_a_path_the_shop_does_not_know_is_the_operators_to_mend(
    shop: ScriptedServer, client: TicketShopClient, call: Call, setting: str, status: int
):
    shop.answers(status, None)
    with pytest.raises(Misconfigured, match=f"SHOP_PATH_{setting}"):
        await call(client)


# --- writes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("call", WRITES)
@pytest.mark.parametrize(
    "fault",
    [
        reset,
        half,
        half_a_body,
        flood,
        response(500, b""),
        response(502, b"<html>"),
        *(response(201, body) for body in ODD_BODIES),
    ],
)
async def test_a_write_that_was_sent_is_never_repeated(
    shop: ScriptedServer, client: TicketShopClient, call: Call, fault: bytes
):
    shop.script.append(fault)
    with pytest.raises(Unknown):
        await call(client)
    assert len(shop.asked) == 1


@pytest.mark.parametrize("fault", [silence, drip])
async def test_a_write_has_a_deadline(shop: ScriptedServer, http: httpx.AsyncClient, clock: MovableClock, fault: Call):
    shop.script.append(fault)  # type: ignore[arg-type]
    client = TicketShopClient(Sender(f"{shop.address}/shop", PRODUCT_TOKEN, clock, http, post_s=0.2))
    with pytest.raises(Unknown):
        await reserve(client)
    assert len(shop.asked) == 1


@pytest.mark.parametrize("call", WRITES)
async def test_a_write_that_could_not_be_sent_is_known_not_to_have_been(
    http: httpx.AsyncClient, clock: MovableClock, call: Call
):
    client = TicketShopClient(Sender("http://127.0.0.1:9/shop", PRODUCT_TOKEN, clock, http, pause_s=0.001))
    with pytest.raises(NotSent):
        await call(client)


async def test_a_write_is_tried_again_while_nothing_was_sent(shop: ScriptedServer, clock: MovableClock):
    shop.answers(201, RESERVED)
    refused = 2

    class Refusing(httpx.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            nonlocal refused
            if refused:
                refused -= 1
                raise httpx.ConnectError("refused")
            return await super().handle_async_request(request)

    async with httpx.AsyncClient(transport=Refusing()) as http:
        client = TicketShopClient(Sender(f"{shop.address}/shop", PRODUCT_TOKEN, clock, http, pause_s=0.001))
        assert (await client.reserve(ORDER, "nl", LATER)).order_id == "CM123"
    assert len(shop.asked) == 1


@pytest.mark.parametrize("call", WRITES)
async def test_a_write_can_be_refused(shop: ScriptedServer, client: TicketShopClient, call: Call):
    shop.answers(400, ["Not enough", {"reason": "tickets <left>"}])
    with pytest.raises(Refused) as refused:
        await call(client)
    assert refused.value.info == "Not enough tickets <left>"
    assert len(shop.asked) == 1


async def test_a_reservation_is_read_with_the_clock_of_the_shop(shop: ScriptedServer, client: TicketShopClient):
    shop.answers(201, RESERVED, Date=format_datetime(NOON + timedelta(minutes=10), usegmt=True))
    reserved = await client.reserve(ORDER, "nl", LATER)
    assert (reserved.order_id, reserved.customer_data_uuid) == ("CM123", CUSTOMER)
    assert reserved.due_at == NOON + timedelta(minutes=20)
    assert reserved.clock_skew_s == pytest.approx(600, abs=5)


@pytest.mark.parametrize("date", ["yesterday", "", "Mon, 02 Nov 2026 12:00:00 -0000"])
async def test_a_date_that_cannot_be_read_corrects_nothing(shop: ScriptedServer, client: TicketShopClient, date: str):
    shop.answers(201, RESERVED, Date=date)
    assert (await client.reserve(ORDER, "nl", LATER)).clock_skew_s == 0


async def test_a_hold_without_an_end_ends_when_we_say(shop: ScriptedServer, client: TicketShopClient):
    shop.answers(201, RESERVED | {"due_at": None})
    assert (await client.reserve(ORDER, "nl", LATER)).due_at == LATER


async def test_a_checkout_is_what_the_shop_opened(shop: ScriptedServer, client: TicketShopClient):
    shop.answers(201, OPENED)
    opened = await client.open_checkout(EVENT, "CM123", METHOD, RETURNS)
    assert (opened.redirect_url, opened.due_at) == (OPENED["redirect_url"], None)
    assert shop.asked[0].body["callback_urls"]["success_url"] == RETURNS.success_url


# --- what is told ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("call", [*READS, *WRITES])
@pytest.mark.parametrize(
    "fault",
    [reset, response(400, b"no"), response(500, b""), response(404, b""), response(200, b"<p>"), response(302, b"")],
)
async def test_no_error_and_no_line_holds_a_secret(
    shop: ScriptedServer, client: TicketShopClient, call: Call, fault: bytes, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO, logger="bot")
    shop.script.append(fault)
    with pytest.raises(ShopError) as failed:
        await call(client)
    told = "".join([str(failed.value), repr(failed.value), repr(client), repr(failed.value.__cause__)])
    for secret in (
        PRODUCT_TOKEN,
        KEY,
        CODE,
        "robin@example.com",
        shop.address.removeprefix("http://") + "/shop/events",
    ):
        assert secret not in told
    assert failed.value.__suppress_context__ or failed.value.__context__ is None


def test_every_error_of_the_tree_is_raised_and_drawn():
    """The drawing in the docstring has neither gaps nor leaves that nothing raises."""
    leaves = {name for name, each in vars(errors).items() if isinstance(each, type) and issubclass(each, ShopError)}
    drawn = set((errors.__doc__ or "").replace("├──", " ").replace("└──", " ").split()) & leaves
    assert drawn == leaves == {"ShopError", "Refused", "NotSent", "Unknown", "Unavailable", "Misconfigured"}
    assert (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) == sender.NEVER_SENT


async def test_an_update_replaces_the_whole_and_names_the_order(shop: ScriptedServer, client: TicketShopClient):
    """Traps 2 and 13: no code on an update; what is not in use is sent as null."""
    shop.answers(200, RESERVED)
    await client.update(
        ORDER.__class__(EVENT, ORDER.quantities, ORDER.customer, code=CODE), "CM123", CUSTOMER, "nl", LATER
    )
    [asked] = shop.asked
    assert "code" not in asked.target
    assert asked.body["order_id"] == "CM123"
    assert asked.body["customer_data"]["uuid"] == str(CUSTOMER)
    assert asked.body["customer_data"]["gender"] is None
    assert asked.body["time_slot_id"] is None


async def test_an_order_number_cannot_lead_to_another_path(shop: ScriptedServer, client: TicketShopClient):
    shop.answers(400, None)
    with pytest.raises(Refused):
        await client.open_checkout(EVENT, "../../x?y#z", METHOD, ReturnAddresses("a", "b", "c", "d"))
    assert shop.asked[0].target == f"/shop/events/{EVENT}/reservations/..%2F..%2Fx%3Fy%23z/checkout"


async def test_an_answer_of_another_event_is_none(shop: ScriptedServer, client: TicketShopClient):
    """Its prices would be shown, and the order would go to it."""
    shop.answers(200, event_document())
    with pytest.raises(Unavailable, match="another event"):
        await client.event(METHOD)


async def test_reading_odd_documents_never_tells_how_they_were_read(shop: ScriptedServer, client: TicketShopClient):
    shop.answers(200, event_document() | {"event": {"name": "no identifier"}})
    with pytest.raises(Unavailable) as failed:
        await client.event(EVENT)
    assert not isinstance(failed.value.__cause__, ValidationError)
