"""Promises 20 to 24 of one request, each beside itself with its guard switched off."""

import asyncio
import json
from asyncio import StreamWriter
from dataclasses import replace

import httpx
import pytest

from bot.ticketshop import sender
from bot.ticketshop.client import TicketShopClient
from bot.ticketshop.errors import NotSent, ShopError, Unavailable, Unknown
from bot.ticketshop.protocol import Request
from bot.ticketshop.sender import Answer, Sender
from tests.scripted import ScriptedServer, response
from tests.ticketshop.samples import LATER, ORDER, PRODUCT_TOKEN, RESERVED
from tests.ticketshop.test_client import flood, reserve, reset


class SendsAgain(Sender):
    """Takes every failure of a write for one that was not sent."""

    async def _write_once(self, request: Request, asked: httpx.Request) -> Answer:
        try:
            return await super()._write_once(request, asked)
        except Unknown as error:
            raise NotSent(str(error)) from None


class GivesUp(Sender):
    """Takes every failure of a write for one that may have been sent."""

    async def _write_once(self, request: Request, asked: httpx.Request) -> Answer:
        try:
            return await super()._write_once(request, asked)
        except NotSent as error:
            raise Unknown(str(error)) from None


def with_sender(client: TicketShopClient, kind: type[Sender]) -> TicketShopClient:
    each = client.sender
    return replace(
        client,
        sender=kind(each.base_url, each.product_token, each.clock, each.http, each.read_s, each.post_s, each.pause_s),
    )


@pytest.mark.parametrize(("kind", "posts"), [(Sender, 1), pytest.param(SendsAgain, 3, id="control: it sends again")])
async def test_a_write_without_an_answer_is_sent_once(
    shop: ScriptedServer, client: TicketShopClient, kind: type[Sender], posts: int
):
    shop.script.append(reset)
    with pytest.raises(ShopError):
        await reserve(with_sender(client, kind))
    assert len(shop.asked) == posts


@pytest.mark.parametrize(
    ("kind", "ends_as", "tries"), [(Sender, NotSent, 3), pytest.param(GivesUp, Unknown, 1, id="control: it gives up")]
)
@pytest.mark.parametrize("error", sender.NEVER_SENT)
async def test_a_write_that_never_left_is_tried_twice_more_and_known_not_to_have_been_sent(
    client: TicketShopClient,
    http: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
    kind: type[Sender],
    ends_as: type[ShopError],
    tries: int,
    error: type[httpx.HTTPError],
):
    tried = 0

    async def refusing(*_: object, **__: object) -> httpx.Response:
        nonlocal tried
        tried += 1
        raise error("nothing was sent")

    monkeypatch.setattr(http, "send", refusing)
    with pytest.raises(ends_as):
        await reserve(with_sender(client, kind))
    assert tried == tries


@pytest.mark.parametrize(
    ("post_s", "is_cut"), [(0.3, True), pytest.param(30.0, False, id="control: only each silence is bounded")]
)
async def test_a_response_that_drips_is_cut(
    shop: ScriptedServer, client: TicketShopClient, http: httpx.AsyncClient, post_s: float, is_cut: bool
):
    """Some 350 bytes, one every 2 ms: no silence is as long as what the connection is given."""

    async def drip(writer: StreamWriter) -> None:
        for byte in response(201, json.dumps(RESERVED, default=str).encode()):
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.002)

    shop.script.append(drip)
    writing = replace(client, sender=replace(client.sender, post_s=post_s)).reserve(ORDER, "nl", LATER)
    if is_cut:
        with pytest.raises(Unknown, match="in time"):
            await writing
    else:
        assert (await writing).order_id == RESERVED["order_id"]


@pytest.mark.parametrize(
    ("most", "word"), [(sender.MOST_BYTES, "2 MiB"), pytest.param(2**30, "not JSON", id="control: all of it is read")]
)
async def test_a_response_of_50_megabytes_is_cut(
    shop: ScriptedServer, client: TicketShopClient, monkeypatch: pytest.MonkeyPatch, most: int, word: str
):
    monkeypatch.setattr(sender, "MOST_BYTES", most)
    monkeypatch.setattr(sender, "TRIES", 1)
    shop.script.append(flood)
    with pytest.raises(Unavailable, match=word):
        await replace(client, sender=replace(client.sender, read_s=20.0)).events()


@pytest.mark.parametrize("follows", [False, pytest.param(True, id="control: redirects are followed")])
async def test_the_product_token_goes_nowhere_else(
    shop: ScriptedServer,
    client: TicketShopClient,
    http: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
    follows: bool,
):
    send = http.send

    async def following(request: httpx.Request, *, stream: bool, follow_redirects: bool) -> httpx.Response:
        assert not follow_redirects
        return await send(request, stream=stream, follow_redirects=follows)

    monkeypatch.setattr(http, "send", following)
    shop.script += [response(307, b"", Location=f"{shop.address}/elsewhere"), response(400, b"")]
    with pytest.raises(ShopError):
        await reserve(client)
    went = [asked.headers["x-cm-producttoken"] for asked in shop.asked if asked.target == "/elsewhere"]
    assert went == ([PRODUCT_TOKEN] if follows else [])
