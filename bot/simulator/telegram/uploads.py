"""Files that a bot sends: uploaded, by `file_id`, or by address (https://core.telegram.org/bots/api#sending-files).

No address is ever fetched: a file sent by one is kept under its address, with a plain picture or nothing in it. No
path of this machine is ever read.
"""

import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit
from zlib import crc32

from bot.simulator.telegram.address import WrongAddress, checked
from bot.simulator.telegram.files import Files, StoredFile
from bot.simulator.telegram.pictures import measured, plain_picture
from bot.simulator.telegram.refused import Refused, bad_request

MOST_PHOTO_BYTES = 10 * 1024 * 1024
MOST_BYTES = 50 * 1024 * 1024
MOST_SIDES = 10_000
MOST_RATIO = 20

_NAMES = {
    "photo": "Photo",
    "document": "Document",
    "video": "Video",
    "voice": "VoiceNote",
    "audio": "Audio",
    "animation": "Animation",
    "video_note": "VideoNote",
    "sticker": "Sticker",
}
_BY_ADDRESS = {
    "photo": frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"}),
    "document": frozenset({"application/pdf", "application/zip", "image/gif"}),
}
"""What Telegram takes by address, told here by the ending of the address."""

_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]+|\[[0-9a-f:.]+\]")
_FILE_ID = re.compile(r"[\w-]+")
_UNSAFE = re.compile(r"[\x00-\x1f/\\:*?\"<>|]+")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart request."""

    name: str
    body: bytes


class Unsendable(Refused):
    """A file that Telegram's servers refuse once they have it; of an album they name its place, too."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Bad Request: {why}")
        self.why = why


def input_file(files: Files, uploads: Mapping[str, Upload], kind: str, value: str) -> StoredFile | None:
    """Return the file that a parameter or field names, None when it names none; raise Refused for one that is wrong."""
    value = value.strip()
    if value.startswith("attach://"):
        upload = uploads.get(value.removeprefix("attach://"))
        return uploaded(files, kind, upload) if upload is not None else None
    if not value:
        return None
    if "." in value:
        return _of_address(files, kind, value)
    if _FILE_ID.fullmatch(value) is None:
        raise bad_request("wrong remote file identifier specified: Wrong character in the string")
    file = files.of_id(value)
    if file is None:
        raise Unsendable("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {_NAMES[file.kind]} as {_NAMES[kind]}")
    return file


def uploaded(files: Files, kind: str, upload: Upload) -> StoredFile:
    """Keep an uploaded file; raise Refused for one that is empty, too large, or no picture where one is wanted."""
    size = len(upload.body)
    if size > MOST_BYTES:
        raise Refused("Request Entity Too Large", 413)
    if size == 0:
        raise bad_request("file must be non-empty")
    if kind != "photo":
        name = " ".join(_UNSAFE.sub(" ", upload.name).split()) or "file"
        mime_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return files.add(kind, upload.body, mime_type, {"file_name": name})
    if size > MOST_PHOTO_BYTES:
        raise bad_request(
            f"file of size {size} bytes is too big for a photo; the maximum size is {MOST_PHOTO_BYTES} bytes"
        )
    picture = measured(upload.body)
    if picture is None:
        raise Unsendable("IMAGE_PROCESS_FAILED")
    width, height = picture.width, picture.height
    if not 0 < width + height <= MOST_SIDES or max(width, height) > MOST_RATIO * min(width, height):
        raise Unsendable("PHOTO_INVALID_DIMENSIONS")
    return files.add("photo", upload.body, picture.mime_type, {"width": width, "height": height})


def _of_address(files: Files, kind: str, value: str) -> StoredFile:
    try:
        address = checked(value)
    except WrongAddress as wrong:
        raise bad_request(f"invalid file HTTP URL specified: {wrong}") from None
    parts = urlsplit(address)
    if parts.scheme == "tg":
        raise bad_request("invalid file HTTP URL specified: Unsupported URL protocol")
    if _HOST.fullmatch(parts.netloc.rpartition("@")[2].partition(":")[0]) is None:
        raise Unsendable("failed to get HTTP URL content")
    name = PurePosixPath(parts.path).name
    mime_type = mimetypes.guess_type(name)[0] or ""
    if mime_type not in _BY_ADDRESS.get(kind, ()):
        raise Unsendable("wrong type of the web page content")
    if kind == "photo":
        body = plain_picture(640, 360, crc32(address.encode()))
        return files.add("photo", body, "image/png", {"width": 640, "height": 360}, address)
    return files.add(kind, b"kept elsewhere", mime_type, {"file_name": name}, address)
