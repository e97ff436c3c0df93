"""One customer at the simulator, over HTTP: what they see, say and tap."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx

from bot.domain.labels import Language
from bot.rehearsal.kept import SeenKeepsake, keepsake_in
from bot.simulator.shop.payment_page import NEVER_RETURNS

FAR_MESSAGE: Final = 10**6
"""The number of a message that stands in no chat here, and its moment: neither is looked at."""


@dataclass(frozen=True, slots=True)
class SeenButton:
    """A button as the customer saw it."""

    message_id: int
    label: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What the customer sees now: the bot's last message, its buttons, the newest notice, and the chat's revision.

    A message that brings or takes a keyboard below the input is not looked at, but for `asks_contact`; neither are
    `keepsakes`, which stand below the message that brought them.
    """

    revision: int
    message_id: int
    text: str
    buttons: tuple[SeenButton, ...]
    notices: tuple[str, ...]
    cards_with_buttons: int
    asks_contact: bool = False
    keepsakes: tuple[SeenKeepsake, ...] = ()

    def drawn(self) -> tuple[str, ...]:
        """Return the message with its buttons and the newest notice, a line each."""
        buttons = (f"[ {button.label} ]" for button in self.buttons)
        return (*self.text.splitlines(), *buttons, *(f"(notice: {notice})" for notice in self.notices[-1:]))

    @property
    def title(self) -> str:
        """The first line of the message."""
        return next(iter(self.text.splitlines()), "")


