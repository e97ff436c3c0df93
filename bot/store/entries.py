"""How values are laid out: ``<head> <payload>``, where the head is an id, or a moment in Unix ms that a script can compare."""

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def unix_ms(moment: datetime) -> int:
    """Return an aware datetime in whole milliseconds since 1970."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def moment(unix_ms: int) -> datetime:
    """Return the moment that many milliseconds after 1970."""
    return _EPOCH + timedelta(milliseconds=unix_ms)


def entry(head: str | int, payload: bytes) -> bytes:
    """Return the bytes of one entry."""
    return f"{head} ".encode() + payload


def split(stored: bytes) -> tuple[str, bytes]:
    """Return the head and the payload of an entry."""
    head, _, payload = stored.partition(b" ")
    return head.decode(), payload


def valid_at(now: datetime, stored: bytes | None) -> bytes | None:
    """Return the payload of an entry whose head says until when it counts; None past that moment, or for no entry."""
    if stored is None:
        return None
    until_ms, payload = split(stored)
    return payload if unix_ms(now) < int(until_ms) else None
