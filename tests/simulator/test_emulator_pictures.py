"""How the emulator tells pictures apart and measures them."""

import struct

import pytest

from bot.simulator.telegram.pictures import Picture, measured, plain_picture


@pytest.mark.parametrize(
    ("body", "picture"),
    [
        (plain_picture(3, 5, 0), Picture("image/png", 3, 5)),
        (b"GIF89a" + struct.pack("<HH", 3, 5), Picture("image/gif", 3, 5)),
        (
            b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 5, 3),
            Picture("image/jpeg", 3, 5),
        ),
        (b"RIFF....WEBPVP8 " + bytes(10) + struct.pack("<HH", 3, 5), Picture("image/webp", 3, 5)),
        (b"RIFF....WEBPVP8L" + bytes(5) + struct.pack("<I", 2 | 4 << 14), Picture("image/webp", 3, 5)),
        (b"RIFF....WEBPVP8X" + bytes(8) + b"\x02\0\0\x04\0\0", Picture("image/webp", 3, 5)),
        (b"RIFF....WEBPXXXX" + bytes(20), None),
        (b"\xff\xd8\xff\xe0\x00\x04ab", None),
        (b"\xff\xd8\xff\xe0\x00\x04ab\x00\x00\x00\x00", None),
        (b"<svg/>", None),
    ],
)
def test_a_picture_is_measured(body: bytes, picture: Picture | None):
    assert measured(body) == picture
