"""The words of a message or caption as a bot gives them: marked up as HTML, or plain with entities beside them.

https://core.telegram.org/bots/api#formatting-options
"""

from dataclasses import dataclass

from bot.simulator.telegram.address import WrongAddress, checked
from bot.simulator.telegram.entities import CODE_TYPES, MERGED_TYPES, QUOTE_TYPES, Entity, utf16_length
from bot.simulator.telegram.html import parse_html
from bot.simulator.telegram.refused import bad_request

_TYPES = (
    MERGED_TYPES
    | CODE_TYPES
    | QUOTE_TYPES
    | {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
    | {"text_link", "text_mention", "custom_emoji", "date_time"}
)


@dataclass(frozen=True, slots=True)
class Words:
    """A text and its entities, read but not yet put in order as Telegram keeps them."""

    text: str = ""
    entities: tuple[Entity, ...] = ()


def read_words(text: str, parse_mode: str, entities: object) -> Words:
    """Read what a bot wants to say; raise Refused as the Bot API does."""
    match parse_mode.lower():
        case "html":
            plain, parts = parse_html(text)
        case "" | "none":
            plain, parts = text, _read_entities(text, entities)
        case _:  # Markdown, the older of Telegram's ways to mark up, is not spoken here
            raise bad_request("unsupported parse_mode")
    return Words(plain, tuple(parts))


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
