"""QR codes of links, for print: https://www.iso.org/standard/83389.html (ISO/IEC 18004).

Error correction M, which still reads with 15 % of it damaged, and the quiet zone of four modules that the standard asks for.
"""

from pathlib import Path
from typing import Final

import segno

ERROR_CORRECTION: Final = "m"
QUIET_ZONE: Final = 4
MODULE: Final = 10
"""Pixels of a module in a PNG, and units of one in an SVG, which scales without loss."""
KINDS: Final = (".svg", ".png")


def save(address: str, file: Path) -> None:
    """Write the QR code of an address, black on white, as what the file is called; OSError."""
    code = segno.make_qr(address, error=ERROR_CORRECTION, boost_error=False)
    code.save(str(file), kind=file.suffix.removeprefix("."), scale=MODULE, border=QUIET_ZONE, light="white")
