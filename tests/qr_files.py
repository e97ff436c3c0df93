"""What a QR code's file shows, read off the file: its dark modules, its quiet zone, its error correction."""

import re
import zlib
from dataclasses import dataclass
from pathlib import Path

import segno

LEVELS = {0b01: "L", 0b00: "M", 0b11: "Q", 0b10: "H"}
"""ISO/IEC 18004, table 12: the first two bits of the format information, which is masked with 101010000010010."""
MASK = 0b10
MODULE = 10
"""Pixels of a module in a PNG."""


@dataclass(frozen=True)
class Modules:
    """The dark modules by row and column, without the quiet zone, and how wide that is on each side."""

    dark: frozenset[tuple[int, int]]
    quiet_zone: tuple[int, int, int, int]

    @classmethod
    def of(cls, code: segno.QRCode, *, quiet_zone: int) -> "Modules":
        dark = {(row, column) for row, line in enumerate(code.matrix) for column, module in enumerate(line) if module}
        return cls(frozenset(dark), (quiet_zone,) * 4)

    @classmethod
    def drawn(cls, dark: set[tuple[int, int]], size: int) -> "Modules":
        top, left = min(row for row, _ in dark), min(column for _, column in dark)
        bottom, right = max(row for row, _ in dark), max(column for _, column in dark)
        moved = frozenset((row - top, column - left) for row, column in dark)
        return cls(moved, (top, left, size - 1 - bottom, size - 1 - right))

    @property
    def error_correction(self) -> str:
        """The level that the code itself names."""
        bits = ((8, 0) in self.dark) << 1 | ((8, 1) in self.dark)
        return LEVELS[bits ^ MASK]


def modules_in(file: Path) -> Modules:
    """Return what a file shows."""
    return _in_svg(file.read_text()) if file.suffix == ".svg" else _in_png(file.read_bytes())


def _in_svg(drawing: str) -> Modules:
    """Follow the pen: "M4 4.5h7m1 0h4" moves and draws lines one module thick."""
    found = re.search(r'width="(\d+)".*scale\((\d+)\).*stroke="#000" d="([^"]+)"', drawing, re.DOTALL)
    assert found is not None
    dark, x, y = set[tuple[int, int]](), 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([^Mmh]+)", found[3]):
        given = [float(each) for each in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            dark |= {(int(y), int(x) + step) for step in range(int(given[0]))}
            x += given[0]
        elif command == "M":
            x, y = given
        else:
            x, y = x + given[0], y + given[1]
    return Modules.drawn(dark, int(found[1]) // int(found[2]))


def _in_png(image: bytes) -> Modules:
    """Read a grey image of one bit a pixel, and take a pixel of each module."""
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    width, depth, colours = int.from_bytes(image[16:20]), image[24], image[25]
    assert (depth, colours) == (1, 0)
    data, at = b"", 8
    while at < len(image):
        length = int.from_bytes(image[at : at + 4])
        if image[at + 4 : at + 8] == b"IDAT":
            data += image[at + 8 : at + 8 + length]
        at += 12 + length
    lines = _unfiltered(zlib.decompress(data), (width + 7) // 8)

    def is_dark(row: int, column: int) -> bool:
        pixel = column * MODULE
        return not lines[row * MODULE][pixel // 8] >> (7 - pixel % 8) & 1

    size = width // MODULE
    return Modules.drawn({(row, column) for row in range(size) for column in range(size) if is_dark(row, column)}, size)


def _unfiltered(data: bytes, width: int) -> list[bytes]:
    """Return the lines of an image, each stored as it is or as what it adds to the one above (PNG, filter types 0 and 2)."""
    lines = [bytes(width)]
    for start in range(0, len(data), width + 1):
        kind, line = data[start], data[start + 1 : start + 1 + width]
        assert kind in {0, 2}
        lines.append(bytes((byte + above * (kind == 2)) % 256 for byte, above in zip(line, lines[-1], strict=True)))
    return lines[1:]
