"""What a message may carry beside words (https://core.telegram.org/bots/api#message): a file, a place, a contact …"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.simulator.telegram.files import StoredFile

CAPTIONED = frozenset({"photo", "document", "animation", "audio", "video", "voice"})
"""The kinds of media below which a caption can stand."""

_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_UNTYPED = frozenset({"sticker", "voice", "video_note"})


@dataclass(frozen=True, slots=True)
class FileMedia:
    """A photo, document, sticker, voice message …"""

    file: StoredFile
    spoiler: bool = False

    @property
    def kind(self) -> str:
        """What it is, by the name of its field in a Message."""
        return self.file.kind

    def as_json(self) -> dict[str, object]:
        """Return the fields of the Message that carries it."""
        shown: dict[str, object] = {self.kind: self.file.as_json()}
        if self.kind == "animation":
            shown["document"] = self.file.as_document()
        if self.spoiler:
            shown["has_media_spoiler"] = True
        return shown

    def view(self) -> dict[str, object]:
        """Return it for the chat page."""
        about = {} if self.kind == "photo" or self.kind in _UNTYPED else {"mime_type": self.file.mime_type}
        address = f"/simulator/files/{self.file.unique_id}"
        if self.file.address is not None and urlsplit(self.file.address).hostname in _LOOPBACK:
            address = self.file.address
        return {"kind": self.kind, "url": address, "file_size": len(self.file.body), **about, **self.file.details}


@dataclass(frozen=True, slots=True)
class Card:
    """Something that is no file: a place, a contact, a die, a poll. `fields` are those of the Message."""

    kind: str
    fields: Mapping[str, object]

    def as_json(self) -> dict[str, object]:
        """Return the fields of the Message that carries it."""
        return dict(self.fields)

    def view(self) -> dict[str, object]:
        """Return it for the chat page."""
        shown: dict[str, object] = {"kind": self.kind}
        for part in ("location", self.kind):
            content = self.fields.get(part)
            if isinstance(content, dict):
                shown |= {name: value for name, value in content.items() if name != "location"}
        return shown


Media = FileMedia | Card


def location(latitude: float, longitude: float) -> Card:
    """Return a point on the map."""
    return Card("location", {"location": {"latitude": latitude, "longitude": longitude}})


def venue(latitude: float, longitude: float, title: str, address: str) -> Card:
    """Return a named place; its Message has the point beside it too."""
    point = {"latitude": latitude, "longitude": longitude}
    return Card("venue", {"venue": {"location": point, "title": title, "address": address}, "location": point})


def contact(phone_number: str, first_name: str, last_name: str | None = None, user_id: int | None = None) -> Card:
    """Return a contact card; `user_id` only when the number is that of a Telegram user whom the sender may name."""
    named = {"last_name": last_name, "user_id": user_id}
    card = {"phone_number": phone_number, "first_name": first_name}
    return Card("contact", {"contact": {**card, **{name: value for name, value in named.items() if value}}})
