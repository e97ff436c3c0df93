"""Addresses that somebody else gave, and that may stand behind a button or a link."""

from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 500
"""Characters. The standard sets no limit; a longer one is no address that an organiser gives by hand."""
_NEVER_IN_ONE: Final = frozenset(' \\"<>')


def is_web_address(address: str) -> bool:
    """Whether it is a whole https address of a named host, without user information to pass for another host."""
    if len(address) > LONGEST or not address.isprintable() or _NEVER_IN_ONE & set(address):
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        return parts.scheme == "https" and "." in host.strip(".") and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return False
