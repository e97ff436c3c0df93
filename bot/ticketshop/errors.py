"""How a call to the shop can fail.

    ShopError
    ├── Refused          it said no (4xx); `info` is its Info Message, bounded, in no documented shape
    ├── NotSent          nothing reached it: no connection, no room, or it is left alone for a while
    ├── Unknown          a write was sent and its answer is missing or cannot be read: it may have happened
    ├── Unavailable      a read could not be answered now: no answer, 5xx, too large, not what was expected, or as above
    └── Misconfigured    a path, the product token or the base address is wrong: the operator's to mend

No message of these holds an address, a token, a key, a code or a personal value.
"""


class ShopError(Exception):
    """A call to the shop failed."""


class Refused(ShopError):
    """The shop said no."""

    def __init__(self, status: int, info: str = "") -> None:
        super().__init__(f"refused with {status}")
        self.status = status
        self.info = info


class NotSent(ShopError):
    """Nothing reached the shop."""


class Unknown(ShopError):
    """A write was sent, and nobody knows how it ended."""


class Unavailable(ShopError):
    """The shop cannot be read now; it may have said after how long it can be."""

    def __init__(self, word: str, retry_after_s: float | None = None) -> None:
        super().__init__(word)
        self.retry_after_s = retry_after_s


class Misconfigured(ShopError):
    """A setting is wrong; the message says which."""
