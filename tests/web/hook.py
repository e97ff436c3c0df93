"""Our own HTTP with a webhook over a real store, and what one may send it, byte for byte."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field

from starlette.types import ASGIApp

from bot.conversation.ports import Envelope
from bot.conversation.session import Session
from bot.i18n.catalog import GettextCatalog
from bot.rehearsal.stage import free_place
from bot.serving import Listening
from bot.simulator.clock import MovableClock
from bot.store.client import Client
from bot.store.crypto import Cipher, new_key
from bot.store.mailbox import RedisMailbox
from bot.store.returns import ReturnIndex
from bot.store.scripts import Scripts
from bot.telegram.inbox import Inbox
from bot.web.app import web_app
from bot.web.pages import Pages
from bot.web.payment_return import PaymentReturn
from bot.web.webhook import WEBHOOK_PATH, Webhook
from tests.emulator import USERNAME
from tests.web.site import CHAT_ADDRESS, left

PATH = f"/tickets{WEBHOOK_PATH}mark"
SECRET = "Only_Telegram-knows"
PERSON = 4711


@dataclass(frozen=True)
class Answer:
    """What came back until the connection was closed; no status when nothing did."""

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @classmethod
    def read(cls, raw: bytes) -> "Answer":
        if not raw:
            return cls()
        head, _, body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        return cls(int(first.split()[1]), headers, body)


@dataclass
class Hook:
    """A served webhook; `told` is what the operator heard of updates."""

    place: str
    mailbox: RedisMailbox
    told: list[str]

    @property
    def address(self) -> str:
        return f"http://{self.place}{PATH}"

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        host, _, port = self.place.rpartition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        try:
            yield reader, writer
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def send(self, *parts: bytes) -> Answer:
        """Send bytes, and return what comes back until the connection is closed."""
        raw = b""
        async with self.connected() as (reader, writer):
            with suppress(ConnectionError):
                for part in parts:
                    writer.write(part)
                    await writer.drain()
            with suppress(ConnectionError):
                while read := await reader.read(1024):
                    raw += read
        return Answer.read(raw)

    async def post(self, body: bytes) -> Answer:
        return await self.send(head(len(body)), body)

    async def stored(self) -> list[Envelope]:
        """Return what was stored since, taking it out of the mailbox."""
        stored: list[Envelope] = []
        while (claim := await self.mailbox.claim()) is not None:
            if claim.envelope is not None:
                stored.append(claim.envelope)
            await self.mailbox.commit(claim, left(claim.session or Session()))
            await self.mailbox.release(claim)
        return stored


@asynccontextmanager
async def hook(
    redis: Client, app: Webhook | None = None, *, scripts: Mapping[str, str] | None = None, **limits: float
) -> AsyncIterator[Hook]:
    """Serve a webhook that stores what it gets, with other limits than its own; or the one that is given."""
    place, told = free_place(), list[str]()
    clock, cipher, catalog = MovableClock(), Cipher([new_key()]), GettextCatalog()
    mailbox = RedisMailbox(redis, cipher, clock, scripts=Scripts(redis, scripts))
    inbox = Inbox(mailbox, USERNAME, clock, lambda what, word: told.append(what))
    pages = Pages(catalog, CHAT_ADDRESS)
    page = PaymentReturn(ReturnIndex(redis, cipher, clock), mailbox, clock, pages)
    served = app or Webhook(SECRET, inbox.take_document, **limits)  # type: ignore[arg-type]
    async with listened(place, web_app(f"http://{place}/tickets", pages, page, served)):
        yield Hook(place, mailbox, told)


@asynccontextmanager
async def listened(place: str, app: ASGIApp) -> AsyncIterator[asyncio.Task[None]]:
    """Serve an application at a place."""
    with closing(Listening(place)) as listening:
        serving = asyncio.create_task(listening.run(app))
        try:
            yield serving
        finally:
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving


def head(length: int | None, *, method: str = "POST", secret: str | None = SECRET, more: str = "") -> bytes:
    """Return the head of a request as Telegram makes it; in chunks where its length is not told. The last of a connection."""
    lines = [f"{method} {PATH} HTTP/1.1", "Host: x", "Connection: close", "Content-Type: application/json"]
    lines.append("Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}")
    if secret is not None:
        lines.append(f"X-Telegram-Bot-Api-Secret-Token: {secret}")
    return ("\r\n".join([*lines, *more.splitlines()]) + "\r\n\r\n").encode()


def chunk(content: bytes) -> bytes:
    """Return a chunk of a body whose length is not told; an empty one ends it."""
    return b"%x\r\n%b\r\n" % (len(content), content)


def said(number: int, words: str) -> bytes:
    """Return an update in which a person says something."""
    person = {"id": PERSON, "is_bot": False, "first_name": "Anna"}
    chat = {"id": PERSON, "type": "private"}
    message = {"message_id": number, "from": person, "chat": chat, "date": 1, "text": words}
    return json.dumps({"update_id": number, "message": message}).encode()
