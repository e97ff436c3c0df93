"""What the journal says of a reply: its kind, and nothing personal."""

import pytest

from bot.conversation.messages import Action, Press, Reply, Shared, Tap, TimerName, TimeUp, Typed
from bot.domain.customer import Field
from bot.telegram.front import shape_of


@pytest.mark.parametrize(
    ("reply", "shape"),
    [
        (Tap(1, Press(Action.CHOOSE, Field.GENDER)), "tap: CHOOSE gender"),
        (Tap(1, Press(Action.SET, "F")), "tap: SET"),
        (Tap(1, Press(Action.SET, "NL")), "tap: SET"),
        (Tap(1, None), "tap: unreadable"),
        (Typed("robin@example.com"), "typed: e-mail"),
        (Typed("06 12345678"), "typed: 11 digits"),
        (Typed("Robin"), "typed: 5 letters"),
        (Shared("31612345678", is_own=True), "contact: own"),
        (Shared("31612345678", is_own=False), "contact: other"),
        (TimeUp("timer:CM1:end:2026-12-01T09:20:00+00:00", TimerName.END), "time up: end"),
    ],
)
def test_a_reply_is_journaled_by_its_kind(reply: Reply, shape: str):
    assert shape_of(reply) == shape
