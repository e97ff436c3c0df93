"""Promises 49 and 50: an address outside the allowed hosts is refused, told, and never becomes a button."""

import pytest

from bot.conversation.effects import Refused
from bot.domain.shop import Checkout
from bot.simulator.clock import MovableClock
from bot.ticketshop.client import TicketShopClient
from bot.ticketshop.hosts import AllowedHosts
from bot.ticketshop.port import TicketShop
from tests.scripted import ScriptedServer
from tests.ticketshop.conftest import Told
from tests.ticketshop.samples import EVENT, LATER, METHOD, OPENED, RETURNS, event_document

GOOD = ["https://cm.com/pay", "https://pay.cm.com/x?y=1#z", "https://PAY.CM.COM/", "https://cm.com:443/"]
BAD = [
    "http://pay.cm.com/",
    "tg://resolve?domain=x",
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "https://user@cm.com/",
    "https://cm.com@evil.example/",
    "https://93.184.216.34/",
    "https://[2001:db8::1]/",
    "https://2130706433/",
    "https://cm.com.evil.example/",
    "https://evilcm.com/",
    "https://cm.com:8443/",
    "https://cm.com:99999/",
    "https://сm.com/",
    "https://cm.com\\@evil.example/",
    "https://evil.example\\.cm.com/",
    "https://cm.com /",
    "https://cm.com\n/",
    "https:///cm.com",
    "//cm.com/",
    "cm.com",
    "",
    "https://cm.com\u202e/",
    'https://cm.com/"><script>',
    "http://127.0.0.1:8080/",
]


async def allowed(
    hosts: AllowedHosts, addresses: list[str], shop: ScriptedServer, client: TicketShopClient, told: Told
) -> list[str]:
    """Return the addresses that the conversation gets to see when the shop names them as payment pages."""
    port = TicketShop(client, MovableClock(), hosts, (), told)
    seen = []
    for address in addresses:
        shop.script.clear()
        shop.answers(201, OPENED | {"redirect_url": address})
        opened = await port.open_checkout(EVENT, "CM1", METHOD, RETURNS, frees_at=LATER)
        if isinstance(opened, Checkout):
            seen.append(opened.redirect_url)
        else:
            assert opened == Refused()
    return seen


async def test_only_https_on_the_allowed_hosts_is_shown(shop: ScriptedServer, client: TicketShopClient, told: Told):
    assert await allowed(AllowedHosts(("cm.com",)), GOOD + BAD, shop, client, told) == GOOD
    assert [what for what, _ in told.words] == ["payment_address_refused"] * len(BAD)


async def test_control_without_the_check_every_address_is_shown(
    shop: ScriptedServer, client: TicketShopClient, told: Told, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(AllowedHosts, "allows", lambda self, address: True)
    assert await allowed(AllowedHosts(("cm.com",)), BAD, shop, client, told) == BAD


async def pictures(addresses: list[str], shop: ScriptedServer, client: TicketShopClient, told: Told) -> list[str]:
    """Return the pictures that the conversation gets to see of events that name these."""
    seen = []
    for address in addresses:
        shop.script.clear()
        document = event_document()
        document["event"]["shop_image"] = address
        shop.answers(200, document)
        port = TicketShop(client, MovableClock(), AllowedHosts(("cm.com",)), (), told)
        if (shown := (await port.event(EVENT)).shop_image) is not None:
            seen.append(shown)
    return seen


PATHS = ["/etc/hostname", "file:///etc/hostname", "../secret.png", "logo.png"]


async def test_a_picture_is_https_on_an_allowed_host_or_there_is_none(
    shop: ScriptedServer, client: TicketShopClient, told: Told
):
    """Promise 50: a path would make a bot upload its own file."""
    assert await pictures(GOOD + BAD + PATHS, shop, client, told) == GOOD
    assert {what for what, _ in told.words} == {"picture_address_refused"}


async def test_control_without_the_check_every_picture_is_shown(
    shop: ScriptedServer, client: TicketShopClient, told: Told, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(AllowedHosts, "allows", lambda self, address: True)
    assert await pictures(PATHS, shop, client, told) == PATHS


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("http://127.0.0.1:8080/pay", True),
        ("http://localhost/pay", True),
        ("http://[::1]:80/", True),
        ("http://10.0.0.1/", False),
        ("http://localhost.evil.example/", False),
        ("http://x@127.0.0.1/", False),
        ("https://cm.com/", True),
    ],
)
def test_a_shop_on_this_machine_may_name_this_machine(address: str, good: bool):
    assert AllowedHosts(("cm.com",), loopback=True).allows(address) is good
    if address.startswith("http://"):
        assert not AllowedHosts(("cm.com",)).allows(address)
