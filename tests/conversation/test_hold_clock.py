"""The end of a hold, told by the shop's clock while our own is wrong."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from bot.conversation.session import Hold

DUE_AT = datetime(2026, 6, 1, 12, 30, tzinfo=UTC)
RIGHT_WITHIN = timedelta(seconds=5)


@pytest.mark.parametrize("skew", [timedelta(minutes=10), timedelta(), timedelta(minutes=-10)])
def test_a_hold_ends_by_the_clock_of_the_shop(skew: timedelta) -> None:
    hold = Hold(
        order_id="1",
        event=UUID(int=1),
        method=UUID(int=2),
        due_at=DUE_AT,
        held_at=DUE_AT - skew - timedelta(minutes=30),
        clock_skew_s=skew.total_seconds(),
        quantities={UUID(int=3): 1},
        event_name="Festival",
        zone="Europe/Amsterdam",
        total=Decimal(10),
    )
    ends_at = DUE_AT - skew
    assert not hold.ended(ends_at - RIGHT_WITHIN)
    assert hold.is_open(ends_at - RIGHT_WITHIN)
    assert hold.ended(ends_at + RIGHT_WITHIN)
    assert not hold.is_open(ends_at + RIGHT_WITHIN)
