"""Link previews: what a bot asks for and what a phone draws (https://core.telegram.org/bots/api#linkpreviewoptions)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.simulator.telegram.address import WrongAddress, checked
from bot.simulator.telegram.entities import Entity, utf16_slice
from bot.simulator.telegram.refused import bad_request

_FLAGS = ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")
_PICTURE = re.compile(r"\.(png|jpe?g|webp|gif|svg)$|^/simulator/files/[\w-]+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a bot asks for; without an `url` the first link in the text is shown."""

    url: str = ""
    is_disabled: bool = False
    prefer_small_media: bool = False
    prefer_large_media: bool = False
    show_above_text: bool = False


def read_preview(document: object, *, disabled: bool = False) -> Preview:
    """Check `link_preview_options`; raise Refused. `disabled` is the older `disable_web_page_preview`."""
    if document is None:
        return Preview(is_disabled=disabled)
    if not isinstance(document, dict):
        raise bad_request("object expected as link preview options")
    for name in _FLAGS:
        if not isinstance(document.get(name, False), bool):
            raise bad_request(f'field "{name}" must be of type Boolean')
    address = document.get("url", "")
    if not isinstance(address, str):
        raise bad_request('field "url" must be of type String')
    if address:
        try:
            checked(address)
        except WrongAddress:
            raise bad_request("WEBPAGE_URL_INVALID") from None
    return Preview(address, **{name: document.get(name, False) for name in _FLAGS})


def settled_preview(asked: Preview, text: str, entities: Iterable[Entity]) -> dict[str, object] | None:
    """Return the options as a Message shows them: only those that change something."""
    if not asked.url and first_link(text, entities) is None:
        return None
    if asked.is_disabled:
        return {"is_disabled": True}
    kept: dict[str, object] = {"url": asked.url} if asked.url else {}
    # The size of the picture can be chosen only for an address that the bot names.
    names = ("prefer_small_media", "prefer_large_media", "show_above_text") if asked.url else ("show_above_text",)
    return kept | {name: True for name in names if getattr(asked, name)} or None


def first_link(text: str, entities: Iterable[Entity]) -> str | None:
    """Return the first web address in a text."""
    for part in entities:
        words = utf16_slice(text, part.offset, part.length)
        address = part.detail.get("url") if part.type == "text_link" else words if part.type == "url" else None
        if address is not None and re.match(r"tg:|ton:", str(address)) is None:
            return str(address) if "://" in str(address) else f"http://{address}"
    return None


def preview_view(
    options: Mapping[str, object] | None, text: str, entities: Iterable[Entity]
) -> dict[str, object] | None:
    """Return what a phone draws below or above a text, None for nothing.

    A picture is drawn large, or small when the bot prefers it so; of a page the host's name is shown, for nothing is
    fetched.
    """
    options = options or {}
    address = options.get("url") or first_link(text, entities)
    if not address or options.get("is_disabled"):
        return None
    parts = urlsplit(str(address))
    is_picture = _PICTURE.search(parts.path) is not None
    return {
        "url": address,
        "title": None if is_picture else parts.hostname,
        "description": None,
        "image": address if is_picture else None,
        "large": is_picture and not options.get("prefer_small_media", False),
        "above_text": bool(options.get("show_above_text", False)),
    }
