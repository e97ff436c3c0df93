"""Lengths of time as they are written in stories and on the command line."""

import re
from typing import Final

DURATION: Final = re.compile(r"(\d+(?:\.\d+)?)(s|m|h|d)")
SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def seconds_of(words: str) -> float:
    """Return the seconds of `45s`, `20m`, `2h` or `1d`; raise ValueError."""
    written = DURATION.fullmatch(words)
    if written is None:
        raise ValueError(f"{words!r} is no length of time; write 45s, 20m, 2h or 1d")
    return float(written[1]) * SECONDS[written[2]]
