"""Values in as few characters as they need, for the little that Telegram lets a button or a link hold.

Numbers are base 36, an identifier 22 base64url characters, a day its eight digits, a moment its UTC minute. What is read
was sent by anybody: reading raises ValueError, and nothing else, for what is no such value.
"""

import base64
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
IDENTIFIER_LENGTH: Final = 22
LAST_MINUTE: Final = 36**6


def number(value: int) -> str:
    """Return a number, not negative, in base 36."""
    digits = ""
    while True:
        value, rest = divmod(value, 36)
        digits = DIGITS[rest] + digits
        if not value:
            return digits


def read_number(digits: str, limit: int) -> int:
    """Return the number below a limit that is written in base 36."""
    if not digits or any(digit not in DIGITS for digit in digits):
        raise ValueError("no number")
    value = int(digits, 36)
    if value >= limit:
        raise ValueError("too large")
    return value


def identifier(uuid: UUID) -> str:
    """Return a UUID as base64url without padding."""
    return base64.urlsafe_b64encode(uuid.bytes).decode().rstrip("=")


def read_identifier(characters: str) -> UUID:
    """Return the UUID of 22 base64url characters."""
    if len(characters) != IDENTIFIER_LENGTH:
        raise ValueError("no identifier")
    return UUID(bytes=base64.b64decode(f"{characters}==", altchars=b"-_", validate=True))


def day(on: date) -> str:
    """Return a date as eight digits."""
    return f"{on.year:04}{on.month:02}{on.day:02}"


def read_day(digits: str) -> date:
    """Return the date of eight digits."""
    if len(digits) != 8 or not digits.isascii() or not digits.isdigit():
        raise ValueError("no date")
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def minute(at: datetime) -> str:
    """Return a moment from 1970 on as its UTC minute."""
    return number(int(at.timestamp() // 60))


def read_minute(digits: str) -> datetime:
    """Return the moment of a UTC minute."""
    try:
        return datetime.fromtimestamp(read_number(digits, LAST_MINUTE) * 60, UTC)
    except (OverflowError, OSError):
        raise ValueError("no moment") from None