@dataclass(slots=True)
class CustomerChat:
    """A customer of a simulator. Every button ever seen is remembered by its label, so that an old one can be tapped.

    `payment_page` is the last one that was offered, `landed_on` what the page said from which one comes back from paying.
    `group` is a group that the customer and the bot are in, once something was said there; with `looks_at_group` that is
    what is seen. `seen` is what was looked at last.
    """

    client: httpx.AsyncClient
    customer_id: int
    language: Language
    group: int | None = None
    looks_at_group: bool = False
    said: int | None = None
    payment_page: str = ""
    seen: Seen | None = None
    landed_on: str = ""
    remembered: dict[str, SeenButton] = field(default_factory=dict)

    @classmethod
    async def join(cls, client: httpx.AsyncClient, language: Language, first_name: str = "Robin") -> "CustomerChat":
        """Return the chat of a new customer."""
        answer = await client.post("/simulator/customers", json={"first_name": first_name, "language_code": language})
        return cls(client, answer.raise_for_status().json()["id"], language)

    async def look(self, *, after: int | None = None, wait_s: float = 0.0) -> Seen:
        """Return what is seen now, or once it changed after a revision."""
        query = {} if after is None else {"after": after, "wait": wait_s}
        place = f"chats/{self.group}" if self.looks_at_group else f"customers/{self.customer_id}"
        answer = await self.client.get(f"/simulator/{place}/chat", params={**query, "customer": self.customer_id})
        chat: dict[str, Any] = answer.raise_for_status().json()
        by_bot = [each for each in chat["messages"] if each["author"] == "bot" and each["reply_keyboard"] is None]
        found = () if self.looks_at_group else tuple(map(keepsake_in, by_bot))
        if not self.looks_at_group:
            by_bot = [each for each, keepsake in zip(by_bot, found, strict=True) if keepsake is None]
        last: dict[str, Any] = by_bot[-1] if by_bot else {"text": "", "message_id": 0}
        buttons = tuple(_button(last["message_id"], each) for row in last.get("inline_keyboard") or () for each in row)
        self.payment_page = next(
            (each.value for each in buttons if each.kind == "url" and "/pay/" in each.value), self.payment_page
        )
        self.remembered.update({button.label: button for button in buttons if button.kind == "callback"})
        self.seen = Seen(
            revision=chat["revision"],
            message_id=last["message_id"],
            text=last["text"],
            buttons=buttons,
            notices=tuple(notice["text"] for notice in chat["notices"]),
            cards_with_buttons=sum(1 for message in by_bot if message.get("inline_keyboard")),
            keepsakes=tuple(each for each in found if each is not None),
            asks_contact=_asks_contact(chat["reply_keyboard"]),
        )
        return self.seen

    async def say(self, text: str) -> None:
        """Send a message."""
        self.said = (await self._post("messages", {"text": text}))["message_id"]

    async def edit(self, text: str) -> None:
        """Change the message that was said last."""
        await self._post("messages", {"text": text, "edit": self.said})

    async def send(self, kind: str) -> None:
        """Send something made up: a sticker, a voice message, a photo."""
        await self._post("media", {"kind": kind})

    async def send_raw(self, content: dict[str, Any]) -> None:
        """Send a message with content that no phone here can make."""
        who = {"id": self.customer_id, "is_bot": False, "first_name": "Robin", "language_code": self.language}
        chat = {"id": self.customer_id, "type": "private", "first_name": "Robin"}
        said = {"message_id": FAR_MESSAGE, "date": FAR_MESSAGE, "chat": chat, "from": who, **content}
        await self._sent("/simulator/updates", {"update": {"message": said}, "number": True})

    async def forward(self) -> None:
        """Send the bot's last message on into the chat."""
        await self._post("forward", {"message_id": (await self.look()).message_id})

    async def say_in_group(self, text: str) -> None:
        """Say something in a group with the bot in it, which is made at first."""
        if self.group is None:
            made = {"type": "group", "title": "Friends", "customer": self.customer_id}
            self.group = (await self._sent("/simulator/chats", made))["id"]
        await self._sent(f"/simulator/chats/{self.group}/messages", {"text": text, "customer": self.customer_id})

    async def share_contact(self, number: str = "") -> None:
        """Share the own contact, or somebody else's with that number."""
        await self._post("contact", {"other": {"phone_number": number, "first_name": "Sam"}} if number else {})

    async def start(self, payload: str = "") -> None:
        """Press START, or follow a link to the bot that carries a payload."""
        await self._post("start", {"payload": payload} if payload else {})

    async def tap(self, button: SeenButton) -> None:
        """Tap a button, also one that is no longer shown."""
        await self._post("presses", {"message_id": button.message_id, "data": button.value})

    async def pay(self, page: str, outcome: str) -> None:
        """Open the payment page, choose how it ends there, and follow the way back into the chat if there is one."""
        shown = await self.client.get(page)
        forms = _Forms(shown.raise_for_status().text)
        answer = await self.client.post(urljoin(page, forms.action_for(outcome) or page), data={"outcome": outcome})
        if outcome == NEVER_RETURNS or answer.is_success:
            # A situation may end it otherwise than was chosen, also so that nobody is led back.
            answer.raise_for_status()
            return
        back = answer.headers.get("location")
        if not answer.is_redirect or back is None:
            raise LookupError(f"the payment page offers no way to end as {outcome!r}")
        if "/return/" in back:
            self.landed_on = _words_of((await self.client.get(back)).raise_for_status().text)
            return
        payload = parse_qs(urlsplit(back).query).get("start", [""])[0]
        await self.start(payload)

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return await self._sent(f"/simulator/customers/{self.customer_id}/{path}", body)

    async def _sent(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await self.client.post(path, json=body)
        if answer.is_error:
            raise LookupError(answer.json().get("error", answer.text))
        made: dict[str, Any] = answer.json()
        return made


def _asks_contact(keyboard: dict[str, Any] | None) -> bool:
    return keyboard is not None and any(key["request_contact"] for row in keyboard["rows"] for key in row)


def _button(message_id: int, shown: dict[str, Any]) -> SeenButton:
    kind = shown["kind"]
    value = {"callback": "callback_data", "url": "url", "copy": "copy_text"}[kind]
    return SeenButton(message_id, shown["text"], kind, shown[value])


def _words_of(page: str) -> str:
    """Return what a simple page says."""
    body = page.partition("<body>")[2]
    return unescape(re.sub(r"<[^>]*>", " ", body))


class _Forms(HTMLParser):
    """The forms of a page: where each sends what outcome."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._actions: dict[str, str] = {}
        self._action = ""
        self.feed(page)

    def action_for(self, outcome: str) -> str | None:
        return self._actions.get(outcome)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "form":
            self._action = named.get("action") or ""
        elif named.get("name") == "outcome":
            self._actions[named.get("value") or ""] = self._action
