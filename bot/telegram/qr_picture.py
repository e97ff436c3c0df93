"""A ticket's QR code as a picture that a scanner at the door reads from a telephone.

ISO/IEC 18004 wants a quiet zone of four modules around a code, which an app that shows pictures edge to edge can take
away: this one has twice that, and is large enough to stay sharp where Telegram makes a smaller JPEG of it.
"""

import io
from typing import Final

import segno

QUIET_MODULES: Final = 8
LEAST_PIXELS: Final = 900
LEAST_PIXELS_A_MODULE: Final = 6


def qr_picture(code: str) -> bytes:
    """Return the picture as PNG."""
    drawn = segno.make_qr(code, error="m")
    modules, _ = drawn.symbol_size(scale=1, border=QUIET_MODULES)
    scale = max(-(-LEAST_PIXELS // modules), LEAST_PIXELS_A_MODULE)
    picture = io.BytesIO()
    drawn.save(picture, kind="png", scale=scale, border=QUIET_MODULES)
    return picture.getvalue()
