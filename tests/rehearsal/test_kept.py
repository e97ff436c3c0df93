"""Keepsakes in a story: a wrong one is told, and what is no keepsake is the card."""

import re
from typing import Any

import pytest

from bot.rehearsal.kept import SeenKeepsake, differences, keepsake_in
from bot.rehearsal.story import Kept

NOTE = SeenKeepsake("note", "Your order\nCM9", labels=("Copy",))
FILE = SeenKeepsake("document", "Open it", "/x", "CM9.ics")


def message(kind: str = "", **more: Any) -> dict[str, Any]:
    keyboard = [[{"text": "Go", "kind": kind}]] if kind else []
    return {"text": "x", "media": None, "inline_keyboard": keyboard, **more}


@pytest.mark.parametrize(
    ("shown", "is_one"),
    [
        (message("url"), True),
        (message("copy"), True),
        (message(media={"kind": "photo", "url": "/x"}), True),
        (message("callback"), False),
        (message(), False),
    ],
)
def test_a_message_with_a_file_or_without_a_button_that_calls_back_is_one(shown: dict[str, Any], is_one: bool):
    assert (keepsake_in(shown) is not None) is is_one


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ((Kept(kind="note"), Kept(kind="document")), ""),
        ((Kept(kind="note", text=("CM9",), buttons=("Copy",)), Kept(kind="document", file="CM9.ics")), ""),
        ((), r"keepsakes \[\]; there came \['note', 'document'\]"),
        ((Kept(kind="document"), Kept(kind="note")), "there came"),
        ((Kept(kind="note", text=("CM8",)), Kept(kind="document")), "note  CM8, in"),
        ((Kept(kind="note", buttons=("Cop",)), Kept(kind="document")), "note  Cop, in"),
        ((Kept(kind="note"), Kept(kind="document", file="x.ics")), "document  x.ics, in"),
    ],
)
def test_what_is_missing_is_told(expected: tuple[Kept, ...], told: str):
    lines = differences(expected, (NOTE, FILE), lambda words: re.compile(re.escape(words)))
    assert bool(lines) is bool(told)
    assert re.search(told, "\n".join(lines))
