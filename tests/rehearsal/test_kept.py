"""Keepsakes in a story: a wrong one is told, and what is no keepsake is the card."""

from typing import Any

import pytest

from bot.i18n.catalog import GettextCatalog
from bot.rehearsal.kept import SeenKeepsake, keepsake_in
from bot.rehearsal.lines import Kept
from bot.rehearsal.story import Story
from bot.rehearsal.wishes import in_keepsakes
from bot.rehearsal.wording import Wording

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
    ("expected", "missing"),
    [
        ((Kept(kind="note"), Kept(kind="document")), []),
        ((Kept(kind="note", text=("CM9",), buttons=("Copy",)), Kept(kind="document", file="CM9.ics")), []),
        ((), ["no keepsake"]),
        ((Kept(kind="note"),), ["nothing else"]),
        ((Kept(kind="document"), Kept(kind="note")), ["1. a document", "2. a note"]),
        ((Kept(kind="note"), Kept(kind="document"), Kept(kind="photo")), ["3. a photo"]),
        ((Kept(kind="note", text=("CM8",)), Kept(kind="document")), ["   CM8"]),
        ((Kept(kind="note", buttons=("Cop",)), Kept(kind="document")), ["   [ Cop ]"]),
        ((Kept(kind="note"), Kept(kind="document", file="x.ics")), ["   the file x.ics"]),
    ],
)
def test_what_is_missing_is_told(expected: tuple[Kept, ...], missing: list[str]):
    wording = Wording(Story.model_validate({"name": "x", "dialogue": [{"start": ""}]}), "en", GettextCatalog())
    assert [wish.words for wish in in_keepsakes(expected, (NOTE, FILE), wording) if not wish.is_met] == missing


def test_it_is_drawn_for_who_looks_for_what_came_instead():
    assert [*NOTE.drawn(), *FILE.drawn()] == [
        "a note",
        "   Your order",
        "   CM9",
        "   [ Copy ]",
        "a document CM9.ics",
        "   Open it",
    ]
