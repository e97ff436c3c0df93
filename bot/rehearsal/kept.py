"""Keepsakes in a story: what came below the card, held against what should have."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.rehearsal.story import Kept
from bot.rehearsal.words import folded


@dataclass(frozen=True, slots=True)
class SeenKeepsake:
    """A keepsake as the customer saw it: its words, its file or picture, and what its buttons say."""

    kind: Literal["note", "document", "photo"]
    text: str
    address: str = ""
    file_name: str = ""
    labels: tuple[str, ...] = ()


def keepsake_in(message: dict[str, Any]) -> SeenKeepsake | None:
    """Return a message as a keepsake, by what tells it from a card: it brings a file, or no button of it calls back."""
    buttons = [button for row in message["inline_keyboard"] for button in row]
    labels, media = tuple(button["text"] for button in buttons), message["media"]
    if media is not None:
        return SeenKeepsake(media["kind"], message["text"], media["url"], media.get("file_name", ""), labels)
    if buttons and all(button["kind"] != "callback" for button in buttons):
        return SeenKeepsake("note", message["text"], labels=labels)
    return None


def differences(
    expected: Sequence[Kept], came: Sequence[SeenKeepsake], pattern: Callable[[str], re.Pattern[str]]
) -> list[str]:
    """Return a line for each thing that is missing from what came, or came and should not have."""
    kinds = [each.kind for each in came]
    if [each.kind for each in expected] != kinds:
        return [f"  - keepsakes {[each.kind for each in expected]}; there came {kinds}"]
    lines = []
    for wanted, seen in zip(expected, came, strict=True):
        text, labels = folded(seen.text), [folded(label) for label in seen.labels]
        missing = [words for words in wanted.text if not pattern(words).search(text)]
        missing += [words for words in wanted.buttons if not any(pattern(words).fullmatch(label) for label in labels)]
        if wanted.file is not None and not pattern(wanted.file).fullmatch(seen.file_name):
            missing.append(wanted.file)
        lines += [f"  - {seen.kind}  {words}, in {text!r} {labels} {seen.file_name!r}" for words in missing]
    return lines
