"""How long what is known of a person is kept: what the store goes by, and what /privacy says."""

from datetime import timedelta
from typing import Final

SESSION: Final = timedelta(hours=24)
IDLE_DETAILS_LAST: Final = timedelta(minutes=30)
DETAILS_OUTLAST_A_HOLD: Final = timedelta(hours=24)
LANGUAGE: Final = timedelta(days=365)
"""The language that was chosen, and plain mode."""
PROFILE: Final = timedelta(days=365)
"""After the last order with which it was asked to be remembered."""
DEAD_LETTERS: Final = timedelta(days=7)
JOURNAL: Final = timedelta(days=7)
