"""Our own HTTP over a real store, with a customer whose payment page is open."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import httpx

from bot.conversation.messages import PaymentOutcome
from bot.conversation.ports import Claim, Committed, Envelope
from bot.conversation.returning import AwaitedReturns
from bot.conversation.session import Details, Hold, OpenedCheckout, Profile, Purchase, Session
from bot.domain.labels import Language
from bot.i18n.catalog import GettextCatalog
from bot.rehearsal.stage import free_place
from bot.serving import Listening
from bot.simulator.clock import MovableClock
from bot.store.client import Client
from bot.store.crypto import Cipher, new_key
from bot.store.mailbox import RedisMailbox
from bot.store.returns import ReturnIndex
from bot.store.scripts import Scripts
from bot.web.addresses import PageReturns
from bot.web.app import web_app
from bot.web.pages import Pages
from bot.web.payment_return import PaymentReturn
from tests.emulator import TLS
from tests.store.samples import CHAT, NOON, update

CHAT_ADDRESS = "https://t.me/some_bot"
DUE_AT = NOON + timedelta(minutes=20)


@dataclass
class Site:
    """The served application. `ways` are the paths on which the payment page sends the customer back."""

    client: httpx.AsyncClient
    clock: MovableClock
    mailbox: RedisMailbox
    index: ReturnIndex
    ways: Mapping[PaymentOutcome, str]
    session: Session

    async def come_back(self, outcome: PaymentOutcome, method: str = "GET", **more: str) -> httpx.Response:
        return await self.client.request(method, self.ways[outcome], headers=more)

    async def told(self) -> list[Envelope]:
        """Return what the chat was told of since, taking it out of the mailbox."""
        told: list[Envelope] = []
        while (claim := await self.mailbox.claim()) is not None:
            if claim.envelope is not None:
                told.append(claim.envelope)
            await self.mailbox.commit(claim, left(claim.session or self.session))
            await self.mailbox.release(claim)
        return told


def left(session: Session) -> Committed:
    return Committed(session, Details(), Profile(), "{}")


def hold(hashes: Mapping[PaymentOutcome, str], order_id: str = "CM1", **more: object) -> Hold:
    """Return a hold whose payment page is open."""
    checkout = OpenedCheckout(
        method=UUID(int=2), redirect_url="https://pay.cm.com/x", due_at=DUE_AT, return_hashes=hashes
    )
    held = Hold(
        order_id=order_id, event=UUID(int=1), method=UUID(int=2), due_at=DUE_AT, held_at=NOON, quantities={}, total=Decimal(1),
        event_name="Festival", zone="Europe/Amsterdam", checkout=checkout, link_shown=True,
    )  # fmt: skip
    return held.model_copy(update=more)


@asynccontextmanager
async def site(
    redis: Client,
    *,
    language: Language = "en",
    public_url: str = "",
    scripts: Mapping[str, str] | None = None,
    awaited: AwaitedReturns | None = None,
    store: Client | None = None,
    store_s: float = 2.0,
) -> AsyncIterator[Site]:
    """Serve the application, one customer waiting to pay; `store` is what it reads and writes, if not where that is kept."""
    place = free_place()
    clock, cipher = MovableClock(NOON), Cipher([new_key()])
    index = ReturnIndex(redis, cipher, clock)
    mailbox = RedisMailbox(redis, cipher, clock, scripts=Scripts(redis, scripts), returns=index)
    addresses, hashes = PageReturns(public_url or f"http://{place}").make("user:1")
    session = Session(language=language, purchases=(Purchase(hold=hold(hashes)),))
    await mailbox.put(CHAT, update(1))
    claim = await claimed(mailbox)
    await mailbox.commit(claim, left(session))
    await mailbox.release(claim)
    pages = Pages(GettextCatalog(), CHAT_ADDRESS)
    behind = mailbox if store is None else RedisMailbox(store, cipher, clock)
    found_by = awaited or (index if store is None else ReturnIndex(store, cipher, clock))
    app = web_app(public_url or f"http://{place}", pages, PaymentReturn(found_by, behind, clock, pages, store_s))
    with closing(Listening(place)) as listening:
        serving = asyncio.create_task(listening.run(app))
        async with httpx.AsyncClient(base_url=f"http://{place}", verify=TLS, trust_env=False) as client:
            ways = {outcome: way_of(getattr(addresses, f"{outcome}_url")) for outcome in PaymentOutcome}
            yield Site(client, clock, mailbox, index, ways, session)
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


def way_of(address: str) -> str:
    return httpx.URL(address).path


async def claimed(mailbox: RedisMailbox) -> Claim:
    claim = await mailbox.claim()
    assert claim is not None
    return claim
