"""The files that Telegram keeps (https://core.telegram.org/bots/api#file): sent by the bot, or made up for a customer."""

import mimetypes
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

_BEGINNINGS = {
    "photo": "AgACAgQAAxkB",
    "document": "BQACAgQAAxkB",
    "video": "BAACAgQAAxkB",
    "voice": "AwACAgQAAxkB",
    "audio": "CQACAgQAAxkB",
    "animation": "CgACAgQAAxkB",
    "video_note": "DQACAgQAAxkB",
    "sticker": "CAACAgQAAxkB",
}
_FOLDERS = {"photo": "photos", "document": "documents", "video": "videos", "audio": "music", "animation": "animations"}
_THUMBNAIL_SIDE = 90


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file; `details` are the fields of its kind (`width`, `duration`, `file_name` …) as the Bot API names them.

    One that was sent by its address is kept under that `address`.
    """

    kind: str
    file_id: str
    unique_id: str
    number: int
    body: bytes = field(repr=False)
    mime_type: str
    details: Mapping[str, str | int | bool] = field(default_factory=dict)
    address: str | None = None

    @property
    def path(self) -> str:
        """Where the bot downloads it, below `/file/bot<token>/`."""
        name = str(self.details.get("file_name", ""))
        ending = PurePosixPath(name).suffix or mimetypes.guess_extension(self.mime_type) or ""
        return f"{_FOLDERS.get(self.kind, self.kind)}/file_{self.number}{ending}"

    def as_file(self) -> dict[str, object]:
        """Return the Bot API's File."""
        return {**self._ids(), "file_path": self.path}

    def as_json(self) -> object:
        """Return what a Message shows of it: an object of its kind, or the sizes of a photo."""
        if self.kind == "photo":
            return self._sizes()
        typed = {} if self.kind in ("sticker", "video_note") else {"mime_type": self.mime_type}
        return {**self.details, **typed, **self._ids()}

    def as_document(self) -> dict[str, object]:
        """Return the Bot API's Document of it, which a Message shows beside an animation."""
        named = {"file_name": self.details["file_name"]} if "file_name" in self.details else {}
        return {**named, "mime_type": self.mime_type, **self._ids()}

    def _ids(self) -> dict[str, object]:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.body)}

    def _sizes(self) -> list[dict[str, object]]:
        width, height = int(self.details["width"]), int(self.details["height"])
        sizes: list[dict[str, object]] = [{**self._ids(), "width": width, "height": height}]
        if (longest := max(width, height)) > _THUMBNAIL_SIDE:
            sides = (max(1, side * _THUMBNAIL_SIDE // longest) for side in (width, height))
            small = {"file_id": f"{self.file_id}s", "file_unique_id": f"{self.unique_id}s"}
            sizes.insert(0, {**small, **dict(zip(("width", "height"), sides, strict=True))})
        return sizes


class Files:
    """All files by their ids. They stay as long as the emulator runs."""

    def __init__(self) -> None:
        self._by_file_id: dict[str, StoredFile] = {}
        self._by_unique_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(
        self,
        kind: str,
        body: bytes,
        mime_type: str,
        details: Mapping[str, str | int | bool],
        address: str | None = None,
    ) -> StoredFile:
        """Keep a file."""
        file_id = _BEGINNINGS[kind] + secrets.token_urlsafe(33)
        unique_id, number = "AQAD" + secrets.token_urlsafe(8), len(self._by_path) + 1
        kept = StoredFile(kind, file_id, unique_id, number, body, mime_type, details, address)
        self._by_file_id[file_id] = self._by_file_id[f"{file_id}s"] = kept
        self._by_unique_id[kept.unique_id] = self._by_path[kept.path] = kept
        return kept

    def of_id(self, file_id: str) -> StoredFile | None:
        """Return the file with a `file_id`, that of a photo's small size among them."""
        return self._by_file_id.get(file_id)

    def of_unique_id(self, unique_id: str) -> StoredFile | None:
        """Return the file with a `file_unique_id`."""
        return self._by_unique_id.get(unique_id)

    def of_path(self, path: str) -> StoredFile | None:
        """Return the file that is downloaded from a path."""
        return self._by_path.get(path)
