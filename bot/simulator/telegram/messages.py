"""Messages as Telegram keeps them and as the Bot API shows them (https://core.telegram.org/bots/api#message)."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.simulator.telegram.address import WrongAddress, checked
from bot.simulator.telegram.customer import Customer
from bot.simulator.telegram.entities import CODE_TYPES, MERGED_TYPES, QUOTE_TYPES, Entity, settled, utf16_length
from bot.simulator.telegram.html import parse_html
from bot.simulator.telegram.keyboards import Rows
from bot.simulator.telegram.refused import bad_request

MOST_CHARACTERS = 4096

_TYPES = (
    MERGED_TYPES
    | CODE_TYPES
    | QUOTE_TYPES
    | {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
    | {"text_link", "text_mention", "custom_emoji", "date_time"}
)


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says; two equal contents are "exactly the same" to an edit."""

    text: str
    entities: tuple[Entity, ...] = ()
    link_preview: dict[str, object] | None = None


@dataclass(slots=True)
class Message:
    """One message of a chat, by the bot or by a customer; `author` is who wrote it in a group.

    A message that a customer sent through the bot's inline mode has an `inline_message_id`. `reply_markup` is a
    keyboard below the input or its removal; `keyboard` the rows under the message.
    """

    message_id: int
    by_bot: bool
    content: Content
    date: datetime
    keyboard: Rows | None = None
    reply_markup: dict[str, object] | None = None
    edited_at: datetime | None = field(default=None)
    author: Customer | None = None
    reply_to: int | None = None
    inline_message_id: str | None = None

    @property
    def has_buttons(self) -> bool:
        """Whether there may be buttons under it: those of the bot, also in what was sent through its inline mode."""
        return self.by_bot or self.inline_message_id is not None

    def as_json(self, sender: dict[str, object], chat: dict[str, object]) -> dict[str, object]:
        """Return the Bot API's Message."""
        shown: dict[str, object] = {
            "message_id": self.message_id,
            "from": sender,
            "chat": chat,
            "date": int(self.date.timestamp()),
        }
        if self.edited_at is not None:
            shown["edit_date"] = int(self.edited_at.timestamp())
        shown["text"] = self.content.text
        if self.content.entities:
            shown["entities"] = [entity.as_json() for entity in self.content.entities]
        if self.content.link_preview:
            shown["link_preview_options"] = self.content.link_preview
        if self.keyboard:
            shown["reply_markup"] = {"inline_keyboard": self.keyboard}
        return shown


def read_content(text: str, parse_mode: str, entities: object, link_preview: object) -> Content:
    """Check what a bot wants to say; raise Refused as the Bot API does."""
    if not text:
        raise bad_request("message text is empty")
    match parse_mode.lower():
        case "html":
            plain, parts = parse_html(text)
        case "" | "none":
            plain, parts = text, _read_entities(text, entities)
        case _:  # Markdown, the older of Telegram's ways to mark up, is not spoken here
            raise bad_request("unsupported parse_mode")
    settled_text, settled_parts = settled(plain, parts)
    if utf16_length(settled_text) > MOST_CHARACTERS:
        raise bad_request("message is too long")
    return Content(settled_text, settled_parts, _read_link_preview(link_preview))


def _read_entities(text: str, document: object) -> list[Entity]:
    if document is None:
        return []
    if not isinstance(document, list):
        raise bad_request("expected an Array of MessageEntity")
    return [_read_entity(item, utf16_length(text)) for item in document]


def _read_entity(item: object, end: int) -> Entity:
    if not isinstance(item, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    kind, offset, length = item.get("type"), item.get("offset"), item.get("length")
    if kind not in _TYPES:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    if not isinstance(offset, int) or not isinstance(length, int):
        raise bad_request('can\'t parse MessageEntity: Field "offset" must be of type Number')
    if offset < 0:
        raise bad_request(f"receive an entity with incorrect offset {offset}")
    if offset > end:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if offset + length > end:
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {offset + length}"
        )
    detail = {name: value for name, value in item.items() if name not in ("type", "offset", "length")}
    if kind == "text_link":
        detail = {"url": _entity_address(item)}
    return Entity(kind, offset, max(length, 0), detail)


def _entity_address(item: dict[str, object]) -> str:
    address = item.get("url")
    if not isinstance(address, str):
        raise bad_request("can't parse MessageEntity: Can't find field \"url\"")
    try:
        return checked(address)
    except WrongAddress as wrong:
        raise bad_request(f"entity URL '{address}' is invalid: {wrong}") from None


def _read_link_preview(document: object) -> dict[str, object] | None:
    if document is None:
        return None
    if not isinstance(document, dict):
        raise bad_request("object expected as link preview options")
    for name in ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text"):
        if not isinstance(document.get(name, False), bool):
            raise bad_request(f'field "{name}" must be of type Boolean')
    if document.get("url"):
        try:
            checked(str(document["url"]))
        except WrongAddress:
            raise bad_request("WEBPAGE_URL_INVALID") from None
    return document
