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
    assert effort(Story.model_validate({"name": "x", "dialogue": dialogue})).to_review == takes


def test_start_and_the_link_to_the_payment_page_count_too_on_the_way_from_the_poster():
    dialogue = [
        {"start": ""},
        {"say": "a", "shows": REVIEW},
        {"tap": "b"},
        {"pay": "failed"},
        {"tap": "c"},
        {"pay": "success"},
    ]
    counted = effort(Story.model_validate({"name": "x", "dialogue": dialogue}))
    assert counted.to_payment == "3 taps, 1 message"
    assert str(counted) == "0 taps, 1 message to the review · 3 taps, 1 message to the payment page"


def test_a_story_without_a_review_takes_nothing():
    assert str(effort(Story.model_validate({"name": "x", "dialogue": [{"start": ""}, {"tap": "a"}]}))) == "no review"
