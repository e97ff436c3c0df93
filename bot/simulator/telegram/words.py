"""The words of a message or caption as a bot gives them: marked up as HTML, or plain with entities beside them.

https://core.telegram.org/bots/api#formatting-options
"""

from dataclasses import dataclass

from bot.simulator.telegram.address import WrongAddress, checked
from bot.simulator.telegram.entities import CODE_TYPES, MERGED_TYPES, QUOTE_TYPES, Entity, utf16_length
from bot.simulator.telegram.html import parse_html, time_format
from bot.simulator.telegram.refused import bad_request

_FOUND = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})
"""Parts that Telegram finds by itself and passes over when a bot names them."""

_TYPES = MERGED_TYPES | CODE_TYPES | QUOTE_TYPES | _FOUND | {"text_link", "text_mention", "custom_emoji", "date_time"}


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
    parts = [_read_entity(item, utf16_length(text)) for item in document]
    return [part for part in parts if part.type not in _FOUND]


def _read_entity(item: object, end: int) -> Entity:
    if not isinstance(item, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    kind, offset, length = item.get("type"), item.get("offset"), item.get("length")
    if kind is None:
        raise bad_request("can't parse MessageEntity: Can't find field \"type\"")
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
    return Entity(kind, offset, max(length, 0), _detail(kind, item))


def _detail(kind: str, item: dict[str, object]) -> dict[str, str | int]:
    """Return what an entity's type adds to it."""
    match kind:
        case "text_link":
            return {"url": _entity_address(item)}
        case "text_mention":
            user = item.get("user")
            return {"user_id": int(_field(user if isinstance(user, dict) else {}, "id", int))}
        case "custom_emoji":
            return {"custom_emoji_id": _field(item, "custom_emoji_id", str)}
        case "date_time":
            return _moment(item)
        case "pre" if item.get("language"):
            return {"language": _field(item, "language", str)}
        case _:
            return {}


def _moment(item: dict[str, object]) -> dict[str, str | int]:
    moment = int(_field(item, "unix_time", int))
    shape = time_format(str(item.get("date_time_format", "")), short_wins=False)
    if shape is None:
        raise bad_request("can't parse MessageEntity: Invalid date-time format specified")
    if not 0 < moment < 2**31:
        raise bad_request("invalid date specified")
    return {"unix_time": moment, "date_time_format": shape}


def _field(item: dict[str, object], name: str, form: type[str] | type[int]) -> str | int:
    if name not in item:
        raise bad_request(f"can't parse MessageEntity: Can't find field \"{name}\"")
    value = item[name]
    if not isinstance(value, form):
        kind = "String" if form is str else "Number"
        raise bad_request(f'can\'t parse MessageEntity: Field "{name}" must be of type {kind}')
    return value


def _entity_address(item: dict[str, object]) -> str:
    address = item.get("url")
    if not isinstance(address, str):
        raise bad_request("can't parse MessageEntity: Can't find field \"url\"")
    try:
        return checked(address)
    except WrongAddress as wrong:
        raise bad_request(f"entity URL '{address}' is invalid: {wrong}") from None
