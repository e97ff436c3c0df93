"""One customer at the simulator, over HTTP: what they see, say and tap."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx

from bot.domain.labels import Language
from bot.simulator.shop.payment_page import NEVER_RETURNS


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

    A message that brings or takes a keyboard below the input is not looked at, but for `asks_contact`.
    """

    revision: int
    text: str
    buttons: tuple[SeenButton, ...]
    notices: tuple[str, ...]
    cards_with_buttons: int
    asks_contact: bool = False


@dataclass(slots=True)
class CustomerChat:
    """A customer of a simulator. Every button ever seen is remembered by its label, so that an old one can be tapped."""

    client: httpx.AsyncClient
    customer_id: int
    remembered: dict[str, SeenButton] = field(default_factory=dict)

    @classmethod
    async def join(cls, client: httpx.AsyncClient, language: Language, first_name: str = "Robin") -> "CustomerChat":
        """Return the chat of a new customer."""
        answer = await client.post("/simulator/customers", json={"first_name": first_name, "language_code": language})
        return cls(client, answer.raise_for_status().json()["id"])

    async def look(self, *, after: int | None = None, wait_s: float = 0.0) -> Seen:
        """Return what is seen now, or once it changed after a revision."""
        query = {} if after is None else {"after": after, "wait": wait_s}
        answer = await self.client.get(f"/simulator/customers/{self.customer_id}/chat", params=query)
        chat: dict[str, Any] = answer.raise_for_status().json()
        by_bot = [each for each in chat["messages"] if each["author"] == "bot" and each["reply_keyboard"] is None]
        last: dict[str, Any] = by_bot[-1] if by_bot else {"text": "", "message_id": 0}
        buttons = tuple(_button(last["message_id"], each) for row in last.get("inline_keyboard") or () for each in row)
        self.remembered.update({button.label: button for button in buttons if button.kind == "callback"})
        return Seen(
            revision=chat["revision"],
            text=last["text"],
            buttons=buttons,
            notices=tuple(notice["text"] for notice in chat["notices"]),
            cards_with_buttons=sum(1 for message in by_bot if message.get("inline_keyboard")),
            asks_contact=_asks_contact(chat["reply_keyboard"]),
        )

    async def say(self, text: str) -> None:
        """Send a message."""
        await self._post("messages", {"text": text})

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
        if outcome == NEVER_RETURNS:
            answer.raise_for_status()
            return
        back = answer.headers.get("location")
        if not answer.is_redirect or back is None:
            raise LookupError(f"the payment page offers no way to end as {outcome!r}")
        payload = parse_qs(urlsplit(back).query).get("start", [""])[0]
        await self.start(payload)

    async def _post(self, path: str, body: dict[str, Any]) -> None:
        answer = await self.client.post(f"/simulator/customers/{self.customer_id}/{path}", json=body)
        if answer.is_error:
            raise LookupError(answer.json().get("error", answer.text))


def _asks_contact(keyboard: dict[str, Any] | None) -> bool:
    return keyboard is not None and any(key["request_contact"] for row in keyboard["rows"] for key in row)


def _button(message_id: int, shown: dict[str, Any]) -> SeenButton:
    kind = shown["kind"]
    value = {"callback": "callback_data", "url": "url", "copy": "copy_text"}[kind]
    return SeenButton(message_id, shown["text"], kind, shown[value])


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


SPACES = re.compile(r"\s+")
SET_APART = re.compile(r"\s+(?=[:;!?%»])")


def folded(words: str) -> str:
    """Return words with any white space as one space and none before punctuation, which French sets apart."""
    return SPACES.sub(" ", SET_APART.sub("", words)).strip()
