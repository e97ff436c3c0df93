"""Pictures as far as the emulator looks into them: their sizes, and plain ones made up in place of real ones."""

import struct
import zlib
from dataclasses import dataclass

_FRAMES = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})
"""The JPEG markers of a frame, which names the size."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What the head of a picture's file says of it."""

    mime_type: str
    width: int
    height: int


def measured(body: bytes) -> Picture | None:
    """Return the kind and size of a PNG, JPEG, GIF or WebP picture; None for anything else."""
    try:
        if body.startswith(b"\x89PNG\r\n\x1a\n"):
            return Picture("image/png", *struct.unpack(">II", body[16:24]))
        if body.startswith((b"GIF87a", b"GIF89a")):
            return Picture("image/gif", *struct.unpack("<HH", body[6:10]))
        if body.startswith(b"\xff\xd8\xff"):
            return _jpeg(body)
        if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
            return _webp(body)
    except (struct.error, IndexError):
        return None
    return None


def _jpeg(body: bytes) -> Picture | None:
    at = 2
    while body[at] == 0xFF:
        marker = body[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", body[at + 5 : at + 9])
            return Picture("image/jpeg", width, height)
        at += 2 + struct.unpack(">H", body[at + 2 : at + 4])[0]
    return None


def _webp(body: bytes) -> Picture | None:
    match body[12:16]:
        case b"VP8 ":
            width, height = (side & 0x3FFF for side in struct.unpack("<HH", body[26:30]))
        case b"VP8L":
            (bits,) = struct.unpack("<I", body[21:25])
            width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            width, height = (int.from_bytes(body[at : at + 3], "little") + 1 for at in (24, 27))
        case _:
            return None
    return Picture("image/webp", width, height)


def plain_picture(width: int, height: int, tint: int) -> bytes:
    """Return a PNG of one colour, whose hue follows from `tint`."""
    colour = bytes(0x60 + (tint >> shift & 0x7F) for shift in (0, 7, 14))
    rows = (b"\0" + colour * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, chunks))


def _chunk(chunk: tuple[bytes, bytes]) -> bytes:
    kind, content = chunk
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
