"""What a story takes of its customer."""

from typing import Any

import pytest

from bot.rehearsal.effort import effort
from bot.rehearsal.story import Story

REVIEW = {"text": "<Check your order>"}


@pytest.mark.parametrize(
    ("dialogue", "takes"),
    [
        ([{"start": ""}, {"tap": "a"}, {"say": "b"}, {"tap": "c", "shows": REVIEW}, {"tap": "d"}], "2 taps, 1 message"),
        ([{"tap": "a"}, {"link": {"event": "festival"}, "shows": REVIEW}], "0 taps, 0 messages"),
        (
            [{"start": "", "shows": REVIEW}, {"start": "e"}, {"tap": "a"}, {"contact": "own", "shows": REVIEW}],
            "1 tap, 1 message",
        ),
        (
            [{"start": ""}, {"say": "a"}, {"say": "b"}, {"tap_old": "c", "shows": REVIEW}, {"shows": REVIEW}],
            "1 tap, 2 messages",
        ),
    ],
)
def test_taps_and_messages_count_from_the_last_link_to_the_first_look_at_the_review(
    dialogue: list[dict[str, Any]], takes: str
):
    assert str(effort(Story.model_validate({"name": "x", "dialogue": dialogue}))) == takes


def test_a_story_without_a_review_takes_nothing():
    assert effort(Story.model_validate({"name": "x", "dialogue": [{"start": ""}, {"tap": "a"}]})) is None
