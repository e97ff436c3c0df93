"""What is kept, and for how long. By the clock it is then absent; the TTLs that follow from these only clean up."""

from datetime import timedelta
from typing import Final

from bot.conversation.kept import DEAD_LETTERS, JOURNAL, LANGUAGE, PROFILE, SESSION

__all__ = ["DEAD_LETTERS", "JOURNAL", "LANGUAGE", "PROFILE", "SESSION"]

SEEN: Final = timedelta(hours=25)
"""Telegram re-delivers for 24 hours, and may begin again at any update id after a quiet week."""
MAILBOX: Final = timedelta(hours=25)
"""After the last envelope was put."""
TIMERS_SLACK: Final = timedelta(hours=1)
"""After the last one was due; the key only tells which timers a chat has."""
OWED: Final = timedelta(hours=25)
CARD: Final = 2 * SESSION
DETAILS_SLACK: Final = timedelta(minutes=5)
"""How long the bytes of personal fields may outlive their own `until`."""
JOURNAL_LINES: Final = 100
MOST_ORDERS: Final = 50
"""Of one chat; each ends by its own `until`."""
LINK_AFTER_ITS_EVENT: Final = timedelta(days=30)
UNDATED_LINK: Final = timedelta(days=180)

REFUSED: Final = timedelta(seconds=1)
"""Within which so many chats are refused that it is the bot that is too fast, and not its customers."""
MOST_REFUSED: Final = 5


def milliseconds(duration: timedelta) -> int:
    """Return a duration in whole milliseconds, as Redis takes it."""
    return duration // timedelta(milliseconds=1)
